/* Recorded feeds and pages: the same readers as the poller's, the source by name. */
#include "producers/importer/import.h"

#include "producers/feeds/article.h"
#include "producers/feeds/url.h"
#include "producers/poller/itemize.h"

#include <stdio.h>
#include <string.h>

static enum err_code read_catalogue(struct import *import, struct err *err)
{
    if (import->has_catalogue)
        return ERR_OK;
    feed_setup();
    enum err_code code = catalogue_read(import->settings->catalogue, &import->catalogue, err);
    import->has_catalogue = !code;
    /* Whoever names the source can do without. */
    return import->settings->source[0] != '\0' ? ERR_OK : code;
}

static bool ends_word(char c)
{
    return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
}

/* The source whose id the name begins with; the longest, for cn-mfa must not take cn-mfa-spox's. */
static const struct catalogue_source *source_of_name(const struct import *import, struct str name)
{
    char id[CATALOGUE_ID_MAX_BYTES + 1];
    size_t longest = name.len < CATALOGUE_ID_MAX_BYTES ? name.len : CATALOGUE_ID_MAX_BYTES;
    for (size_t len = longest; len > 0; len--) {
        if (len < name.len && !ends_word(name.ptr[len]))
            continue;
        memcpy(id, name.ptr, len);
        id[len] = '\0';
        const struct catalogue_source *found = catalogue_find(&import->catalogue, id);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* By the file's name, else by the nearest folder that has a source's id for its name. */
static const struct catalogue_source *source_of_path(const struct import *import,
                                                     const struct input_document *document)
{
    const struct catalogue_source *found = source_of_name(import, str_of(document->name));
    struct str path = str_of(document->place);
    while (found == NULL && path.len > 0) {
        while (path.len > 0 && path.ptr[path.len - 1] != '/' && path.ptr[path.len - 1] != ':')
            path.len--;
        if (path.len > 0)
            path.len--;
        size_t from = path.len;
        while (from > 0 && path.ptr[from - 1] != '/' && path.ptr[from - 1] != ':')
            from--;
        char id[CATALOGUE_ID_MAX_BYTES + 1] = "";
        if (path.len - from < sizeof id)
            memcpy(id, path.ptr + from, path.len - from);
        found = catalogue_find(&import->catalogue, id);
    }
    return found;
}

static enum err_code find_source(struct import *import,
                                 const struct input_document *document,
                                 struct catalogue_source *source,
                                 struct err *err)
{
    const char *id = import->settings->source;
    const struct catalogue_source *found = NULL;
    enum err_code code = read_catalogue(import, err);
    if (code)
        return code;
    if (import->has_catalogue)
        found = id[0] != '\0' ? catalogue_find(&import->catalogue, id)
                              : source_of_path(import, document);
    if (found == NULL && id[0] == '\0')
        return err_set(err, ERR_BAD_INPUT,
                       "neither its name nor a folder's is a source's id; name the source by "
                       "--source");
    if (found != NULL) {
        *source = *found;
    } else {
        *source = catalogue_source_of(NULL);
        source->id = id;
    }
    if (import->settings->lang[0] != '\0')
        source->lang = import->settings->lang;
    if (import->settings->zone_name[0] != '\0')
        source->date.zone = import->date.zone;
    return ERR_OK;
}

static enum err_code send_entry(struct import *import,
                                const struct catalogue_source *source,
                                const struct feed_entry *entry,
                                const char *lang,
                                struct err *err)
{
    struct item item;
    enum err_code code =
        itemize_entry(source, entry, lang, import->document_time_s, &import->arena, &item, err);
    return code ? code : import_item(import, true, &item, err);
}

static enum err_code send_entries(struct import *import,
                                  const struct catalogue_source *source,
                                  const struct feed_document *doc,
                                  struct err *err)
{
    enum err_code code = ERR_OK;
    size_t empty = 0;
    for (size_t i = 0; i < doc->count && !code && !import_stopping(import); i++) {
        const struct feed_entry *entry = &doc->entry[i];
        struct err why = {0};
        if (entry->title == NULL && entry->summary == NULL && entry->text == NULL) {
            empty++;
            continue;
        }
        code = send_entry(import, source, entry, doc->lang, &why);
        if (err_class_of(code) == ERR_CLASS_DROP) {
            import_bad(import, 0, why.text);
            code = ERR_OK;
        } else if (code) {
            *err = why;
        }
    }
    if (empty > 0) {
        char why[100];
        (void)snprintf(why, sizeof why, "%zu entries have an address and nothing to read", empty);
        import_bad(import, 0, why);
    }
    return code;
}

/* A page of its own, such as an article. */
static enum err_code send_page(struct import *import,
                               const struct catalogue_source *source,
                               const struct input_document *document,
                               const struct feed_document *doc,
                               struct err *err)
{
    struct article_hints hints = catalogue_article_hints(source, NULL, NULL);
    struct article article;
    enum err_code code = article_extract(buf_text(&import->bytes), import->bytes.len, &hints,
                                         &import->arena, &article, err);
    if (code)
        return code;
    if (article.text == NULL)
        return err_set(err, ERR_BAD_INPUT, "%s: %s", feed_verdict_name(doc->verdict),
                       doc->reason == NULL ? "no entry and no text is in it" : doc->reason);
    const char *identity =
        article.url == NULL ? document->name : url_canonical(&import->arena, article.url);
    const struct feed_entry entry = {
        .id = identity == NULL ? NULL : item_make_id(&import->arena, source->id, identity),
        .identity = identity,
        .url = article.url,
        .title = article.title,
        .text = article.text,
        .author = article.author,
        .lang = article.lang,
        .story = url_story(&import->arena, article.url),
        .published = article.published,
        .updated = article.updated,
    };
    if (entry.id == NULL)
        return err_set(err, ERR_TOO_LARGE, "the page is too large");
    return send_entry(import, source, &entry, article.lang, err);
}

static bool is_page(const struct feed_document *doc)
{
    return doc->count == 0 && (doc->kind == FEED_UNKNOWN || doc->kind == FEED_LISTING) &&
           (doc->verdict == FEED_MOVED || doc->verdict == FEED_EMPTY ||
            doc->verdict == FEED_BROKEN);
}

enum err_code
import_recorded(struct import *import, const struct input_document *document, struct err *err)
{
    struct catalogue_source source = {0};
    struct feed_document doc = {0};
    enum err_code code = find_source(import, document, &source, err);
    buf_reset(&import->bytes);
    if (!code)
        code = input_rest(import->input, &import->bytes, err);
    if (code)
        return code;
    const struct feed_hints hints = catalogue_hints(&source, source.url, NULL);
    code =
        feed_parse(buf_text(&import->bytes), import->bytes.len, &hints, &import->arena, &doc, err);
    if (code)
        return code;
    if (is_page(&doc))
        return send_page(import, &source, document, &doc, err);
    if (doc.verdict != FEED_OK && doc.verdict != FEED_EMPTY)
        return err_set(err, ERR_BAD_INPUT, "%s: %s", feed_verdict_name(doc.verdict), doc.reason);
    return send_entries(import, &source, &doc, err);
}
