/*
 * The pages that entries link to: each waits for its host's turn, is allowed by robots.txt,
 * fetched, and read for its text. One that can't be had leaves the item with what the feed said,
 * and is tried again by the next polls, PAGE_TRIES times in all.
 */
#ifndef GAINSAY_POLLER_PAGES_H
#define GAINSAY_POLLER_PAGES_H

#include "producers/poller/poll.h"

#define PAGE_TRIES 3

/* Queues the page of an item of the poll; the item is copied. False where it can't be fetched at
 * all: then the item is the caller's to send. */
bool pages_add(struct poll *poll, struct source_seen *slot, const struct item *item);

/* Gives up the pages that are not done: their entries count as not seen yet. The transfers that are
 * under way must not call back any more. */
void pages_forget(struct poll *poll);

#endif
