#include "common/model/json_value.h"

#include "common/model/json_string.h"

#include <stdlib.h>
#include <string.h>

bool json_value_is(const struct json_value *value, const char *word)
{
    size_t len = strlen(word);
    return value->kind == JSON_STRING && value->text.len == len + 2 &&
           memcmp(value->text.ptr + 1, word, len) == 0;
}

enum err_code json_value_text(const struct json_value *value,
                              const char *name,
                              bool required,
                              struct arena *arena,
                              const char **text,
                              struct err *err)
{
    *text = NULL;
    if (value->kind == JSON_ABSENT || value->kind == JSON_NULL)
        return required ? err_set(err, ERR_BAD_INPUT, "member \"%s\" is missing", name) : ERR_OK;
    if (value->kind != JSON_STRING)
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is not a string", name);
    struct str inside = {value->text.ptr + 1, value->text.len - 2};
    char *copy = arena_room(arena, inside.len + 1);
    if (copy == NULL)
        return err_set(err, ERR_TOO_LARGE, "member \"%s\" of %zu bytes is too large", name,
                       inside.len);
    size_t len = inside.len;
    if (value->escaped)
        len = json_string_decode(inside, copy);
    else
        memcpy(copy, inside.ptr, len);
    copy[len] = '\0';
    *text = copy;
    return ERR_OK;
}

enum err_code json_value_number(
    const struct json_value *value, const char *name, bool *known, double *number, struct err *err)
{
    char digits_of[64];
    *known = false;
    *number = 0;
    if (value->kind == JSON_ABSENT || value->kind == JSON_NULL)
        return ERR_OK;
    if (value->kind != JSON_NUMBER || value->text.len >= sizeof digits_of)
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is not a number", name);
    memcpy(digits_of, value->text.ptr, value->text.len);
    digits_of[value->text.len] = '\0';
    *number = strtod(digits_of, NULL);
    *known = true;
    return ERR_OK;
}

enum err_code json_schema_is(struct str found, const char *schema, struct err *err)
{
    if (found.ptr == NULL)
        return err_set(err, ERR_BAD_INPUT, "member \"schema\" is missing; expected \"%s\"", schema);
    size_t len = strlen(schema);
    /* A minor version may follow: "item/1.2" is read as "item/1". */
    bool same = found.len >= len && memcmp(found.ptr, schema, len) == 0 &&
                (found.len == len || found.ptr[len] == '.');
    if (!same)
        return err_set(err, ERR_BAD_INPUT, "schema \"%.*s\" is not \"%s\"",
                       (int)(found.len < 60 ? found.len : 60), found.ptr, schema);
    return ERR_OK;
}

enum err_code
json_value_check_schema(const struct json_value *value, const char *schema, struct err *err)
{
    bool text = value->kind == JSON_STRING;
    struct str found =
        text ? (struct str){value->text.ptr + 1, value->text.len - 2} : (struct str){0};
    return json_schema_is(found, schema, err);
}
