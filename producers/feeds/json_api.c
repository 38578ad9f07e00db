#include "producers/feeds/json.h"

#include "producers/feeds/html.h"
#include "producers/feeds/paging.h"
#include "producers/feeds/url.h"

#define OFFSET_MAX 1e9

/* Shapes that are recognized by themselves: an array of objects that have an address and a title or
 * a text in these places. The more special come first. */
static const struct feed_mapping presets[] = {
    /* Federal Register: documents.json, public-inspection-documents */
    {.items = "results",
     .guid = "document_number",
     .url = "html_url|pdf_url",
     .title = "title",
     .summary = "abstract",
     .author = "agencies.0.name|agencies.0.raw_name",
     .published = "publication_date|filed_at",
     .next = "next_page_url"},
    /* GOV.UK search */
    {.items = "results",
     .guid = "_id",
     .url = "link",
     .title = "title",
     .summary = "description",
     .author = "organisations.0.title",
     .published = "public_timestamp",
     .offset = "start",
     .total = "total",
     .offset_in = "start"},
    /* Canada's news API */
    {.items = "feed.entry|entry",
     .guid = "id|link",
     .url = "link|url",
     .title = "title",
     .summary = "teaser|summary|description",
     .author = "dept|author.name",
     .published = "publishedDate|published|pubDate",
     .updated = "modifiedDate|updated"},
    /* GDELT DOC 2.0, mode=artlist */
    {.items = "articles",
     .url = "url",
     .title = "title",
     .author = "domain",
     .published = "seendate"},
    /* RSS in JSON */
    {.items = "rss.channel.item",
     .guid = "guid.#value|guid",
     .url = "link",
     .title = "title",
     .summary = "description",
     .author = "author",
     .published = "pubDate"},
    /* WordPress, /wp-json/wp/v2/posts and its kin */
    {.items = "",
     .guid = "guid.rendered|id",
     .url = "link",
     .title = "title.rendered",
     .summary = "excerpt.rendered",
     .text = "content.rendered",
     .author = "_embedded.author.0.name|yoast_head_json.author",
     .published = "date",
     .updated = "modified",
     .published_utc = "date_gmt",
     .updated_utc = "modified_gmt",
     .page_in = "page",
     .guid_is_html = true},
    /* Mastodon's statuses and archives of them */
    {.items = "",
     .guid = "id|uri",
     .url = "url|uri",
     .text = "content",
     .author = "account.acct",
     .published = "created_at",
     .updated = "edited_at"},
    /* GOV.UK content API: one document */
    {.items = "",
     .guid = "content_id",
     .url = "base_path",
     .title = "title",
     .summary = "description",
     .text = "details.body",
     .published = "first_published_at",
     .updated = "public_updated_at"},
};

static const cJSON *first_item(const cJSON *root, const struct feed_mapping *mapping)
{
    const cJSON *items = json_at(root, mapping->items);
    return cJSON_IsArray(items) ? items->child : items;
}

static bool is_text(const cJSON *item, const char *path)
{
    return path != NULL && cJSON_IsString(json_at(item, path));
}

static const struct feed_mapping *preset_of(const cJSON *root)
{
    for (size_t i = 0; i < sizeof presets / sizeof presets[0]; i++) {
        const cJSON *item = first_item(root, &presets[i]);
        if (cJSON_IsObject(item) && is_text(item, presets[i].url) &&
            (is_text(item, presets[i].title) || is_text(item, presets[i].text) ||
             is_text(item, presets[i].summary)))
            return &presets[i];
    }
    return NULL;
}

static void put_date(struct draft *draft,
                     enum draft_slot slot,
                     struct arena *arena,
                     const cJSON *item,
                     const char *utc_path,
                     const char *path)
{
    const char *utc = json_string_at(arena, item, utc_path);
    draft_put(draft, slot, 1, DRAFT_PLAIN, utc == NULL ? json_string_at(arena, item, path) : utc);
    draft->slot[slot].utc = utc != NULL;
}

