/*
 * The result of classifying one revision of one item, as topic gainsay.records carries it: the
 * whole item, who classified it, and zero or more records (none is still a result: it takes back
 * what an older classifier said). Schema: docs/schema/record-1.json.
 */
#ifndef GAINSAY_MODEL_RESULT_H
#define GAINSAY_MODEL_RESULT_H

#include "common/model/item.h"
#include "common/model/record.h"

#define RESULT_SCHEMA "record/1"

struct result {
    struct item item;
    const char *classifier; /* version of the program's rules */
    const char *lexicon;    /* digest of the lexicon */
    long long generation;   /* raised by the operator for each version or lexicon */
    bool classified;        /* false: no lexicon for the item's language */
    struct record_list records;
    struct str records_json; /* as the message has them: a view of what was read; else empty */
};

/* Errors as item_from_json(). A span outside the text, or an unknown word, is ERR_BAD_INPUT. */
enum err_code result_from_json(
    struct arena *arena, const char *json, size_t len, struct result *result, struct err *err);
enum err_code result_to_json(const struct result *result, struct buf *out, struct err *err);

#endif
