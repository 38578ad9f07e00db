/*
 * Articles: the bytes of one fetched page in, its main text out. Pure, as feed.h.
 *
 * The text comes from the element that the source's XPath names, else from the largest coherent
 * block of prose; navigation, related links, share bars, captions of galleries, cookie notes and
 * the like are dropped. Paragraphs are kept with an empty line between them, so that a transcript
 * keeps its turns ("Bloomberg: ...", "Guo Jiakun: ...").
 */
#ifndef GAINSAY_FEEDS_ARTICLE_H
#define GAINSAY_FEEDS_ARTICLE_H

#include "producers/feeds/feed.h"

struct article_hints {
    const char *url;          /* the page's address after redirects, or NULL */
    const char *content_type; /* the header's value, or NULL */
    const char *charset;      /* overrides everything but a BOM, or NULL */
    const char *text;         /* XPath of the text's element; alternatives by XPath's "|" */
    const char *drop;         /* XPath of what is left out of the text, looked up in the page */
    const char *date;         /* XPath of the date; default: meta elements, JSON-LD, <time> */
    struct date_hints dates;
};

struct article {
    enum feed_verdict verdict; /* FEED_OK, FEED_BLOCKED, FEED_EMPTY (no prose), FEED_BROKEN */
    const char *reason;        /* where the verdict is not FEED_OK; else NULL */
    const char *charset;
    const char *charset_from;
    const char *url; /* the address the page gives itself (rel=canonical), or NULL */
    const char *title;
    const char *author;
    const char *lang;
    const char *text;           /* NULL where there is none */
    bool by_selector;           /* text came from hints->text */
    bool selector_missed;       /* hints->text selects nothing: the page has changed */
    struct feed_date published; /* from: page or url */
    struct feed_date updated;
};

/* Fails as feed_parse() does. */
enum err_code article_extract(const char *html,
                              size_t len,
                              const struct article_hints *hints,
                              struct arena *arena,
                              struct article *article,
                              struct err *err);

#endif
