/*
 * Reading and writing our JSON documents with cJSON, and guarding against what cJSON lets through:
 * invalid UTF-8, NUL escapes that would cut a string short, and names compared without case. Only
 * the codecs of this room include this.
 */
#ifndef GAINSAY_MODEL_JSON_H
#define GAINSAY_MODEL_JSON_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/err.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Parses one JSON value that must be an object and all of the input. The caller cJSON_Delete()s it.
 */
enum err_code json_parse(const char *json, size_t len, cJSON **root, struct err *err);

/* Checks "schema" against "name/1": another name, or another major version, is ERR_BAD_INPUT. */
enum err_code json_check_schema(const cJSON *object, const char *schema, struct err *err);

/* A string member copied into the arena; *value is NULL where the member is absent or null. */
enum err_code json_text(struct arena *arena,
                        const cJSON *object,
                        const char *name,
                        bool required,
                        const char **value,
                        struct err *err);
/* A number member; known is false where it is absent or null. */
enum err_code
json_number(const cJSON *object, const char *name, bool *known, double *value, struct err *err);
bool json_flag(const cJSON *object, const char *name);

/* Adds a string member; of NULL: nothing. */
void json_put(cJSON *object, const char *name, const char *value);
/* Adds a string member; of NULL: "". */
void json_put_or_empty(cJSON *object, const char *name, const char *value);

/* Appends a string member, `"name":"value"`, as cJSON would print it and without building a tree; a
 * comma goes before all but the first. */
void json_write(struct buf *out, bool first, const char *name, const char *value);
/* Appends the value without white space and deletes it. */
enum err_code json_print(cJSON *root, struct buf *out, struct err *err);

#endif
