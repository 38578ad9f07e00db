#include "deploy/cli/rebuild_read.h"

#include "common/model/topic.h"
#include "common/service/service.h"
#include "consumers/store/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POLL_MS       100
#define PROGRESS_MS   2000
#define SILENT_MS     60000 /* nothing comes, and there should be something */
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

static size_t place_of(const struct rebuild_reader *reader, const struct position *position)
{
    return (size_t)(position - reader->positions.list);
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
    *behind = 0;
    for (int row = 0; row < (code ? 0 : pg_row_count(rows)) && !code; row++) {
        struct position *position =
            positions_get(&reader->positions, TOPIC_RECORDS, number_at(rows, row));
        size_t place = place_of(reader, position);
        if (!position->known)
            code = batch_read_position(reader->made, reader->store, position, err);
        reader->goal[place] = strtoll(pg_value(rows, row, 1), NULL, 10);
        if (reader->goal[place] > position->pending)
            *behind += reader->goal[place] - position->pending;
    }
    if (!code && reader->positions.count == 0)
        code = err_set(err, ERR_CONFIG, "store \"%s\" has stored nothing in these tables",
                       reader->store);
    pg_free(rows);
    return code;
}

static long long on_assigned(void *context, const char *topic, int partition)
{
    struct rebuild_reader *reader = context;
    (void)topic;
    for (size_t i = 0; i < reader->positions.count; i++) {
        const struct position *position = &reader->positions.list[i];
        if (position->partition == partition && position->pending > 0)
            return position->pending;
    }
    return KAFKA_OFFSET_BEGINNING;
}

/* A group of its own for each run, so that nobody shares the partitions; it commits nothing. */
static enum err_code
open_consumer(struct rebuild_reader *reader, const struct kafka_settings *kafka, struct err *err)
{
    const struct kafka_consumer_events events = {.assigned = on_assigned, .context = reader};
    static const char *const topics[] = {TOPIC_RECORDS};
    char group[64];
    (void)snprintf(group, sizeof group, "gainsay-rebuild-%lld-%ld", service_clock_ms(),
                   (long)getpid());
    enum err_code code =
        kafka_consumer_open(kafka, "gainsay-rebuild", group, &events, &reader->consumer, err);
    return code ? code : kafka_consumer_subscribe(reader->consumer, topics, 1, err);
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
    if (reader->read < reader->analyze_at)
        return ERR_OK;
    reader->analyze_at = reader->read < ANALYZE_FIRST ? ANALYZE_FIRST : 4 * reader->read;
    return reader->read < ANALYZE_FIRST ? ERR_OK : rebuild_analyze(reader, err);
}

static enum err_code write_held(struct rebuild_reader *reader, struct err *err)
{
    enum err_code code =
        write_some(reader, reader->held, reader->held_count, &reader->positions, NULL, err);
    if (err_class_of(code) == ERR_CLASS_DROP)
        code = write_singly(reader, err);
    for (size_t i = 0; i < reader->positions.count && !code; i++) {
        struct position *position = &reader->positions.list[i];
        position->row = position->row || position->pending > position->stored;
        position->stored = position->pending;
    }
    forget(reader);
    return code ? code : refresh_statistics(reader, err);
}

/* A message at or behind the goal ends the partition's reading for now: offsets before it that did
 * not come are no messages any more. */
static void take(struct rebuild_reader *reader, struct kafka_message *message)
{
    for (size_t i = 0; i < reader->positions.count; i++) {
        struct position *position = &reader->positions.list[i];
        if (position->partition != message->partition || message->offset < position->pending)
            continue;
        if (message->offset >= reader->goal[i]) {
            if (position->pending < reader->goal[i])
                position->pending = reader->goal[i];
            continue;
        }
        position->pending = message->offset + 1;
        reader->held_bytes += message->value_len;
        reader->held[reader->held_count++] = *message;
        reader->read++;
        *message = (struct kafka_message){0};
        return;
    }
    kafka_message_release(message);
}

static long long left(const struct rebuild_reader *reader)
{
    long long sum = 0;
    for (size_t i = 0; i < reader->positions.count; i++) {
        if (reader->goal[i] > reader->positions.list[i].pending)
            sum += reader->goal[i] - reader->positions.list[i].pending;
    }
    return sum;
}

static void tell(struct rebuild_reader *reader)
{
    long long clock_ms = service_clock_ms();
    if (clock_ms - reader->told_ms < PROGRESS_MS)
        return;
    reader->told_ms = clock_ms;
    double seconds = (double)(clock_ms - reader->start_ms) / 1000;
    (void)fprintf(stderr, "gainsay rebuild: %lld messages read, %lld to go, %.0f a second\n",
                  reader->read, left(reader), seconds > 0 ? (double)reader->read / seconds : 0);
}

/* Messages beyond the last goals were let go: they are fetched again. */
static enum err_code
begin_round(struct rebuild_reader *reader, const struct kafka_settings *kafka, struct err *err)
{
    enum err_code code = ERR_OK;
    if (reader->consumer == NULL) {
        reader->start_ms = reader->told_ms = service_clock_ms();
        return open_consumer(reader, kafka, err);
    }
    for (size_t i = 0; i < reader->positions.count && !code; i++) {
        const struct position *position = &reader->positions.list[i];
        if (reader->goal[i] > position->pending)
            code = kafka_consumer_seek(reader->consumer, TOPIC_RECORDS, position->partition,
                                       position->pending, err);
    }
    return code;
}

/* The topic's end may be before a goal: then its messages are gone for good. */
static enum err_code
check_silence(struct rebuild_reader *reader, long long last_ms, struct err *err)
{
    if (service_clock_ms() - last_ms < SILENT_MS)
        return ERR_OK;
    return err_set(err, ERR_UNAVAILABLE,
                   "%lld offsets that the old tables have passed do not come from " TOPIC_RECORDS,
                   left(reader));
}

enum err_code
rebuild_read(struct rebuild_reader *reader, const struct kafka_settings *kafka, struct err *err)
{
    if (left(reader) == 0)
        return ERR_OK;
    enum err_code code = begin_round(reader, kafka, err);
    long long last_ms = service_clock_ms();
    while (!code && !service_stopping() && left(reader) > 0) {
        struct kafka_message message;
        code = kafka_consumer_poll(reader->consumer, POLL_MS, &message, err);
        bool came = !code && message.held != NULL;
        if (came) {
            last_ms = service_clock_ms();
            take(reader, &message);
        } else if (!code) {
            code = check_silence(reader, last_ms, err);
        }
        if (!code && (reader->held_count == REBUILD_BATCH || reader->held_bytes >= BATCH_BYTES))
            code = write_held(reader, err);
        tell(reader);
    }
    return code ? code : write_held(reader, err);
}

void rebuild_reader_close(struct rebuild_reader *reader)
{
    forget(reader);
    kafka_consumer_close(reader->consumer);
}
