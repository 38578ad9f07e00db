/*
 * Feeds: the bytes of one fetched document in, its entries out. Pure: no network, no clock, no
 * locale; the same bytes and hints give the same answer anywhere.
 *
 *     struct arena arena;
 *     arena_init(&arena, FEED_ARENA_BYTES);
 *     struct feed_hints hints = {.url = "https://example.org/feed", .source = "example"};
 *     struct feed_document doc;
 *     if (feed_parse(bytes, len, &hints, &arena, &doc, &err) == ERR_OK)
 *         for (size_t i = 0; i < doc.count; i++)
 *             use(&doc.entry[i]);
 *
 * The kind is found from the bytes; the Content-Type serves only as the charset's last word but
 * one. Everything a document or an entry points to lives in the arena or in the hints. Strings are
 * UTF-8, NFC and plain text (HTML is turned into text with its paragraphs); absent is NULL, never
 * "".
 *
 * feed_parse() fails only with ERR_TOO_LARGE (the arena is full, or the document has more elements
 * than FEED_ELEMENTS_MAX) and ERR_CONFIG (a hint that can't be used: a selector or pattern with a
 * syntax error). Whatever a server can send is an answer: a verdict and a reason.
 *
 * Call feed_setup() once before the first feed_parse() of a process with threads.
 */
#ifndef GAINSAY_FEEDS_FEED_H
#define GAINSAY_FEEDS_FEED_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/text/date.h"

#include <stdbool.h>
#include <stddef.h>

#define FEED_ARENA_BYTES  ((size_t)256 << 20)
#define FEED_ELEMENTS_MAX 500000
#define FEED_ENTRIES_MAX  50000 /* a sitemap's own limit; more are cut and counted */

enum feed_kind {
    FEED_UNKNOWN,
    FEED_RSS,  /* 0.91 to 0.94, 2.0 */
    FEED_RDF,  /* RSS 0.90, 1.0, 1.1 */
    FEED_ATOM, /* 0.3, 1.0 */
    FEED_CDF,  /* Microsoft's Channel Definition Format, of 1997 */
    FEED_JSON_FEED,
    FEED_JSON_API,
    FEED_SITEMAP,
    FEED_SITEMAP_INDEX, /* its entries are further sitemaps */
    FEED_LISTING        /* an HTML page read by the hints' selectors */
};

enum feed_verdict {
    FEED_OK,
    FEED_EMPTY,   /* well-formed, and without entries */
    FEED_MOVED,   /* an HTML page where a feed is due; `moved_to` where the page names one */
    FEED_BLOCKED, /* a challenge, consent, log-in or error page */
    FEED_HOSTILE, /* entity declarations that a feed has no use for */
    FEED_BROKEN   /* nothing could be read: empty, cut off, binary, unknown root */
};

/* Which rung of the ladder names an entry. AUTO takes the first that the entry has. */
enum feed_identity {
    FEED_BY_AUTO, /* guid, else canonical URL, else title and date */
    FEED_BY_GUID,
    FEED_BY_URL,
    FEED_BY_URL_DATE,
    FEED_BY_URL_DATE_TITLE
};

/* How to read an HTML listing. XPath 1.0 without namespaces; patterns are POSIX extended regular
 * expressions. Everything may be NULL but one of link_pattern, rows and link. */
struct feed_listing {
    const char *rows; /* XPath of an entry's element; default: the link's own surroundings */
    const char *link; /* XPath in the row; default: its first matching <a> */
    const char *link_pattern; /* what the href must match, as written or resolved */
    const char *title;        /* XPath in the row; default: the link's title attribute or text */
    const char *date;         /* XPath in the row; default: <time>, row text, URL, in this order */
    const char *date_pattern; /* group 1 is the date in whatever `date` or the URL gives */
    const char *summary;      /* XPath in the row */
    const char *next;         /* XPath of the next page's link; default: rel=next */
};

/* How to read a JSON API. A path is member names joined by dots ("title.rendered"); alternatives
 * are joined by "|", the first that is there wins. NULL members are absent; all NULL: the shape is
 * recognized among jsonapi.c's presets. */
