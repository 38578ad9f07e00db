/*
 * Reads a topic from an offset of each partition up to another one, and no further: what a replay
 * and a rebuild do.
 *
 *     kafka_range_set(&range, partition, first, end);          // for each partition
 *     code = kafka_range_open(&range, &settings, "replay", group, &err);
 *     while (!code && kafka_range_left(&range) > 0)
 *         code = kafka_range_read(&range, 100, now_ms, &message, &err);
 *     kafka_range_close(&range);
 *
 * Offsets that are no messages (any more) are passed over, also the last ones.
 */
#ifndef GAINSAY_KAFKA_RANGE_H
#define GAINSAY_KAFKA_RANGE_H

#include "common/kafka/consumer.h"

struct kafka_range_part {
    long long next; /* first offset not handed out */
    long long end;
};

struct kafka_range {
    struct kafka_consumer *consumer;
    const char *topic;
    struct kafka_range_part *part; /* by partition */
    int part_count;
    long long read;     /* messages handed out */
    long long start_ms; /* of the first kafka_range_read() */
    long long came_ms;  /* when there was progress last */
    long long polled_ms;
    long long told_ms;
};

/* The topic is borrowed. */
void kafka_range_init(struct kafka_range *range, const char *topic);
/* Also while it is read: reading goes back to `next`, or on to a later end. */
enum err_code kafka_range_set(
    struct kafka_range *range, int partition, long long next, long long end, struct err *err);
enum err_code kafka_range_open(struct kafka_range *range,
                               const struct kafka_settings *settings,
                               const char *client_id,
                               const char *group,
                               struct err *err);
/* Waits at most timeout_ms; message.held == NULL: none came that is in the range. now_ms: of a
 * clock that goes on steadily. ERR_UNAVAILABLE: nothing came for a minute, and there should be
 * something. */
enum err_code kafka_range_read(struct kafka_range *range,
                               int timeout_ms,
                               long long now_ms,
                               struct kafka_message *message,
                               struct err *err);
/* Offsets between what was handed out and the ends. */
long long kafka_range_left(const struct kafka_range *range);
/* Whether it is time to tell how far it is, as it is every two seconds; *rate: messages a second
 * since the start. */
bool kafka_range_due(struct kafka_range *range, long long now_ms, double *rate);
/* Accepts one that was never opened. */
void kafka_range_close(struct kafka_range *range);

#endif
