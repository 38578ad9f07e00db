#include "producers/poller/poll.h"

#include "common/service/log.h"
#include "producers/poller/itemize.h"
#include "producers/poller/pages.h"
#include "producers/poller/permission.h"

#include <stdlib.h>
#include <string.h>

#define POLL_ARENA_BYTES  ((size_t)64 << 20)
#define ENTRIES_MAX       1000  /* of one document; more are cut, and counted */
#define VALIDATORS_KEEP_S 86400 /* then a whole body is asked for: validators have been wrong */
#define ADOPT_MOVE_POLLS  3
#define SAVE_UNCHANGED_S  3600
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

static void on_answer(void *context, const struct http_response *response);

static void fetch(struct poll *poll)
{
    const struct run *run = poll->run;
    const struct source_state *state = &run->state;
    struct err err = {0};
    poll->fetched_s = engine_now_s();
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
    if (answer->permission == PERMISSION_GIVEN) {
        fetch(poll);
        return;
    }
    poll->facts.forbidden = answer->permission == PERMISSION_DENIED;
    poll->facts.outcome = answer->outcome;
    poll->facts.error = keep(poll, answer->error);
    poll->answered = true;
    engine_watch(poll->run, answer->outcome);
    engine_release(engine_of(poll), &poll->run->task, poll->run->source->gap_ms);
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
    poll->next = engine->polls;
    engine->polls = poll;
    run->poll = poll;
    bool asks = catalogue_is_listing(run->source) || strcmp(run->source->robots, "all") == 0;
    if (asks)
        permission_ask(engine, address_of(run), on_permission, poll);
    else
        fetch(poll);
}

void poll_send(struct poll *poll, struct source_seen *slot, const struct item *item)
{
    struct engine *engine = engine_of(poll);
    bool known = slot->revision[0] != '\0';
    if (strcmp(slot->revision, item->revision) == 0) {
        poll->cosmetic++;
        return;
    }
    struct err err = {0};
    enum err_code code = delivery_item(engine->delivery, item, &poll->ticket, &err);
    if (code && err_class_of(code) != ERR_CLASS_DROP) {
        poll->abandoned = true;
        if (code != ERR_UNAVAILABLE) {
            engine->failure = code;
            engine->failure_err = err;
        }
        return;
    }
    if (code) {
        log_event(LOG_WARNING, "item.dropped", LOG_TEXT("source", item->source),
                  LOG_TEXT("id", item->id), LOG_TEXT("error", err.text));
        metrics_add(engine->metrics.items, "dropped", 1);
    } else if (known) {
        poll->revisions++;
    } else {
        poll->items++;
    }
    memcpy(slot->revision, item->revision, sizeof slot->revision);
}

static bool in_window(const struct poll *poll, const char *id)
{
    for (size_t i = 0; i < poll->window_count; i++) {
        if (strcmp(poll->window[i].id, id) == 0)
            return true;
    }
    return false;
}

/* How long after its publication a new entry is at hand, where that can be told. */
static void measure_delay(const struct poll *poll, const struct feed_entry *entry)
{
    bool told = entry->published.known && strcmp(entry->published.precision, "second") == 0 &&
                entry->published.epoch_s <= poll->fetched_s;
    if (told && poll->run->state.seen_count > 0)
        metrics_observe(engine_of(poll)->metrics.delay,
                        (double)(poll->fetched_s - entry->published.epoch_s));
}

static void take_entry(struct poll *poll, const struct feed_entry *entry, const char *lang)
{
    struct run *run = poll->run;
    if (strlen(entry->id) >= DIGEST_ID_BYTES || in_window(poll, entry->id))
        return;
    const struct source_seen *seen = source_state_find(&run->state, entry->id);
    struct source_seen *slot = &poll->window[poll->window_count++];
    *slot = seen == NULL ? (struct source_seen){.tries = 0} : *seen;
    strcpy(slot->id, entry->id);
    itemize_mark(entry, slot->mark);
    if (seen != NULL) {
        poll->facts.known++;
        if (strcmp(seen->mark, slot->mark) == 0 && seen->tries == 0)
            return;
    } else {
        measure_delay(poll, entry);
    }
    struct item item;
    struct err err = {0};
    if (itemize_entry(run->source, entry, lang, poll->fetched_s, &engine_of(poll)->arena, &item,
                      &err)) {
        log_event(LOG_WARNING, "item.dropped", LOG_TEXT("source", run->source->id),
                  LOG_TEXT("id", entry->id), LOG_TEXT("error", err.text));
        return;
    }
    if (!itemize_wants_page(run->source, entry) || !pages_add(poll, slot, &item))
        poll_send(poll, slot, &item);
}

