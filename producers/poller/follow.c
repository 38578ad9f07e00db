#include "producers/poller/follow.h"

#include "common/service/log.h"
#include "producers/poller/intake.h"
#include "producers/poller/permission.h"

/* Lives in its poll's arena. */
struct follow {
    struct poll *poll;
    struct task task;
    const char *url;
    long long delay_ms; /* that robots.txt asks for */
    char host[WEBURL_HOST_BYTES];
};

static void finish(struct follow *follow)
{
    struct poll *poll = follow->poll;
    long long gap_ms = poll->run->source->gap_ms;
    engine_release(poll->run->engine, &follow->task,
                   follow->delay_ms > gap_ms ? follow->delay_ms : gap_ms);
    poll->follows_left--;
}

/* What it holds comes with a later poll, or the source is an overrun one. */
static void fail(struct follow *follow, const char *reason)
{
    log_event(LOG_INFO, "follow.failed", LOG_TEXT("source", follow->poll->run->source->id),
              LOG_TEXT("url", follow->url), LOG_TEXT("error", reason));
    follow->poll->incomplete = true;
    if (follow->poll->window_count == 0) {
        follow->poll->facts.verdict = FEED_BROKEN;
        follow->poll->facts.reason = "a sitemap of its index could not be had";
    }
    finish(follow);
}

static void on_document(void *context, const struct http_response *response)
{
    struct follow *follow = context;
    metrics_add(follow->poll->run->engine->tally.bytes, follow->poll->run->source->id,
                (double)response->wire_bytes);
    if (response->outcome != HTTP_ANSWERED) {
        fail(follow, response->error);
    } else if (response->status < 200 || response->status > 299) {
        fail(follow, "it is not served");
    } else {
        follow->poll->facts.verdict = FEED_OK;
        intake_more(follow->poll, response);
        finish(follow);
    }
}

static void fetch(struct follow *follow)
{
    const struct catalogue_source *source = follow->poll->run->source;
    struct err err = {0};
    const struct http_request request = {
        .url = follow->url,
        .accept = catalogue_accept(source),
        .ca_file = source->ca_file,
        .body_max_bytes = source->body_max_bytes,
    };
    if (fetcher_start(follow->poll->run->engine->fetcher, &request, on_document, follow, &err))
        fail(follow, err.text);
}

static void on_permission(void *context, const struct permission_answer *answer)
{
    struct follow *follow = context;
    follow->delay_ms = answer->delay_ms;
    if (answer->permission == PERMISSION_GIVEN)
        fetch(follow);
    else
        fail(follow, answer->permission == PERMISSION_DENIED ? "robots.txt does not allow it"
                                                             : answer->error);
}

static void start(struct task *task)
{
    struct follow *follow = task->self;
    struct poll *poll = follow->poll;
    if (poll_asks_robots(poll->run))
        permission_ask(poll->run->engine, follow->url, on_permission, follow);
    else
        fetch(follow);
}

void follow_add(struct poll *poll, const char *url)
{
    if (poll->follow_count == POLL_DOCUMENTS_MAX || weburl_check(url, NULL))
        return;
    struct follow *follow = arena_alloc(&poll->arena, sizeof *follow);
    char *copy = arena_copy_str(&poll->arena, str_of(url));
    if (follow == NULL || copy == NULL)
        return;
    follow->poll = poll;
    follow->url = copy;
    follow->task.start = start;
    follow->task.self = follow;
    follow->task.job.slow = poll->run->slow;
    weburl_host(copy, follow->host);
    poll->follow[poll->follow_count++] = follow;
    poll->follows_left++;
    engine_schedule(poll->run->engine, &follow->task, follow->host, 0);
}

/* The newest sitemap that was not chosen yet, or NULL. What does not say when it changed counts as
 * just changed. */
static const struct feed_entry *
newest(const struct feed_document *index, const bool *chosen, long long since_s, size_t *which)
{
    const struct feed_entry *best = NULL;
    for (size_t i = 0; i < index->count; i++) {
        const struct feed_entry *entry = &index->entry[i];
        if (chosen[i] || entry->url == NULL ||
            (entry->updated.known && entry->updated.epoch_s < since_s))
            continue;
        bool newer = best == NULL ||
                     (best->updated.known &&
                      (!entry->updated.known || entry->updated.epoch_s > best->updated.epoch_s));
        if (newer) {
            best = entry;
            *which = i;
        }
    }
    return best;
}

void follow_sitemaps(struct poll *poll, const struct feed_document *index)
{
    bool *chosen = arena_array(&poll->arena, index->count, sizeof *chosen);
    for (int i = 0; chosen != NULL && i < SITEMAPS_MAX; i++) {
        size_t which = 0;
        const struct feed_entry *entry =
            newest(index, chosen, poll->run->state.validated_s, &which);
        if (entry == NULL)
            return;
        chosen[which] = true;
        follow_add(poll, entry->url);
    }
}

void follow_forget(struct poll *poll)
{
    for (size_t i = 0; i < poll->follow_count; i++) {
        struct job *job = &poll->follow[i]->task.job;
        if (job->host != NULL && !job->taken)
            schedule_remove(poll->run->engine->schedule, job);
    }
}
