#include "common/model/json_value.h"

#include <stdlib.h>
#include <string.h>

enum err_code json_value_text(const struct json_value *value,
                              const char *name,
                              bool required,
                              const char **text,
                              struct err *err)
{
    *text = NULL;
    if (value->kind == JSON_ABSENT || value->kind == JSON_NULL)
        return required ? err_set(err, ERR_BAD_INPUT, "member \"%s\" is missing", name) : ERR_OK;
    if (value->kind != JSON_STRING)
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is not a string", name);
    *text = value->string.ptr;
    return ERR_OK;
}

/* Of up to fifteen digits, which a double holds exactly. */
static bool is_whole(struct str text, double *number)
{
    long long whole = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        whole = whole * 10 + (text.ptr[i] - '0');
    }
    *number = (double)whole;
    return true;
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
    *known = true;
    if (value->text.len <= 15 && is_whole(value->text, number))
        return ERR_OK;
    memcpy(digits_of, value->text.ptr, value->text.len);
    digits_of[value->text.len] = '\0';
    *number = strtod(digits_of, NULL);
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
