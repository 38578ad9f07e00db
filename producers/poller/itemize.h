/*
 * From an entry of a feed, and its page where that was fetched, to an item. Pure.
 */
#ifndef GAINSAY_POLLER_ITEMIZE_H
#define GAINSAY_POLLER_ITEMIZE_H

#include "common/base/digest.h"
#include "common/model/item.h"
#include "producers/feeds/article.h"
#include "producers/poller/catalogue.h"

#include <stdbool.h>

/* Digest of an entry as the feed shows it: changes where the entry may have been edited. */
void itemize_mark(const struct feed_entry *entry, char mark[DIGEST_ID_BYTES]);

/* Whether the entry's page is to be fetched for its text. */
bool itemize_wants_page(const struct catalogue_source *source, const struct feed_entry *entry);

/*
 * What the entry alone gives. lang: the document's, for sources of several languages. A date more
 * than a day after fetched_s is impossible and becomes none. The item borrows from entry and
 * source, and lives as long as arena. ERR_TOO_LARGE: over the arena's ceiling.
 */
enum err_code itemize_entry(const struct catalogue_source *source,
                            const struct feed_entry *entry,
                            const char *lang,
                            long long fetched_s,
                            struct arena *arena,
                            struct item *item,
                            struct err *err);

/* Adds what the page gives: its text, and what the feed did not say. */
enum err_code itemize_page(const struct article *article,
                           struct arena *arena,
                           struct item *item,
                           struct err *err);

/* A copy whose strings all live in arena; false over its ceiling. */
bool itemize_copy(const struct item *from, struct arena *arena, struct item *to);

#endif
