#include "deploy/cli/check.h"

#include "common/http/weburl.h"
#include "common/service/service.h"
#include "producers/poller/schedule.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES_SHOWN  3
#define FILE_MAX_BYTES ((size_t)64 << 20)
#define IDLE_MS        60000

struct check {
    const struct catalogue_source *source;
    struct checker *checker;
    struct job job;
    char host[WEBURL_HOST_BYTES];
};

struct checker {
    struct fetcher *fetcher;
    struct schedule *schedule;
    size_t left;
    size_t bad;
};

static void line(const char *name, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void line(const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)printf("  %-11s", name);
    (void)vprintf(format, args);
    (void)putchar('\n');
    va_end(args);
}

/* How many entries have what. */
struct tally {
    size_t guid, url, title, text, summary;
    size_t dated, dated_by_url, undated, unread;
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
        tally.title += strcmp(entry->title_from, "feed") == 0;
        tally.text += entry->text != NULL;
        tally.summary += entry->summary != NULL;
        count_date(&tally, &entry->published);
    }
    return tally;
}

static void show_dates(const struct tally *tally)
{
    char oldest[DATE_RFC3339_BYTES];
    char newest[DATE_RFC3339_BYTES];
    if (tally->dated == 0) {
        line("dates", "none that can be read (%zu without, %zu unreadable)", tally->undated,
             tally->unread);
        return;
    }
    (void)date_to_rfc3339(tally->oldest_s, oldest);
    (void)date_to_rfc3339(tally->newest_s, newest);
    line("dates", "%zu, from %s to %s; %zu by address, %zu without, %zu unreadable", tally->dated,
         oldest, newest, tally->dated_by_url, tally->undated, tally->unread);
}

static void show_entries(const struct feed_document *doc)
{
    for (size_t i = 0; i < doc->count && i < ENTRIES_SHOWN; i++) {
        const struct feed_entry *entry = &doc->entry[i];
        line(i == 0 ? "entries" : "", "%-20s  %.90s",
             entry->published.known ? entry->published.text : "(no date)",
             entry->title == NULL ? "(no title)" : entry->title);
        line("", "%-20s  %s", "", entry->url == NULL ? "(no address)" : entry->url);
    }
}

static bool show_document(const struct feed_document *doc, const struct catalogue_source *source)
{
    line("document", "%s%s%s, %s (by %s)%s", feed_kind_name(doc->kind),
         doc->version == NULL ? "" : " ", doc->version == NULL ? "" : doc->version,
         doc->charset == NULL ? "no charset" : doc->charset,
         doc->charset_from == NULL ? "nothing" : doc->charset_from,
         doc->repaired ? ", repaired" : "");
    if (doc->count > 0) {
        struct tally tally = count_entries(doc);
        line("content", "%zu entries: %zu with full text, %zu with a summary, %zu with a title",
             doc->count, tally.text, tally.summary, tally.title);
        line("identity", "%s; %zu with a guid, %zu with an address%s%s", source->identity_name,
             tally.guid, tally.url,
             doc->finding == NULL ? "" : "; finding: ", doc->finding == NULL ? "" : doc->finding);
        show_dates(&tally);
        show_entries(doc);
    }
    if (doc->finding != NULL && strncmp(doc->finding, "guid", 4) == 0)
        line("suggestion", "set identity = url, for the guids do not tell entries apart");
    bool fine = doc->verdict == FEED_OK || doc->verdict == FEED_EMPTY;
    line("verdict", "%s%s%s%s%s", feed_verdict_name(doc->verdict), doc->reason == NULL ? "" : ": ",
         doc->reason == NULL ? "" : doc->reason,
         doc->moved_to == NULL ? "" : "; it names the feed ",
         doc->moved_to == NULL ? "" : doc->moved_to);
    return fine;
}

static bool
show_body(const struct feed_hints *hints, struct str body, const struct catalogue_source *source)
{
    struct arena arena;
    struct feed_document doc;
    struct err err = {0};
    arena_init(&arena, FEED_ARENA_BYTES);
    bool fine = false;
    if (feed_parse(body.ptr, body.len, hints, &arena, &doc, &err))
        line("verdict", "%s", err.text);
    else
        fine = show_document(&doc, source);
    arena_release(&arena);
    return fine;
}

