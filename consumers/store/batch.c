#include "consumers/store/batch.h"

#include "common/base/buf.h"
#include "common/base/crash.h"
#include "common/kafka/dead_letter.h"
#include "common/pg/pg_array.h"
#include "common/text/utf8.h"
#include "consumers/store/offsets.h"
#include "consumers/store/relink.h"
#include "gainsay_version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ITEMS_BYTES   ((size_t)4 << 20)
#define HEADERS_BYTES ((size_t)1 << 20)

static const char begin_sql[] = "BEGIN; SELECT store_stage()";

/* A batch of results alone, as a backlog is, needs none of this: it costs each commit a little. */
static const char stage_source_sql[] =
    "CREATE TEMP TABLE IF NOT EXISTS stage_source (value jsonb NOT NULL) ON COMMIT DELETE ROWS";

/* How many items changed, and those of them that are asked for: all of them only where some did
 * not, of $1 that were staged. Of most a backlog's batch needs no more than the number. */
static const char take_sql[] =
    "WITH taken AS MATERIALIZED (SELECT changed_item, has_records FROM store_take()),"
    " counted AS (SELECT count(*) AS changed FROM taken)"
    " SELECT changed, changed_item, has_records FROM counted"
    " LEFT JOIN taken ON has_records OR changed <> $1::bigint";

enum take_column { CHANGED, CHANGED_ITEM, HAS_RECORDS };

static const char letter_sql[] =
    "SELECT dead_letter_add($1, $2, $3, $4, $5, decode($6, 'hex'), $7, $8, $9, $10, $11)";

static const char read_offset_sql[] =
    "SELECT next_offset, (extract(epoch FROM moved) * 1000)::bigint FROM kafka_offset"
    " WHERE consumer = $1 AND topic = $2 AND partition = $3";

enum err_code
batch_read_position(struct pg *pg, const char *group, struct position *position, struct err *err)
{
    char partition[16];
    (void)snprintf(partition, sizeof partition, "%d", position->partition);
    const char *values[] = {group, position->topic, partition};
    struct pg_result *rows = NULL;
    enum err_code code = pg_query(pg, read_offset_sql, values, 3, &rows, err);
    if (code)
        return code;
    position->row = pg_row_count(rows) > 0;
    position->stored = position->row ? strtoll(pg_value(rows, 0, 0), NULL, 10) : 0;
    position->moved_ms = position->row ? strtoll(pg_value(rows, 0, 1), NULL, 10) : 0;
    position->closed = position->stored;
    position->pending = position->stored;
    position->known = true;
    pg_free(rows);
    return ERR_OK;
}

/* What is no text is left out: PostgreSQL could not take it. */
static const char *text_of(const char *bytes, size_t len, struct arena *arena)
{
    bool text = bytes != NULL && utf8_valid_prefix(bytes, len) == len;
    return text ? utf8_clean(arena, bytes, len) : NULL;
}

static char *hex_of(const struct kafka_message *message, struct arena *arena)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = arena_alloc(arena, 2 * message->value_len + 1);
    for (size_t i = 0; i < message->value_len && hex != NULL; i++) {
        hex[2 * i] = digits[(unsigned char)message->value[i] >> 4];
        hex[2 * i + 1] = digits[(unsigned char)message->value[i] & 15];
    }
    return hex;
}

/* The message's own headers, name and value in turn; those that are no text are left out. */
static const char *
headers_of(const struct kafka_message *message, struct buf *array, struct arena *arena)
{
    for (size_t i = 0; i < DEAD_LETTER_KEPT; i++) {
        const char *value = kafka_message_header(message, dead_letter_kept[i]);
        value = value == NULL ? NULL : text_of(value, strlen(value), arena);
        if (value == NULL)
            continue;
        (void)pg_array_add(array, dead_letter_kept[i]);
        (void)pg_array_add(array, value);
    }
    return pg_array_end(array);
}

