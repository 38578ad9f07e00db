#include "consumers/store/held.h"

#include "common/kafka/trace.h"
#include "common/service/log.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)128 << 20)

void held_open(struct held *held, size_t most)
{
    *held = (struct held){.message = calloc(most, sizeof *held->message)};
    if (held->message == NULL)
        abort();
    arena_init(&held->arena, ARENA_BYTES);
    prepared_init(&held->prepared, &held->freshness);
}

void held_close(struct held *held)
{
    (void)held_forget(held, NULL, 0);
    free(held->message);
    prepared_release(&held->prepared);
    freshness_release(&held->freshness);
    arena_release(&held->arena);
    *held = (struct held){0};
}

static void tell(const struct kafka_message *message, const struct err *why)
{
    log_event(LOG_WARNING, "message.dead_letter", LOG_TEXT("topic", message->topic),
              LOG_INT("partition", message->partition), LOG_INT("offset", message->offset),
              LOG_TEXT("error", why->text),
              LOG_TEXT("traceparent", kafka_message_header(message, TRACE_PARENT)));
}

void held_take(struct held *held, struct kafka_message *message, const struct err *set_aside_for)
{
    prepared_add(&held->prepared, message, set_aside_for, &held->arena);
    const struct prepared_fate *fate = &held->prepared.fates[held->prepared.count - 1];
    if (fate->fate == SET_ASIDE)
        tell(message, fate->why);
    held->bytes += message->value_len;
    held->message[held->count++] = *message;
    *message = (struct kafka_message){0};
}

static void release(struct held *held, size_t at)
{
    held->bytes -= held->message[at].value_len;
    kafka_message_release(&held->message[at]);
}

/* Some were taken out: of what was made ready nothing can be. */
static void prepare_again(struct held *held)
{
    prepared_reset(&held->prepared);
    for (size_t i = 0; i < held->count; i++)
        prepared_add(&held->prepared, &held->message[i], NULL, &held->arena);
}

static bool is_of(const struct kafka_message *message, const char *topic, int partition)
{
    return topic == NULL || (message->partition == partition && strcmp(message->topic, topic) == 0);
}

size_t held_forget(struct held *held, const char *topic, int partition)
{
    size_t before = held->count;
    size_t kept = 0;
    for (size_t i = 0; i < before; i++) {
        if (is_of(&held->message[i], topic, partition))
            release(held, i);
        else
            held->message[kept++] = held->message[i];
    }
    held->count = kept;
    if (kept < before)
        prepare_again(held);
    return before - kept;
}

void held_shift(struct held *held, size_t count)
{
    for (size_t i = 0; i < count; i++)
        release(held, i);
    held->count -= count;
    memmove(held->message, held->message + count, held->count * sizeof *held->message);
    prepare_again(held);
}
