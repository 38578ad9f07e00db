#include "consumers/store/positions.h"

#include <string.h>

static size_t place(const struct positions *positions, int partition)
{
    size_t at = 0;
    while (at < positions->count && positions->list[at].partition < partition)
        at++;
    return at;
}

struct position *positions_get(struct positions *positions, int partition)
{
    size_t at = place(positions, partition);
    if (at < positions->count && positions->list[at].partition == partition)
        return &positions->list[at];
    if (positions->count == POSITIONS_MAX)
        return NULL;
    memmove(&positions->list[at + 1], &positions->list[at],
            (positions->count - at) * sizeof positions->list[0]);
    positions->count++;
    positions->list[at] = (struct position){.partition = partition};
    return &positions->list[at];
}

void positions_remove(struct positions *positions, int partition)
{
    size_t at = place(positions, partition);
    if (at == positions->count || positions->list[at].partition != partition)
        return;
    positions->count--;
    memmove(&positions->list[at], &positions->list[at + 1],
            (positions->count - at) * sizeof positions->list[0]);
}
