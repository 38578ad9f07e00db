#include "producers/poller/membership.h"

#include "common/kafka/admin.h"
#include "common/kafka/consumer.h"
#include "common/model/topic.h"
#include "common/service/service.h"

#include <stdlib.h>

/* Compaction may have taken the last messages of a partition, so silence ends its reading too. */
#define QUIET_MS 5000

enum stage { NOT_OURS, READING, OURS };

struct partition {
    enum stage stage;
    long long end;      /* the offset that followed the last message when it was assigned */
    long long heard_ms; /* when the last message came */
};

struct membership {
    struct membership_events events;
    struct kafka_admin *admin;
    struct kafka_consumer *consumer;
    struct partition *partition;
    int count;
    bool closing;
    bool paused; /* everything was read: our own states need not come back to us */
};

static long long on_assigned(void *context, const char *topic, int number)
{
    struct membership *membership = context;
    /* Sources are spread by the number of partitions that there were at the start. */
    if (number >= membership->count)
        return KAFKA_OFFSET_BEGINNING;
    struct partition *partition = &membership->partition[number];
    long long low = 0;
    *partition = (struct partition){.stage = READING, .heard_ms = service_clock_ms()};
    if (kafka_admin_watermarks(membership->admin, topic, number, &low, &partition->end, NULL))
        partition->end = -1; /* unknown: silence will tell */
    else if (low == partition->end)
        partition->end = 0;
    membership->paused = false;
    return KAFKA_OFFSET_BEGINNING;
}

static void on_revoked(void *context, const char *topic, int number)
{
    (void)topic;
    struct membership *membership = context;
    if (number >= membership->count || membership->closing)
        return;
    bool was_ours = membership->partition[number].stage == OURS;
    membership->partition[number].stage = NOT_OURS;
    if (was_ours)
        membership->events.lost(membership->events.context, number);
}

enum err_code membership_open(const struct kafka_settings *settings,
                              const char *client_id,
                              const char *group,
                              const struct membership_events *events,
                              struct membership **membership,
                              struct err *err)
{
    static const char *const topics[] = {TOPIC_SOURCES};
    struct membership *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->events = *events;
    const struct kafka_consumer_events heard = {on_assigned, on_revoked, made};
    enum err_code code = kafka_admin_open(settings, &made->admin, err);
    if (!code)
        code = kafka_admin_partitions(made->admin, TOPIC_SOURCES, &made->count, err);
    if (!code && made->count <= 0)
        code = err_set(err, ERR_UNAVAILABLE, "there is no topic %s (run gainsay topics create)",
                       TOPIC_SOURCES);
    if (!code) {
        made->partition = calloc((size_t)made->count, sizeof *made->partition);
        if (made->partition == NULL)
            abort();
        code = kafka_consumer_open(settings, client_id, group, &heard, &made->consumer, err);
    }
    if (!code)
        code = kafka_consumer_subscribe(made->consumer, topics, 1, err);
    if (code)
        membership_close(made);
    else
        *membership = made;
    return code;
}

static void take(struct membership *membership, const struct kafka_message *message)
{
    if (message->partition >= membership->count)
        return;
    membership->partition[message->partition].heard_ms = service_clock_ms();
    if (message->value != NULL)
        membership->events.state(membership->events.context, message->value, message->value_len);
    struct partition *partition = &membership->partition[message->partition];
    if (partition->stage == READING && message->offset + 1 >= partition->end &&
        partition->end >= 0) {
        partition->stage = OURS;
        membership->events.gained(membership->events.context, message->partition);
    }
}

static void settle_quiet_ones(struct membership *membership)
{
    long long now_ms = service_clock_ms();
    for (int i = 0; i < membership->count; i++) {
        struct partition *partition = &membership->partition[i];
        if (partition->stage != READING)
            continue;
        if (partition->end == 0 || now_ms - partition->heard_ms > QUIET_MS) {
            partition->stage = OURS;
            membership->events.gained(membership->events.context, i);
        }
    }
}

enum err_code membership_serve(struct membership *membership, int wait_ms, struct err *err)
{
    enum err_code code = ERR_OK;
    for (bool more = true; more && !code;) {
        struct kafka_message message;
        code = kafka_consumer_poll(membership->consumer, wait_ms, &message, err);
        more = !code && message.held != NULL;
        if (more)
            take(membership, &message);
        kafka_message_release(&message);
        wait_ms = 0;
    }
    settle_quiet_ones(membership);
    if (!membership->paused && membership_is_settled(membership)) {
        kafka_consumer_pause(membership->consumer, true);
        membership->paused = true;
    }
    return code;
}

int membership_partitions(const struct membership *membership)
{
    return membership->count;
}

bool membership_is_away(const struct membership *membership)
{
    return kafka_consumer_is_away(membership->consumer, service_clock_ms());
}

bool membership_is_settled(const struct membership *membership)
{
    int ours = 0;
    for (int i = 0; i < membership->count; i++) {
        if (membership->partition[i].stage == READING)
            return false;
        ours += membership->partition[i].stage == OURS;
    }
    return ours > 0;
}

void membership_close(struct membership *membership)
{
    if (membership == NULL)
        return;
    membership->closing = true;
    kafka_consumer_close(membership->consumer);
    kafka_admin_close(membership->admin);
    free(membership->partition);
    free(membership);
}
