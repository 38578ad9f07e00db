/*
 * What the readers of JSON documents share.
 */
#ifndef GAINSAY_FEEDS_JSON_H
#define GAINSAY_FEEDS_JSON_H

#include "producers/feeds/draft.h"

#include <cjson/cJSON.h>

/* The value at a path of member names and array indexes joined by dots; "" is value itself, "|"
 * parts alternatives. NULL where there is none, or null. */
const cJSON *json_at(const cJSON *value, const char *path);
/* A string, or an integer that a double holds exactly as its digits; NULL for all else. */
const char *json_string(struct arena *arena, const cJSON *value);
const char *json_string_at(struct arena *arena, const cJSON *value, const char *path);

enum err_code json_feed_read(const cJSON *root, struct draft_context *context, struct err *err);
bool json_feed_is(const cJSON *root);
/* By hints->mapping, or a preset that fits. */
enum err_code json_api_read(const cJSON *root, struct draft_context *context, struct err *err);

#endif
