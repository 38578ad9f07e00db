/*
 * A message at which the store ends each time (common/kafka/attempts.h). The notes are in Kafka,
 * though the store's offsets are in PostgreSQL: nothing but the notes rests on what Kafka has.
 *
 * What is tried, one message or as many as attempts.h lets go together, is a batch by itself:
 * nothing else is under way meanwhile, and nothing is read. What other partitions bring goes on in
 * batches between two of them.
 */
#ifndef GAINSAY_STORE_TRIAL_H
#define GAINSAY_STORE_TRIAL_H

#include "common/kafka/consumer.h"
#include "consumers/store/held.h"
#include "consumers/store/positions.h"

/* A partition is new to us, and PostgreSQL has said where it begins. ahead: how many messages its
 * last owner can have read past that. Where Kafka doesn't tell there is no trial. */
void trial_begin(struct kafka_consumer *consumer, struct position *position, long long ahead);
/* Whether this message is to be tried. */
bool trial_is_for(const struct position *position, long long offset);
/* Whether it goes with those that are tried already. */
bool trial_goes_on(const struct position *position, long long offset);
/* Whether all that is to be tried together was taken. */
bool trial_is_whole(const struct positions *positions);
/* Takes the message into the batch, which is empty where trial_is_for() and not trial_goes_on(); or
 * into it as one that is to be set aside. */
void trial_take(struct kafka_consumer *consumer,
                struct position *position,
                struct kafka_message *message,
                struct held *held);
/* What was in hand is stored; or it is not, and we are still there. */
void trial_end(struct kafka_consumer *consumer, struct positions *positions, bool stored);

#endif
