/*
 * From a fetched document to items on their way: what is new or changed is sent, at once or after
 * its page was fetched, and everything is noted in the poll's window.
 */
#ifndef GAINSAY_POLLER_INTAKE_H
#define GAINSAY_POLLER_INTAKE_H

#include "producers/poller/poll.h"

/* The body of the answer to the poll itself: its verdict is the poll's. */
void intake_body(struct poll *poll, const struct http_response *response);

/* A further document of the same poll. One that can't be read leaves the poll as it is. */
void intake_more(struct poll *poll, const struct http_response *response);

/* Sends the item unless this revision of it was sent before, and notes it in the window's slot. */
void intake_send(struct poll *poll, struct source_seen *slot, const struct item *item);

#endif
