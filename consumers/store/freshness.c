#include "consumers/store/freshness.h"

#include "common/kafka/event.h"
#include "common/text/date.h"

#include <stdlib.h>
#include <string.h>

void freshness_begin(struct freshness *freshness)
{
    freshness_release(freshness);
}

static bool is_of_the_past(const struct kafka_message *message)
{
    return kafka_message_header(message, "replay") != NULL ||
           kafka_message_header(message, KAFKA_BACKFILL) != NULL;
}

static uint64_t key_of(const char *id)
{
    uint64_t key = 0;
    size_t len = strnlen(id, sizeof key);
    for (size_t i = 0; i < sizeof key; i++)
        key = key << 8 | (i < len ? (unsigned char)id[i] : 0);
    return key;
}

static int order(const struct freshness_item *item, uint64_t key, const char *id)
{
    return item->key != key ? (item->key < key ? -1 : 1) : strcmp(item->id, id);
}

void freshness_note(struct freshness *freshness,
                    const struct kafka_message *message,
                    const struct item *item)
{
    long long when = 0;
    size_t len = strlen(item->id);
    if (is_of_the_past(message) || len >= DIGEST_ID_BYTES ||
        !date_from_rfc3339(str_of(item->fetched), &when))
        return;
    if (freshness->count == freshness->capacity) {
        freshness->capacity = freshness->capacity == 0 ? 64 : 2 * freshness->capacity;
        freshness->item = realloc(freshness->item, freshness->capacity * sizeof *freshness->item);
        if (freshness->item == NULL)
            abort();
    }
    struct freshness_item *noted = &freshness->item[freshness->count++];
    *noted = (struct freshness_item){.fetched_s = when};
    memcpy(noted->id, item->id, len);
    noted->key = key_of(noted->id);
    bool to_the_second = item->published != NULL && item->published_precision != NULL &&
                         strcmp(item->published_precision, "second") == 0;
    if (to_the_second && date_from_rfc3339(str_of(item->published), &when) &&
        when <= noted->fetched_s)
        noted->published_s = when;
}

static int by_id(const void *a, const void *b)
{
    const struct freshness_item *other = b;
    return order(a, other->key, other->id);
}

void freshness_sort(struct freshness *freshness)
{
    if (freshness->count > 1)
        qsort(freshness->item, freshness->count, sizeof *freshness->item, by_id);
}

void freshness_change(struct freshness *freshness, const char *id)
{
    uint64_t key = key_of(id);
    size_t low = 0;
    size_t high = freshness->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (order(&freshness->item[middle], key, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < freshness->count && order(&freshness->item[low], key, id) == 0; low++)
        freshness->item[low].changed = true;
}

void freshness_change_all(struct freshness *freshness)
{
    for (size_t i = 0; i < freshness->count; i++)
        freshness->item[i].changed = true;
}

static double since(long long then_s, long long now_s)
{
    return now_s > then_s ? (double)(now_s - then_s) : 0;
}

void freshness_observe(const struct freshness *freshness,
                       long long now_s,
                       struct metric *published,
                       struct metric *fetched)
{
    for (size_t i = 0; i < freshness->count; i++) {
        const struct freshness_item *item = &freshness->item[i];
        if (!item->changed)
            continue;
        metrics_observe(fetched, since(item->fetched_s, now_s));
        if (item->published_s > 0)
            metrics_observe(published, since(item->published_s, now_s));
    }
}

void freshness_release(struct freshness *freshness)
{
    free(freshness->item);
    *freshness = (struct freshness){0};
}
