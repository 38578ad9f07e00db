#include "common/model/source_state.h"

#include "common/model/json.h"
#include "common/text/date.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must_have(void *memory)
{
    if (memory == NULL) {
        (void)fprintf(stderr, "out of memory for a source's state\n");
        abort();
    }
    return memory;
}

enum field_kind { FIELD_TEXT, FIELD_TIME, FIELD_NUMBER };

/* The members that are one value each; reader, writer, copy and release all go by this table. */
static const struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
} fields[] = {
    {"source", FIELD_TEXT, offsetof(struct source_state, source)},
    {"name", FIELD_TEXT, offsetof(struct source_state, name)},
    {"country", FIELD_TEXT, offsetof(struct source_state, country)},
    {"tier", FIELD_TEXT, offsetof(struct source_state, tier)},
    {"lang", FIELD_TEXT, offsetof(struct source_state, lang)},
    {"url", FIELD_TEXT, offsetof(struct source_state, url)},
    {"reason", FIELD_TEXT, offsetof(struct source_state, reason)},
    {"since", FIELD_TIME, offsetof(struct source_state, since_s)},
    {"etag", FIELD_TEXT, offsetof(struct source_state, etag)},
    {"last_modified", FIELD_TEXT, offsetof(struct source_state, last_modified)},
    {"moved_to", FIELD_TEXT, offsetof(struct source_state, moved_to)},
    {"moved_polls", FIELD_NUMBER, offsetof(struct source_state, moved_polls)},
    {"polled", FIELD_TIME, offsetof(struct source_state, polled_s)},
    {"answered", FIELD_TIME, offsetof(struct source_state, answered_s)},
    {"validated", FIELD_TIME, offsetof(struct source_state, validated_s)},
    {"changed", FIELD_TIME, offsetof(struct source_state, changed_s)},
    {"newest", FIELD_TIME, offsetof(struct source_state, newest_s)},
    {"next_poll", FIELD_TIME, offsetof(struct source_state, next_poll_s)},
    {"interval_s", FIELD_NUMBER, offsetof(struct source_state, interval_s)},
    {"usual_gap_s", FIELD_NUMBER, offsetof(struct source_state, usual_gap_s)},
    {"limited_polls", FIELD_NUMBER, offsetof(struct source_state, limited_polls)},
    {"empty_polls", FIELD_NUMBER, offsetof(struct source_state, empty_polls)},
    {"items", FIELD_NUMBER, offsetof(struct source_state, items)},
    {"revisions", FIELD_NUMBER, offsetof(struct source_state, revisions)},
    {"cosmetic", FIELD_NUMBER, offsetof(struct source_state, cosmetic)},
    {"overruns", FIELD_NUMBER, offsetof(struct source_state, overruns)},
};

#define FIELD_COUNT (sizeof fields / sizeof fields[0])

static char **text_of(const struct source_state *state, const struct field *field)
{
    return (char **)(void *)((char *)(uintptr_t)state + field->offset);
}

static long long *number_of(const struct source_state *state, const struct field *field)
{
    return (long long *)(void *)((char *)(uintptr_t)state + field->offset);
}

void source_state_set(char **slot, const char *value)
{
    char *copy = value == NULL ? NULL : must_have(strdup(value));
    free(*slot);
    *slot = copy;
}

void source_state_init(struct source_state *state, const char *source)
{
    *state = (struct source_state){.condition = SOURCE_OK};
    source_state_set(&state->source, source);
}

void source_state_release(struct source_state *state)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (fields[i].kind == FIELD_TEXT)
            free(*text_of(state, &fields[i]));
    }
    free(state->seen);
    *state = (struct source_state){.condition = SOURCE_OK};
}

void source_state_enter(struct source_state *state,
                        enum source_condition condition,
                        const char *reason,
                        long long now_s)
{
    if (state->condition != condition || state->since_s == 0)
        state->since_s = now_s;
    state->condition = condition;
    source_state_set(&state->reason, condition == SOURCE_OK ? NULL : reason);
}

struct source_seen *source_state_find(const struct source_state *state, const char *id)
{
    for (size_t i = state->seen_count; i-- > 0;) {
        if (strcmp(state->seen[i].id, id) == 0)
            return &state->seen[i];
    }
    return NULL;
}

static bool in_window(const struct source_seen *window, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(window[i].id, id) == 0)
            return true;
    }
    return false;
}

