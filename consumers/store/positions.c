#include "consumers/store/positions.h"

#include <string.h>

static int order(const struct position *position, const char *topic, int partition)
{
    int topics = position->topic == topic ? 0 : strcmp(position->topic, topic);
    return topics != 0 ? topics : position->partition - partition;
}

static size_t place(const struct positions *positions, const char *topic, int partition)
{
    size_t at = 0;
    while (at < positions->count && order(&positions->list[at], topic, partition) < 0)
        at++;
    return at;
}

struct position *positions_get(struct positions *positions, const char *topic, int partition)
{
    size_t at = place(positions, topic, partition);
    if (at < positions->count && order(&positions->list[at], topic, partition) == 0)
        return &positions->list[at];
    if (positions->count == POSITIONS_MAX)
        return NULL;
    memmove(&positions->list[at + 1], &positions->list[at],
            (positions->count - at) * sizeof positions->list[0]);
    positions->count++;
    positions->list[at] = (struct position){.topic = topic, .partition = partition};
    return &positions->list[at];
}

struct position *positions_find(struct positions *positions, const char *topic, int partition)
{
    size_t at = place(positions, topic, partition);
    bool found = at < positions->count && order(&positions->list[at], topic, partition) == 0;
    return found ? &positions->list[at] : NULL;
}

void positions_remove(struct positions *positions, const char *topic, int partition)
{
    size_t at = place(positions, topic, partition);
    if (at == positions->count || order(&positions->list[at], topic, partition) != 0)
        return;
    positions->count--;
    memmove(&positions->list[at], &positions->list[at + 1],
            (positions->count - at) * sizeof positions->list[0]);
}
