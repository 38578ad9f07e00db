#include "consumers/classifier/positions.h"

struct position *positions_add(struct positions *positions, int partition)
{
    if (positions->count == POSITIONS_MAX)
        return NULL;
    struct position *position = &positions->list[positions->count++];
    *position = (struct position){.partition = partition, .next_offset = POSITION_UNKNOWN};
    return position;
}

struct position *positions_find(struct positions *positions, int partition)
{
    for (size_t i = 0; i < positions->count; i++) {
        if (positions->list[i].partition == partition)
            return &positions->list[i];
    }
    return NULL;
}

void positions_remove(struct positions *positions, int partition)
{
    struct position *position = positions_find(positions, partition);
    if (position != NULL)
        *position = positions->list[--positions->count];
}

void positions_advance(struct positions *positions, const struct kafka_message *message)
{
    struct position *position = positions_find(positions, message->partition);
    if (position == NULL)
        return;
    position->next_offset = message->offset + 1;
    position->read = true;
    lag_read(&position->lag, message->timestamp_ms);
}

void positions_show(struct positions *positions,
                    const struct kafka_consumer *consumer,
                    const char *topic)
{
    for (size_t i = 0; i < positions->count; i++) {
        struct position *position = &positions->list[i];
        lag_show(&position->lag, topic, position->partition, position->next_offset,
                 kafka_consumer_end(consumer, topic, position->partition), lag_now_ms());
    }
}
