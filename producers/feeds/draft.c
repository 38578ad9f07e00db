#include "producers/feeds/draft.h"

#include "producers/feeds/html.h"
#include "producers/feeds/url.h"
#include "producers/feeds/windows_1252.h"
#include "producers/feeds/xml.h"

#include <string.h>

#define FIRST_CAPACITY 32

static bool is_better(const struct draft *draft, enum draft_slot slot, int rank)
{
    const struct draft_value *value = &draft->slot[slot];
    bool date = slot == DRAFT_PUBLISHED || slot == DRAFT_UPDATED;
    return !value->filled || rank < value->rank || (date && rank == value->rank);
}

void draft_put(
    struct draft *draft, enum draft_slot slot, int rank, enum draft_markup markup, const char *text)
{
    struct draft_value *value = &draft->slot[slot];
    if (text == NULL || !is_better(draft, slot, rank) || str_trim(str_of(text)).len == 0)
        return;
    *value = (struct draft_value){.filled = true, .rank = rank, .markup = markup, .text = text};
}

void draft_put_tree(struct draft *draft, enum draft_slot slot, int rank, xmlNodePtr tree)
{
    struct draft_value *value = &draft->slot[slot];
    if (is_better(draft, slot, rank))
        *value =
            (struct draft_value){.filled = true, .rank = rank, .markup = DRAFT_TREE, .tree = tree};
}

void draft_put_link(struct draft *draft, int rank, const char *href, xmlNodePtr at)
{
    struct draft_value *value = &draft->slot[DRAFT_LINK];
    bool empty = href != NULL && str_trim(str_of(href)).len == 0;
    if (empty && at != NULL && xml_has_base(at) && is_better(draft, DRAFT_LINK, rank))
        *value = (struct draft_value){.filled = true, .rank = rank, .text = href, .tree = at};
    draft_put(draft, DRAFT_LINK, rank, DRAFT_PLAIN, href);
    if (value->text == href)
        value->tree = at;
}

static const char *as_line(struct arena *arena, const struct draft_value *value)
{
    if (!value->filled)
        return NULL;
    if (value->markup == DRAFT_TREE) {
        const char *text = html_tree_text(arena, value->tree, NULL, NULL);
        return text == NULL ? NULL : html_plain_line(arena, str_of(text));
    }
    const char *text = windows_1252_mend(arena, value->text);
    if (value->markup == DRAFT_HTML)
        return html_line(arena, str_of(text));
    return html_plain_line(arena, str_of(text));
}

static const char *as_text(struct arena *arena, const struct draft_value *value)
{
    if (!value->filled)
        return NULL;
    if (value->markup == DRAFT_TREE)
        return html_tree_text(arena, value->tree, NULL, NULL);
    const char *text = windows_1252_mend(arena, value->text);
    if (value->markup == DRAFT_HTML)
        return html_text(arena, str_of(text));
    return html_plain_text(arena, str_of(text));
}

static const char *as_url(struct draft_context *context, const struct draft_value *value)
{
    if (!value->filled)
        return NULL;
    const char *base = context->base;
    if (value->tree != NULL)
        base = xml_base(context->arena, value->tree, base);
    if (str_trim(str_of(value->text)).len == 0) /* an empty reference is its base */
        return url_resolve(context->arena, NULL, str_of(base));
    return url_resolve(context->arena, base, str_of(value->text));
}

static const char *trimmed(struct arena *arena, const struct draft_value *value)
{
    return value->filled ? arena_copy_str(arena, str_trim(str_of(value->text))) : NULL;
}

