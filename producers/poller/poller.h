/*
 * The poller: polls the sources that are its own, sends their items on, and remembers in topic
 * gainsay.sources where it is with each.
 */
#ifndef GAINSAY_POLLER_POLLER_H
#define GAINSAY_POLLER_POLLER_H

#include "common/kafka/settings.h"
#include "common/service/service.h"

#include <stdbool.h>

struct poller_settings {
    struct kafka_settings kafka;
    struct service_settings service;
    const char *sources; /* path of the catalogue */
    const char *group;
    const char *user_agent;
    const char *allow; /* address blocks */
    long long parallel;
    long long connect_timeout_ms;
    long long timeout_ms;
    long long stall_ms;
    long long body_max_bytes;
    bool once; /* every enabled source once, then the end */
};

/* Until the service is to stop. ERR_CONFIG: a person has to act; ERR_INTERNAL. */
enum err_code poller_run(const struct poller_settings *settings, struct err *err);

#endif
