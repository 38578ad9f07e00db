#include "deploy/cli/check.h"

#include "common/http/weburl.h"
#include "common/service/service.h"
#include "deploy/cli/portrait.h"
#include "producers/poller/engine.h"
#include "producers/poller/robots.h"
#include "producers/poller/schedule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MAX_BYTES ((size_t)64 << 20)
#define IDLE_MS        60000

/* One source: robots.txt where the poller would obey it, the document, and the document once more,
 * each in its host's turn. What is said of it is printed in one piece. */
struct check {
    const struct catalogue_source *source;
    struct checker *checker;
    struct job job;
    char host[WEBURL_HOST_BYTES];
    void (*next)(struct check *check);

    FILE *out;
    char *said;
    size_t said_len;
    struct arena arena; /* the first answer's document and validators */
    struct feed_document doc;
    struct steady before;
    const char *etag;
    const char *last_modified;
    long long delay_ms; /* that robots.txt asks for */
    bool fine;
};

struct checker {
    struct fetcher *fetcher;
    struct schedule *schedule;
    const struct states *states;
    size_t left;
    size_t bad;
};

static void finish(struct check *check)
{
    struct checker *checker = check->checker;
    if (checker->states != NULL)
        states_compare(check->out, states_find(checker->states, check->source->id), &check->doc,
                       check->fine);
    (void)fclose(check->out);
    (void)fwrite(check->said, 1, check->said_len, stdout);
    free(check->said);
    steady_release(&check->before);
    arena_release(&check->arena);
    checker->left--;
    checker->bad += !check->fine;
}

/* The turn is over: the next one in a gap from now, or the end. */
static void end_turn(struct check *check, void (*next)(struct check *check))
{
    struct schedule *schedule = check->checker->schedule;
    long long gap_ms =
        check->source->gap_ms > check->delay_ms ? check->source->gap_ms : check->delay_ms;
    schedule_release(schedule, &check->job, service_clock_ms(), gap_ms);
    check->next = next;
    if (next == NULL) {
        finish(check);
        return;
    }
    check->job = (struct job){.owner = check};
    schedule_put(schedule, &check->job, check->host, service_clock_ms());
}

static void fetch(struct check *check, const struct http_request *request, http_done *done)
{
    struct err err = {0};
    if (fetcher_start(check->checker->fetcher, request, done, check, &err)) {
        portrait_line(check->out, "verdict", "%s", err.text);
        end_turn(check, NULL);
    }
}

static void conclude(struct check *check, bool renamed)
{
    portrait_suggestion(check->out, &check->doc, check->source, renamed);
    check->fine = portrait_verdict(check->out, &check->doc);
    end_turn(check, NULL);
}

/* The second answer says whether validators work, and whether guids last. */
static void on_second(void *context, const struct http_response *response)
{
    struct check *check = context;
    bool asked = check->etag != NULL || check->last_modified != NULL;
    bool renamed = false;
    struct arena arena;
    struct feed_document doc;
    arena_init(&arena, FEED_ARENA_BYTES);
    struct feed_hints hints = catalogue_hints(check->source, response->url, response->content_type);
    if (response->outcome != HTTP_ANSWERED) {
        portrait_line(check->out, "again", "%s", http_outcome_name(response->outcome));
    } else if (response->status != 200) {
        portrait_line(check->out, "again", "status %d%s", response->status,
                      response->status == 304 ? ": its validators work" : "");
    } else if (!feed_parse(response->body.ptr, response->body.len, &hints, &arena, &doc, NULL)) {
        size_t common = 0, changed = 0;
        steady_compare(&check->before, &doc, &common, &changed);
        renamed = 2 * changed > common;
        portrait_line(check->out, "again", "status 200%s; %zu of %zu entries have another guid",
                      asked ? " in spite of its validators" : "", changed, common);
    }
    arena_release(&arena);
    conclude(check, renamed);
}

static void start_second(struct check *check)
{
    const struct http_request request = {
        .url = check->source->url,
        .accept = catalogue_accept(check->source),
        .etag = check->etag,
        .last_modified = check->last_modified,
        .ca_file = check->source->ca_file,
        .body_max_bytes = check->source->body_max_bytes,
    };
    fetch(check, &request, on_second);
}

static bool show_answer(const struct check *check, const struct http_response *response)
{
    if (response->outcome != HTTP_ANSWERED) {
        portrait_line(check->out, "verdict", "%s: %s", http_outcome_name(response->outcome),
                      response->error);
        return false;
    }
    portrait_line(check->out, "answer",
                  "status %d from %s in %lld ms, %zu bytes (%lld over the wire)", response->status,
                  response->remote, response->elapsed_ms, response->body.len, response->wire_bytes);
    if (response->redirects > 0)
        portrait_line(check->out, "redirects", "%d, to %s%s", response->redirects, response->url,
                      response->moved_for_good ? " (for good: change url)" : "");
    portrait_line(check->out, "polite", "%s%s%s", response->etag == NULL ? "no ETag" : "ETag",
                  response->last_modified == NULL ? ", no Last-Modified" : ", Last-Modified",
                  response->retry_after_s < 0 ? "" : ", asks to wait");
    if (response->status < 200 || response->status > 299) {
        portrait_line(check->out, "verdict", "status %d%s", response->status,
                      response->retry_after_s < 0 ? "" : ": it asks us to come back later");
        return false;
    }
    return true;
}

