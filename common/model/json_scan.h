/*
 * Reads our JSON documents in one pass and without building a tree: members of an object one after
 * the other, as views of the document; strings that are values, and are not inside of others, are
 * copied into the arena without their escapes on the way. As strict as RFC 8259; beside that no
 * string may hold NUL or a lone surrogate, for neither our strings nor PostgreSQL's can. Only the
 * codecs of this room include this.
 *
 *     struct json_scan scan;
 *     struct json_value name, value;
 *     enum err_code code = json_scan_open(&scan, arena, json, len, err);
 *     while (!code && json_scan_next(&scan, &name)) {
 *         if (json_value_is(&name, "inside") && json_scan_enter(&scan))
 *             ... its members by json_scan_next(), to the end
 *         else
 *             json_scan_value(&scan, &value);
 *     }
 *     if (!code)
 *         code = json_scan_close(&scan, err);
 *
 * What is no JSON ends all loops, and json_scan_close() says where it is; until then no value is to
 * be believed.
 */
#ifndef GAINSAY_MODEL_JSON_SCAN_H
#define GAINSAY_MODEL_JSON_SCAN_H

#include "common/base/arena.h"
#include "common/base/err.h"
#include "common/model/json_value.h"

#include <stdbool.h>
#include <stddef.h>

struct json_scan {
    const char *start;
    const char *at;
    const char *end;
    char *strings; /* where the next one is written: there is room for all of the document */
    bool failed;   /* at the byte where it stands */
    bool first;    /* no member of this object was read yet */
};

/* The document must be an object in UTF-8; its members come next. Their strings live as long as
 * the arena's memory; ERR_TOO_LARGE where that has not as much left as the document is long. */
enum err_code json_scan_open(
    struct json_scan *scan, struct arena *arena, const char *json, size_t len, struct err *err);
/* The name of the next member; false, and behind the object, where there is none. Its value must be
 * read before the next name. */
bool json_scan_next(struct json_scan *scan, struct json_value *name);
void json_scan_value(struct json_scan *scan, struct json_value *value);
/* Instead of reading a value: goes into it, if it is an object. */
bool json_scan_enter(struct json_scan *scan);
/* After the last member: whether all was well-formed, and nothing stands behind it. */
enum err_code json_scan_close(struct json_scan *scan, struct err *err);

#endif
