/*
 * Which sources are ours: pollers share topic gainsay.sources as a consumer group, and the owner of
 * a partition polls the sources whose states lie in it. A partition that comes to us is first read
 * to its end, so that polling goes on where another poller stopped; from its beginning, or from
 * where we were when it was taken from us.
 */
#ifndef GAINSAY_POLLER_MEMBERSHIP_H
#define GAINSAY_POLLER_MEMBERSHIP_H

#include "common/kafka/settings.h"

#include <stdbool.h>
#include <stddef.h>

struct membership;

struct membership_events {
    /* The state of a source as some poller left it; later calls are newer. */
    void (*state)(void *context, const char *json, size_t len);
    /* All states of the partition were told: its sources are ours. */
    void (*gained)(void *context, int partition);
    void (*lost)(void *context, int partition);
    void *context;
};

/* alone: every partition is ours, whoever else has it too. ERR_UNAVAILABLE: Kafka is away, or there
 * is no such topic (yet: one that was just made takes a moment to be known everywhere). ERR_CONFIG:
 * settings that librdkafka refuses. */
enum err_code membership_open(const struct kafka_settings *settings,
                              const char *client_id,
                              const char *group,
                              bool alone,
                              const struct membership_events *events,
                              struct membership **membership,
                              struct err *err);

/* Calls the events; waits at most wait_ms for the first. Errors as kafka_consumer_poll(). */
enum err_code membership_serve(struct membership *membership, int wait_ms, struct err *err);

/* Partitions of the topic. */
int membership_partitions(const struct membership *membership);
/* Whether no broker answers. */
bool membership_is_away(const struct membership *membership);
const char *membership_why(const struct membership *membership);
/* Every partition that is ours was read, and at least one is. */
bool membership_is_settled(const struct membership *membership);
/* Leaves the group without further events. Accepts NULL. */
void membership_close(struct membership *membership);

#endif