struct feed_mapping {
    const char *items; /* path of the array; "" where the document is the array */
    const char *guid;
    const char *url; /* resolved against the document's URL */
    const char *title;
    const char *summary;
    const char *text;
    const char *author;
    const char *published;
    const char *updated;
    const char *next; /* path of the next page's URL */
    /* Where the answer counts instead of linking: how many items lie before it, how many there are
     * in all, and the parameter of the address that says where to begin. */
    const char *offset;
    const char *total;
    const char *offset_in;
    /* Of presets only: dates that are UTC though they do not say so, in place of the others; the
     * parameter that numbers the pages, where a header says how many there are; and a guid that is
     * written as HTML. */
    const char *published_utc;
    const char *updated_utc;
    const char *page_in;
    bool guid_is_html;
};

struct feed_hints {
    const char *url;          /* the document's address after redirects, or NULL */
    const char *content_type; /* the header's value, or NULL */
    const char *charset;      /* overrides everything but a BOM, or NULL */
    const char *source;       /* source id that entry ids are made from; NULL counts as "" */
    enum feed_identity identity;
    struct date_hints date;
    const struct feed_listing *listing; /* an HTML page is read with these; NULL: it isn't a feed */
    const struct feed_mapping *mapping; /* NULL: recognized */
    const char *next_url;   /* paging.h's template, where a document names no next page; or NULL */
    unsigned page;          /* which page of the source this is, for next_url; the first is 0 */
    const char *next;       /* a Link header's next page, as it stands; or NULL */
    const char *page_count; /* a header's count of pages (X-WP-TotalPages), or NULL */
};

/* A date as an entry states it. */
struct feed_date {
    const char *raw;               /* as written, or NULL where the entry has none */
    bool known;                    /* raw could be read */
    long long epoch_s;             /* where known */
    char text[DATE_RFC3339_BYTES]; /* RFC 3339 UTC where known, else "" */
    const char *precision;         /* second, minute, day, month, year; NULL where not known */
    const char *from;              /* feed, page, url, none */
};

struct feed_entry {
    const char *id;       /* item_make_id(source, identity) */
    const char *identity; /* what the id is made from */
    const char *guid;     /* as stated; NULL where the entry has none */
    const char *url;      /* absolute where a base is known, as stated otherwise */
    const char *origin; /* the page that url leads to, where a service rewrote the link; or NULL */
    const char *title;
    const char *title_from; /* feed; text or url where the feed gives none and it was made of them;
                               none */
    const char *summary;    /* plain text */
    const char *text;       /* full content as plain text; NULL where the feed has a summary only */
    const char *author;
    const char *lang;
    const char *story; /* canonical URL less scheme: equal for the same page seen elsewhere */
    struct feed_date published;
    struct feed_date updated;
};

struct feed_document {
    enum feed_kind kind;
    const char *version; /* "2.0", "1.0", "0.3"; NULL where not stated */
    enum feed_verdict verdict;
    const char *reason;       /* a sentence for the verdict where it is not FEED_OK; else NULL */
    const char *moved_to;     /* FEED_MOVED: the feed that the page links to, or NULL */
    const char *charset;      /* IANA name of what the bytes were decoded from */
    const char *charset_from; /* hint, bom, bytes, declaration, header, fallback */
    bool repaired;            /* a syntax error was mended: entries near it may be cut */
    const char *title;
    const char *link; /* the site's page */
    const char *lang;
    const char *next_page; /* absolute URL, or NULL */
    const char *finding;   /* a named oddity: guid-alike, guid-repeats, no-identity; or NULL */
    long long ttl_s;       /* how often the feed says it changes; 0 where it doesn't */
    struct feed_entry *entry;
    size_t count;
    size_t cut; /* entries left out over FEED_ENTRIES_MAX */
};

void feed_setup(void);

enum err_code feed_parse(const char *bytes,
                         size_t len,
                         const struct feed_hints *hints,
                         struct arena *arena,
                         struct feed_document *doc,
                         struct err *err);

/* Stable words for logs and `gainsay sources check`. */
const char *feed_kind_name(enum feed_kind kind);
const char *feed_verdict_name(enum feed_verdict verdict);
/* auto, guid, url, url+date, url+date+title; false for another word. */
bool feed_identity_parse(const char *name, enum feed_identity *identity);

/* Appends the entry as one JSON object, without a line end: id, guid, url, title, summary, text,
 * author, published, published_from, updated first, then whatever else is known. */
enum err_code feed_entry_to_json(const struct feed_entry *entry, struct buf *out, struct err *err);

#endif
