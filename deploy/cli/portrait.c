#include "deploy/cli/portrait.h"

#include "deploy/cli/plain.h"

#include <stdarg.h>
#include <string.h>

#define ENTRIES_SHOWN 3
#define LINE_BYTES    ((size_t)8 << 20) /* a document may have any title */

void portrait_line(FILE *out, const char *name, const char *format, ...)
{
    struct buf line;
    va_list args;
    buf_init(&line, LINE_BYTES);
    va_start(args, format);
    (void)buf_vaddf(&line, format, args);
    va_end(args);
    (void)fprintf(out, "  %-11s", name);
    plain_print(buf_text(&line), out);
    (void)fputc('\n', out);
    buf_release(&line);
}

/* How many entries have what. */
struct tally {
    size_t guid, url, title, text, summary;
    size_t named_by_guid, named_by_url;
    size_t dated, undated, unread;
    size_t dated_by_url, dated_by_page, dated_to_day;
    long long oldest_s, newest_s;
};

static void count_date(struct tally *tally, const struct feed_date *date)
{
    if (!date->known) {
        tally->undated += date->raw == NULL;
        tally->unread += date->raw != NULL;
        return;
    }
    tally->dated++;
    tally->dated_by_url += strcmp(date->from, "url") == 0;
    tally->dated_by_page += strcmp(date->from, "page") == 0;
    tally->dated_to_day +=
        strcmp(date->precision, "second") != 0 && strcmp(date->precision, "minute") != 0;
    if (tally->newest_s == 0 || date->epoch_s > tally->newest_s)
        tally->newest_s = date->epoch_s;
    if (tally->oldest_s == 0 || date->epoch_s < tally->oldest_s)
        tally->oldest_s = date->epoch_s;
}

static struct tally count_entries(const struct feed_document *doc)
{
    struct tally tally = {0};
    for (size_t i = 0; i < doc->count; i++) {
        const struct feed_entry *entry = &doc->entry[i];
        tally.guid += entry->guid != NULL;
        tally.url += entry->url != NULL;
        bool by_guid = entry->guid != NULL && strcmp(entry->identity, entry->guid) == 0;
        tally.named_by_guid += by_guid;
        tally.named_by_url += !by_guid && entry->url != NULL;
        tally.title += strcmp(entry->title_from, "feed") == 0;
        tally.text += entry->text != NULL;
        tally.summary += entry->summary != NULL;
        count_date(&tally, &entry->published);
    }
    return tally;
}

static void show_dates(FILE *out, const struct tally *tally)
{
    char oldest[DATE_RFC3339_BYTES];
    char newest[DATE_RFC3339_BYTES];
    if (tally->dated == 0) {
        portrait_line(out, "dates", "none that can be read (%zu without, %zu unreadable)",
                      tally->undated, tally->unread);
        return;
    }
    (void)date_to_rfc3339(tally->oldest_s, oldest);
    (void)date_to_rfc3339(tally->newest_s, newest);
    portrait_line(out, "dates", "%zu, from %s to %s", tally->dated, oldest, newest);
    portrait_line(out, "",
                  "%zu from the entry, %zu from the page, %zu by address; %zu without an hour; "
                  "%zu without, %zu unreadable",
                  tally->dated - tally->dated_by_url - tally->dated_by_page, tally->dated_by_page,
                  tally->dated_by_url, tally->dated_to_day, tally->undated, tally->unread);
}

static void show_entries(FILE *out, const struct feed_document *doc)
{
    for (size_t i = 0; i < doc->count && i < ENTRIES_SHOWN; i++) {
        const struct feed_entry *entry = &doc->entry[i];
        portrait_line(out, i == 0 ? "entries" : "", "%-20s  %.90s",
                      entry->published.known ? entry->published.text : "(no date)",
                      entry->title == NULL ? "(no title)" : entry->title);
        portrait_line(out, "", "%-20s  %s", "", entry->url == NULL ? "(no address)" : entry->url);
    }
}

void portrait_document(FILE *out,
                       const struct feed_document *doc,
                       const struct catalogue_source *source)
{
    portrait_line(out, "document", "%s%s%s, %s (by %s)%s", feed_kind_name(doc->kind),
                  doc->version == NULL ? "" : " ", doc->version == NULL ? "" : doc->version,
                  doc->charset == NULL ? "no charset" : doc->charset,
                  doc->charset_from == NULL ? "nothing" : doc->charset_from,
                  doc->repaired ? ", repaired" : "");
    if (doc->ttl_s > 0)
        portrait_line(out, "pace", "it says that it changes every %lld min", doc->ttl_s / 60);
    if (doc->next_page != NULL)
        portrait_line(out, "next page", "%s", doc->next_page);
    if (doc->count == 0)
        return;
    struct tally tally = count_entries(doc);
    portrait_line(out, "content",
                  "%zu entries: %zu with full text, %zu with a summary, %zu with a title",
                  doc->count, tally.text, tally.summary, tally.title);
    portrait_line(
        out, "identity",
        "%s; %zu with a guid, %zu with an address; ids from %zu guids, %zu addresses, %zu "
        "dates and titles%s%s",
        source->identity_name, tally.guid, tally.url, tally.named_by_guid, tally.named_by_url,
        doc->count - tally.named_by_guid - tally.named_by_url,
        doc->finding == NULL ? "" : "; finding: ", doc->finding == NULL ? "" : doc->finding);
    show_dates(out, &tally);
    show_entries(out, doc);
}

void portrait_suggestion(FILE *out,
                         const struct feed_document *doc,
                         const struct catalogue_source *source,
                         bool renamed)
{
    bool by_guid = source->identity == FEED_BY_AUTO || source->identity == FEED_BY_GUID;
    bool alike = doc->finding != NULL && strncmp(doc->finding, "guid", 4) == 0;
    if (!by_guid || (!alike && !renamed))
        return;
    const char *identity = steady_identity(doc);
    if (identity == NULL)
        portrait_line(out, "suggestion",
                      "none: neither guids nor address, date and title tell the entries apart");
    else
        portrait_line(out, "suggestion", "set identity = %s, for the guids %s", identity,
                      renamed ? "are new each time" : "do not tell entries apart");
}

bool portrait_verdict(FILE *out, const struct feed_document *doc)
{
    portrait_line(out, "verdict", "%s%s%s%s%s", feed_verdict_name(doc->verdict),
                  doc->reason == NULL ? "" : ": ", doc->reason == NULL ? "" : doc->reason,
                  doc->moved_to == NULL ? "" : "; it names the feed ",
                  doc->moved_to == NULL ? "" : doc->moved_to);
    return doc->verdict == FEED_OK || doc->verdict == FEED_EMPTY;
}
