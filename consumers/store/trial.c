#include "consumers/store/trial.h"

#include "common/model/topic.h"

#include <string.h>

/* Best effort, see attempts.h. */
static void note(struct kafka_consumer *consumer, const struct position *position)
{
    (void)kafka_consumer_commit(consumer, position->topic, position->partition, position->stored,
                                position->attempts.note, NULL);
}

void trial_begin(struct kafka_consumer *consumer, struct position *position, long long ahead)
{
    char last[KAFKA_NOTE_BYTES] = "";
    long long hint = 0;
    long long low = 0;
    long long high = 0;
    struct attempts *attempts = &position->attempts;
    /* Of a letter only the headers are read. */
    if (attempts->begun || strcmp(position->topic, TOPIC_DEAD_LETTERS) == 0 ||
        kafka_consumer_committed(consumer, position->topic, position->partition, &hint, last, NULL))
        return;
    attempts_begin(attempts, last, position->stored, position->stored + ahead);
    if (attempts_is_careful(attempts, position->stored) &&
        !kafka_consumer_bounds(consumer, position->topic, position->partition, &low, &high, NULL))
        attempts_until(attempts, high);
    note(consumer, position);
}

bool trial_is_for(const struct position *position, long long offset)
{
    return position->known && !position->halted && attempts_is_careful(&position->attempts, offset);
}

bool trial_goes_on(const struct position *position, long long offset)
{
    return trial_is_for(position, offset) && attempts_holds(&position->attempts, offset);
}

bool trial_is_whole(const struct positions *positions)
{
    for (size_t i = 0; i < positions->count; i++) {
        const struct position *position = &positions->list[i];
        if (attempts_holds(&position->attempts, position->pending))
            return false;
    }
    return true;
}

void trial_take(struct kafka_consumer *consumer,
                struct position *position,
                struct kafka_message *message,
                struct held *held)
{
    struct err why = {0};
    struct attempts *attempts = &position->attempts;
    bool careful = attempts_is_careful(attempts, message->offset);
    bool spent = careful && attempts_is_spent(attempts, message->offset, &why);
    if (careful && !spent && !attempts_holds(attempts, message->offset)) {
        attempts_try(attempts, message->offset);
        note(consumer, position);
    }
    held_take(held, message, spent ? &why : NULL);
}

void trial_end(struct kafka_consumer *consumer, struct positions *positions, bool stored)
{
    for (size_t i = 0; i < positions->count; i++) {
        struct position *position = &positions->list[i];
        if (!position->attempts.trying)
            continue;
        attempts_done(&position->attempts, position->stored);
        /* What is stored is behind whoever comes, whatever the note says. */
        if (!stored)
            note(consumer, position);
    }
}
