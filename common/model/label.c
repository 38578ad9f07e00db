#include "common/model/label.h"

#include "common/model/codec.h"

#include <string.h>

static enum err_code put_records(cJSON *object,
                                 const struct item *item,
                                 const struct record_list *records,
                                 struct err *err)
{
    struct arena arena;
    arena_init(&arena, 4 * ITEM_TEXT_MAX_BYTES + ((size_t)1 << 20));
    cJSON *array = cJSON_AddArrayToObject(object, "records");
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < records->count; i++) {
        const struct record *record = &records->record[i];
        cJSON *member = codec_record(record);
        const char *evidence = record_evidence(&arena, record, item->text);
        if (evidence == NULL)
            code = err_set(err, ERR_TOO_LARGE, "evidence of record %zu is too large", i);
        json_put_or_empty(member, "evidence", evidence);
        (void)cJSON_AddItemToArray(array, member);
        arena_reset(&arena);
    }
    arena_release(&arena);
    return code;
}

static void put_labels(cJSON *object, const struct record_list *records)
{
    cJSON *labels = cJSON_AddArrayToObject(object, "labels");
    for (int type = RECORD_CLAIM; type <= RECORD_TARIFF_CHANGE; type++) {
        bool found = false;
        for (size_t i = 0; i < records->count; i++)
            found = found || (int)records->record[i].type == type;
        if (found)
            (void)cJSON_AddItemToArray(
                labels, cJSON_CreateString(record_type_name((enum record_type)type)));
    }
}

enum err_code label_item_to_json(const struct item *item,
                                 const struct record_list *records,
                                 struct buf *out,
                                 struct err *err)
{
    cJSON *root = cJSON_CreateObject();
    json_put_or_empty(root, "id", item->id);
    put_labels(root, records);
    enum err_code code = put_records(root, item, records, err);
    if (code) {
        cJSON_Delete(root);
        return code;
    }
    return json_print(root, out, err);
}

enum err_code label_story_from_json(
    struct arena *arena, const char *json, size_t len, struct label_story *story, struct err *err)
{
    struct label_story read = {0};
    cJSON *root = NULL;
    enum err_code code = json_parse(json, len, &root, err);
    if (code)
        return code;
    code = json_text(arena, root, "id", true, &read.id, err);
    const cJSON *items = cJSON_GetObjectItemCaseSensitive(root, "items");
    if (!code && !cJSON_IsArray(items))
        code =
            err_set(err, ERR_BAD_INPUT,
                    items == NULL && cJSON_HasObjectItem(root, "text")
                        ? "this line is an item, not a story: put the items that belong together "
                          "into the list \"items\" of one line (as jq -cs '{id: \"all\", items: "
                          ".}' does with a file of them)"
                        : "a story has a list of items, {\"id\": ..., \"items\": [...]}: member "
                          "\"items\" is no list");
    if (!code) {
        read.items = arena_array(arena, (size_t)cJSON_GetArraySize(items) + 1, sizeof *read.items);
        if (read.items == NULL)
            code = err_set(err, ERR_TOO_LARGE, "story is too large");
    }
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, items)
    {
        if (code)
            break;
        code = codec_item_read_line(arena, item, true, &read.items[read.count], err);
        if (code)
            code = err_in(err, "items[%zu]", read.count);
        read.count++;
    }
    cJSON_Delete(root);
    if (!code)
        *story = read;
    return code;
}

static cJSON *place(size_t item, size_t record)
{
    cJSON *pair = cJSON_CreateArray();
    (void)cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)item));
    (void)cJSON_AddItemToArray(pair, cJSON_CreateNumber((double)record));
    return pair;
}

enum err_code label_story_to_json(const struct label_story *story,
                                  const struct record_list *lists,
                                  const struct label_link *links,
                                  size_t link_count,
                                  struct buf *out,
                                  struct err *err)
{
    cJSON *root = cJSON_CreateObject();
    json_put_or_empty(root, "id", story->id);
    cJSON *items = cJSON_AddArrayToObject(root, "items");
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < story->count && !code; i++) {
        cJSON *object = cJSON_CreateObject();
        (void)cJSON_AddItemToArray(items, object);
        json_put_or_empty(object, "id", story->items[i].id);
        put_labels(object, &lists[i]);
        code = put_records(object, &story->items[i], &lists[i], err);
    }
    cJSON *array = cJSON_AddArrayToObject(root, "links");
    for (size_t i = 0; i < link_count; i++) {
        cJSON *link = cJSON_CreateObject();
        (void)cJSON_AddItemToObject(link, "denial",
                                    place(links[i].denial_item, links[i].denial_record));
        (void)cJSON_AddItemToObject(link, "claim",
                                    place(links[i].claim_item, links[i].claim_record));
        (void)cJSON_AddNumberToObject(link, "score", links[i].score);
        json_put(link, "reasons", links[i].reasons);
        (void)cJSON_AddItemToArray(array, link);
    }
    if (code) {
        cJSON_Delete(root);
        return code;
    }
    return json_print(root, out, err);
}
