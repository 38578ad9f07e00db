/*
 * Telling an outage of our own network from a failure of a source: when several hosts in a row
 * can't be reached and none has answered since, it is ours. With fewer hosts than
 * OUTAGE_HOSTS in the catalogue the two can't be told apart.
 */
#ifndef GAINSAY_POLLER_OUTAGE_H
#define GAINSAY_POLLER_OUTAGE_H

#include "common/http/weburl.h"

#include <stdbool.h>
#include <stddef.h>

#define OUTAGE_HOSTS 3

/* Zeroed: no outage. */
struct outage {
    struct {
        char host[WEBURL_HOST_BYTES];
        void *owner;
    } suspect[OUTAGE_HOSTS]; /* hosts that failed since anybody answered */
    size_t count;
};

/* A host could not be reached; the owner outlives the outage. True where this makes it an outage:
 * the owners of all suspects but the last were wronged. */
bool outage_failed(struct outage *outage, const char *host, void *owner);
/* Somebody answered, if only with an error. */
void outage_answered(struct outage *outage);
bool outage_is_on(const struct outage *outage);

#endif
