/*
 * What the codecs of this room share with each other and with nobody else: cJSON values of items
 * and records.
 */
#ifndef GAINSAY_MODEL_CODEC_H
#define GAINSAY_MODEL_CODEC_H

#include "common/model/item.h"
#include "common/model/json.h"
#include "common/model/record.h"

cJSON *codec_item(const struct item *item);
enum err_code
codec_item_read(struct arena *arena, const cJSON *object, struct item *item, struct err *err);
/* As codec_item_read(), with item_from_line()'s fallbacks. */
enum err_code codec_item_read_line(
    struct arena *arena, const cJSON *object, bool keep_id, struct item *item, struct err *err);

/* An array of codes. */
cJSON *codec_codes(const struct record_codes *codes);
/* The members that both record forms share; evidence is left to the caller. */
cJSON *codec_record(const struct record *record);

#endif
