/*
 * What the store counts. Every message that it reads has one fate: it is stored, dropped at a gate,
 * or in the batch at hand; so in = out + dropped + held, whatever comes.
 */
#ifndef GAINSAY_STORE_TALLY_H
#define GAINSAY_STORE_TALLY_H

#include "common/base/err.h"
#include "common/service/metrics.h"
#include "consumers/store/batch.h"

#include <stddef.h>

/* Where a message ends that is not stored. */
enum gate {
    GATE_STORED_BEFORE, /* its offset is behind what PostgreSQL has */
    GATE_READ_AGAIN,    /* let go, to be read once more: an outage, a lost partition, a lost race */
    GATE_HALTED,        /* its partition waits for a person */
    GATE_DEAD_LETTER,   /* set aside */
    GATE_PASSED_OVER    /* a tombstone, or a retry that is meant for another service */
};

struct tally {
    struct metric *read;
    struct metric *results;
    struct metric *sources;
    struct metric *entered;
    struct metric *dropped;
    struct metric *held;
    struct metric *changed;
    struct metric *letters;
    struct metric *links;
    struct metric *refusals;
    struct metric *retries;
    struct metric *waited;
    struct metric *gaps;
    struct metric *halted;
    struct metric *seconds;
    struct metric *published;
    struct metric *fetched;
};

void tally_open(struct tally *tally);
void tally_dropped(struct tally *tally, enum gate gate, size_t count);
/* A batch of so many messages was committed. */
void tally_committed(struct tally *tally, const struct batch_outcome *outcome, size_t count);
void tally_fresh(struct tally *tally, const struct freshness *freshness);
/* Shows how far we are behind, and how many messages are in the batch at hand. */
void tally_show(struct tally *tally,
                struct positions *positions,
                const struct kafka_consumer *consumer,
                size_t held);
/* The service waits because of this, for so long. */
void tally_wait(struct tally *tally, enum err_code code, long long wait_ms);

#endif
