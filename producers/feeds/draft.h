/*
 * An entry in the making. Formats put what they find into slots with a rank (0 is best); the best
 * rank wins, of equals the first (of dates the last). What wins is turned into plain text, resolved
 * and read only at the end, so that nothing is converted in vain.
 */
#ifndef GAINSAY_FEEDS_DRAFT_H
#define GAINSAY_FEEDS_DRAFT_H

#include "producers/feeds/feed.h"

#include <libxml/tree.h>

enum draft_slot {
    DRAFT_GUID,
    DRAFT_LINK,
    DRAFT_ORIGIN, /* where the link led before a service rewrote it */
    DRAFT_TITLE,
    DRAFT_SUMMARY,
    DRAFT_TEXT,
    DRAFT_AUTHOR,
    DRAFT_LANG,
    DRAFT_PUBLISHED,
    DRAFT_UPDATED,
    DRAFT_SLOTS
};

enum draft_markup {
    DRAFT_PLAIN, /* what it says is what it means */
    DRAFT_HTML,  /* a string of HTML */
    DRAFT_TREE   /* elements of the feed itself */
};

struct draft_value {
    bool filled;
    int rank;
    enum draft_markup markup;
    const char *text; /* DRAFT_PLAIN, DRAFT_HTML */
    xmlNodePtr tree;  /* DRAFT_TREE; and of a link: where xml:base is looked up */
    bool utc;         /* of a date: without a zone it is in UTC, whatever the source's is */
};

struct draft {
    struct draft_value slot[DRAFT_SLOTS];
    const char *date_from; /* "feed" where NULL */
};

/* What the entries of one document share. */
struct draft_context {
    struct arena *arena;
    const struct feed_hints *hints;
    struct feed_document *doc;
    const char *base; /* for links without an xml:base */
    size_t capacity;
};

/* Borrowed text; NULL and "" fill nothing. */
void draft_put(struct draft *draft,
               enum draft_slot slot,
               int rank,
               enum draft_markup markup,
               const char *text);
void draft_put_tree(struct draft *draft, enum draft_slot slot, int rank, xmlNodePtr tree);
/* A link whose base is that of a tree's node. An empty one means that base (RFC 3986, section
 * 5.2.2), but fills nothing where the document states none: its own address leads to no entry. */
void draft_put_link(struct draft *draft, int rank, const char *href, xmlNodePtr at);

/* The entry made of the draft goes to the document's end; over FEED_ENTRIES_MAX it is counted as
 * cut. A draft without anything in it is dropped. ERR_TOO_LARGE: over the arena's ceiling. */
enum err_code
draft_finish(const struct draft *draft, struct draft_context *context, struct err *err);

/* Makes identity, id and story of every entry, and the document's finding. */
enum err_code draft_identify(struct draft_context *context, struct err *err);

#endif
