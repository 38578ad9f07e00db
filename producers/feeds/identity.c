#include "common/model/item.h"
#include "producers/feeds/draft.h"
#include "producers/feeds/url.h"

#include <stdlib.h>
#include <string.h>

/* A guid or URL that more than one entry has names none of them. */
static int compare_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The guids of all entries, sorted; NULL over the ceiling. */
static const char **
sorted_guids(struct arena *arena, const struct feed_document *doc, size_t *count)
{
    const char **guids = arena_array(arena, doc->count, sizeof *guids);
    *count = 0;
    for (size_t i = 0; guids != NULL && i < doc->count; i++)
        if (doc->entry[i].guid != NULL)
            guids[(*count)++] = doc->entry[i].guid;
    if (guids != NULL)
        qsort(guids, *count, sizeof *guids, compare_text);
    return guids;
}

static bool is_repeated(const char **guids, size_t count, const char *guid)
{
    const char **found = bsearch(&guid, guids, count, sizeof *guids, compare_text);
    if (found == NULL)
        return false;
    return (found > guids && strcmp(found[-1], guid) == 0) ||
           (found + 1 < guids + count && strcmp(found[1], guid) == 0);
}

/* URL, date and title, as far as the rung asks for and the entry has them; NULL where it has none
 * of them. */
static const char *
compose(struct arena *arena, const struct feed_entry *entry, bool with_date, bool with_title)
{
    const char *url = entry->origin != NULL ? entry->origin : entry->url;
    if (url != NULL)
        url = url_canonical(arena, url);
    const char *date = with_date ? entry->published.raw : NULL;
    const char *title = with_title ? entry->title : NULL;
    if (url == NULL && date == NULL && title == NULL)
        return NULL;
    if (date == NULL && title == NULL)
        return url;
    return arena_format(arena, "%s %s %s", url == NULL ? "" : url, date == NULL ? "" : date,
                        title == NULL ? "" : title);
}

static const char *identity_of(struct arena *arena,
                               const struct feed_entry *entry,
                               enum feed_identity rung,
                               bool repeated)
{
    switch (rung) {
    case FEED_BY_URL:
        return compose(arena, entry, false, entry->url == NULL);
    case FEED_BY_URL_DATE:
        return compose(arena, entry, true, entry->url == NULL);
    case FEED_BY_URL_DATE_TITLE:
        return compose(arena, entry, true, true);
    case FEED_BY_GUID:
        if (entry->guid != NULL)
            return entry->guid;
        break;
    default:
        if (entry->guid != NULL && !repeated)
            return entry->guid;
        break;
    }
    if (entry->url != NULL)
        return compose(arena, entry, false, false);
    return compose(arena, entry, true, true);
}

/* The last resort of an entry that has a summary only. */
static const char *body_of(const struct feed_entry *entry)
{
    if (entry->summary != NULL)
        return entry->summary;
    return entry->text != NULL ? entry->text : "";
}

enum err_code draft_identify(struct draft_context *context, struct err *err)
{
    struct arena *arena = context->arena;
    struct feed_document *doc = context->doc;
    if (doc->count == 0)
        return ERR_OK;
    size_t guid_count = 0;
    const char **guids = sorted_guids(arena, doc, &guid_count);
    size_t repeats = 0;
    for (size_t i = 0; guids != NULL && i < doc->count; i++) {
        struct feed_entry *entry = &doc->entry[i];
        bool repeated = entry->guid != NULL && is_repeated(guids, guid_count, entry->guid);
        repeats += repeated;
        entry->identity = identity_of(arena, entry, context->hints->identity, repeated);
        if (entry->identity == NULL) {
            doc->finding = "no-identity";
            entry->identity = body_of(entry);
        }
        const char *source = context->hints->source;
        entry->id = item_make_id(arena, source == NULL ? "" : source, entry->identity);
        entry->story = url_story(arena, entry->origin != NULL ? entry->origin : entry->url);
        if (entry->lang == NULL)
            entry->lang = doc->lang;
        if (entry->id == NULL)
            guids = NULL;
    }
    if (guids == NULL)
        return err_set(err, ERR_TOO_LARGE, "document needs more than %zu bytes to read",
                       arena->ceiling_bytes);
    if (repeats > 0 && doc->finding == NULL)
        doc->finding = repeats == doc->count && strcmp(guids[0], guids[guid_count - 1]) == 0
                           ? "guid-alike"
                           : "guid-repeats";
    return ERR_OK;
}
