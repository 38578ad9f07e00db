#include "producers/poller/itemize.h"

#include "common/text/utf8.h"
#include "producers/feeds/title.h"

#include <string.h>

#define DAY_S             86400
#define TITLE_MAX_BYTES   ((size_t)4 << 10)
#define WORD_MAX_BYTES    ((size_t)2 << 10)
#define SUMMARY_MAX_BYTES ((size_t)64 << 10)

void itemize_mark(const struct feed_entry *entry, char mark[DIGEST_ID_BYTES])
{
    const struct str parts[] = {
        STR("mark"),         str_of(entry->title), str_of(entry->summary),
        str_of(entry->text), str_of(entry->url),   str_of(entry->updated.text),
    };
    digest_id(parts, sizeof parts / sizeof parts[0], mark);
}

bool itemize_wants_page(const struct catalogue_source *source, const struct feed_entry *entry)
{
    if (entry->url == NULL || strcmp(source->pages, "never") == 0)
        return false;
    return entry->text == NULL || strcmp(source->pages, "always") == 0;
}

/* At most max bytes of text, cut between two characters. */
static const char *
cut(struct arena *arena, const char *text, size_t max, enum err_code *code, struct err *err)
{
    size_t len = text == NULL ? 0 : strlen(text);
    if (len <= max)
        return text;
    const char *shorter = arena_copy(arena, text, utf8_valid_prefix(text, max));
    if (shorter == NULL)
        *code = err_set(err, ERR_TOO_LARGE, "the item is too large");
    return shorter;
}

static enum err_code settle(struct arena *arena, struct item *item, struct err *err)
{
    enum err_code code = ERR_OK;
    item->title = cut(arena, item->title == NULL ? "" : item->title, TITLE_MAX_BYTES, &code, err);
    item->summary = cut(arena, item->summary, SUMMARY_MAX_BYTES, &code, err);
    item->text = cut(arena, item->text == NULL ? "" : item->text, ITEM_TEXT_MAX_BYTES, &code, err);
    /* A feed may write a book there; the id was made from the whole guid. */
    item->guid = cut(arena, item->guid, WORD_MAX_BYTES, &code, err);
    item->author = cut(arena, item->author, WORD_MAX_BYTES, &code, err);
    item->lang = cut(arena, item->lang, WORD_MAX_BYTES, &code, err);
    item->published_raw = cut(arena, item->published_raw, WORD_MAX_BYTES, &code, err);
    if (code)
        return code;
    item->revision = item_make_revision(arena, item->title, item->text);
    return item->revision == NULL ? err_set(err, ERR_TOO_LARGE, "the item is too large") : ERR_OK;
}

static bool is_possible(const struct feed_date *date, long long fetched_s)
{
    return date->known && date->epoch_s <= fetched_s + DAY_S;
}

static void put_published(const struct feed_date *date, struct item *item)
{
    item->published = date->text;
    item->published_raw = date->raw;
    item->published_precision = date->precision;
    item->published_from = date->from;
}

/* An address says nothing that the item hasn't: better no title. */
static const char *title_of(const struct feed_entry *entry)
{
    bool address = entry->title_from != NULL && strcmp(entry->title_from, "url") == 0;
    return address ? NULL : entry->title;
}

enum err_code itemize_entry(const struct catalogue_source *source,
                            const struct feed_entry *entry,
                            const char *lang,
                            long long fetched_s,
                            struct arena *arena,
                            struct item *item,
                            struct err *err)
{
    bool one_language = strcmp(source->lang, "und") != 0;
    char fetched[DATE_RFC3339_BYTES];
    (void)date_to_rfc3339(fetched_s, fetched);
    *item = (struct item){
        .id = entry->id,
        .story = entry->story,
        .source = source->id,
        .kind = source->tier,
        .country = source->country,
        .lang = one_language          ? source->lang
                : entry->lang != NULL ? entry->lang
                : lang != NULL        ? lang
                                      : "und",
        .url = entry->url,
        .guid = entry->guid != NULL ? entry->guid : entry->identity,
        .title = title_of(entry),
        .summary = entry->summary,
        .text = entry->text != NULL ? entry->text : entry->summary,
        .author = entry->author,
        .published_raw = entry->published.raw,
        .published_from = "none",
        .updated = is_possible(&entry->updated, fetched_s) ? entry->updated.text : NULL,
        .fetched = arena_copy_str(arena, str_of(fetched)),
    };
    if (is_possible(&entry->published, fetched_s))
        put_published(&entry->published, item);
    return settle(arena, item, err);
}

static bool is_day(const char *precision)
{
    return precision != NULL && strcmp(precision, "day") == 0;
}

/* The page's date counts where the feed gave none, or gave the day and the page gives the hour of
 * about that day. */
static bool page_date_is_better(const struct feed_date *date, const struct item *item)
{
    long long fetched_s = 0;
    long long published_s = 0;
    (void)date_from_rfc3339(str_of(item->fetched), &fetched_s);
    if (!is_possible(date, fetched_s))
        return false;
    if (item->published == NULL)
        return true;
    if (!is_day(item->published_precision) || is_day(date->precision) ||
        !date_from_rfc3339(str_of(item->published), &published_s))
        return false;
    long long apart_s = date->epoch_s - published_s;
    return apart_s > -DAY_S && apart_s < 2 * DAY_S;
}

/* False where the title is missing, or was made of the start of the text. */
static bool has_own_title(struct arena *arena, const struct item *item)
{
    if (item->title == NULL || *item->title == '\0')
        return false;
    const char *made = title_of_text(arena, item->summary != NULL ? item->summary : item->text);
    return made == NULL || strcmp(made, item->title) != 0;
}

enum err_code
itemize_page(const struct article *article, struct arena *arena, struct item *item, struct err *err)
{
    bool titled = has_own_title(arena, item);
    if (article->text != NULL)
        item->text = article->text;
    if (!titled && article->title != NULL)
        item->title = article->title;
    if (item->author == NULL)
        item->author = article->author;
    if (strcmp(item->lang, "und") == 0 && article->lang != NULL)
        item->lang = article->lang;
    if (page_date_is_better(&article->published, item))
        put_published(&article->published, item);
    return settle(arena, item, err);
}

bool itemize_copy(const struct item *from, struct arena *arena, struct item *to)
{
    /* An item is nothing but strings. */
    enum { MEMBERS = sizeof *from / sizeof(const char *) };
    _Static_assert(sizeof *from == MEMBERS * sizeof(const char *), "an item is all strings");
    const char *members[MEMBERS];
    memcpy(members, from, sizeof *from);
    for (size_t i = 0; i < MEMBERS; i++) {
        if (members[i] == NULL)
            continue;
        members[i] = arena_copy_str(arena, str_of(members[i]));
        if (members[i] == NULL)
            return false;
    }
    memcpy(to, members, sizeof *to);
    return true;
}