/* A second answer shows nothing of a source without validators and guids. */
static bool tells_more(const struct check *check)
{
    size_t guids = 0;
    for (size_t i = 0; i < check->doc.count; i++)
        guids += check->doc.entry[i].guid != NULL;
    return check->etag != NULL || check->last_modified != NULL || guids > 1;
}

static void on_first(void *context, const struct http_response *response)
{
    struct check *check = context;
    struct err err = {0};
    if (!show_answer(check, response)) {
        end_turn(check, NULL);
        return;
    }
    const char *url = arena_copy_str(&check->arena, str_of(response->url));
    struct feed_hints hints = catalogue_hints(check->source, url, response->content_type);
    hints.next = response->next;
    hints.page_count = response->page_count;
    if (feed_parse(response->body.ptr, response->body.len, &hints, &check->arena, &check->doc,
                   &err)) {
        portrait_line(check->out, "verdict", "%s", err.text);
        end_turn(check, NULL);
        return;
    }
    portrait_document(check->out, &check->doc, check->source);
    if (response->etag != NULL)
        check->etag = arena_copy_str(&check->arena, str_of(response->etag));
    if (response->last_modified != NULL)
        check->last_modified = arena_copy_str(&check->arena, str_of(response->last_modified));
    if (check->doc.verdict != FEED_OK || !tells_more(check)) {
        conclude(check, false);
        return;
    }
    steady_note(&check->before, &check->doc);
    end_turn(check, start_second);
}

static void start_first(struct check *check)
{
    const struct http_request request = {
        .url = check->source->url,
        .accept = catalogue_accept(check->source),
        .ca_file = check->source->ca_file,
        .body_max_bytes = check->source->body_max_bytes,
    };
    fetch(check, &request, on_first);
}

static void on_robots(void *context, const struct http_response *response)
{
    struct check *check = context;
    struct robots robots = {0};
    int status = response->outcome == HTTP_ANSWERED  ? response->status
                 : response->outcome == HTTP_REFUSED ? 404
                                                     : 0;
    robots_from_answer(status, response->body, ROBOTS_TOKEN, &robots);
    const char *path = weburl_path(&check->arena, check->source->url);
    bool allowed = path != NULL && robots_allows(&robots, path);
    check->delay_ms = robots.delay_ms;
    robots_release(&robots);
    portrait_line(check->out, "robots", "%s (status %d)%s", allowed ? "allowed" : "not allowed",
                  status, check->delay_ms > 0 ? ", asks for a Crawl-delay" : "");
    if (!allowed)
        portrait_line(check->out, "verdict", "blocked: robots.txt does not allow it");
    end_turn(check, allowed ? start_first : NULL);
}

static void start_robots(struct check *check)
{
    const char *origin = weburl_origin(&check->arena, check->source->url);
    const struct http_request request = {
        .url = origin == NULL ? NULL : arena_format(&check->arena, "%s/robots.txt", origin),
        .accept = "text/plain, */*;q=0.1",
        .ca_file = check->source->ca_file,
        .body_max_bytes = ROBOTS_MAX_BYTES,
    };
    fetch(check, &request, on_robots);
}

static void begin(struct check *check, const struct catalogue_source *source)
{
    bool robots = catalogue_is_listing(source) || strcmp(source->robots, "all") == 0;
    check->source = source;
    check->job.owner = check;
    check->next = robots ? start_robots : start_first;
    check->out = open_memstream(&check->said, &check->said_len);
    if (check->out == NULL)
        abort();
    arena_init(&check->arena, FEED_ARENA_BYTES);
    (void)fprintf(check->out, "%s  %s\n", source->id, source->url);
    weburl_host(source->url, check->host);
    schedule_put(check->checker->schedule, &check->job, check->host, service_clock_ms());
}

size_t check_sources(const struct poller_settings *settings,
                     const struct catalogue_source *const *sources,
                     size_t count,
                     const struct states *states,
                     struct err *err)
{
    struct http_settings http;
    if (poller_http_settings(settings, &http, err))
        return count;
    struct checker checker = {.fetcher = fetcher_new(&http),
                              .schedule = schedule_new((size_t)settings->parallel),
                              .states = states,
                              .left = count};
    struct check *checks = calloc(count, sizeof *checks);
    if (checks == NULL)
        abort();
    for (size_t i = 0; i < count; i++) {
        checks[i].checker = &checker;
        begin(&checks[i], sources[i]);
    }
    while (checker.left > 0) {
        struct job *job;
        while ((job = schedule_take(checker.schedule, service_clock_ms())) != NULL) {
            struct check *check = job->owner;
            check->next(check);
        }
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

static bool show_file(struct str body, const struct catalogue_source *source)
{
    struct arena arena;
    struct feed_document doc;
    struct err err = {0};
    struct feed_hints hints = catalogue_hints(source, NULL, NULL);
    arena_init(&arena, FEED_ARENA_BYTES);
    bool fine = false;
    if (feed_parse(body.ptr, body.len, &hints, &arena, &doc, &err)) {
        portrait_line(stdout, "verdict", "%s", err.text);
    } else {
        portrait_document(stdout, &doc, source);
        portrait_suggestion(stdout, &doc, source, false);
        fine = portrait_verdict(stdout, &doc);
    }
    arena_release(&arena);
    return fine;
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
    fine = fine && ferror(file) == 0;
    if (file != NULL)
        (void)fclose(file);
    (void)printf("%s\n", path);
    if (fine)
        fine = show_file(buf_str(&bytes), source);
    else
        portrait_line(stdout, "verdict", "the file cannot be read, or is over %zu bytes",
                      FILE_MAX_BYTES);
    buf_release(&bytes);
    return fine;
}
