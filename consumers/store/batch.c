#include "consumers/store/batch.h"

#include "common/base/buf.h"
#include "common/base/crash.h"
#include "common/kafka/dead_letter.h"
#include "common/model/result.h"
#include "common/model/source_state.h"
#include "common/model/topic.h"
#include "common/text/utf8.h"
#include "consumers/store/relink.h"
#include "gainsay_version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_SERVICE "gainsay-store"
#define ITEMS_BYTES   ((size_t)4 << 20)

static const char begin_sql[] =
    "BEGIN; CREATE TEMP TABLE IF NOT EXISTS stage (value jsonb NOT NULL)"
    " WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS;"
    " CREATE TEMP TABLE IF NOT EXISTS stage_source (value jsonb NOT NULL) ON COMMIT DELETE ROWS";

static const char letter_sql[] =
    "SELECT dead_letter_add($1, $2, $3, $4, $5, decode($6, 'hex'), $7, $8, $9, $10)";

static const char insert_offset_sql[] =
    "INSERT INTO kafka_offset (consumer, topic, partition, next_offset) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT DO NOTHING";

static const char move_offset_sql[] =
    "UPDATE kafka_offset SET next_offset = $4"
    " WHERE consumer = $1 AND topic = $2 AND partition = $3 AND next_offset = $5";

static const char read_offset_sql[] =
    "SELECT next_offset FROM kafka_offset WHERE consumer = $1 AND topic = $2 AND partition = $3";

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
    position->pending = position->stored;
    position->known = true;
    pg_free(rows);
    return ERR_OK;
}

/* A key that is no text is left out: PostgreSQL could not take it. */
static const char *text_key(const struct kafka_message *message, struct arena *arena)
{
    if (message->key == NULL ||
        utf8_valid_prefix(message->key, message->key_len) < message->key_len)
        return NULL;
    return utf8_clean(arena, message->key, message->key_len);
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

/* Enters a letter whose bytes and key are the message's. */
static enum err_code add_letter(struct pg *pg,
                                const struct kafka_message *message,
                                const struct dead_letter *letter,
                                struct arena *arena,
                                struct err *err)
{
    char *hex = hex_of(message, arena);
    const char *reason = utf8_clean(arena, letter->error, str_of(letter->error).len);
    if (hex == NULL || reason == NULL)
        return err_set(err, ERR_INTERNAL, "message of %zu bytes is too large to set aside",
                       message->value_len);
    const char *values[] = {letter->service,          letter->topic,
                            letter->partition,        letter->offset,
                            text_key(message, arena), hex,
                            letter->error_class,      reason,
                            letter->version,          letter->retry_of};
    struct pg_result *done = NULL;
    enum err_code code = pg_query(pg, letter_sql, values, 10, &done, err);
    pg_free(done);
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
    (void)snprintf(partition, sizeof partition, "%d", message->partition);
    (void)snprintf(offset, sizeof offset, "%lld", message->offset);
    const struct dead_letter letter = {
        .service = BATCH_SERVICE,
        .version = GAINSAY_VERSION,
        .topic = message->topic,
        .partition = partition,
        .offset = offset,
        .error_class = err_name(why->code),
        .error = why->text,
        .retry_of = kafka_message_header(message, DEAD_LETTER_RETRY_OF),
    };
    return add_letter(pg, message, &letter, arena, err);
}

/* What is to become of a message. A tombstone of the sources topic says that a source left the
 * catalogue: its last state stays in the table. */
enum fate { PASSED_OVER, STAGED, SET_ASIDE, ENTERED };

/* A letter of another service; what lacks a letter's headers is one of our own. */
static enum err_code take_letter(struct pg *pg,
                                 const struct kafka_message *message,
                                 struct arena *arena,
                                 enum fate *fate,
                                 struct err *err)
{
    struct dead_letter letter;
    struct err why = {0};
    enum err_code code = dead_letter_read(message, &letter, &why);
    *fate = code ? SET_ASIDE : ENTERED;
    if (code)
        return set_aside(pg, message, &why, arena, err);
    return add_letter(pg, message, &letter, arena, err);
}

static bool is_source(const struct kafka_message *message)
{
    return strcmp(message->topic, TOPIC_SOURCES) == 0;
}

static enum err_code check(const struct kafka_message *message,
                           struct arena *arena,
                           struct freshness *freshness,
                           struct err *why)
{
    if (message->value == NULL)
        return err_set(why, ERR_BAD_INPUT, "the message has no value");
    if (is_source(message)) {
        struct source_state state = {0};
        enum err_code code =
            source_state_from_json(message->value, message->value_len, &state, why);
        source_state_release(&state);
        return code;
    }
    struct result result;
    enum err_code code = result_from_json(arena, message->value, message->value_len, &result, why);
    if (!code && freshness != NULL)
        freshness_note(freshness, message, &result.item);
    return code;
}

static enum err_code judge(struct pg *pg,
                           const struct kafka_message *message,
                           const struct err *set_aside_for,
                           struct arena *arena,
                           struct freshness *freshness,
                           enum fate *fate,
                           struct err *err)
{
    struct err why = {0};
    if ((is_source(message) && message->value == NULL) ||
        dead_letter_is_for_other(message, BATCH_SERVICE))
        return ERR_OK;
    if (strcmp(message->topic, TOPIC_DEAD_LETTERS) == 0)
        return take_letter(pg, message, arena, fate, err);
    if (set_aside_for != NULL)
        why = *set_aside_for;
    *fate = set_aside_for == NULL && !check(message, arena, freshness, &why) ? STAGED : SET_ASIDE;
    return *fate == SET_ASIDE ? set_aside(pg, message, &why, arena, err) : ERR_OK;
}

/* One COPY for each topic. */
static enum err_code copy(struct pg *pg,
                          const struct kafka_message *messages,
                          const enum fate *fates,
                          size_t count,
                          bool sources,
                          size_t *copied,
                          struct err *err)
{
    static const char *const sql[] = {"COPY stage (value) FROM STDIN (FORMAT binary)",
                                      "COPY stage_source (value) FROM STDIN (FORMAT binary)"};
    enum err_code code = pg_copy_begin(pg, sql[sources], err);
    for (size_t i = 0; i < count && !code; i++) {
        if (fates[i] == STAGED && is_source(&messages[i]) == sources) {
            code = pg_copy_json(pg, messages[i].value, messages[i].value_len, err);
            (*copied)++;
        }
    }
    return code ? code : pg_copy_end(pg, err);
}

/* COPY must not be interrupted by other commands, so the bad ones are sorted out first. */
static enum err_code stage(struct pg *pg,
                           const struct kafka_message *messages,
                           size_t count,
                           const struct err *set_all_aside,
                           struct arena *arena,
                           struct freshness *freshness,
                           struct batch_outcome *outcome,
                           struct err *err)
{
    enum fate *fates = calloc(count + 1, sizeof *fates);
    if (fates == NULL)
        abort();
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < count && !code; i++) {
        code = judge(pg, &messages[i], set_all_aside, arena, freshness, &fates[i], err);
        outcome->letters += fates[i] == SET_ASIDE;
        outcome->entered += fates[i] == ENTERED;
        arena_reset(arena);
    }
    if (!code)
        code = copy(pg, messages, fates, count, false, &outcome->results, err);
    if (!code)
        code = copy(pg, messages, fates, count, true, &outcome->sources, err);
    free(fates);
    return code;
}

