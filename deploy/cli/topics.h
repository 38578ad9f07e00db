/*
 * The topics as gainsay wants them: how `gainsay topics create` makes them, and what `gainsay
 * doctor` holds them against.
 */
#ifndef GAINSAY_CLI_TOPICS_H
#define GAINSAY_CLI_TOPICS_H

#include "common/kafka/admin.h"

#define TOPIC_SETTINGS_MAX 4
#define TOPICS_COUNT       4

struct topic_plan {
    const char *topic;
    struct kafka_header setting[TOPIC_SETTINGS_MAX]; /* the wanted ones come first */
    size_t setting_count;
    size_t wanted_count; /* so many must be as they are, or messages go before they are read */
};

extern const struct topic_plan topic_plans[TOPICS_COUNT];

/* How a topic that is there differs: "retention.ms is 604800000 and should be -1", comma between;
 * empty where it does not. */
enum err_code topics_difference(struct kafka_admin *admin,
                                const struct topic_plan *plan,
                                char *text,
                                size_t room,
                                struct err *err);

#endif
