/*
 * Waiting between tries: doubling from first to cap, with full jitter below the doubled value so
 * that many clients of one server don't come back together. Never gives up.
 */
#ifndef GAINSAY_SERVICE_BACKOFF_H
#define GAINSAY_SERVICE_BACKOFF_H

#include <stdint.h>

struct backoff {
    long long first_ms;
    long long cap_ms;
    int failures;
    uint64_t random; /* the generator's state; any seed */
};

/* How long to wait after one more failure: between half of the doubled value and the whole of it.
 */
long long backoff_next_ms(struct backoff *backoff);
void backoff_reset(struct backoff *backoff);

#endif
