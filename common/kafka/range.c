#include "common/kafka/range.h"

#include <stdlib.h>

#define SILENT_MS   60000
#define PROGRESS_MS 2000

void kafka_range_init(struct kafka_range *range, const char *topic)
{
    *range = (struct kafka_range){.topic = topic};
}

enum err_code kafka_range_set(
    struct kafka_range *range, int partition, long long next, long long end, struct err *err)
{
    if (partition >= range->part_count) {
        range->part = realloc(range->part, ((size_t)partition + 1) * sizeof *range->part);
        if (range->part == NULL)
            abort();
        while (range->part_count <= partition)
            range->part[range->part_count++] = (struct kafka_range_part){0};
    }
    range->part[partition] = (struct kafka_range_part){next, end};
    range->came_ms = 0;
    /* What lay behind the former end was let go: it is fetched again. */
    return range->consumer == NULL || next >= end
               ? ERR_OK
               : kafka_consumer_seek(range->consumer, range->topic, partition, next, err);
}

static long long on_assigned(void *context, const char *topic, int partition)
{
    const struct kafka_range *range = context;
    (void)topic;
    return partition < range->part_count ? range->part[partition].next : KAFKA_OFFSET_BEGINNING;
}

/* What the topic has up to this end was handed out; what is missing are no messages. The end as it
 * is by now won't do: more may have come since, which is on its way. */
static void on_ended(void *context, const char *topic, int partition, long long end)
{
    struct kafka_range *range = context;
    (void)topic;
    if (partition >= range->part_count)
        return;
    struct kafka_range_part *part = &range->part[partition];
    if (part->next < part->end && end >= part->end)
        part->next = part->end;
}

enum err_code kafka_range_open(struct kafka_range *range,
                               const struct kafka_settings *settings,
                               const char *client_id,
                               const char *group,
                               struct err *err)
{
    const struct kafka_consumer_events events = {
        .assigned = on_assigned, .context = range, .ended = on_ended};
    enum err_code code =
        kafka_consumer_open(settings, client_id, group, &events, &range->consumer, err);
    return code ? code : kafka_consumer_subscribe(range->consumer, &range->topic, 1, err);
}

/* A message at or behind the end ends the partition's reading: offsets before it that did not come
 * are no messages any more. */
static bool take(struct kafka_range *range, const struct kafka_message *message)
{
    /* Partitions that were added since are all news. */
    if (message->partition >= range->part_count)
        return false;
    struct kafka_range_part *part = &range->part[message->partition];
    if (message->offset < part->next || part->next >= part->end)
        return false;
    part->next = message->offset < part->end ? message->offset + 1 : part->end;
    return message->offset < part->end;
}

enum err_code kafka_range_read(struct kafka_range *range,
                               int timeout_ms,
                               long long now_ms,
                               struct kafka_message *message,
                               struct err *err)
{
    if (range->start_ms == 0)
        range->start_ms = range->told_ms = now_ms;
    /* Who was busy elsewhere meanwhile has heard no silence. */
    if (range->came_ms == 0 || now_ms - range->polled_ms > SILENT_MS / 4)
        range->came_ms = now_ms;
    range->polled_ms = now_ms;
    long long before = kafka_range_left(range);
    enum err_code code = kafka_consumer_poll(range->consumer, timeout_ms, message, err);
    if (code)
        return code;
    if (message->held != NULL && take(range, message))
        range->read++;
    else
        kafka_message_release(message);
    if (kafka_range_left(range) < before)
        range->came_ms = now_ms;
    else if (message->held == NULL && now_ms - range->came_ms >= SILENT_MS &&
             kafka_consumer_is_away(range->consumer, now_ms))
        range->came_ms = now_ms; /* an outage is waited out */
    else if (message->held == NULL && now_ms - range->came_ms >= SILENT_MS)
        return err_set(err, ERR_UNAVAILABLE, "%lld offsets do not come from %s",
                       kafka_range_left(range), range->topic);
    return ERR_OK;
}

long long kafka_range_left(const struct kafka_range *range)
{
    long long left = 0;
    for (int i = 0; i < range->part_count; i++) {
        if (range->part[i].end > range->part[i].next)
            left += range->part[i].end - range->part[i].next;
    }
    return left;
}

bool kafka_range_due(struct kafka_range *range, long long now_ms, double *rate)
{
    long long ran_ms = now_ms - range->start_ms;
    *rate = range->start_ms == 0 || ran_ms == 0 ? 0 : (double)range->read * 1000 / (double)ran_ms;
    if (range->start_ms == 0 || now_ms - range->told_ms < PROGRESS_MS)
        return false;
    range->told_ms = now_ms;
    return true;
}

void kafka_range_close(struct kafka_range *range)
{
    kafka_consumer_close(range->consumer);
    free(range->part);
    *range = (struct kafka_range){.topic = range->topic};
}
