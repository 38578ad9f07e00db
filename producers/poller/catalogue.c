#include "producers/poller/catalogue.h"

#include "common/base/nearest.h"
#include "common/conf/conf.h"
#include "common/http/weburl.h"
#include "producers/feeds/paging.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)64 << 20)
#define SOURCES_MAX 100000

#define KINDS "auto|rss|atom|rdf|json-feed|json-api|sitemap|listing"

/* Every key of a section. */
static const struct key {
    const char *name;
    enum conf_kind kind;
    size_t offset;
    const char *limits;
    const char *fallback; /* NULL: stays NULL, 0 or false */
} catalogue_keys[] = {
    {"name", CONF_TEXT, offsetof(struct catalogue_source, name), NULL, NULL},
    {"country", CONF_TEXT, offsetof(struct catalogue_source, country), NULL, NULL},
    {"tier", CONF_TEXT, offsetof(struct catalogue_source, tier), NULL, NULL},
    {"language", CONF_TEXT, offsetof(struct catalogue_source, lang), NULL, NULL},
    {"url", CONF_TEXT, offsetof(struct catalogue_source, url), NULL, NULL},
    {"kind", CONF_CHOICE, offsetof(struct catalogue_source, kind), KINDS, "auto"},
    {"enabled", CONF_BOOLEAN, offsetof(struct catalogue_source, enabled), NULL, "yes"},
    {"reason", CONF_TEXT, offsetof(struct catalogue_source, reason), NULL, NULL},
    {"interval", CONF_DURATION, offsetof(struct catalogue_source, interval_ms), "1s..30d", "15m"},
    {"min_interval", CONF_DURATION, offsetof(struct catalogue_source, min_interval_ms), "1s..30d",
     NULL},
    {"max_interval", CONF_DURATION, offsetof(struct catalogue_source, max_interval_ms), "1s..30d",
     NULL},
    {"gap", CONF_DURATION, offsetof(struct catalogue_source, gap_ms), "0s..1h", "5s"},
    {"conditional", CONF_BOOLEAN, offsetof(struct catalogue_source, conditional), NULL, "yes"},
    {"pages", CONF_CHOICE, offsetof(struct catalogue_source, pages), "auto|always|never", "auto"},
    {"article", CONF_TEXT, offsetof(struct catalogue_source, article), NULL, NULL},
    {"article_drop", CONF_TEXT, offsetof(struct catalogue_source, article_drop), NULL, NULL},
    {"article_date", CONF_TEXT, offsetof(struct catalogue_source, article_date), NULL, NULL},
    {"robots", CONF_CHOICE, offsetof(struct catalogue_source, robots), "pages|all", "pages"},
    {"accept", CONF_TEXT, offsetof(struct catalogue_source, accept), NULL, NULL},
    {"ca_file", CONF_TEXT, offsetof(struct catalogue_source, ca_file), NULL, NULL},
    {"charset", CONF_TEXT, offsetof(struct catalogue_source, charset), NULL, NULL},
    {"body_max", CONF_BYTES, offsetof(struct catalogue_source, body_max_bytes), "1k..32M", NULL},
    {"identity", CONF_TEXT, offsetof(struct catalogue_source, identity_name), NULL, "auto"},
    {"zone", CONF_TEXT, offsetof(struct catalogue_source, zone_name), NULL, "UTC"},
    {"date_order", CONF_CHOICE, offsetof(struct catalogue_source, date_order_name), "any|dmy|mdy",
     "any"},
    {"rows", CONF_TEXT, offsetof(struct catalogue_source, listing.rows), NULL, NULL},
    {"link", CONF_TEXT, offsetof(struct catalogue_source, listing.link), NULL, NULL},
    {"link_pattern", CONF_TEXT, offsetof(struct catalogue_source, listing.link_pattern), NULL,
     NULL},
    {"title", CONF_TEXT, offsetof(struct catalogue_source, listing.title), NULL, NULL},
    {"date", CONF_TEXT, offsetof(struct catalogue_source, listing.date), NULL, NULL},
    {"date_pattern", CONF_TEXT, offsetof(struct catalogue_source, listing.date_pattern), NULL,
     NULL},
    {"summary", CONF_TEXT, offsetof(struct catalogue_source, listing.summary), NULL, NULL},
    {"next", CONF_TEXT, offsetof(struct catalogue_source, listing.next), NULL, NULL},
    {"json_items", CONF_TEXT, offsetof(struct catalogue_source, mapping.items), NULL, NULL},
    {"json_guid", CONF_TEXT, offsetof(struct catalogue_source, mapping.guid), NULL, NULL},
    {"json_url", CONF_TEXT, offsetof(struct catalogue_source, mapping.url), NULL, NULL},
    {"json_title", CONF_TEXT, offsetof(struct catalogue_source, mapping.title), NULL, NULL},
    {"json_summary", CONF_TEXT, offsetof(struct catalogue_source, mapping.summary), NULL, NULL},
    {"json_text", CONF_TEXT, offsetof(struct catalogue_source, mapping.text), NULL, NULL},
    {"json_author", CONF_TEXT, offsetof(struct catalogue_source, mapping.author), NULL, NULL},
    {"json_published", CONF_TEXT, offsetof(struct catalogue_source, mapping.published), NULL, NULL},
    {"json_updated", CONF_TEXT, offsetof(struct catalogue_source, mapping.updated), NULL, NULL},
    {"json_next", CONF_TEXT, offsetof(struct catalogue_source, mapping.next), NULL, NULL},
    {"json_offset", CONF_TEXT, offsetof(struct catalogue_source, mapping.offset), NULL, NULL},
    {"json_total", CONF_TEXT, offsetof(struct catalogue_source, mapping.total), NULL, NULL},
    {"json_offset_in", CONF_TEXT, offsetof(struct catalogue_source, mapping.offset_in), NULL, NULL},
    {"next_url", CONF_TEXT, offsetof(struct catalogue_source, next_url), NULL, NULL},
    {"backfill", CONF_INTEGER, offsetof(struct catalogue_source, backfill), "0..10", NULL},
};

