#include "producers/feeds/json.h"

#include "producers/feeds/format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The greatest integer up to which a double has them all. */
#define EXACT_MAX 9007199254740992.0

static const cJSON *step(const cJSON *value, struct str name)
{
    char key[64];
    if (value == NULL || name.len >= sizeof key)
        return NULL;
    memcpy(key, name.ptr, name.len);
    key[name.len] = '\0';
    if (cJSON_IsArray(value)) {
        char *end = NULL;
        long index = strtol(key, &end, 10);
        return end == key || *end != '\0' || index < 0 ? NULL
                                                       : cJSON_GetArrayItem(value, (int)index);
    }
    return cJSON_GetObjectItemCaseSensitive(value, key);
}

const cJSON *json_at(const cJSON *value, const char *path)
{
    struct str alternatives = str_of(path == NULL ? "" : path);
    do {
        struct str names = str_split(alternatives, '|', &alternatives);
        const cJSON *at = value;
        while (names.len > 0 && at != NULL)
            at = step(at, str_split(names, '.', &names));
        if (at != NULL && !cJSON_IsNull(at))
            return at;
    } while (alternatives.ptr != NULL);
    return NULL;
}

const char *json_string(struct arena *arena, const cJSON *value)
{
    if (cJSON_IsString(value))
        return value->valuestring;
    if (cJSON_IsNumber(value) && fabs(value->valuedouble) <= EXACT_MAX &&
        value->valuedouble == floor(value->valuedouble))
        return arena_format(arena, "%.0f", value->valuedouble);
    return NULL;
}

const char *json_string_at(struct arena *arena, const cJSON *value, const char *path)
{
    return path == NULL ? NULL : json_string(arena, json_at(value, path));
}

/* A copy in which no escaped NUL cuts a string short. *parts counts what may become a value. */
static char *without_nul(struct arena *arena, struct str text, size_t *len, size_t *parts)
{
    char *copy = arena_alloc(arena, text.len + 1);
    *len = *parts = 0;
    for (size_t at = 0; copy != NULL && at < text.len; at++) {
        char c = text.ptr[at];
        struct str rest = {text.ptr + at, text.len - at};
        if (str_starts_with(rest, STR("\\u0000"))) {
            at += 5;
            continue;
        }
        *parts += c == ',' || c == '[' || c == '{';
        if (c != '\0')
            copy[(*len)++] = c;
        if (c == '\\' && at + 1 < text.len && text.ptr[at + 1] == '\\')
            copy[(*len)++] = text.ptr[++at];
    }
    return copy;
}

enum err_code json_read(struct str text, struct draft_context *context, struct err *err)
{
    struct feed_document *doc = context->doc;
    size_t len = 0, parts = 0;
    char *copy = without_nul(context->arena, text, &len, &parts);
    if (copy == NULL || parts > FEED_ELEMENTS_MAX)
        return err_set(err, ERR_TOO_LARGE, "JSON document has more than %d values",
                       FEED_ELEMENTS_MAX);
    cJSON *root = cJSON_ParseWithLength(copy, len);
    if (root == NULL) {
        doc->verdict = FEED_BROKEN;
        doc->reason = "a JSON document with a syntax error";
        return ERR_OK;
    }
    bool feed = context->hints->mapping == NULL && json_feed_is(root);
    doc->kind = feed ? FEED_JSON_FEED : FEED_JSON_API;
    enum err_code code =
        feed ? json_feed_read(root, context, err) : json_api_read(root, context, err);
    cJSON_Delete(root);
    return code;
}
