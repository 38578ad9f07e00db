/*
 * Reads topics as a member of a consumer group. Nothing is committed by itself. Where reading
 * starts is the caller's word: on assignment it is asked for each partition, so that offsets may
 * live elsewhere (the store keeps them in PostgreSQL).
 *
 *     while (!stop) {
 *         struct kafka_message message;
 *         if (kafka_consumer_poll(consumer, 100, &message, &err) ...)   // ERR_OK with message.held
 * == NULL: nothing came
 *         ...
 *         kafka_message_release(&message);
 *     }
 *     kafka_consumer_close(consumer);
 *
 * Callbacks come from inside kafka_consumer_poll() and kafka_consumer_close(). One thread a
 * consumer.
 */
#ifndef GAINSAY_KAFKA_CONSUMER_H
#define GAINSAY_KAFKA_CONSUMER_H

#include "common/kafka/settings.h"

#include <stdbool.h>
#include <stddef.h>

struct kafka_consumer;

/* Where on_assign may tell to start. */
#define KAFKA_OFFSET_COMMITTED                                                                     \
    (-1000LL) /* at the group's committed offset, else at the beginning */
#define KAFKA_OFFSET_BEGINNING (-2LL)

struct kafka_consumer_events {
    /* A partition is ours: returns the offset to start at, or one of the two above. */
    long long (*assigned)(void *context, const char *topic, int partition);
    /* A partition is no longer ours; what was read of it and not yet finished is to be forgotten.
     */
    void (*revoked)(void *context, const char *topic, int partition);
    void *context;
    /* All that the partition has at the moment was read, up to the offset `end`; said again after
     * whatever comes later. NULL: not asked for. */
    void (*ended)(void *context, const char *topic, int partition, long long end);
    /* Messages come without CloudEvents' attributes ("ce_..." and "content-type"), for whoever
     * holds many of them and asks for none; those of topic `attributes_of` have them all the same
     * (NULL: of none). */
    bool without_attributes;
    const char *attributes_of;
};

/* A view; all of it lives until kafka_message_release(). */
struct kafka_message {
    const char *topic;
    int partition;
    long long offset;
    long long timestamp_ms; /* since the epoch; -1: none */
    const char *key;
    size_t key_len;
    const char *value; /* NULL: a tombstone */
    size_t value_len;
    const struct kafka_header *headers;
    size_t header_count;
    void *held;
};

enum err_code kafka_consumer_open(const struct kafka_settings *settings,
                                  const char *client_id,
                                  const char *group,
                                  const struct kafka_consumer_events *events,
                                  struct kafka_consumer **consumer,
                                  struct err *err);
enum err_code kafka_consumer_subscribe(struct kafka_consumer *consumer,
                                       const char *const *topics,
                                       size_t count,
                                       struct err *err);
/* Instead of subscribing: reads all partitions of a topic beside whoever else reads them, as no
 * member of the group. Calls `assigned`. */
enum err_code kafka_consumer_assign(struct kafka_consumer *consumer,
                                    const char *topic,
                                    int partitions,
                                    struct err *err);
/* Waits at most timeout_ms. ERR_CONFIG and ERR_INTERNAL: reading can't go on; what passes by itself
 * is no error. Nor is a broker that refuses us, once one has let us in. */
enum err_code kafka_consumer_poll(struct kafka_consumer *consumer,
                                  int timeout_ms,
                                  struct kafka_message *message,
                                  struct err *err);
/* Accepts one that holds nothing. */
void kafka_message_release(struct kafka_message *message);
/* Header by name, or NULL. */
const char *kafka_message_header(const struct kafka_message *message, const char *name);

#define KAFKA_NOTE_BYTES 64

/* Commits the next offset to read, with a short note for whoever has the partition next; NULL:
 * none. Where the partition is no longer ours it fails with ERR_CONFLICT, harmlessly. */
enum err_code kafka_consumer_commit(struct kafka_consumer *consumer,
                                    const char *topic,
                                    int partition,
                                    long long next_offset,
                                    const char *note,
                                    struct err *err);
/* The group's committed offset, -1: none; and its note, of KAFKA_NOTE_BYTES ("" where there is
 * none), unless that is NULL. */
enum err_code kafka_consumer_committed(struct kafka_consumer *consumer,
                                       const char *topic,
                                       int partition,
                                       long long *next_offset,
                                       char *note,
                                       struct err *err);
/* Goes back: the next message of the partition is the one at offset. */
enum err_code kafka_consumer_seek(struct kafka_consumer *consumer,
                                  const char *topic,
                                  int partition,
                                  long long offset,
                                  struct err *err);
/* The first offset that the partition still has, and the one that its next message gets. */
enum err_code kafka_consumer_bounds(struct kafka_consumer *consumer,
                                    const char *topic,
                                    int partition,
                                    long long *low,
                                    long long *high,
                                    struct err *err);
/* The same, for whoever has read up to next. A broker that has just been started may tell of less
 * than it has, for a moment: where the end lies before next it is asked again for two seconds. */
enum err_code kafka_consumer_bounds_past(struct kafka_consumer *consumer,
                                         const char *topic,
                                         int partition,
                                         long long next,
                                         long long *low,
                                         long long *high,
                                         struct err *err);
/* The first message that is of this time (since the epoch) or later; -1: there is none. */
enum err_code kafka_consumer_offset_at(struct kafka_consumer *consumer,
                                       const char *topic,
                                       int partition,
                                       long long time_ms,
                                       long long *offset,
                                       struct err *err);
/* The offset that the partition's next message gets, as the last fetch has told; -1: none has. */
long long
kafka_consumer_end(const struct kafka_consumer *consumer, const char *topic, int partition);
/* Whether no broker answers, for readiness: asked at most every five seconds, and waited for two.
 * An idle consumer hears of an outage in no other way. now_ms: of a clock that no correction moves.
 */
bool kafka_consumer_is_away(struct kafka_consumer *consumer, long long now_ms);
/* Why it is away, as far as is known; lives until the next call. */
const char *kafka_consumer_why(struct kafka_consumer *consumer);
/* Pauses or resumes every partition that is ours; polling goes on, so the group keeps us. A pause
 * ends when a partition is taken from us: what we get afterwards is not paused. */
void kafka_consumer_pause(struct kafka_consumer *consumer, bool pause);
/* Leaves the group. Accepts NULL. */
void kafka_consumer_close(struct kafka_consumer *consumer);

#endif
