#include "producers/poller/poll.h"

#include "producers/poller/conclude.h"
#include "producers/poller/follow.h"
#include "producers/poller/intake.h"
#include "producers/poller/pages.h"
#include "producers/poller/permission.h"

#include <stdlib.h>
#include <string.h>

#define POLL_ARENA_BYTES  ((size_t)64 << 20)
#define VALIDATORS_KEEP_S 86400 /* then a whole body is asked for: validators have been wrong */
#define ABANDONED_RETRY_S 60

static struct engine *engine_of(const struct poll *poll)
{
    return poll->run->engine;
}

static const char *keep(struct poll *poll, const char *text)
{
    return text == NULL ? NULL : arena_copy_str(&poll->arena, str_of(text));
}

/* The catalogue's address, or the one that permanent redirects have led to for a while. */
static const char *address_of(const struct run *run)
{
    bool moved = run->state.moved_to != NULL && run->state.moved_polls >= ADOPT_MOVE_POLLS;
    return moved ? run->state.moved_to : run->source->url;
}

static long long gap_ms(const struct poll *poll)
{
    long long gap_ms = poll->run->source->gap_ms;
    return poll->delay_ms > gap_ms ? poll->delay_ms : gap_ms;
}

static void on_answer(void *context, const struct http_response *response);

static void fetch(struct poll *poll)
{
    const struct run *run = poll->run;
    const struct source_state *state = &run->state;
    struct err err = {0};
    poll->fetched_s = judge_stamp(state, engine_now_s());
    bool conditional = run->source->conditional && state->validated_s > 0 &&
                       poll->fetched_s - state->validated_s < VALIDATORS_KEEP_S;
    poll->asked_conditionally =
        conditional && (state->etag != NULL || state->last_modified != NULL);
    const struct http_request request = {
        .url = address_of(run),
        .accept = catalogue_accept(run->source),
        .etag = conditional ? state->etag : NULL,
        .last_modified = conditional ? state->last_modified : NULL,
        .ca_file = run->source->ca_file,
        .body_max_bytes = run->source->body_max_bytes,
    };
    if (fetcher_start(engine_of(poll)->fetcher, &request, on_answer, poll, &err)) {
        poll->facts.outcome = HTTP_REFUSED;
        poll->facts.error = keep(poll, err.text);
        poll->answered = true;
        engine_release(engine_of(poll), &poll->run->task, 0);
    }
}

static void on_permission(void *context, const struct permission_answer *answer)
{
    struct poll *poll = context;
    poll->delay_ms = answer->delay_ms;
    if (answer->permission == PERMISSION_GIVEN) {
        fetch(poll);
        return;
    }
    poll->facts.forbidden = answer->permission == PERMISSION_DENIED;
    poll->facts.outcome = answer->outcome;
    poll->facts.error = keep(poll, answer->error);
    poll->answered = true;
    engine_watch(poll->run, answer->outcome);
    poll->run->slow = answer->outcome == HTTP_TIMED_OUT;
    engine_release(engine_of(poll), &poll->run->task, gap_ms(poll));
}

bool poll_asks_robots(const struct run *run)
{
    return catalogue_is_listing(run->source) || strcmp(run->source->robots, "all") == 0;
}

void poll_start(struct task *task)
{
    struct run *run = task->self;
    struct engine *engine = run->engine;
    struct poll *poll = calloc(1, sizeof *poll);
    if (poll == NULL)
        abort();
    arena_init(&poll->arena, POLL_ARENA_BYTES);
    poll->run = run;
    poll->facts.retry_after_s = -1;
    poll->ticket.backfill = run->state.seen_count == 0;
    poll->next = engine->polls;
    engine->polls = poll;
    run->poll = poll;
    if (poll_asks_robots(run))
        permission_ask(engine, address_of(run), on_permission, poll);
    else
        fetch(poll);
}

static void on_answer(void *context, const struct http_response *response)
{
    struct poll *poll = context;
    struct engine *engine = engine_of(poll);
    poll->answered = true;
    engine_release(engine, &poll->run->task, gap_ms(poll));
    engine_watch(poll->run, response->outcome);
    tally_answer(&engine->tally, poll->run->source->id, response);
    poll->run->slow = response->elapsed_ms > ENGINE_SLOW_MS;
    struct poll_facts *facts = &poll->facts;
    facts->outcome = response->outcome;
    facts->status = response->status;
    facts->error = keep(poll, response->error);
    facts->retry_after_s = response->retry_after_s;
    facts->listing = catalogue_is_listing(poll->run->source);
    poll->etag = keep(poll, response->etag);
    poll->last_modified = keep(poll, response->last_modified);
    poll->moved_to = response->moved_for_good ? keep(poll, response->url) : NULL;
    if (response->outcome != HTTP_ANSWERED)
        return;
    if (response->status == 304 && !poll->asked_conditionally) {
        facts->outcome = HTTP_GARBLED;
        facts->error = "status 304 though a whole document was asked for";
    } else if (response->status >= 200 && response->status <= 299) {
        intake_body(poll, response);
    }
}

static void release(struct poll *poll)
{
    poll->run->poll = NULL;
    arena_release(&poll->arena);
    free(poll);
}

static bool is_over(const struct poll *poll)
{
    return poll->answered && poll->pages_left == 0 && poll->follows_left == 0 &&
           poll->ticket.unacknowledged == 0;
}

/* Some of its items may have been sent. */
static void retry_later(struct poll *poll)
{
    judge_keep_stamp(&poll->run->state, poll->fetched_s);
    poll->run->state.next_poll_s = engine_now_s() + ABANDONED_RETRY_S;
}

void poll_settle(struct engine *engine)
{
    for (struct poll **at = &engine->polls; *at != NULL;) {
        struct poll *poll = *at;
        if (!is_over(poll)) {
            at = &poll->next;
            continue;
        }
        *at = poll->next;
        struct run *run = poll->run;
        /* A source that was lost meanwhile is due for whoever gets it, which may be us again. */
        if (poll->lost || !run->owned)
            run->state.next_poll_s = engine_now_s();
        else if (poll->abandoned || poll->ticket.failed)
            retry_later(poll);
        else
            conclude_poll(poll);
        release(poll);
        if (run->owned)
            engine_plan(run);
    }
}

void poll_leave_all(struct engine *engine)
{
    for (struct poll *poll = engine->polls; poll != NULL; poll = poll->next) {
        pages_forget(poll);
        follow_forget(poll);
        conclude_progress(poll);
    }
}

void poll_drop_all(struct engine *engine)
{
    for (struct poll *poll = engine->polls; poll != NULL;) {
        struct poll *next = poll->next;
        release(poll);
        poll = next;
    }
    engine->polls = NULL;
}
