#include "deploy/cli/rebuild_read.h"

#include "common/model/topic.h"
#include "common/service/service.h"
#include "consumers/store/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POLL_MS       100
#define BATCH_BYTES   ((size_t)16 << 20)
#define ANALYZE_FIRST 2000 /* messages */

static const char goals_sql[] =
    "SELECT partition, next_offset FROM kafka_offset WHERE consumer = $1 AND topic = $2";

enum err_code rebuild_analyze(struct rebuild_reader *reader, struct err *err)
{
    return pg_run(reader->made,
                  "ANALYZE item, item_revision, statement, tariff_change, contradiction,"
                  " sighting, tariff_target, tariff_rate, tariff_product, tariff_hs, item_words",
                  err);
}

static int number_at(const struct pg_result *rows, int row)
{
    return (int)strtol(pg_value(rows, row, 0), NULL, 10);
}

enum err_code
rebuild_set_goals(struct rebuild_reader *reader, struct pg *old, long long *behind, struct err *err)
{
    const char *values[] = {reader->store, TOPIC_RECORDS};
    struct pg_result *rows = NULL;
    enum err_code code = pg_query(old, goals_sql, values, 2, &rows, err);
    /* All partitions first: a new one moves the places of the others. */
    for (int row = 0; row < (code ? 0 : pg_row_count(rows)); row++) {
        if (positions_get(&reader->positions, TOPIC_RECORDS, number_at(rows, row)) == NULL)
            return err_set(err, ERR_INTERNAL, "more than %d partitions", POSITIONS_MAX);
    }
    for (int row = 0; row < (code ? 0 : pg_row_count(rows)) && !code; row++) {
        struct position *position =
            positions_get(&reader->positions, TOPIC_RECORDS, number_at(rows, row));
        if (!position->known)
            code = batch_read_position(reader->made, reader->store, position, err);
        if (!code)
            code = kafka_range_set(&reader->range, position->partition, position->pending,
                                   strtoll(pg_value(rows, row, 1), NULL, 10), err);
    }
    *behind = kafka_range_left(&reader->range);
    if (!code && reader->positions.count == 0)
        code = err_set(err, ERR_CONFIG, "store \"%s\" has stored nothing in these tables",
                       reader->store);
    pg_free(rows);
    return code;
}

/* A group of its own for each run, so that nobody shares the partitions; it commits nothing. */
static enum err_code
open_consumer(struct rebuild_reader *reader, const struct kafka_settings *kafka, struct err *err)
{
    char group[64];
    (void)snprintf(group, sizeof group, "gainsay-rebuild-%lld-%ld", service_clock_ms(),
                   (long)getpid());
    return kafka_range_open(&reader->range, kafka, "gainsay-rebuild", group, err);
}

static void forget(struct rebuild_reader *reader)
{
    for (size_t i = 0; i < reader->held_count; i++)
        kafka_message_release(&reader->held[i]);
    reader->held_count = 0;
    reader->held_bytes = 0;
}

static enum err_code write_some(struct rebuild_reader *reader,
                                const struct kafka_message *messages,
                                size_t count,
                                const struct positions *positions,
                                const struct err *aside,
                                struct err *err)
{
    struct batch_outcome outcome;
    enum err_code code = batch_write(reader->made, reader->store, messages, count, positions, aside,
                                     reader->arena, &reader->freshness, &outcome, err);
    reader->aside += code ? 0 : (long long)outcome.letters;
    return code;
}

/* PostgreSQL refuses a value of some message, as it did when the store read it. */
static enum err_code write_singly(struct rebuild_reader *reader, struct err *err)
{
    static struct positions single;
    for (size_t i = 0; i < reader->held_count; i++) {
        const struct kafka_message *message = &reader->held[i];
        struct position *position =
            positions_get(&reader->positions, TOPIC_RECORDS, message->partition);
        single.count = 0;
        struct position *only = positions_get(&single, TOPIC_RECORDS, message->partition);
        *only = *position;
        only->pending = message->offset + 1;
        struct err why = {0};
        enum err_code code = write_some(reader, message, 1, &single, NULL, &why);
        if (err_class_of(code) == ERR_CLASS_DROP)
            code = write_some(reader, message, 1, &single, &why, err);
        else if (code)
            *err = why;
        if (code)
            return code;
        position->stored = only->pending;
        position->row = true;
    }
    return ERR_OK;
}

/* Plans that were made for empty tables do not fit full ones, and autovacuum comes by late. */
static enum err_code refresh_statistics(struct rebuild_reader *reader, struct err *err)
{
    if (reader->range.read < reader->analyze_at)
        return ERR_OK;
    reader->analyze_at =
        reader->range.read < ANALYZE_FIRST ? ANALYZE_FIRST : 4 * reader->range.read;
    return reader->range.read < ANALYZE_FIRST ? ERR_OK : rebuild_analyze(reader, err);
}

/* Also offsets that are no messages any more are done. */
static void pass(struct rebuild_reader *reader)
{
    for (size_t i = 0; i < reader->positions.count; i++) {
        struct position *position = &reader->positions.list[i];
        position->pending = reader->range.part[position->partition].next;
    }
}

static enum err_code write_held(struct rebuild_reader *reader, struct err *err)
{
    pass(reader);
    enum err_code code =
        write_some(reader, reader->held, reader->held_count, &reader->positions, NULL, err);
    bool singly = err_class_of(code) == ERR_CLASS_DROP;
    if (singly)
        code = write_singly(reader, err);
    /* Singly it is known up to the last message only, and not up to offsets that are none. */
    for (size_t i = 0; i < reader->positions.count && !code && !singly; i++) {
        struct position *position = &reader->positions.list[i];
        position->row = position->row || position->pending > position->stored;
        position->stored = position->pending;
    }
    forget(reader);
    return code ? code : refresh_statistics(reader, err);
}

static void hold(struct rebuild_reader *reader, struct kafka_message *message)
{
    reader->held_bytes += message->value_len;
    reader->held[reader->held_count++] = *message;
    *message = (struct kafka_message){0};
}

enum err_code
rebuild_read(struct rebuild_reader *reader, const struct kafka_settings *kafka, struct err *err)
{
    struct kafka_range *range = &reader->range;
    if (kafka_range_left(range) == 0)
        return ERR_OK;
    enum err_code code = range->consumer == NULL ? open_consumer(reader, kafka, err) : ERR_OK;
    while (!code && !service_stopping() && kafka_range_left(range) > 0) {
        struct kafka_message message;
        double rate = 0;
        code = kafka_range_read(range, POLL_MS, service_clock_ms(), &message, err);
        if (!code && message.held != NULL)
            hold(reader, &message);
        if (!code && (reader->held_count == REBUILD_BATCH || reader->held_bytes >= BATCH_BYTES))
            code = write_held(reader, err);
        if (kafka_range_due(range, service_clock_ms(), &rate))
            (void)fprintf(stderr,
                          "gainsay rebuild: %lld messages read, %lld to go, %.0f a second\n",
                          range->read, kafka_range_left(range), rate);
    }
    return code ? code : write_held(reader, err);
}

void rebuild_reader_close(struct rebuild_reader *reader)
{
    forget(reader);
    kafka_range_close(&reader->range);
}
