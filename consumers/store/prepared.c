#include "consumers/store/prepared.h"

#include "common/base/crash.h"
#include "common/kafka/dead_letter.h"
#include "common/model/result.h"
#include "common/model/source_state.h"
#include "common/model/topic.h"
#include "common/pg/pg_rows.h"

#include <stdlib.h>
#include <string.h>

/* Far more than a batch may hold (store.c). */
#define ROWS_BYTES ((size_t)512 << 20)
/* Of rows, what stays for the next batch: an ordinary one takes no more. */
#define KEPT_BYTES ((size_t)8 << 20)

/* In the order of put_result(). */
const char prepared_results_sql[] =
    "COPY staged_item (item_id, revision, generation, classifier, lexicon, classified, records,"
    " fetched, published, updated, source, guid, story, kind, country, lang, url, author,"
    " published_raw, published_precision, published_from, title, summary, text)"
    " FROM STDIN (FORMAT binary)";

const char prepared_sources_sql[] = "COPY stage_source (value) FROM STDIN (FORMAT binary)";

static void put_result(struct buf *rows, const struct result *result)
{
    const struct item *item = &result->item;
    const char *const before[] = {item->id, item->revision};
    const char *const behind[] = {item->fetched,
                                  item->published,
                                  item->updated,
                                  item->source,
                                  item->guid,
                                  item->story,
                                  item->kind,
                                  item->country,
                                  item->lang,
                                  item->url,
                                  item->author,
                                  item->published_raw,
                                  item->published_precision,
                                  item->published_from,
                                  item->title,
                                  item->summary,
                                  item->text};
    pg_rows_begin(rows, 24);
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
        pg_rows_text(rows, before[i]);
    pg_rows_number(rows, result->generation);
    pg_rows_text(rows, result->classifier);
    pg_rows_text(rows, result->lexicon);
    pg_rows_flag(rows, result->classified);
    pg_rows_json(rows, result->records_json);
    for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++)
        pg_rows_text(rows, behind[i]);
}

static enum err_code read_result(struct prepared *prepared,
                                 const struct kafka_message *message,
                                 struct arena *arena,
                                 struct err *why)
{
    struct result result;
    enum err_code code = result_from_json(arena, message->value, message->value_len, &result, why);
    if (code)
        return code;
    put_result(&prepared->results, &result);
    prepared->result_count++;
    if (prepared->freshness != NULL)
        freshness_note(prepared->freshness, message, &result.item);
    return ERR_OK;
}

static enum err_code
read_source(struct prepared *prepared, const struct kafka_message *message, struct err *why)
{
    struct source_state state = {0};
    enum err_code code = source_state_from_json(message->value, message->value_len, &state, why);
    source_state_release(&state);
    if (code)
        return code;
    pg_rows_begin(&prepared->sources, 1);
    pg_rows_json(&prepared->sources, (struct str){message->value, message->value_len});
    prepared->source_count++;
    return ERR_OK;
}

static enum fate judge(struct prepared *prepared,
                       const struct kafka_message *message,
                       struct arena *arena,
                       struct err *why)
{
    bool source = strcmp(message->topic, TOPIC_SOURCES) == 0;
    if ((source && message->value == NULL) || dead_letter_is_for_other(message, PREPARED_SERVICE))
        return PASSED_OVER;
    if (why->code)
        return SET_ASIDE;
    if (strcmp(message->topic, TOPIC_DEAD_LETTERS) == 0)
        return LETTER;
    if (message->value == NULL) {
        (void)err_set(why, ERR_BAD_INPUT, "the message has no value");
        return SET_ASIDE;
    }
    CRASH_AT(message->value, message->value_len);
    enum err_code code =
        source ? read_source(prepared, message, why) : read_result(prepared, message, arena, why);
    return code ? SET_ASIDE : source ? SOURCE : RESULT;
}

void prepared_init(struct prepared *prepared, struct freshness *freshness)
{
    *prepared = (struct prepared){.freshness = freshness};
    buf_init(&prepared->results, ROWS_BYTES);
    buf_init(&prepared->sources, ROWS_BYTES);
    if (freshness != NULL)
        freshness_begin(freshness);
}

void prepared_add(struct prepared *prepared,
                  const struct kafka_message *message,
                  const struct err *set_aside_for,
                  struct arena *arena)
{
    if (prepared->count == prepared->capacity) {
        prepared->capacity = prepared->capacity == 0 ? 64 : 2 * prepared->capacity;
        prepared->fates = realloc(prepared->fates, prepared->capacity * sizeof *prepared->fates);
        if (prepared->fates == NULL)
            abort();
    }
    struct err why = {0};
    if (set_aside_for != NULL)
        why = *set_aside_for;
    struct prepared_fate fate = {.fate = judge(prepared, message, arena, &why)};
    if (fate.fate == SET_ASIDE) {
        fate.why = malloc(sizeof *fate.why);
        if (fate.why == NULL)
            abort();
        *fate.why = why;
    }
    prepared->fates[prepared->count++] = fate;
    arena_reset(arena);
}

static void forget_reasons(struct prepared *prepared)
{
    for (size_t i = 0; i < prepared->count; i++)
        free(prepared->fates[i].why);
}

/* Fresh memory is dear, but what the largest batch took would stay, three times over, until the
 * process ends. */
static void empty(struct buf *rows)
{
    if (rows->capacity_bytes > KEPT_BYTES)
        buf_release(rows);
    else
        buf_reset(rows);
}

void prepared_reset(struct prepared *prepared)
{
    forget_reasons(prepared);
    empty(&prepared->results);
    empty(&prepared->sources);
    prepared->count = prepared->result_count = prepared->source_count = 0;
    if (prepared->freshness != NULL)
        freshness_begin(prepared->freshness);
}

/* The freshness is the caller's, who may not have observed it yet. */
void prepared_release(struct prepared *prepared)
{
    forget_reasons(prepared);
    buf_release(&prepared->results);
    buf_release(&prepared->sources);
    free(prepared->fates);
    *prepared = (struct prepared){0};
}
