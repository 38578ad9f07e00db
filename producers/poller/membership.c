#include "producers/poller/membership.h"

#include "common/kafka/admin.h"
#include "common/kafka/consumer.h"
#include "common/model/topic.h"
#include "common/service/service.h"

#include <stdlib.h>

enum stage { NOT_OURS, READING, OURS };

struct partition {
    enum stage stage;
    long long next; /* what we have not read yet, if it was ours before */
};

struct membership {
    struct membership_events events;
    struct kafka_consumer *consumer;
    struct partition *partition;
    int count;
    bool closing;
    bool paused; /* everything was read: our own states need not come back to us */
};

static long long on_assigned(void *context, const char *topic, int number)
{
    (void)topic;
    struct membership *membership = context;
    /* Sources are spread by the number of partitions that there were at the start. */
    if (number >= membership->count)
        return KAFKA_OFFSET_BEGINNING;
    struct partition *partition = &membership->partition[number];
    partition->stage = READING;
    membership->paused = false;
    return partition->next > 0 ? partition->next : KAFKA_OFFSET_BEGINNING;
}

static void on_ended(void *context, const char *topic, int number, long long end)
{
    (void)topic;
    (void)end;
    struct membership *membership = context;
    if (number >= membership->count || membership->partition[number].stage != READING)
        return;
    membership->partition[number].stage = OURS;
    membership->events.gained(membership->events.context, number);
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

static enum err_code
count_partitions(const struct kafka_settings *settings, int *count, struct err *err)
{
    struct kafka_admin *admin = NULL;
    enum err_code code = kafka_admin_open(settings, &admin, err);
    if (!code)
        code = kafka_admin_partitions(admin, TOPIC_SOURCES, count, err);
    if (!code && *count <= 0)
        code = err_set(err, ERR_UNAVAILABLE, "there is no topic %s (run gainsay topics create)",
                       TOPIC_SOURCES);
    kafka_admin_close(admin);
    return code;
}

enum err_code membership_open(const struct kafka_settings *settings,
                              const char *client_id,
                              const char *group,
                              bool alone,
                              const struct membership_events *events,
                              struct membership **membership,
                              struct err *err)
{
    static const char *const topics[] = {TOPIC_SOURCES};
    struct membership *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->events = *events;
    const struct kafka_consumer_events heard = {
        .assigned = on_assigned, .revoked = on_revoked, .context = made, .ended = on_ended};
    enum err_code code = count_partitions(settings, &made->count, err);
    if (!code) {
        made->partition = calloc((size_t)made->count, sizeof *made->partition);
        if (made->partition == NULL)
            abort();
        code = kafka_consumer_open(settings, client_id, group, &heard, &made->consumer, err);
    }
    if (!code)
        code = alone ? kafka_consumer_assign(made->consumer, TOPIC_SOURCES, made->count, err)
                     : kafka_consumer_subscribe(made->consumer, topics, 1, err);
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
    membership->partition[message->partition].next = message->offset + 1;
    if (message->value != NULL)
        membership->events.state(membership->events.context, message->value, message->value_len);
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

const char *membership_why(const struct membership *membership)
{
    return kafka_consumer_why(membership->consumer);
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
    free(membership->partition);
    free(membership);
}
