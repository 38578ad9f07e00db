#include "common/service/backoff.h"

#define DOUBLINGS_MAX 30

/* xorshift64 (Marsaglia 2003): jitter needs no better. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state == 0 ? 88172645463325252u : *state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    *state = x;
    return x;
}

long long backoff_next_ms(struct backoff *backoff)
{
    long long wait_ms = backoff->first_ms;
    for (int i = 0; i < backoff->failures && wait_ms < backoff->cap_ms; i++)
        wait_ms *= 2;
    if (wait_ms > backoff->cap_ms)
        wait_ms = backoff->cap_ms;
    if (backoff->failures < DOUBLINGS_MAX)
        backoff->failures++;
    long long half_ms = wait_ms / 2;
    return wait_ms - (long long)(next_random(&backoff->random) % (uint64_t)(half_ms + 1));
}

void backoff_reset(struct backoff *backoff)
{
    backoff->failures = 0;
}