static void note_dates(struct poll *poll, const struct feed_document *doc)
{
    long long *times_s = arena_array(&poll->arena, doc->count, sizeof *times_s);
    size_t count = 0;
    for (size_t i = 0; times_s != NULL && i < doc->count; i++) {
        const struct feed_date *date = &doc->entry[i].published;
        if (!date->known || date->epoch_s > poll->fetched_s)
            continue;
        times_s[count++] = date->epoch_s;
        if (date->epoch_s > poll->facts.newest_s)
            poll->facts.newest_s = date->epoch_s;
    }
    if (times_s != NULL)
        poll->facts.usual_gap_s = judge_usual_gap(times_s, count);
}

static void take_document(struct poll *poll, const struct feed_document *doc)
{
    struct engine *engine = engine_of(poll);
    poll->facts.verdict = doc->verdict;
    poll->facts.reason = keep(poll, doc->reason);
    if (doc->verdict == FEED_MOVED && doc->moved_to != NULL)
        poll->facts.reason =
            arena_format(&poll->arena, "%s; it names the feed %s", doc->reason, doc->moved_to);
    if (doc->kind == FEED_SITEMAP_INDEX) {
        poll->facts.verdict = FEED_BROKEN;
        poll->facts.reason = arena_format(
            &poll->arena, "an index of sitemaps; poll one of them%s%s",
            doc->count > 0 ? ", such as " : "", doc->count > 0 ? doc->entry[0].url : "");
    }
    if (poll->facts.verdict != FEED_OK)
        return;
    size_t count = doc->count < ENTRIES_MAX ? doc->count : ENTRIES_MAX;
    size_t cut = doc->count - count + doc->cut;
    if (cut > 0) {
        metrics_add(engine->metrics.items, "cut", (double)cut);
        log_event(LOG_WARNING, "poll.cut", LOG_TEXT("source", poll->run->source->id),
                  LOG_INT("entries", cut));
    }
    note_dates(poll, doc);
    poll->window = arena_array(&poll->arena, count, sizeof *poll->window);
    for (size_t i = 0; poll->window != NULL && i < count && !poll->abandoned; i++)
        take_entry(poll, &doc->entry[i], doc->lang);
    poll->facts.entries = poll->window_count;
    poll->whole = true;
}

static void read_body(struct poll *poll, const struct http_response *response)
{
    struct engine *engine = engine_of(poll);
    struct feed_document doc;
    struct err err = {0};
    const struct feed_hints hints =
        catalogue_hints(poll->run->source, response->url, response->content_type);
    if (feed_parse(response->body.ptr, response->body.len, &hints, &engine->arena, &doc, &err)) {
        poll->facts.verdict = FEED_BROKEN;
        poll->facts.reason = keep(poll, err.text);
    } else {
        take_document(poll, &doc);
    }
    arena_reset(&engine->arena);
}

static const char *poll_outcome(const struct http_response *response)
{
    static const char *const classes[] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
    if (response->outcome != HTTP_ANSWERED)
        return http_outcome_name(response->outcome);
    if (response->status == 304)
        return "304";
    int class = response->status / 100;
    return class >= 1 && class <= 5 ? classes[class - 1] : "other";
}

static void on_answer(void *context, const struct http_response *response)
{
    struct poll *poll = context;
    struct engine *engine = engine_of(poll);
    poll->answered = true;
    engine_release(engine, &poll->run->task, poll->run->source->gap_ms);
    engine_watch(poll->run, response->outcome);
    metrics_add(engine->metrics.polls, poll_outcome(response), 1);
    metrics_add(engine->metrics.bytes, NULL, (double)response->wire_bytes);
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
        read_body(poll, response);
    }
}

static bool pages_are_missing(const struct poll *poll)
{
    for (size_t i = 0; i < poll->window_count; i++) {
        if (poll->window[i].tries > 0)
            return true;
    }
    return false;
}

static void note_validators(struct poll *poll)
{
    struct source_state *state = &poll->run->state;
    bool confirmed = poll->facts.outcome == HTTP_ANSWERED && poll->facts.status == 304;
    if (confirmed) {
        /* A 304 may bring new ones; it takes none away. */
        if (poll->etag != NULL)
            source_state_set(&state->etag, poll->etag);
        if (poll->last_modified != NULL)
            source_state_set(&state->last_modified, poll->last_modified);
    } else if (poll->whole) {
        /* With a page still missing the next poll must bring the entries again. */
        bool settled = !pages_are_missing(poll);
        source_state_set(&state->etag, settled ? poll->etag : NULL);
        source_state_set(&state->last_modified, settled ? poll->last_modified : NULL);
        state->validated_s = poll->fetched_s;
    }
}

static void note_move(struct poll *poll)
{
    struct source_state *state = &poll->run->state;
    bool well = poll->facts.outcome == HTTP_ANSWERED && poll->facts.status < 400;
    bool adopted = state->moved_to != NULL && state->moved_polls >= ADOPT_MOVE_POLLS;
    if (well && poll->moved_to != NULL) {
        bool again = state->moved_to != NULL && strcmp(state->moved_to, poll->moved_to) == 0;
        state->moved_polls = again ? state->moved_polls + 1 : 1;
        source_state_set(&state->moved_to, poll->moved_to);
    } else if (!adopted || !well) {
        /* Not redirected any more, or the new place fails: the catalogue's address counts. */
        state->moved_polls = 0;
        source_state_set(&state->moved_to, NULL);
    }
}