/* How many to remember: never fewer than now, for a poll that was cut short shows but a part. */
static size_t most_seen(const struct source_state *state, size_t window_count)
{
    size_t most = 2 * window_count;
    if (most < SOURCE_SEEN_LEAST)
        most = SOURCE_SEEN_LEAST;
    if (most < state->seen_count)
        most = state->seen_count;
    return most > SOURCE_SEEN_MAX ? SOURCE_SEEN_MAX : most;
}

void source_state_see(struct source_state *state, const struct source_seen *window, size_t count)
{
    if (count > SOURCE_SEEN_MAX) {
        window += count - SOURCE_SEEN_MAX;
        count = SOURCE_SEEN_MAX;
    }
    /* Those of before that stay: what left the window longest ago goes first. */
    size_t room = most_seen(state, count) - count;
    size_t old = 0;
    for (size_t i = 0; i < state->seen_count; i++)
        old += !in_window(window, count, state->seen[i].id);
    size_t skipped = old > room ? old - room : 0;
    old -= skipped;
    struct source_seen *merged = must_have(calloc(old + count + 1, sizeof *merged));
    size_t put = 0;
    for (size_t i = 0; i < state->seen_count; i++) {
        if (in_window(window, count, state->seen[i].id))
            continue;
        if (skipped > 0)
            skipped--;
        else
            merged[put++] = state->seen[i];
    }
    if (count > 0)
        memcpy(merged + old, window, count * sizeof *merged);
    free(state->seen);
    state->seen = merged;
    state->seen_count = old + count;
}

static enum err_code
read_time(const cJSON *object, const char *name, long long *value, struct err *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    if (member == NULL || cJSON_IsNull(member))
        return ERR_OK;
    if (!cJSON_IsString(member) || !date_from_rfc3339(str_of(member->valuestring), value))
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is not a time", name);
    return ERR_OK;
}

static enum err_code
read_number(const cJSON *object, const char *name, long long *value, struct err *err)
{
    bool known;
    double number;
    enum err_code code = json_number(object, name, &known, &number, err);
    if (code || !known)
        return code;
    if (number < 0 || number > 9e15)
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is no count", name);
    *value = (long long)number;
    return ERR_OK;
}

static enum err_code
read_text(struct arena *arena, const cJSON *object, const char *name, char **slot, struct err *err)
{
    const char *value;
    enum err_code code = json_text(arena, object, name, false, &value, err);
    if (!code)
        source_state_set(slot, value);
    return code;
}

static enum err_code
read_fields(struct arena *arena, const cJSON *object, struct source_state *state, struct err *err)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct field *field = &fields[i];
        enum err_code code = ERR_OK;
        switch (field->kind) {
        case FIELD_TEXT:
            code = read_text(arena, object, field->name, text_of(state, field), err);
            break;
        case FIELD_TIME:
            code = read_time(object, field->name, number_of(state, field), err);
            break;
        case FIELD_NUMBER:
            code = read_number(object, field->name, number_of(state, field), err);
            break;
        }
        if (code)
            return code;
    }
    bool known;
    state->confirms_unchanged = json_flag(object, "confirms_unchanged");
    return json_number(object, "failures", &known, &state->failures, err);
}

static enum err_code
read_condition(const cJSON *object, struct source_state *state, struct err *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, "state");
    if (!cJSON_IsString(member))
        return err_set(err, ERR_BAD_INPUT, "member \"state\" is missing");
    if (!source_condition_parse(member->valuestring, &state->condition))
        return err_set(err, ERR_BAD_INPUT, "state \"%.40s\" is unknown", member->valuestring);
    return ERR_OK;
}

/* ["id", "revision", "mark", tries] */
static bool read_seen_entry(const cJSON *entry, struct source_seen *seen)
{
    char *const slots[] = {seen->id, seen->revision, seen->mark};
    if (cJSON_GetArraySize(entry) != 4)
        return false;
    for (int i = 0; i < 3; i++) {
        const cJSON *part = cJSON_GetArrayItem(entry, i);
        if (!cJSON_IsString(part) || strlen(part->valuestring) >= DIGEST_ID_BYTES)
            return false;
        memcpy(slots[i], part->valuestring, strlen(part->valuestring) + 1);
    }
    const cJSON *tries = cJSON_GetArrayItem(entry, 3);
    seen->tries = tries->valueint;
    return cJSON_IsNumber(tries) && seen->tries >= 0;
}

