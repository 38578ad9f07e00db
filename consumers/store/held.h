/*
 * A batch: messages that were read and are not stored yet, in the order of reading, made ready as
 * they come.
 */
#ifndef GAINSAY_STORE_HELD_H
#define GAINSAY_STORE_HELD_H

#include "common/kafka/consumer.h"
#include "consumers/store/prepared.h"

#include <stdbool.h>
#include <stddef.h>

struct held {
    struct kafka_message *message;
    size_t count;
    size_t bytes; /* of their values */
    struct prepared prepared;
    struct freshness freshness;
    struct arena arena; /* while one is made ready */
    bool begun;         /* its rows are in a transaction already (writer.h) */
};

/* Room for so many. The struct stays where it is. */
void held_open(struct held *held, size_t most);
/* Accepts a zeroed struct. */
void held_close(struct held *held);

/* Takes the message over; there must be room. set_aside_for as in prepared_add(). */
void held_take(struct held *held, struct kafka_message *message, const struct err *set_aside_for);
/* Releases those of one partition, or all where topic is NULL; returns how many. */
size_t held_forget(struct held *held, const char *topic, int partition);
/* Releases the first so many. */
void held_shift(struct held *held, size_t count);

#endif
