#include "producers/feeds/json.h"

#include "producers/feeds/html.h"
#include "producers/feeds/url.h"

#include <string.h>

bool json_feed_is(const cJSON *root)
{
    const cJSON *version = json_at(root, "version");
    const cJSON *items = json_at(root, "items");
    if (cJSON_IsString(version) && strstr(version->valuestring, "jsonfeed.org") != NULL)
        return true;
    /* Feeds without the version that the specification asks for. */
    const cJSON *first = cJSON_IsArray(items) ? items->child : NULL;
    return first != NULL && json_at(first, "content_html|content_text") != NULL;
}

static enum err_code read_item(const cJSON *item, struct draft_context *context, struct err *err)
{
    struct arena *arena = context->arena;
    struct draft draft = {0};
    draft_put(&draft, DRAFT_GUID, 1, DRAFT_PLAIN, json_string_at(arena, item, "id"));
    draft_put_link(&draft, 1, json_string_at(arena, item, "url"), NULL);
    draft_put_link(&draft, 2, json_string_at(arena, item, "external_url"), NULL);
    draft_put(&draft, DRAFT_TITLE, 1, DRAFT_PLAIN, json_string_at(arena, item, "title"));
    draft_put(&draft, DRAFT_SUMMARY, 1, DRAFT_PLAIN, json_string_at(arena, item, "summary"));
    draft_put(&draft, DRAFT_TEXT, 2, DRAFT_HTML, json_string_at(arena, item, "content_html"));
    draft_put(&draft, DRAFT_TEXT, 1, DRAFT_PLAIN, json_string_at(arena, item, "content_text"));
    draft_put(&draft, DRAFT_AUTHOR, 1, DRAFT_PLAIN,
              json_string_at(arena, item, "authors.0.name|author.name"));
    draft_put(&draft, DRAFT_LANG, 1, DRAFT_PLAIN, json_string_at(arena, item, "language"));
    draft_put(&draft, DRAFT_PUBLISHED, 1, DRAFT_PLAIN,
              json_string_at(arena, item, "date_published"));
    draft_put(&draft, DRAFT_UPDATED, 1, DRAFT_PLAIN, json_string_at(arena, item, "date_modified"));
    const struct draft_value *guid = &draft.slot[DRAFT_GUID];
    if (guid->filled && url_is_web(str_of(guid->text)))
        draft_put_link(&draft, 10, guid->text, NULL);
    return draft_finish(&draft, context, err);
}

static const char *copied(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : html_plain_line(arena, str_of(text));
}

enum err_code json_feed_read(const cJSON *root, struct draft_context *context, struct err *err)
{
    struct arena *arena = context->arena;
    struct feed_document *doc = context->doc;
    const char *version = json_string_at(arena, root, "version");
    const char *slash = version == NULL ? NULL : strrchr(version, '/');
    doc->version = copied(arena, slash == NULL ? version : slash + 1);
    doc->title = copied(arena, json_string_at(arena, root, "title"));
    doc->lang = copied(arena, json_string_at(arena, root, "language"));
    if (context->base == NULL)
        context->base = copied(arena, json_string_at(arena, root, "feed_url|home_page_url"));
    const char *link = json_string_at(arena, root, "home_page_url");
    const char *next = json_string_at(arena, root, "next_url");
    doc->link = link == NULL ? NULL : url_resolve(arena, context->base, str_of(link));
    doc->next_page = next == NULL ? NULL : url_resolve(arena, context->base, str_of(next));

    enum err_code code = ERR_OK;
    const cJSON *items = json_at(root, "items");
    const cJSON *item = cJSON_IsArray(items) ? items->child : NULL;
    for (; !code && item != NULL; item = item->next)
        code = read_item(item, context, err);
    return code;
}
