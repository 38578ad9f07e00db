#include "producers/poller/conclude.h"

#include "common/base/crash.h"
#include "common/service/log.h"

#include <string.h>

#define SAVE_UNCHANGED_S 3600

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
        /* With a page or a part still missing the next poll must bring the entries again. */
        bool settled = !poll->incomplete && !pages_are_missing(poll);
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
    tally_state(&engine->tally, state);
    tally_overlap(&engine->tally, run->source->id, poll->facts.known, poll->facts.entries);
    if (poll->facts.outcome == HTTP_ANSWERED && poll->facts.status == 304)
        metrics_set(engine->tally.unchanged, run->source->id, (double)poll->fetched_s);
    log_event(LOG_INFO, "poll.done", LOG_TEXT("source", run->source->id),
              LOG_TEXT("outcome", http_outcome_name(poll->facts.outcome)),
              LOG_INT("status", poll->facts.status), LOG_TEXT("error", poll->facts.error),
              LOG_INT("entries", poll->facts.entries), LOG_INT("new", poll->items),
              LOG_INT("revised", poll->revisions),
              LOG_TEXT("state", source_condition_name(state->condition)),
              LOG_INT("next_s", state->next_poll_s - engine_now_s()));
    if (state->condition == SOURCE_OVERRUN)
        metrics_add(engine->tally.overruns, run->source->id, 1);
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
    CRASH_POINT("poller:state_sent");
    if (!code) {
        run->saved_s = now_s;
    } else if (code != ERR_UNAVAILABLE) {
        log_event(LOG_ERROR, "state.unsaved", LOG_TEXT("source", run->source->id),
                  LOG_TEXT("error", err.text));
    }
}

void conclude_poll(struct poll *poll)
{
    struct run *run = poll->run;
    struct engine *engine = run->engine;
    struct source_state *state = &run->state;
    enum source_condition before = state->condition;
    const struct poll_pace pace = catalogue_pace(run->source);
    CRASH_POINT("poller:items_acknowledged");
    poll->facts.own_outage = outage_is_on(&engine->outage);
    note_validators(poll);
    note_move(poll);
    judge_poll(state, &pace, &poll->facts, engine_now_s(), engine_chance(engine));
    judge_keep_stamp(state, poll->fetched_s);
    source_state_see(state, poll->window, poll->window_count);
    state->items += poll->items;
    state->revisions += poll->revisions;
    state->cosmetic += poll->cosmetic;
    tell(poll, before);
    bool unchanged = poll->facts.status == 304 && state->condition == before;
    save(run, !unchanged);
    run->polled = true;
}

void conclude_progress(struct poll *poll)
{
    struct run *run = poll->run;
    size_t done = 0;
    if (!run->owned || poll->lost || poll->abandoned || poll->ticket.failed ||
        poll->ticket.unacknowledged > 0)
        return;
    for (size_t i = 0; i < poll->window_count; i++) {
        if (poll->window[i].revision[0] != '\0')
            poll->window[done++] = poll->window[i];
    }
    if (done == 0)
        return;
    judge_keep_stamp(&run->state, poll->fetched_s);
    source_state_see(&run->state, poll->window, done);
    source_state_set(&run->state.etag, NULL);
    source_state_set(&run->state.last_modified, NULL);
    save(run, true);
}