#define KEY_COUNT (sizeof catalogue_keys / sizeof catalogue_keys[0])

static enum err_code
put_value(const struct key *key, const char *text, struct catalogue_source *source, struct err *err)
{
    void *slot = (char *)source + key->offset;
    enum err_code code = conf_parse_value(key->kind, key->limits, text, slot, err);
    return code ? err_in(err, "%s", key->name) : ERR_OK;
}

static struct catalogue_source source_default(const char *id)
{
    struct catalogue_source source = {.id = id};
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (catalogue_keys[i].fallback != NULL)
            (void)put_value(&catalogue_keys[i], catalogue_keys[i].fallback, &source, NULL);
    }
    return source;
}

static bool id_is_fine(const char *id)
{
    size_t len = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-_.");
    return len > 0 && id[len] == '\0' && len <= CATALOGUE_ID_MAX_BYTES;
}

/* Grows by doubling; capacity is the next power of two of count. */
static struct catalogue_source *add_source(struct catalogue *catalogue)
{
    size_t count = catalogue->count;
    if ((count & (count - 1)) == 0) {
        size_t capacity = count == 0 ? 1 : 2 * count;
        struct catalogue_source *grown =
            realloc(catalogue->source, capacity * sizeof *catalogue->source);
        if (grown == NULL)
            abort();
        catalogue->source = grown;
    }
    return &catalogue->source[catalogue->count++];
}

static enum err_code begin_source(struct catalogue *catalogue, const char *id, struct err *err)
{
    if (!id_is_fine(id))
        return err_set(err, ERR_CONFIG,
                       "\"%s\" is no source id; use at most %d of a-z, 0-9, '-', '_' and '.'", id,
                       CATALOGUE_ID_MAX_BYTES);
    if (catalogue->count == SOURCES_MAX)
        return err_set(err, ERR_CONFIG, "more than %d sources", SOURCES_MAX);
    const char *copy = arena_copy_str(&catalogue->arena, str_of(id));
    *add_source(catalogue) = source_default(copy);
    return ERR_OK;
}

static enum err_code visit(void *context,
                           const char *section,
                           const char *key,
                           const char *value,
                           int line,
                           struct err *err)
{
    (void)line;
    struct catalogue *catalogue = context;
    struct catalogue_source *source =
        catalogue->count == 0 ? NULL : &catalogue->source[catalogue->count - 1];
    if (source == NULL || strcmp(source->id, section) != 0) {
        enum err_code code = begin_source(catalogue, section, err);
        if (code)
            return code;
        source = &catalogue->source[catalogue->count - 1];
    }
    const char *copy = arena_copy_str(&catalogue->arena, str_of(value));
    if (copy == NULL)
        return err_set(err, ERR_CONFIG, "the catalogue is over %zu bytes", ARENA_BYTES);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(catalogue_keys[i].name, key) == 0)
            return put_value(&catalogue_keys[i], copy, source, err);
    }
    struct nearest nearest;
    nearest_begin(&nearest, str_of(key));
    for (size_t i = 0; i < KEY_COUNT; i++)
        nearest_consider(&nearest, catalogue_keys[i].name);
    return err_set(err, ERR_CONFIG, "a source has no key \"%s\"%s", key, nearest_hint(&nearest));
}

