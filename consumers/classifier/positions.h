/*
 * The partitions that are ours, and how far each is read.
 */
#ifndef GAINSAY_CLASSIFIER_POSITIONS_H
#define GAINSAY_CLASSIFIER_POSITIONS_H

#include "common/kafka/attempts.h"
#include "common/service/lag.h"

#include <stdbool.h>
#include <stddef.h>

#define POSITIONS_MAX 1024

/* Of next_offset: Kafka was not asked yet. */
#define POSITION_UNKNOWN (-2)

struct position {
    int partition;
    long long next_offset;  /* POSITION_UNKNOWN; -1: nothing was ever committed */
    long long acknowledged; /* what came of all before this one is in Kafka */
    bool read;              /* further than it is committed */
    struct attempts attempts;
    struct lag lag;
};

/* In no order. */
struct positions {
    struct position list[POSITIONS_MAX];
    size_t count;
};

/* A position that is new; NULL where there is no room. Holds until another one is removed. */
struct position *positions_add(struct positions *positions, int partition);
/* NULL where the partition is not ours. */
struct position *positions_find(struct positions *positions, int partition);
void positions_remove(struct positions *positions, int partition);

/* The message is dealt with. */
void positions_advance(struct positions *positions, const struct kafka_message *message);
/* Sets the gauges of the lag, by what the consumer has heard of the topic's ends. */
void positions_show(struct positions *positions,
                    const struct kafka_consumer *consumer,
                    const char *topic);

#endif
