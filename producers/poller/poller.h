/*
 * The poller: polls the sources that are its own, sends their items on, and remembers in topic
 * gainsay.sources where it is with each.
 */
#ifndef GAINSAY_POLLER_POLLER_H
#define GAINSAY_POLLER_POLLER_H

#include "common/http/fetcher.h"
#include "common/kafka/settings.h"
#include "common/service/service.h"

#include "gainsay_version.h"

#include <stdbool.h>
#include <stddef.h>

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

/* Rows of section [poller] for a program's option table: the poller's own, and `gainsay sources`.
 */
#define POLLER_CONF_ROWS(type)                                                                     \
    {"poller",                                                                                     \
     "sources",                                                                                    \
     CONF_TEXT,                                                                                    \
     offsetof(type, sources),                                                                      \
     GAINSAY_DATA_DIR "/sources.conf",                                                             \
     NULL,                                                                                         \
     "the catalogue of sources"},                                                                  \
        {"poller",                                                                                 \
         "group",                                                                                  \
         CONF_TEXT,                                                                                \
         offsetof(type, group),                                                                    \
         "gainsay-poller",                                                                         \
         NULL,                                                                                     \
         "consumer group whose members share the sources"},                                        \
        {"poller",                                                                                 \
         "user_agent",                                                                             \
         CONF_TEXT,                                                                                \
         offsetof(type, user_agent),                                                               \
         POLLER_USER_AGENT,                                                                        \
         NULL,                                                                                     \
         "how we call ourselves; say there how to reach you"},                                     \
        {"poller",                                                                                 \
         "allow",                                                                                  \
         CONF_TEXT,                                                                                \
         offsetof(type, allow),                                                                    \
         "",                                                                                       \
         NULL,                                                                                     \
         "address blocks (10.0.0.0/8, ::1) that may be fetched from though they are not public"},  \
        {"poller",                                                                                 \
         "parallel",                                                                               \
         CONF_INTEGER,                                                                             \
         offsetof(type, parallel),                                                                 \
         "256",                                                                                    \
         "1..4000",                                                                                \
         "transfers at once, each to another host"},                                               \
        {"poller",                                                                                 \
         "connect_timeout",                                                                        \
         CONF_DURATION,                                                                            \
         offsetof(type, connect_timeout_ms),                                                       \
         "10s",                                                                                    \
         "100ms..5m",                                                                              \
         "longest time to connect"},                                                               \
        {"poller",                                                                                 \
         "timeout",                                                                                \
         CONF_DURATION,                                                                            \
         offsetof(type, timeout_ms),                                                               \
         "30s",                                                                                    \
         "100ms..10m",                                                                             \
         "longest time of a transfer, redirects included"},                                        \
        {"poller",                                                                                 \
         "stall",                                                                                  \
         CONF_DURATION,                                                                            \
         offsetof(type, stall_ms),                                                                 \
         "20s",                                                                                    \
         "1s..5m",                                                                                 \
         "longest time under 100 bytes a second"},                                                 \
        {"poller",                                                                                 \
         "body_max",                                                                               \
         CONF_BYTES,                                                                               \
         offsetof(type, body_max_bytes),                                                           \
         "5M",                                                                                     \
         "1k..32M",                                                                                \
         "largest document after decompression, where the source has no body_max"},                \
    {                                                                                              \
        "poller", "once", CONF_BOOLEAN, offsetof(type, once), "no", NULL,                          \
            "poll every enabled source once, then end; --once for short"                           \
    }

#define POLLER_USER_AGENT                                                                          \
    "gainsay/" GAINSAY_VERSION " (reader of public announcements; no contact is configured)"

/* How the settings bound a fetcher. ERR_CONFIG: `allow` is no list of address blocks. */
enum err_code poller_http_settings(const struct poller_settings *settings,
                                   struct http_settings *http,
                                   struct err *err);

/* Until the service is to stop. ERR_CONFIG: a person has to act; ERR_INTERNAL. */
enum err_code poller_run(const struct poller_settings *settings, struct err *err);

#endif