/* The changed items as an array literal; ids come from our own messages, yet are quoted as if they
 * did not. */
static enum err_code changed_items(const struct pg_result *rows, struct buf *items, struct err *err)
{
    (void)buf_add_char(items, '{');
    for (int i = 0; i < pg_row_count(rows); i++) {
        (void)buf_add_text(items, i == 0 ? "\"" : ",\"");
        for (const char *at = pg_value(rows, i, 0); *at != '\0'; at++) {
            if (*at == '"' || *at == '\\')
                (void)buf_add_char(items, '\\');
            (void)buf_add_char(items, *at);
        }
        (void)buf_add_char(items, '"');
    }
    if (!buf_add_char(items, '}'))
        return err_set(err, ERR_INTERNAL, "too many items in one batch");
    return ERR_OK;
}

static void note_changes(struct freshness *freshness, const struct pg_result *rows)
{
    if (freshness == NULL)
        return;
    freshness_sort(freshness);
    for (int i = 0; i < pg_row_count(rows); i++)
        freshness_change(freshness, pg_value(rows, i, 0));
}

static enum err_code merge(struct pg *pg,
                           struct arena *arena,
                           struct freshness *freshness,
                           struct batch_outcome *outcome,
                           struct err *err)
{
    struct pg_result *rows = NULL;
    enum err_code code = pg_run(pg, "SELECT store_admit()", err);
    if (!code)
        code = pg_query(pg, "SELECT store_merge()", NULL, 0, &rows, err);
    if (code)
        return code;
    outcome->changed = (size_t)pg_row_count(rows);
    note_changes(freshness, rows);
    struct buf items;
    buf_init(&items, ITEMS_BYTES);
    code = changed_items(rows, &items, err);
    pg_free(rows);
    if (!code && outcome->changed > 0)
        code = relink(pg, buf_text(&items), arena, &outcome->links, err);
    buf_release(&items);
    return code;
}

static enum err_code
move_offset(struct pg *pg, const char *group, const struct position *position, struct err *err)
{
    char partition[16];
    char from[32];
    char to[32];
    (void)snprintf(partition, sizeof partition, "%d", position->partition);
    (void)snprintf(from, sizeof from, "%lld", position->stored);
    (void)snprintf(to, sizeof to, "%lld", position->pending);
    const char *values[] = {group, position->topic, partition, to, from};
    struct pg_result *done = NULL;
    enum err_code code = pg_query(pg, position->row ? move_offset_sql : insert_offset_sql, values,
                                  position->row ? 5 : 4, &done, err);
    if (!code && pg_affected(done) != 1)
        code = err_set(err, ERR_CONFLICT, "another store moved %s[%d] on from offset %lld",
                       position->topic, position->partition, position->stored);
    pg_free(done);
    return code;
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
    *outcome = (struct batch_outcome){0};
    if (freshness != NULL)
        freshness_begin(freshness);
    CRASH_POINT("store:filled");
    enum err_code code = pg_run(pg, begin_sql, err);
    CRASH_POINT("store:begun");
    if (!code)
        code = stage(pg, messages, count, set_all_aside, arena, freshness, outcome, err);
    if (!code && outcome->results > 0)
        code = merge(pg, arena, freshness, outcome, err);
    CRASH_POINT("store:merged");
    if (!code && outcome->sources > 0)
        code = pg_run(pg, "SELECT store_sources()", err);
    for (size_t i = 0; i < positions->count && !code; i++) {
        if (positions->list[i].known && positions->list[i].pending > positions->list[i].stored)
            code = move_offset(pg, group, &positions->list[i], err);
    }
    CRASH_POINT("store:before_commit");
    if (!code)
        code = pg_run(pg, "COMMIT", err);
    CRASH_POINT("store:after_commit");
    if (code)
        pg_rollback(pg);
    arena_reset(arena);
    return code;
}
