#include "deploy/cli/steady.h"

#include "common/base/digest.h"

#include <stdlib.h>
#include <string.h>

struct steady_entry {
    char key[DIGEST_ID_BYTES];
    char guid[DIGEST_ID_BYTES]; /* "" where it has none */
};

static struct steady_entry make_entry(const struct feed_entry *entry)
{
    struct steady_entry made = {.guid = ""};
    const struct str key[] = {str_of(entry->url), str_of(entry->title), str_of(entry->summary),
                              str_of(entry->text), str_of(entry->published.raw)};
    const struct str guid[] = {str_of(entry->guid)};
    digest_id(key, sizeof key / sizeof key[0], made.key);
    if (entry->guid != NULL)
        digest_id(guid, 1, made.guid);
    return made;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct steady_entry *)a)->key, ((const struct steady_entry *)b)->key);
}

void steady_note(struct steady *steady, const struct feed_document *doc)
{
    steady->entry = calloc(doc->count + 1, sizeof *steady->entry);
    if (steady->entry == NULL)
        abort();
    for (size_t i = 0; i < doc->count; i++)
        steady->entry[i] = make_entry(&doc->entry[i]);
    steady->count = doc->count;
    qsort(steady->entry, steady->count, sizeof *steady->entry, by_key);
}

void steady_release(struct steady *steady)
{
    free(steady->entry);
    *steady = (struct steady){.count = 0};
}

void steady_compare(const struct steady *before,
                    const struct feed_document *now,
                    size_t *common,
                    size_t *renamed)
{
    *common = *renamed = 0;
    for (size_t i = 0; before->count > 0 && i < now->count; i++) {
        const struct steady_entry entry = make_entry(&now->entry[i]);
        const struct steady_entry *known =
            bsearch(&entry, before->entry, before->count, sizeof entry, by_key);
        if (known == NULL || known->guid[0] == '\0' || entry.guid[0] == '\0')
            continue;
        (*common)++;
        *renamed += strcmp(known->guid, entry.guid) != 0;
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* Whether address, with date and title where asked for, is another one for every entry. */
static bool tells_apart(const struct feed_document *doc, bool date, bool title)
{
    char(*id)[DIGEST_ID_BYTES] = calloc(doc->count + 1, sizeof *id);
    if (id == NULL)
        abort();
    bool apart = true;
    for (size_t i = 0; i < doc->count; i++) {
        const struct feed_entry *entry = &doc->entry[i];
        const struct str parts[] = {str_of(entry->story != NULL ? entry->story : entry->url),
                                    str_of(date ? entry->published.raw : NULL),
                                    str_of(title ? entry->title : NULL)};
        apart = apart && entry->url != NULL;
        digest_id(parts, sizeof parts / sizeof parts[0], id[i]);
    }
    qsort(id, doc->count, sizeof *id, by_text);
    for (size_t i = 1; apart && i < doc->count; i++)
        apart = strcmp(id[i - 1], id[i]) != 0;
    free(id);
    return apart;
}

const char *steady_identity(const struct feed_document *doc)
{
    if (tells_apart(doc, false, false))
        return "url";
    if (tells_apart(doc, true, false))
        return "url+date";
    return tells_apart(doc, true, true) ? "url+date+title" : NULL;
}
