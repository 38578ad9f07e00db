#include "common/model/item.h"

#include "common/base/digest.h"
#include "common/model/codec.h"
#include "common/text/utf8.h"

#include <string.h>

char *item_make_id(struct arena *arena, const char *source, const char *guid)
{
    struct str parts[] = {STR("item"), str_of(source), str_of(guid)};
    char id[DIGEST_ID_BYTES];
    digest_id(parts, 3, id);
    return arena_copy(arena, id, sizeof id - 1);
}

char *item_make_revision(struct arena *arena, const char *title, const char *text)
{
    struct str parts[] = {STR("revision"), str_of(title), str_of(text)};
    char id[DIGEST_ID_BYTES];
    digest_id(parts, 3, id);
    return arena_copy(arena, id, sizeof id - 1);
}

struct member {
    struct str name;
    size_t offset;
    bool required;
};

#define MEMBER(name, required)                                                                     \
    {                                                                                              \
        {#name, sizeof #name - 1}, offsetof(struct item, name), required                           \
    }

static const struct member members[] = {
    MEMBER(id, true),
    MEMBER(revision, true),
    MEMBER(story, false),
    MEMBER(source, true),
    MEMBER(kind, false),
    MEMBER(country, false),
    MEMBER(lang, true),
    MEMBER(url, false),
    MEMBER(guid, true),
    MEMBER(title, true),
    MEMBER(summary, false),
    MEMBER(text, true),
    MEMBER(author, false),
    MEMBER(published, false),
    MEMBER(published_raw, false),
    MEMBER(published_precision, false),
    MEMBER(published_from, true),
    MEMBER(updated, false),
    MEMBER(fetched, true),
};

#define MEMBER_COUNT (sizeof members / sizeof members[0])
_Static_assert(MEMBER_COUNT == CODEC_ITEM_MEMBERS, "room for each member");

static const char **member_of(struct item *item, const struct member *member)
{
    return (const char **)(void *)((char *)item + member->offset);
}

static enum err_code check_id(const struct item *item, struct err *err)
{
    if (item->id != NULL && strlen(item->id) > ITEM_ID_MAX_BYTES)
        return err_set(err, ERR_BAD_INPUT, "id \"%.40s...\" is longer than %d bytes", item->id,
                       ITEM_ID_MAX_BYTES);
    return ERR_OK;
}

static enum err_code
read_members(struct arena *arena, const cJSON *object, struct item *item, struct err *err)
{
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        const struct member *member = &members[i];
        enum err_code code =
            json_text(arena, object, member->name.ptr, false, member_of(item, member), err);
        if (code)
            return code;
    }
    return check_id(item, err);
}

void codec_item_scan(struct json_scan *scan, struct codec_item *values)
{
    struct json_value name;
    struct json_value value;
    /* They come in the order of the table as a rule, so that looking begins behind the last one. */
    size_t at = 0;
    *values = (struct codec_item){0};
    while (json_scan_next(scan, &name)) {
        json_scan_value(scan, &value);
        if (values->schema.kind == JSON_ABSENT && json_value_is(&name, STR("schema"))) {
            values->schema = value;
            continue;
        }
        size_t tries = 0;
        while (tries < MEMBER_COUNT && !json_value_is(&name, members[at].name)) {
            at = (at + 1) % MEMBER_COUNT;
            tries++;
        }
        if (tries == MEMBER_COUNT)
            values->escaped = values->escaped || memchr(name.text.ptr, '\\', name.text.len) != NULL;
        else if (values->member[at].kind == JSON_ABSENT)
            values->member[at] = value;
    }
}

enum err_code codec_item_read(const struct codec_item *values, struct item *item, struct err *err)
{
    struct item read = {0};
    enum err_code code = json_value_check_schema(&values->schema, ITEM_SCHEMA, err);
    for (size_t i = 0; i < MEMBER_COUNT && !code; i++)
        code = json_value_text(&values->member[i], members[i].name.ptr, members[i].required,
                               member_of(&read, &members[i]), err);
    if (!code)
        code = check_id(&read, err);
    if (!code && strlen(read.text) > ITEM_TEXT_MAX_BYTES)
        code = err_set(err, ERR_TOO_LARGE, "text of %zu bytes is over %zu", strlen(read.text),
                       ITEM_TEXT_MAX_BYTES);
    if (!code)
        *item = read;
    return code;
}

static bool is_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

