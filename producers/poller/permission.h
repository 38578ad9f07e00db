/*
 * Asking robots.txt before a page is fetched: from the cache, or by fetching it first.
 */
#ifndef GAINSAY_POLLER_PERMISSION_H
#define GAINSAY_POLLER_PERMISSION_H

#include "producers/poller/engine.h"

enum permission {
    PERMISSION_GIVEN,
    PERMISSION_DENIED,
    PERMISSION_UNKNOWN /* robots.txt could not be asked for: outcome and error say why */
};

struct permission_answer {
    enum permission permission;
    long long delay_ms; /* that robots.txt asks for between two requests */
    enum http_outcome outcome;
    const char *error;
};

typedef void permission_done(void *context, const struct permission_answer *answer);

/* Calls done once: at once where the answer is known. */
void permission_ask(struct engine *engine, const char *url, permission_done *done, void *context);

#endif