static void note_catalogue(struct run *run)
{
    const struct catalogue_source *source = run->source;
    source_state_set(&run->state.name, source->name);
    source_state_set(&run->state.country, source->country);
    source_state_set(&run->state.tier, source->tier);
    source_state_set(&run->state.lang, source->lang);
    source_state_set(&run->state.url, source->url);
}

static void tell(const struct poll *poll, enum source_condition before)
{
    const struct run *run = poll->run;
    const struct source_state *state = &run->state;
    struct engine *engine = run->engine;
    metrics_add(engine->metrics.items, "new", (double)poll->items);
    metrics_add(engine->metrics.items, "revised", (double)poll->revisions);
    metrics_add(engine->metrics.items, "cosmetic", (double)poll->cosmetic);
    metrics_set(engine->metrics.answered, run->source->id, (double)state->answered_s);
    log_event(LOG_INFO, "poll.done", LOG_TEXT("source", run->source->id),
              LOG_INT("status", poll->facts.status), LOG_INT("entries", poll->facts.entries),
              LOG_INT("new", poll->items), LOG_INT("revised", poll->revisions),
              LOG_TEXT("state", source_condition_name(state->condition)),
              LOG_INT("next_s", state->next_poll_s - engine_now_s()));
    if (state->condition == SOURCE_OVERRUN)
        metrics_add(engine->metrics.overruns, run->source->id, 1);
    if (state->condition != before)
        log_event(state->condition == SOURCE_OK ? LOG_INFO : LOG_WARNING, "source.state",
                  LOG_TEXT("source", run->source->id),
                  LOG_TEXT("from", source_condition_name(before)),
                  LOG_TEXT("to", source_condition_name(state->condition)),
                  LOG_TEXT("reason", state->reason));
}

static void save(struct run *run, bool changed)
{
    struct engine *engine = run->engine;
    long long now_s = engine_now_s();
    struct err err = {0};
    if (!changed && now_s - run->saved_s < SAVE_UNCHANGED_S)
        return;
    note_catalogue(run);
    enum err_code code = delivery_state(engine->delivery, &run->state, &err);
    if (!code) {
        run->saved_s = now_s;
    } else if (code != ERR_UNAVAILABLE) {
        log_event(LOG_ERROR, "state.unsaved", LOG_TEXT("source", run->source->id),
                  LOG_TEXT("error", err.text));
    }
}

static void conclude(struct poll *poll)
{
    struct run *run = poll->run;
    struct engine *engine = run->engine;
    struct source_state *state = &run->state;
    enum source_condition before = state->condition;
    const struct poll_pace pace = catalogue_pace(run->source);
    poll->facts.own_outage = outage_is_on(&engine->outage);
    note_validators(poll);
    note_move(poll);
    judge_poll(state, &pace, &poll->facts, engine_now_s(), engine_chance(engine));
    source_state_see(state, poll->window, poll->window_count);
    state->items += poll->items;
    state->revisions += poll->revisions;
    state->cosmetic += poll->cosmetic;
    tell(poll, before);
    bool unchanged = poll->facts.status == 304 && state->condition == before;
    save(run, !unchanged);
    run->polled = true;
}

static void release(struct poll *poll)
{
    poll->run->poll = NULL;
    arena_release(&poll->arena);
    free(poll);
}

static bool is_over(const struct poll *poll)
{
    return poll->answered && poll->pages_left == 0 && poll->ticket.unacknowledged == 0;
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
        bool kept = run->owned && !poll->abandoned && !poll->ticket.failed;
        if (kept)
            conclude(poll);
        else
            run->state.next_poll_s = engine_now_s() + ABANDONED_RETRY_S;
        release(poll);
        if (run->owned)
            engine_plan(run);
    }
}

/* Entries that are acknowledged need not be sent again, though the rest of the body has to be read
 * once more: the validators stay as they were. */
static void keep_progress(struct poll *poll)
{
    struct run *run = poll->run;
    size_t done = 0;
    if (!run->owned || poll->abandoned || poll->ticket.failed || poll->ticket.unacknowledged > 0)
        return;
    for (size_t i = 0; i < poll->window_count; i++) {
        if (poll->window[i].revision[0] != '\0')
            poll->window[done++] = poll->window[i];
    }
    if (done == 0)
        return;
    source_state_see(&run->state, poll->window, done);
    source_state_set(&run->state.etag, NULL);
    source_state_set(&run->state.last_modified, NULL);
    save(run, true);
}

void poll_drop_all(struct engine *engine)
{
    for (struct poll *poll = engine->polls; poll != NULL;) {
        struct poll *next = poll->next;
        pages_forget(poll);
        keep_progress(poll);
        release(poll);
        poll = next;
    }
    engine->polls = NULL;
}
