#include "producers/feeds/feed.h"

#include <cjson/cJSON.h>
#include <string.h>

const char *feed_kind_name(enum feed_kind kind)
{
    static const char *const names[] = {"unknown",       "rss",       "rdf",      "atom",
                                        "cdf",           "json-feed", "json-api", "sitemap",
                                        "sitemap-index", "listing"};
    return names[kind];
}

const char *feed_verdict_name(enum feed_verdict verdict)
{
    static const char *const names[] = {"ok", "empty", "moved", "blocked", "hostile", "broken"};
    return names[verdict];
}

bool feed_identity_parse(const char *name, enum feed_identity *identity)
{
    static const char *const names[] = {"auto", "guid", "url", "url+date", "url+date+title"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        *identity = (enum feed_identity)i;
        return true;
    }
    return false;
}

static void put(cJSON *object, const char *name, const char *text)
{
    if (text == NULL)
        cJSON_AddNullToObject(object, name);
    else
        cJSON_AddStringToObject(object, name, text);
}

static const char *date_text(const struct feed_date *date)
{
    return date->known ? date->text : NULL;
}

enum err_code feed_entry_to_json(const struct feed_entry *entry, struct buf *out, struct err *err)
{
    cJSON *object = cJSON_CreateObject();
    put(object, "id", entry->id);
    put(object, "guid", entry->guid);
    put(object, "url", entry->url);
    put(object, "title", entry->title);
    put(object, "summary", entry->summary);
    put(object, "text", entry->text);
    put(object, "author", entry->author);
    put(object, "published", date_text(&entry->published));
    put(object, "published_from", entry->published.from);
    put(object, "updated", date_text(&entry->updated));
    put(object, "published_raw", entry->published.raw);
    put(object, "published_precision", entry->published.precision);
    put(object, "title_from", entry->title_from);
    put(object, "lang", entry->lang);
    put(object, "story", entry->story);
    char *text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    if (text == NULL)
        return err_set(err, ERR_INTERNAL, "an entry could not be printed");
    bool room = buf_add_text(out, text);
    cJSON_free(text);
    return room ? ERR_OK : err_set(err, ERR_TOO_LARGE, "an entry is too large to print");
}
