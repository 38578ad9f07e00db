/*
 * The further documents of a poll: the sitemaps of an index, and the next pages of a list that
 * turned over since the last poll. One after the other, each in its host's turn.
 */
#ifndef GAINSAY_POLLER_FOLLOW_H
#define GAINSAY_POLLER_FOLLOW_H

#include "producers/poller/poll.h"

#define SITEMAPS_MAX 3 /* of an index, the newest */

/* Queues one more document; ignored past POLL_DOCUMENTS_MAX, and where it can't be fetched. */
void follow_add(struct poll *poll, const char *url);

/* Queues the newest sitemaps of an index, but those that have not changed since the last poll. */
void follow_sitemaps(struct poll *poll, const struct feed_document *index);

/* Takes the poll's document that has not begun out of the schedule. */
void follow_forget(struct poll *poll);

#endif