/* Enters a letter whose bytes, key and headers are the message's. */
static enum err_code add_letter(struct pg *pg,
                                const struct kafka_message *message,
                                const struct dead_letter *letter,
                                struct arena *arena,
                                struct err *err)
{
    char *hex = hex_of(message, arena);
    const char *key = text_of(message->key, message->key_len, arena);
    const char *reason = utf8_clean(arena, letter->error, str_of(letter->error).len);
    if (hex == NULL || reason == NULL)
        return err_set(err, ERR_INTERNAL, "message of %zu bytes is too large to set aside",
                       message->value_len);
    struct buf headers;
    buf_init(&headers, HEADERS_BYTES);
    const char *values[] = {letter->service,
                            letter->topic,
                            letter->partition,
                            letter->offset,
                            key,
                            hex,
                            letter->error_class,
                            reason,
                            letter->version,
                            letter->retry_of,
                            headers_of(message, &headers, arena)};
    struct pg_result *done = NULL;
    enum err_code code = pg_query(pg, letter_sql, values, 11, &done, err);
    pg_free(done);
    buf_release(&headers);
    return code;
}

/* A message that we can't take ourselves. */
static enum err_code set_aside(struct pg *pg,
                               const struct kafka_message *message,
                               const struct err *why,
                               struct arena *arena,
                               struct err *err)
{
    char partition[16];
    char offset[32];
    const char *retry_of = kafka_message_header(message, DEAD_LETTER_RETRY_OF);
    (void)snprintf(partition, sizeof partition, "%d", message->partition);
    (void)snprintf(offset, sizeof offset, "%lld", message->offset);
    const struct dead_letter letter = {
        .service = PREPARED_SERVICE,
        .version = GAINSAY_VERSION,
        .topic = message->topic,
        .partition = partition,
        .offset = offset,
        .error_class = err_name(why->code),
        .error = why->text,
        .retry_of = text_of(retry_of, str_of(retry_of).len, arena),
    };
    return add_letter(pg, message, &letter, arena, err);
}

/* A letter of another service; what lacks a letter's headers is one of our own. So is one whose
 * headers PostgreSQL refuses, which comes again to be set aside. */
static enum err_code take_letter(struct pg *pg,
                                 const struct kafka_message *message,
                                 struct arena *arena,
                                 struct batch_outcome *outcome,
                                 struct err *err)
{
    struct dead_letter letter;
    struct err why = {0};
    bool own = dead_letter_read(message, &letter, &why) != ERR_OK;
    outcome->letters += own;
    outcome->entered += !own;
    return own ? set_aside(pg, message, &why, arena, err)
               : add_letter(pg, message, &letter, arena, err);
}

static enum err_code stage(struct pg *pg,
                           const struct kafka_message *messages,
                           const struct prepared *prepared,
                           struct arena *arena,
                           struct batch_outcome *outcome,
                           struct err *err)
{
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < prepared->count && !code; i++) {
        const struct prepared_fate *fate = &prepared->fates[i];
        if (fate->fate == LETTER)
            code = take_letter(pg, &messages[i], arena, outcome, err);
        if (fate->fate == SET_ASIDE) {
            code = set_aside(pg, &messages[i], fate->why, arena, err);
            outcome->letters++;
        }
        arena_reset(arena);
    }
    if (!code && (prepared->results.full || prepared->sources.full))
        code =
            err_set(err, ERR_INTERNAL, "%zu messages are too large for one batch", prepared->count);
    if (!code && prepared->result_count > 0)
        code = pg_copy(pg, prepared_results_sql, buf_str(&prepared->results), err);
    if (!code && prepared->source_count > 0)
        code = pg_run(pg, stage_source_sql, err);
    if (!code && prepared->source_count > 0)
        code = pg_copy(pg, prepared_sources_sql, buf_str(&prepared->sources), err);
    return code;
}

/* Those that have or had records, as an array literal. */
static const char *telling_items(const struct pg_result *rows, struct buf *items, struct err *err)
{
    for (int i = 0; i < pg_row_count(rows); i++) {
        const char *tells = pg_value(rows, i, HAS_RECORDS);
        if (tells != NULL && *tells == 't')
            (void)pg_array_add(items, pg_value(rows, i, CHANGED_ITEM));
    }
    const char *literal = pg_array_end(items);
    if (literal == NULL)
        (void)err_set(err, ERR_INTERNAL, "too many items in one batch");
    return literal;
}

static void note_changes(struct freshness *freshness, const struct pg_result *rows, bool all)
{
    if (freshness == NULL)
        return;
    if (all) {
        freshness_change_all(freshness);
        return;
    }
    freshness_sort(freshness);
    for (int i = 0; i < pg_row_count(rows); i++) {
        const char *item = pg_value(rows, i, CHANGED_ITEM);
        if (item != NULL)
            freshness_change(freshness, item);
    }
}