static const char *
guid_of(struct arena *arena, const cJSON *item, const struct feed_mapping *mapping)
{
    const char *guid = json_string_at(arena, item, mapping->guid);
    return guid != NULL && mapping->guid_is_html ? html_line(arena, str_of(guid)) : guid;
}

static enum err_code read_item(const cJSON *item,
                               const struct feed_mapping *mapping,
                               struct draft_context *context,
                               struct err *err)
{
    struct arena *arena = context->arena;
    struct draft draft = {0};
    draft_put(&draft, DRAFT_GUID, 1, DRAFT_PLAIN, guid_of(arena, item, mapping));
    draft_put_link(&draft, 1, json_string_at(arena, item, mapping->url), NULL);
    draft_put(&draft, DRAFT_TITLE, 1, DRAFT_HTML, json_string_at(arena, item, mapping->title));
    draft_put(&draft, DRAFT_SUMMARY, 1, DRAFT_HTML, json_string_at(arena, item, mapping->summary));
    draft_put(&draft, DRAFT_TEXT, 1, DRAFT_HTML, json_string_at(arena, item, mapping->text));
    draft_put(&draft, DRAFT_AUTHOR, 1, DRAFT_PLAIN, json_string_at(arena, item, mapping->author));
    put_date(&draft, DRAFT_PUBLISHED, arena, item, mapping->published_utc, mapping->published);
    put_date(&draft, DRAFT_UPDATED, arena, item, mapping->updated_utc, mapping->updated);
    return draft_finish(&draft, context, err);
}

static bool number_at(const cJSON *root, const char *path, double *number)
{
    const cJSON *value = path == NULL ? NULL : json_at(root, path);
    if (value == NULL || !cJSON_IsNumber(value) || value->valuedouble < 0 ||
        value->valuedouble > OFFSET_MAX)
        return false;
    *number = value->valuedouble;
    return true;
}

/* The page that the answer links to, or that begins where this one ends. */
static const char *
next_of(const cJSON *root, const struct feed_mapping *mapping, struct draft_context *context)
{
    struct arena *arena = context->arena;
    double offset = 0, total = 0;
    const char *next = json_string_at(arena, root, mapping->next);
    if (next != NULL)
        return url_resolve(arena, context->base, str_of(next));
    const char *url = context->hints->url;
    const char *pages = context->hints->page_count;
    if (mapping->page_in != NULL && pages != NULL && url != NULL && context->hints->next == NULL)
        return paging_count_up(arena, url, str_of(mapping->page_in), pages);
    if (mapping->offset_in == NULL || url == NULL || !number_at(root, mapping->offset, &offset) ||
        !number_at(root, mapping->total, &total))
        return NULL;
    double end = offset + cJSON_GetArraySize(json_at(root, mapping->items));
    if (end <= offset || end >= total)
        return NULL;
    const char *value = arena_format(arena, "%.0f", end);
    return value == NULL ? NULL : paging_set(arena, url, str_of(mapping->offset_in), value);
}

enum err_code json_api_read(const cJSON *root, struct draft_context *context, struct err *err)
{
    struct feed_document *doc = context->doc;
    const struct feed_mapping *mapping = context->hints->mapping;
    if (mapping == NULL)
        mapping = preset_of(root);
    if (mapping == NULL) {
        doc->verdict = FEED_BROKEN;
        doc->reason = "a JSON document of a shape that needs a mapping";
        return ERR_OK;
    }
    const cJSON *items = json_at(root, mapping->items);
    if (items == NULL) {
        doc->verdict = FEED_BROKEN;
        doc->reason = "the JSON document has no member where the mapping looks for its items";
        return ERR_OK;
    }
    doc->next_page = next_of(root, mapping, context);
    if (cJSON_IsObject(items))
        return read_item(items, mapping, context, err);
    enum err_code code = ERR_OK;
    for (const cJSON *item = items->child; !code && item != NULL; item = item->next)
        code = read_item(item, mapping, context, err);
    return code;
}