static bool show_answer(const struct check *check, const struct http_response *response)
{
    const struct catalogue_source *source = check->source;
    (void)printf("%s  %s\n", source->id, source->url);
    if (response->outcome != HTTP_ANSWERED) {
        line("verdict", "%s: %s", http_outcome_name(response->outcome), response->error);
        return false;
    }
    line("answer", "status %d from %s in %lld ms, %zu bytes (%lld over the wire)", response->status,
         response->remote, response->elapsed_ms, response->body.len, response->wire_bytes);
    if (response->redirects > 0)
        line("redirects", "%d, to %s%s", response->redirects, response->url,
             response->moved_for_good ? " (for good: change url)" : "");
    line("polite", "%s%s%s", response->etag == NULL ? "no ETag" : "ETag",
         response->last_modified == NULL ? ", no Last-Modified" : ", Last-Modified",
         response->retry_after_s < 0 ? "" : ", asks to wait");
    if (response->status < 200 || response->status > 299) {
        line("verdict", "status %d%s", response->status,
             response->retry_after_s < 0 ? "" : ": it asks us to come back later");
        return false;
    }
    struct feed_hints hints = catalogue_hints(source, response->url, response->content_type);
    return show_body(&hints, response->body, source);
}

static void finish(struct check *check, bool fine)
{
    struct checker *checker = check->checker;
    schedule_release(checker->schedule, &check->job, service_clock_ms(), check->source->gap_ms);
    checker->left--;
    checker->bad += !fine;
}

static void on_answer(void *context, const struct http_response *response)
{
    struct check *check = context;
    finish(check, show_answer(check, response));
}

static void start(struct check *check)
{
    const struct http_request request = {
        .url = check->source->url,
        .accept = catalogue_accept(check->source),
        .ca_file = check->source->ca_file,
        .body_max_bytes = check->source->body_max_bytes,
    };
    struct err err = {0};
    if (fetcher_start(check->checker->fetcher, &request, on_answer, check, &err)) {
        (void)printf("%s  %s\n", check->source->id, check->source->url);
        line("verdict", "%s", err.text);
        finish(check, false);
    }
}

size_t check_sources(const struct poller_settings *settings,
                     const struct catalogue_source *const *sources,
                     size_t count,
                     struct err *err)
{
    struct http_settings http;
    if (poller_http_settings(settings, &http, err))
        return count;
    struct checker checker = {.fetcher = fetcher_new(&http),
                              .schedule = schedule_new((size_t)settings->parallel),
                              .left = count};
    struct check *checks = calloc(count, sizeof *checks);
    if (checks == NULL)
        abort();
    for (size_t i = 0; i < count; i++) {
        checks[i].source = sources[i];
        checks[i].checker = &checker;
        checks[i].job.owner = &checks[i];
        weburl_host(sources[i]->url, checks[i].host);
        schedule_put(checker.schedule, &checks[i].job, checks[i].host, service_clock_ms());
    }
    while (checker.left > 0) {
        struct job *job;
        while ((job = schedule_take(checker.schedule, service_clock_ms())) != NULL)
            start(job->owner);
        long long wait_ms = schedule_wait_ms(checker.schedule, service_clock_ms());
        if (checker.left > 0)
            fetcher_run(checker.fetcher,
                        (int)(wait_ms < 0 || wait_ms > IDLE_MS ? IDLE_MS : wait_ms));
        (void)fflush(stdout);
    }
    schedule_free(checker.schedule);
    fetcher_free(checker.fetcher);
    free(checks);
    return checker.bad;
}

bool check_file(const char *path, const struct catalogue_source *source)
{
    struct buf bytes;
    buf_init(&bytes, FILE_MAX_BYTES);
    FILE *file = fopen(path, "re");
    char block[65536];
    size_t got = 0;
    bool fine = file != NULL;
    while (fine && (got = fread(block, 1, sizeof block, file)) > 0)
        fine = buf_add(&bytes, block, got);
    if (file != NULL)
        (void)fclose(file);
    (void)printf("%s\n", path);
    if (!fine) {
        line("verdict", "the file cannot be read, or is over %zu bytes", FILE_MAX_BYTES);
    } else {
        struct feed_hints hints = catalogue_hints(source, NULL, NULL);
        fine = show_body(&hints, buf_str(&bytes), source);
    }
    buf_release(&bytes);
    return fine;
}
