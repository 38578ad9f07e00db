/*
 * Sends messages so that none is lost: idempotent (KIP-98), acknowledged by all in-sync replicas,
 * and tried for ever while the brokers are away. What is acknowledged is told by the delivered
 * callback, from inside kafka_producer_poll(), kafka_producer_flush() and kafka_producer_close().
 *
 * The queue is bounded (20,000 messages, 64 MiB): a full one answers ERR_UNAVAILABLE, and the
 * caller stops taking in more, polls, and sends again.
 */
#ifndef GAINSAY_KAFKA_PRODUCER_H
#define GAINSAY_KAFKA_PRODUCER_H

#include "common/kafka/settings.h"

#include <stdbool.h>
#include <stddef.h>

struct kafka_producer;

/* One call for each message sent. error is NULL when the message is acknowledged. */
typedef void kafka_delivered(void *context, void *opaque, const char *error);

struct kafka_out {
    const char *topic;
    const void *key;
    size_t key_len;
    const void *value; /* NULL: a tombstone */
    size_t value_len;
    const struct kafka_header *headers;
    size_t header_count;
    void *opaque; /* handed to the callback */
};

enum err_code kafka_producer_open(const struct kafka_settings *settings,
                                  const char *client_id,
                                  kafka_delivered *delivered,
                                  void *context,
                                  struct kafka_producer **producer,
                                  struct err *err);
/* Asks for the topic with the first that is asked of a broker. Of one that is heard of only when a
 * message is sent, librdkafka asks up to a second later, if it was connected by then. */
void kafka_producer_expect(struct kafka_producer *producer, const char *topic);
/* Copies the message. ERR_UNAVAILABLE: the queue is full. ERR_TOO_LARGE: over message.max.bytes. */
enum err_code kafka_producer_send(struct kafka_producer *producer,
                                  const struct kafka_out *message,
                                  struct err *err);
/* Serves delivery reports for at most timeout_ms. */
void kafka_producer_poll(struct kafka_producer *producer, int timeout_ms);
/* Waits until everything sent is acknowledged; ERR_UNAVAILABLE at the deadline. */
enum err_code
kafka_producer_flush(struct kafka_producer *producer, int timeout_ms, struct err *err);
/* Messages that are not acknowledged yet. */
int kafka_producer_pending(const struct kafka_producer *producer);
/* ERR_INTERNAL once librdkafka gave up for good: open a new producer, or end. ERR_CONFIG: no broker
 * has answered since the process began, and one refuses us: a certificate or a password is wrong.
 */
enum err_code kafka_producer_check(const struct kafka_producer *producer, struct err *err);
/* What stands in the way since something was last acknowledged, or NULL. Once a message's
 * acknowledgement comes there is nothing. */
const char *kafka_producer_trouble(const struct kafka_producer *producer);
/* The partition that a message with this key goes to, as long as nobody configures another
 * partitioner. */
int kafka_partition_of(const char *key, size_t len, int partitions);
/* Drops what is not acknowledged. Accepts NULL. */
void kafka_producer_close(struct kafka_producer *producer);

#endif