static enum err_code finish_source(struct catalogue_source *source, struct err *err)
{
    if (source->url == NULL || source->lang == NULL)
        return err_set(err, ERR_CONFIG, "%s is missing", source->url == NULL ? "url" : "language");
    if (weburl_check(source->url, err)) {
        err->code = ERR_CONFIG;
        return err_in(err, "url");
    }
    if (!feed_identity_parse(source->identity_name, &source->identity))
        return err_set(err, ERR_CONFIG,
                       "identity \"%s\" is none of auto, guid, url, url+date and "
                       "url+date+title",
                       source->identity_name);
    if (!date_zone_parse(str_of(source->zone_name), &source->date.zone))
        return err_set(err, ERR_CONFIG,
                       "zone \"%s\" is unknown; write an offset such as +08:00, or another IANA "
                       "name",
                       source->zone_name);
    source->date.order = strcmp(source->date_order_name, "dmy") == 0   ? DATE_ORDER_DMY
                         : strcmp(source->date_order_name, "mdy") == 0 ? DATE_ORDER_MDY
                                                                       : DATE_ORDER_ANY;
    if (catalogue_is_listing(source) && source->listing.rows == NULL &&
        source->listing.link == NULL && source->listing.link_pattern == NULL)
        return err_set(err, ERR_CONFIG,
                       "a listing needs one of rows, link and link_pattern to find its entries");
    if (source->next_url != NULL && !paging_check(source->next_url))
        return err_set(err, ERR_CONFIG,
                       "next_url \"%s\" has no single number in braces, such as index_{1}.html or "
                       "&start={20+20}",
                       source->next_url);
    if (!source->enabled && source->reason == NULL)
        return err_set(err, ERR_CONFIG, "enabled is no, but there is no reason");
    return ERR_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct catalogue_source *left = a;
    const struct catalogue_source *right = b;
    return strcmp(left->id, right->id);
}

static enum err_code finish(struct catalogue *catalogue, struct err *err)
{
    if (catalogue->count > 1)
        qsort(catalogue->source, catalogue->count, sizeof *catalogue->source, by_id);
    for (size_t i = 0; i < catalogue->count; i++) {
        struct catalogue_source *source = &catalogue->source[i];
        struct err why = {0};
        if (finish_source(source, &why))
            return err_set(err, ERR_CONFIG, "[%s]: %s", source->id, why.text);
        if (i > 0 && strcmp(source[-1].id, source->id) == 0)
            return err_set(err, ERR_CONFIG, "[%s] is there twice", source->id);
    }
    return ERR_OK;
}

enum err_code catalogue_read(const char *path, struct catalogue *catalogue, struct err *err)
{
    struct catalogue read = {.count = 0};
    arena_init(&read.arena, ARENA_BYTES);
    enum err_code code = conf_ini_read(path, visit, &read, err);
    if (!code) {
        code = finish(&read, err);
        if (code)
            (void)err_in(err, "%s", path);
    }
    if (code) {
        catalogue_release(&read);
        (void)err_in(err, "the catalogue of sources (poller.sources)");
    } else {
        *catalogue = read;
    }
    return code;
}

void catalogue_release(struct catalogue *catalogue)
{
    free(catalogue->source);
    arena_release(&catalogue->arena);
    catalogue->source = NULL;
    catalogue->count = 0;
}

const struct catalogue_source *catalogue_find(const struct catalogue *catalogue, const char *id)
{
    if (catalogue->count == 0)
        return NULL;
    struct catalogue_source wanted = {.id = id};
    return bsearch(&wanted, catalogue->source, catalogue->count, sizeof wanted, by_id);
}

struct catalogue_source catalogue_source_of(const char *url)
{
    struct catalogue_source source = source_default("check");
    source.url = url;
    source.lang = "und";
    return source;
}

bool catalogue_is_listing(const struct catalogue_source *source)
{
    return strcmp(source->kind, "listing") == 0;
}

struct poll_pace catalogue_pace(const struct catalogue_source *source)
{
    return (struct poll_pace){
        .interval_s = (source->interval_ms + 999) / 1000,
        .min_interval_s = (source->min_interval_ms + 999) / 1000,
        .max_interval_s = (source->max_interval_ms + 999) / 1000,
    };
}

struct feed_hints
catalogue_hints(const struct catalogue_source *source, const char *url, const char *content_type)
{
    bool mapped = strcmp(source->kind, "json-api") == 0 && source->mapping.items != NULL;
    return (struct feed_hints){
        .url = url,
        .content_type = content_type,
        .charset = source->charset,
        .source = source->id,
        .identity = source->identity,
        .date = source->date,
        .listing = catalogue_is_listing(source) ? &source->listing : NULL,
        .mapping = mapped ? &source->mapping : NULL,
        .next_url = source->next_url,
    };
}

struct article_hints catalogue_article_hints(const struct catalogue_source *source,
                                             const char *url,
                                             const char *content_type)
{
    return (struct article_hints){
        .url = url,
        .content_type = content_type,
        .charset = source->charset,
        .text = source->article,
        .drop = source->article_drop,
        .date = source->article_date,
        .dates = source->date,
    };
}

const char *catalogue_accept(const struct catalogue_source *source)
{
    if (source->accept != NULL)
        return source->accept;
    if (catalogue_is_listing(source))
        return "text/html, application/xhtml+xml, */*;q=0.1";
    if (strncmp(source->kind, "json", 4) == 0)
        return "application/feed+json, application/json, */*;q=0.1";
    return "application/atom+xml, application/rss+xml, application/xml, text/xml, */*;q=0.1";
}