enum err_code item_complete(struct arena *arena, bool keep_id, struct item *item, struct err *err)
{
    if (is_blank(item->text) && is_blank(item->title))
        return err_set(err, ERR_BAD_INPUT, "neither \"text\" nor \"title\" is there");
    const char *own_id = item->id;
    const char *guid = item->guid != NULL ? item->guid : item->url != NULL ? item->url : own_id;
    if (guid == NULL)
        return err_set(err, ERR_BAD_INPUT, "none of \"guid\", \"url\" and \"id\" is there");
    item->guid = guid;
    if (item->text == NULL)
        item->text = "";
    if (item->title == NULL)
        item->title = "";
    if (item->source == NULL)
        item->source = "import";
    if (item->lang == NULL)
        item->lang = "en";
    if (item->published_raw == NULL)
        item->published_raw = item->published;
    if (item->published_from == NULL)
        item->published_from = item->published == NULL ? "none" : "feed";
    if (!keep_id || own_id == NULL)
        item->id = item_make_id(arena, item->source, item->guid);
    item->revision = item_make_revision(arena, item->title, item->text);
    if (item->id == NULL || item->revision == NULL)
        return err_set(err, ERR_TOO_LARGE, "item is too large");
    return ERR_OK;
}

enum err_code codec_item_read_line(
    struct arena *arena, const cJSON *object, bool keep_id, struct item *item, struct err *err)
{
    struct item read = {0};
    enum err_code code = read_members(arena, object, &read, err);
    if (!code)
        code = item_complete(arena, keep_id, &read, err);
    if (!code)
        *item = read;
    return code;
}

enum err_code item_from_json(
    struct arena *arena, const char *json, size_t len, struct item *item, struct err *err)
{
    struct json_scan scan;
    struct codec_item values;
    enum err_code code = json_scan_open(&scan, arena, json, len, err);
    if (code)
        return code;
    codec_item_scan(&scan, &values);
    code = json_scan_close(&scan, err);
    return code ? code : codec_item_read(&values, item, err);
}

enum err_code item_from_line(struct arena *arena,
                             const char *json,
                             size_t len,
                             bool keep_id,
                             struct item *item,
                             struct err *err)
{
    cJSON *root = NULL;
    enum err_code code = json_parse(json, len, &root, err);
    if (!code)
        code = codec_item_read_line(arena, root, keep_id, item, err);
    cJSON_Delete(root);
    return code;
}

/* Whether the line could be read without a tree, as one of strict JSON can whose members are what
 * they should be. */
static bool scan_line(struct arena *arena, const char *json, size_t len, struct item *item)
{
    struct json_scan scan;
    struct codec_item values;
    struct item read = {0};
    if (json_scan_open(&scan, arena, json, len, NULL))
        return false;
    codec_item_scan(&scan, &values);
    if (json_scan_close(&scan, NULL) || values.escaped)
        return false;
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        if (json_value_text(&values.member[i], members[i].name.ptr, false,
                            member_of(&read, &members[i]), NULL))
            return false;
    }
    if (check_id(&read, NULL))
        return false;
    *item = read;
    return true;
}

enum err_code item_from_members(
    struct arena *arena, const char *json, size_t len, struct item *item, struct err *err)
{
    if (scan_line(arena, json, len, item))
        return ERR_OK;
    /* cJSON takes more than strict JSON, and says what is wrong with a line. */
    struct item read = {0};
    cJSON *root = NULL;
    enum err_code code = json_parse(json, len, &root, err);
    if (!code)
        code = read_members(arena, root, &read, err);
    cJSON_Delete(root);
    if (!code)
        *item = read;
    return code;
}

bool item_put(struct item *item, const char *name, const char *value)
{
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        if (strcmp(members[i].name.ptr, name) == 0) {
            *member_of(item, &members[i]) = value;
            return true;
        }
    }
    return false;
}

cJSON *codec_item(const struct item *item)
{
    struct item view = *item;
    cJSON *object = cJSON_CreateObject();
    json_put(object, "schema", ITEM_SCHEMA);
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        json_put(object, members[i].name.ptr, *member_of(&view, &members[i]));
    return object;
}

/* What codec_item() prints, at a third of its cost: an import is as fast as this. */
enum err_code item_to_json(const struct item *item, struct buf *out, struct err *err)
{
    struct item view = *item;
    (void)buf_add_char(out, '{');
    json_write(out, true, "schema", ITEM_SCHEMA);
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        const char *value = *member_of(&view, &members[i]);
        if (value != NULL)
            json_write(out, false, members[i].name.ptr, value);
    }
    if (!buf_add_char(out, '}'))
        return err_set(err, ERR_TOO_LARGE, "document is over %zu bytes", out->ceiling_bytes);
    return ERR_OK;
}
