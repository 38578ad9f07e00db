/*
 * What producer, consumer and admin share inside this room.
 */
#ifndef GAINSAY_KAFKA_CLIENT_H
#define GAINSAY_KAFKA_CLIENT_H

#include "common/kafka/settings.h"

#include <librdkafka/rdkafka.h>
#include <stdbool.h>

struct kafka_consumer;

struct kafka_property {
    const char *name;
    const char *value;
};

/* Our properties first, then the operator's, which win. ERR_CONFIG names the property that
 * librdkafka refuses. */
enum err_code client_conf(const struct kafka_settings *settings,
                          const char *client_id,
                          const struct kafka_property *properties,
                          size_t count,
                          rd_kafka_conf_t **conf,
                          struct err *err);

/* ERR_CONFIG for what only a person can mend (unknown topic, authorization), ERR_UNAVAILABLE for
 * the rest. */
enum err_code client_error(rd_kafka_resp_err_t error, const char *what, struct err *err);

/* For offsets.c, which is about a consumer's partitions and not about its messages. */
rd_kafka_t *consumer_handle(const struct kafka_consumer *consumer);

/* Of a clock that no correction moves. */
long long client_clock_ms(void);

/* Asks the broker that leads the partition for the offset of a time, or for
 * RD_KAFKA_OFFSET_BEGINNING or RD_KAFKA_OFFSET_END: one request. */
rd_kafka_resp_err_t client_offset_at(rd_kafka_t *handle,
                                     const char *topic,
                                     int partition,
                                     int64_t time,
                                     int timeout_ms,
                                     long long *at);

/* First offset kept, and the offset that the next message gets, asked of the broker. */
enum err_code client_watermarks(rd_kafka_t *handle,
                                const char *topic,
                                int partition,
                                int timeout_ms,
                                long long *low,
                                long long *high,
                                struct err *err);

/* For whoever hears of the client library's troubles (kafka_hear_trouble()). */
void client_tell(const char *client, const char *what, const char *text);

/* With what a drain may take (SERVICE_DRAIN_MS) and leaving a group (consumer.c) ten seconds. */
#define CLIENT_END_MS 2000

/* Destroys a handle. librdkafka 2.0.2 may wait for ever for a thread of its own: after a fatal
 * error always, sometimes when brokers have just come back. Past CLIENT_END_MS it is left behind,
 * which is told: false. What its callbacks use must be left, too. */
bool client_end(rd_kafka_t *handle);

#endif
