/*
 * What the codecs of this room share with each other and with nobody else: cJSON values of items
 * and records.
 */
#ifndef GAINSAY_MODEL_CODEC_H
#define GAINSAY_MODEL_CODEC_H

#include "common/model/item.h"
#include "common/model/json.h"
#include "common/model/json_scan.h"
#include "common/model/record.h"

cJSON *codec_item(const struct item *item);
#define CODEC_ITEM_MEMBERS 19

/* What an item's members are in its document; of one that is there twice, the first. */
struct codec_item {
    struct json_value member[CODEC_ITEM_MEMBERS];
    struct json_value schema;
    bool escaped; /* a name that is none of them holds an escape, and may be one in another way */
};

/* Reads the members of the object that was entered. */
void codec_item_scan(struct json_scan *scan, struct codec_item *values);
/* After json_scan_close(). The strings are those of the scan. */
enum err_code codec_item_read(const struct codec_item *values, struct item *item, struct err *err);
/* From a tree, with item_from_line()'s fallbacks. */
enum err_code codec_item_read_line(
    struct arena *arena, const cJSON *object, bool keep_id, struct item *item, struct err *err);

/* An array of codes. */
cJSON *codec_codes(const struct record_codes *codes);
/* The members that both record forms share; evidence is left to the caller. */
cJSON *codec_record(const struct record *record);

#endif
