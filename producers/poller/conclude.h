/*
 * What remains of a poll when all it found is acknowledged: the source's state, judged anew, and
 * saved.
 */
#ifndef GAINSAY_POLLER_CONCLUDE_H
#define GAINSAY_POLLER_CONCLUDE_H

#include "producers/poller/poll.h"

/* Addresses that permanent redirects led to for so many polls are polled themselves. */
#define ADOPT_MOVE_POLLS 3

/* Every item of the poll is acknowledged: moves the source's state on and saves it. */
void conclude_poll(struct poll *poll);

/* The poll ends early: entries that are acknowledged need not be sent again, but the body has to be
 * read once more, so the validators go. */
void conclude_progress(struct poll *poll);

#endif