static enum err_code take(struct pg *pg,
                          struct freshness *freshness,
                          struct arena *arena,
                          struct batch_outcome *outcome,
                          struct err *err)
{
    struct pg_result *rows = NULL;
    char staged[32];
    (void)snprintf(staged, sizeof staged, "%zu", outcome->results);
    const char *values[] = {staged};
    enum err_code code = pg_query(pg, take_sql, values, 1, &rows, err);
    if (code)
        return code;
    outcome->changed = (size_t)strtoll(pg_value(rows, 0, CHANGED), NULL, 10);
    /* Each of them is another item. */
    note_changes(freshness, rows, outcome->changed == outcome->results);
    struct buf items;
    buf_init(&items, ITEMS_BYTES);
    const char *literal = telling_items(rows, &items, err);
    if (literal != NULL && items.len > strlen("{}"))
        outcome->telling = arena_copy(arena, literal, items.len);
    bool kept = literal == NULL || items.len <= strlen("{}") || outcome->telling != NULL;
    if (literal == NULL)
        code = ERR_INTERNAL;
    else if (!kept)
        code = err_set(err, ERR_INTERNAL, "too many items in one batch");
    buf_release(&items);
    pg_free(rows);
    return code;
}

bool batch_can_begin(const struct prepared *prepared)
{
    return prepared->count > 0 && prepared->result_count == prepared->count &&
           !prepared->results.full;
}

enum err_code batch_begin(struct pg *pg, const struct prepared *prepared, struct err *err)
{
    enum err_code code = pg_run(pg, begin_sql, err);
    return code ? code : pg_copy_send(pg, prepared_results_sql, buf_str(&prepared->results), err);
}

enum err_code batch_merge(struct pg *pg,
                          const struct kafka_message *messages,
                          const struct prepared *prepared,
                          bool begun,
                          struct arena *arena,
                          struct batch_outcome *outcome,
                          struct err *err)
{
    *outcome = (struct batch_outcome){0};
    CRASH_POINT("store:filled");
    enum err_code code = begun ? pg_finish(pg, err) : pg_run(pg, begin_sql, err);
    CRASH_POINT("store:begun");
    outcome->results = prepared->result_count;
    outcome->sources = prepared->source_count;
    if (!code && !begun)
        code = stage(pg, messages, prepared, arena, outcome, err);
    if (!code && outcome->results > 0)
        code = take(pg, prepared->freshness, arena, outcome, err);
    CRASH_POINT("store:merged");
    if (!code && outcome->sources > 0)
        code = pg_run(pg, "SELECT store_sources()", err);
    return code;
}

enum err_code batch_link(struct pg *pg,
                         const char *group,
                         const struct positions *positions,
                         struct arena *arena,
                         struct batch_outcome *outcome,
                         struct err *err)
{
    /* Other stores wait for who links until the end of its transaction: that comes last. */
    enum err_code code = offsets_move(pg, group, positions, err);
    if (!code && outcome->telling != NULL)
        code = relink(pg, outcome->telling, arena, &outcome->links, err);
    CRASH_POINT("store:before_commit");
    outcome->telling = NULL;
    arena_reset(arena);
    return code;
}

enum err_code batch_commit(struct pg *pg, struct err *err)
{
    return pg_send(pg, "COMMIT", err);
}

enum err_code batch_write(struct pg *pg,
                          const char *group,
                          const struct kafka_message *messages,
                          size_t count,
                          const struct positions *positions,
                          const struct err *set_all_aside,
                          struct arena *arena,
                          struct freshness *freshness,
                          struct batch_outcome *outcome,
                          struct err *err)
{
    struct prepared prepared;
    prepared_init(&prepared, freshness);
    for (size_t i = 0; i < count; i++)
        prepared_add(&prepared, &messages[i], set_all_aside, arena);
    enum err_code code = batch_merge(pg, messages, &prepared, false, arena, outcome, err);
    if (!code)
        code = batch_link(pg, group, positions, arena, outcome, err);
    if (!code)
        code = batch_commit(pg, err);
    if (!code)
        code = pg_finish(pg, err);
    CRASH_POINT("store:after_commit");
    if (code)
        pg_rollback(pg);
    prepared_release(&prepared);
    return code;
}
