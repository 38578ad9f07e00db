/*
 * What producer, consumer and admin share inside this room.
 */
#ifndef GAINSAY_KAFKA_CLIENT_H
#define GAINSAY_KAFKA_CLIENT_H

#include "common/kafka/settings.h"

#include <librdkafka/rdkafka.h>

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

/* First offset kept, and the offset that the next message gets, asked of the broker. */
enum err_code client_watermarks(rd_kafka_t *handle,
                                const char *topic,
                                int partition,
                                int timeout_ms,
                                long long *low,
                                long long *high,
                                struct err *err);

#endif
