/*
 * A message at which the store ends each time (common/kafka/attempts.h). The notes are in Kafka,
 * though the store's offsets are in PostgreSQL: nothing but the notes rests on what Kafka has.
 *
 * While a partition is on trial every batch is one message, and none is read while one is written.
 */
#ifndef GAINSAY_STORE_TRIAL_H
#define GAINSAY_STORE_TRIAL_H

#include "common/kafka/consumer.h"
#include "consumers/store/held.h"
#include "consumers/store/positions.h"

/* A partition is new to us, and PostgreSQL has said where it begins. ahead: how many messages its
 * last owner can have read past that. Where Kafka doesn't tell there is no trial. */
void trial_begin(struct kafka_consumer *consumer, struct position *position, long long ahead);
bool trial_is_on(const struct positions *positions);
/* Takes the message into the batch, by itself where the partition is on trial; or into it as one
 * that is to be set aside. */
void trial_take(struct kafka_consumer *consumer,
                struct position *position,
                struct kafka_message *message,
                struct held *held);
/* What was in hand is stored; or it is not, and we are still there. */
void trial_end(struct kafka_consumer *consumer, struct positions *positions, bool stored);

#endif
