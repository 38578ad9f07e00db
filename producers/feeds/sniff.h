/*
 * What a document is, from its text alone.
 */
#ifndef GAINSAY_FEEDS_SNIFF_H
#define GAINSAY_FEEDS_SNIFF_H

#include "common/base/str.h"
#include "producers/feeds/feed.h"

enum sniff {
    SNIFF_NOTHING, /* empty or white space */
    SNIFF_JSON,
    SNIFF_HTML,
    SNIFF_XML, /* kind says which */
    SNIFF_UNKNOWN
};

/* *kind is written for SNIFF_XML: FEED_UNKNOWN for a root that no reader knows. */
enum sniff sniff_text(struct str text, enum feed_kind *kind);

/* Why an HTML page may stand where a feed was: words that challenge, consent, log-in and error
 * pages have. NULL where none is found. */
const char *sniff_block(struct str html);

#endif
