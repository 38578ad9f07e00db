/*
 * A value of a JSON document as a view of it, and what our own documents hold in one. Only the
 * codecs of this room include this.
 */
#ifndef GAINSAY_MODEL_JSON_VALUE_H
#define GAINSAY_MODEL_JSON_VALUE_H

#include "common/base/err.h"
#include "common/base/str.h"

#include <stdbool.h>
#include <string.h>

enum json_kind {
    JSON_ABSENT, /* of a zeroed value */
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json_value {
    struct str text; /* as the document has it, quotation marks and brackets included */
    enum json_kind kind;
    struct str string; /* what a string says, with a NUL behind it */
};

/* Whether the string, or name of a member, is this word, which needs no escaping. */
static inline bool json_value_is(const struct json_value *value, struct str word)
{
    return value->kind == JSON_STRING && value->text.len == word.len + 2 &&
           memcmp(value->text.ptr + 1, word.ptr, word.len) == 0;
}

/* What the string says; NULL where the value is null or absent. name is for messages. */
enum err_code json_value_text(const struct json_value *value,
                              const char *name,
                              bool required,
                              const char **text,
                              struct err *err);
enum err_code json_value_number(
    const struct json_value *value, const char *name, bool *known, double *number, struct err *err);
/* Checks a document's "schema" against "name/1": another name, or another major version, is
 * ERR_BAD_INPUT. */
enum err_code
json_value_check_schema(const struct json_value *value, const char *schema, struct err *err);
/* The same for what was read already; ptr is NULL where it is missing. */
enum err_code json_schema_is(struct str found, const char *schema, struct err *err);

#endif
