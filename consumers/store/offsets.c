#include "consumers/store/offsets.h"

#include "common/base/buf.h"
#include "common/pg/pg_array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFSETS_BYTES ((size_t)1 << 20) /* of all partitions that a store may have */

static const char insert_offset_sql[] =
    "INSERT INTO kafka_offset (consumer, topic, partition, next_offset) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT DO NOTHING";

static const char move_offsets_sql[] =
    "UPDATE kafka_offset o SET next_offset = moved.upto"
    " FROM unnest($2::text[], $3::integer[], $4::bigint[], $5::bigint[])"
    " AS moved (topic, part, began, upto)"
    " WHERE o.consumer = $1 AND o.topic = moved.topic AND o.partition = moved.part"
    " AND o.next_offset = moved.began RETURNING o.topic, o.partition";

static bool moves(const struct position *position)
{
    return position->known && position->pending > position->stored;
}

static enum err_code conflict(const struct position *position, struct err *err)
{
    return err_set(err, ERR_CONFLICT, "another store moved %s[%d] on from offset %lld",
                   position->topic, position->partition, position->stored);
}

static enum err_code
insert_offset(struct pg *pg, const char *group, const struct position *position, struct err *err)
{
    char partition[16];
    char to[32];
    (void)snprintf(partition, sizeof partition, "%d", position->partition);
    (void)snprintf(to, sizeof to, "%lld", position->pending);
    const char *values[] = {group, position->topic, partition, to};
    struct pg_result *done = NULL;
    enum err_code code = pg_query(pg, insert_offset_sql, values, 4, &done, err);
    if (!code && pg_affected(done) != 1)
        code = conflict(position, err);
    pg_free(done);
    return code;
}

static bool is_among(const struct pg_result *rows, const struct position *position)
{
    for (int i = 0; i < pg_row_count(rows); i++) {
        if (strcmp(pg_value(rows, i, 0), position->topic) == 0 &&
            strtol(pg_value(rows, i, 1), NULL, 10) == position->partition)
            return true;
    }
    return false;
}

/* Of partitions that have a row: all at once, for a batch has messages of most of them. */
static enum err_code
update_offsets(struct pg *pg, const char *group, const struct positions *positions, struct err *err)
{
    enum { TOPIC, PARTITION, BEGAN, UPTO, COLUMNS };
    struct buf columns[COLUMNS];
    const char *values[1 + COLUMNS] = {group};
    for (int i = 0; i < COLUMNS; i++)
        buf_init(&columns[i], OFFSETS_BYTES);
    for (size_t i = 0; i < positions->count; i++) {
        const struct position *position = &positions->list[i];
        const long long numbers[COLUMNS] = {[PARTITION] = position->partition,
                                            [BEGAN] = position->stored,
                                            [UPTO] = position->pending};
        if (!moves(position) || !position->row)
            continue;
        (void)pg_array_add(&columns[TOPIC], position->topic);
        for (int column = PARTITION; column < COLUMNS; column++) {
            char number[32];
            (void)snprintf(number, sizeof number, "%lld", numbers[column]);
            (void)pg_array_add(&columns[column], number);
        }
    }
    enum err_code code = ERR_OK;
    struct pg_result *moved = NULL;
    bool any = columns[TOPIC].len > 0;
    for (int i = 0; i < COLUMNS; i++) {
        values[1 + i] = pg_array_end(&columns[i]);
        if (values[1 + i] == NULL)
            code = err_set(err, ERR_INTERNAL, "%zu partitions are too many", positions->count);
    }
    if (!code && any)
        code = pg_query(pg, move_offsets_sql, values, 1 + COLUMNS, &moved, err);
    for (size_t i = 0; i < positions->count && any && !code; i++) {
        const struct position *position = &positions->list[i];
        if (moves(position) && position->row && !is_among(moved, position))
            code = conflict(position, err);
    }
    pg_free(moved);
    for (int i = 0; i < COLUMNS; i++)
        buf_release(&columns[i]);
    return code;
}

enum err_code
offsets_move(struct pg *pg, const char *group, const struct positions *positions, struct err *err)
{
    enum err_code code = update_offsets(pg, group, positions, err);
    for (size_t i = 0; i < positions->count && !code; i++) {
        if (moves(&positions->list[i]) && !positions->list[i].row)
            code = insert_offset(pg, group, &positions->list[i], err);
    }
    return code;
}
