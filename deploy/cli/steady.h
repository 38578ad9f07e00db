/*
 * Whether a source's guids name its entries: what two answers of one source, taken shortly after
 * one another, say of that, and which identity suits a document.
 */
#ifndef GAINSAY_CLI_STEADY_H
#define GAINSAY_CLI_STEADY_H

#include "producers/feeds/feed.h"

#include <stdbool.h>
#include <stddef.h>

/* The entries of an answer by what does not depend on guids. Zeroed before use. */
struct steady {
    struct steady_entry *entry;
    size_t count;
};

void steady_note(struct steady *steady, const struct feed_document *doc);
/* Accepts a zeroed struct. */
void steady_release(struct steady *steady);

/* How many entries with guids stand in both answers, and how many of those have another guid now.
 */
void steady_compare(const struct steady *before,
                    const struct feed_document *now,
                    size_t *common,
                    size_t *renamed);

/* The first of url, url+date and url+date+title that tells all entries apart; NULL where none does.
 */
const char *steady_identity(const struct feed_document *doc);

#endif
