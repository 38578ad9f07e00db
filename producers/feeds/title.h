/*
 * Titles of entries whose feed gives none, as RSS allows: the start of what they say, else their
 * address. Made after the identities, which only what the feed states may enter.
 */
#ifndef GAINSAY_FEEDS_TITLE_H
#define GAINSAY_FEEDS_TITLE_H

#include "producers/feeds/feed.h"

/* The first line of a text, at most about a hundred characters of it, cut between words with an
 * ellipsis; NULL for an empty text, or over the arena's ceiling. */
const char *title_of_text(struct arena *arena, const char *text);

/* Fills title and title_from of every entry. */
void title_complete(struct arena *arena, struct feed_document *doc);

#endif
