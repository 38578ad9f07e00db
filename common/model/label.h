/*
 * The two forms that `gainsay classify` and `gainsay link` print: records with the members of the
 * evaluation sets' label guide, evidence as verbatim text. They may gain members; those that are
 * there stay.
 */
#ifndef GAINSAY_MODEL_LABEL_H
#define GAINSAY_MODEL_LABEL_H

#include "common/model/item.h"
#include "common/model/record.h"

/* A link: record `denial_record` of item `denial_item` contradicts record `claim_record` of item
 * `claim_item`. */
struct label_link {
    size_t denial_item;
    size_t denial_record;
    size_t claim_item;
    size_t claim_record;
    double score;
    const char *reasons;
};

/* A story: items in the input's order, to be classified and linked. */
struct label_story {
    const char *id;
    struct item *items;
    size_t count;
};

/* Appends {"id","labels","records"} without a line end. */
enum err_code label_item_to_json(const struct item *item,
                                 const struct record_list *records,
                                 struct buf *out,
                                 struct err *err);

/* Reads {"id","items":[...]}; other members are ignored. ERR_BAD_INPUT names the item's index. */
enum err_code label_story_from_json(
    struct arena *arena, const char *json, size_t len, struct label_story *story, struct err *err);

/* Appends {"id","items":[{"id","records":[...]}],"links":[...]}; lists[i] belongs to
 * story->items[i]. */
enum err_code label_story_to_json(const struct label_story *story,
                                  const struct record_list *lists,
                                  const struct label_link *links,
                                  size_t link_count,
                                  struct buf *out,
                                  struct err *err);

#endif
