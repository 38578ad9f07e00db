/*
 * What every Kafka client of ours is told: the brokers, and any librdkafka property that the
 * configuration names.
 */
#ifndef GAINSAY_KAFKA_SETTINGS_H
#define GAINSAY_KAFKA_SETTINGS_H

#include "common/base/err.h"
#include "common/conf/conf.h"

struct kafka_settings {
    const char *brokers;
    struct conf_pairs properties;
};

/* Rows of a program's option table for its struct kafka_settings member. */
#define KAFKA_CONF_ROWS(type, member)                                                              \
    {"kafka",                                                                                      \
     "brokers",                                                                                    \
     CONF_TEXT,                                                                                    \
     offsetof(type, member.brokers),                                                               \
     "127.0.0.1:9092",                                                                             \
     NULL,                                                                                         \
     "host:port list of brokers to start from"},                                                   \
    {                                                                                              \
        "kafka", "*", CONF_REST, offsetof(type, member.properties), NULL, NULL,                    \
            "any property of librdkafka (its CONFIGURATION.md), TLS and SASL included; a "         \
            "password "                                                                            \
            "by the name of its file, as sasl.password_file"                                       \
    }

/* A program's check (conf.h): a property that librdkafka does not know, one that is not the
 * operator's, or a password in plain sight is refused. Files that are named are not looked at. */
conf_check kafka_setting_check;

/* A program's own defaults, and behind them what the configuration says, which wins. The pairs are
 * copied to `pairs`, which the settings returned point to. */
#define KAFKA_PAIRS_MAX 256
struct kafka_settings kafka_settings_behind(const struct conf_pair *defaults,
                                            size_t count,
                                            const struct kafka_settings *settings,
                                            struct conf_pair pairs[KAFKA_PAIRS_MAX]);

/* A message header; the value is text. */
struct kafka_header {
    const char *name;
    const char *value;
};

#define KAFKA_HEADERS_MAX 24

/* What a client library has to say: which client, a word for the kind, and the text. From any
 * thread. */
typedef void kafka_trouble(const char *client, const char *what, const char *text);
/* Who hears of lost connections, refusals and the like; by default nobody does, and what stands in
 * the way is in the errors of those who wait for it. */
void kafka_hear_trouble(kafka_trouble *hear);

#endif
