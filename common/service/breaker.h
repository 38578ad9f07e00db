/*
 * Tells a bad message from a bad release: where most of what a service reads goes to the dead
 * letters, the fault is ours or the producer's, and going on would only move the topic there.
 */
#ifndef GAINSAY_SERVICE_BREAKER_H
#define GAINSAY_SERVICE_BREAKER_H

#include "common/base/err.h"
#include "common/conf/conf.h"

#define BREAKER_LEAST  200  /* messages before it can open */
#define BREAKER_WINDOW 1000 /* messages after which it counts anew */

struct breaker {
    long long percent; /* of messages; 0: never opens */
    long long taken;
    long long failed;
};

/* A row of a program's option table for a long long member. */
#define BREAKER_CONF_ROW(section, type, member)                                                    \
    {                                                                                              \
        section, "breaker", CONF_INTEGER, offsetof(type, member), "50", "0..100",                  \
            "stop when more than this percentage of messages goes to the dead letters; 0: never"   \
    }

/* Counts messages that were taken, and how many of them were set aside. ERR_CONFIG: it opened, and
 * the service is to end. */
enum err_code
breaker_count(struct breaker *breaker, long long taken, long long failed, struct err *err);

#endif