/* "editor@example.org (Jane Roe)" and "Jane Roe <editor@example.org>" are Jane Roe. */
static const char *as_author(struct arena *arena, const struct draft_value *value)
{
    const char *line = as_line(arena, value);
    if (line == NULL)
        return NULL;
    struct str name = str_of(line);
    const char *at = strchr(line, '@');
    const char *open = strchr(line, '(');
    const char *angle = strchr(line, '<');
    if (at != NULL && open != NULL && at < open && str_ends_with(name, STR(")")))
        name = (struct str){open + 1, strlen(open) - 2};
    else if (at != NULL && angle != NULL && angle < at && angle > line)
        name.len = (size_t)(angle - line);
    name = str_trim(name);
    return name.len == 0 ? line : arena_copy_str(arena, name);
}

static void read_date(struct draft_context *context,
                      const struct draft *draft,
                      const struct draft_value *value,
                      struct feed_date *date)
{
    *date = (struct feed_date){.from = "none"};
    if (!value->filled)
        return;
    date->raw = html_plain_line(context->arena, str_of(value->text));
    if (date->raw == NULL)
        return;
    struct date read;
    struct date_hints hints = context->hints->date;
    if (value->utc)
        hints.zone = (struct date_zone){0};
    if (!date_read(str_of(date->raw), &hints, &read))
        return;
    date->known = true;
    date->epoch_s = read.epoch_s;
    date->precision = date_precision_name(read.precision);
    date->from = draft->date_from == NULL ? "feed" : draft->date_from;
    date_to_rfc3339(read.epoch_s, date->text);
}

static enum err_code too_large(const struct draft_context *context, struct err *err)
{
    return err_set(err, ERR_TOO_LARGE, "document needs more than %zu bytes to read",
                   context->arena->ceiling_bytes);
}

static enum err_code make_room(struct draft_context *context, struct err *err)
{
    struct feed_document *doc = context->doc;
    if (doc->count < context->capacity)
        return ERR_OK;
    size_t capacity = context->capacity == 0 ? FIRST_CAPACITY : context->capacity * 2;
    struct feed_entry *entry = arena_array(context->arena, capacity, sizeof *entry);
    if (entry == NULL)
        return too_large(context, err);
    if (doc->count > 0)
        memcpy(entry, doc->entry, doc->count * sizeof *entry);
    doc->entry = entry;
    context->capacity = capacity;
    return ERR_OK;
}

enum err_code
draft_finish(const struct draft *draft, struct draft_context *context, struct err *err)
{
    struct arena *arena = context->arena;
    struct feed_document *doc = context->doc;
    bool filled = false;
    for (size_t i = 0; i < DRAFT_SLOTS; i++)
        filled = filled || draft->slot[i].filled;
    if (!filled)
        return ERR_OK;
    if (doc->count == FEED_ENTRIES_MAX) {
        doc->cut++;
        return ERR_OK;
    }
    enum err_code code = make_room(context, err);
    if (code)
        return code;

    struct feed_entry *entry = &doc->entry[doc->count];
    memset(entry, 0, sizeof *entry);
    entry->guid = trimmed(arena, &draft->slot[DRAFT_GUID]);
    entry->url = as_url(context, &draft->slot[DRAFT_LINK]);
    entry->origin = as_url(context, &draft->slot[DRAFT_ORIGIN]);
    if (entry->url == NULL)
        entry->url = entry->origin;
    entry->title = as_line(arena, &draft->slot[DRAFT_TITLE]);
    entry->summary = as_text(arena, &draft->slot[DRAFT_SUMMARY]);
    entry->text = as_text(arena, &draft->slot[DRAFT_TEXT]);
    entry->author = as_author(arena, &draft->slot[DRAFT_AUTHOR]);
    entry->lang = trimmed(arena, &draft->slot[DRAFT_LANG]);
    read_date(context, draft, &draft->slot[DRAFT_PUBLISHED], &entry->published);
    read_date(context, draft, &draft->slot[DRAFT_UPDATED], &entry->updated);
    if (!entry->published.known && entry->updated.known && !draft->slot[DRAFT_PUBLISHED].filled)
        entry->published = entry->updated;
    doc->count++;
    return ERR_OK;
}