static enum err_code read_seen(const cJSON *object, struct source_state *state, struct err *err)
{
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, "seen");
    if (list == NULL || cJSON_IsNull(list))
        return ERR_OK;
    int count = cJSON_GetArraySize(list);
    if (!cJSON_IsArray(list) || count > SOURCE_SEEN_MAX)
        return err_set(err, ERR_BAD_INPUT, "member \"seen\" is no list of at most %d entries",
                       SOURCE_SEEN_MAX);
    state->seen = must_have(calloc((size_t)count + 1, sizeof *state->seen));
    const cJSON *entry;
    cJSON_ArrayForEach(entry, list)
    {
        if (!read_seen_entry(entry, &state->seen[state->seen_count]))
            return err_set(err, ERR_BAD_INPUT, "\"seen\"[%zu] is not [id, revision, mark, tries]",
                           state->seen_count);
        state->seen_count++;
    }
    return ERR_OK;
}

enum err_code
source_state_from_json(const char *json, size_t len, struct source_state *state, struct err *err)
{
    cJSON *root = NULL;
    struct source_state read = {.condition = SOURCE_OK};
    struct arena arena;
    arena_init(&arena, len + ((size_t)64 << 10));
    enum err_code code = json_parse(json, len, &root, err);
    if (!code)
        code = json_check_schema(root, SOURCE_STATE_SCHEMA, err);
    if (!code)
        code = read_condition(root, &read, err);
    if (!code)
        code = read_fields(&arena, root, &read, err);
    if (!code && read.source == NULL)
        code = err_set(err, ERR_BAD_INPUT, "member \"source\" is missing");
    if (!code)
        code = read_seen(root, &read, err);
    if (code)
        source_state_release(&read);
    else
        *state = read;
    cJSON_Delete(root);
    arena_release(&arena);
    return code;
}

static void put_time(cJSON *object, const char *name, long long value)
{
    char text[DATE_RFC3339_BYTES];
    if (value != 0 && date_to_rfc3339(value, text))
        json_put(object, name, text);
}

static void put_seen(cJSON *object, const struct source_state *state)
{
    cJSON *list = cJSON_AddArrayToObject(object, "seen");
    for (size_t i = 0; i < state->seen_count; i++) {
        const struct source_seen *seen = &state->seen[i];
        cJSON *entry = cJSON_CreateArray();
        (void)cJSON_AddItemToArray(entry, cJSON_CreateString(seen->id));
        (void)cJSON_AddItemToArray(entry, cJSON_CreateString(seen->revision));
        (void)cJSON_AddItemToArray(entry, cJSON_CreateString(seen->mark));
        (void)cJSON_AddItemToArray(entry, cJSON_CreateNumber(seen->tries));
        (void)cJSON_AddItemToArray(list, entry);
    }
}

enum err_code
source_state_to_json(const struct source_state *state, struct buf *out, struct err *err)
{
    cJSON *object = cJSON_CreateObject();
    json_put(object, "schema", SOURCE_STATE_SCHEMA);
    json_put(object, "state", source_condition_name(state->condition));
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct field *field = &fields[i];
        switch (field->kind) {
        case FIELD_TEXT:
            json_put(object, field->name, *text_of(state, field));
            break;
        case FIELD_TIME:
            put_time(object, field->name, *number_of(state, field));
            break;
        case FIELD_NUMBER:
            (void)cJSON_AddNumberToObject(object, field->name, (double)*number_of(state, field));
            break;
        }
    }
    (void)cJSON_AddNumberToObject(object, "failures", state->failures);
    (void)cJSON_AddBoolToObject(object, "confirms_unchanged", state->confirms_unchanged);
    put_seen(object, state);
    return json_print(object, out, err);
}

static const char *const condition_names[SOURCE_CONDITIONS] = {
    [SOURCE_OK] = "ok",
    [SOURCE_BACKING_OFF] = "backing_off",
    [SOURCE_LIMITED] = "limited",
    [SOURCE_BLOCKED] = "blocked",
    [SOURCE_UNTRUSTED] = "untrusted",
    [SOURCE_MOVED] = "moved",
    [SOURCE_DEGRADED] = "degraded",
    [SOURCE_SILENT] = "silent",
    [SOURCE_STALE] = "stale",
    [SOURCE_OVERRUN] = "overrun",
    [SOURCE_UNSTEADY] = "unsteady",
};

const char *source_condition_name(enum source_condition condition)
{
    return condition_names[condition];
}

bool source_condition_parse(const char *name, enum source_condition *condition)
{
    for (int i = 0; i < SOURCE_CONDITIONS; i++) {
        if (strcmp(name, condition_names[i]) == 0) {
            *condition = (enum source_condition)i;
            return true;
        }
    }
    return false;
}
