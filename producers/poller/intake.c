#include "producers/poller/intake.h"

#include "common/base/crash.h"
#include "common/service/log.h"
#include "producers/poller/follow.h"
#include "producers/poller/itemize.h"
#include "producers/poller/pages.h"

#include <assert.h>
#include <string.h>

void intake_send(struct poll *poll, struct source_seen *slot, const struct item *item)
{
    struct engine *engine = poll->run->engine;
    bool known = slot->revision[0] != '\0';
    if (strcmp(slot->revision, item->revision) == 0) {
        poll->cosmetic++;
        tally_dropped(&engine->tally, item->source, GATE_COSMETIC, 1);
        return;
    }
    struct err err = {0};
    enum err_code code = delivery_item(engine->delivery, item, &poll->ticket, &err);
    if (code && err_class_of(code) != ERR_CLASS_DROP) {
        poll->abandoned = true;
        tally_dropped(&engine->tally, item->source, GATE_UNSENT, 1);
        if (code != ERR_UNAVAILABLE) {
            engine->failure = code;
            engine->failure_err = err;
        }
        return;
    }
    if (code) {
        log_event(LOG_WARNING, "item.dropped", LOG_TEXT("source", item->source),
                  LOG_TEXT("id", item->id), LOG_TEXT("error", err.text));
        tally_dropped(&engine->tally, item->source, GATE_TOO_LARGE, 1);
    } else {
        poll->revisions += known;
        poll->items += !known;
        tally_sent(&engine->tally, item->source, known);
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
        metrics_observe(poll->run->engine->tally.delay,
                        (double)(poll->fetched_s - entry->published.epoch_s));
}

/* The same entry, under the guid that it had at an earlier poll: address and words are the same. */
static const struct source_seen *
seen_otherwise(const struct poll *poll, const struct feed_entry *entry, const char *mark)
{
    const struct source_state *state = &poll->run->state;
    for (size_t i = state->seen_count; i > 0 && entry->url != NULL && entry->guid != NULL; i--) {
        const struct source_seen *seen = &state->seen[i - 1];
        if (strcmp(seen->mark, mark) == 0 && seen->tries == 0)
            return seen;
    }
    return NULL;
}

static void take_entry(struct poll *poll, const struct feed_entry *entry, const char *lang)
{
    struct run *run = poll->run;
    struct tally *tally = &run->engine->tally;
    if (strlen(entry->id) >= DIGEST_ID_BYTES || in_window(poll, entry->id)) {
        tally_dropped(tally, run->source->id, GATE_REPEATED, 1);
        return;
    }
    const struct source_seen *seen = source_state_find(&run->state, entry->id);
    struct source_seen *slot = &poll->window[poll->window_count++];
    *slot = seen == NULL ? (struct source_seen){.tries = 0} : *seen;
    memcpy(slot->id, entry->id, strlen(entry->id) + 1);
    itemize_mark(entry, slot->mark);
    if (seen != NULL) {
        poll->facts.known++;
        if (strcmp(seen->mark, slot->mark) == 0 && seen->tries == 0) {
            tally_dropped(tally, run->source->id, GATE_KNOWN, 1);
            return;
        }
    } else if ((seen = seen_otherwise(poll, entry, slot->mark)) != NULL) {
        memcpy(slot->revision, seen->revision, sizeof slot->revision);
        poll->facts.known++;
        poll->facts.renamed++;
        tally_dropped(tally, run->source->id, GATE_RENAMED, 1);
        return;
    } else {
        measure_delay(poll, entry);
    }
    struct item item;
    struct err err = {0};
    if (itemize_entry(run->source, entry, lang, poll->fetched_s, &poll->run->engine->arena, &item,
                      &err)) {
        log_event(LOG_WARNING, "item.dropped", LOG_TEXT("source", run->source->id),
                  LOG_TEXT("id", entry->id), LOG_TEXT("error", err.text));
        tally_dropped(tally, run->source->id, GATE_UNUSABLE, 1);
        return;
    }
    if (!itemize_wants_page(run->source, entry) || !pages_add(poll, slot, &item))
        intake_send(poll, slot, &item);
}

/* Remembers a document's dates: a poll may read several. */
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
    long long gap_s = times_s == NULL ? 0 : judge_usual_gap(times_s, count);
    if (gap_s > 0)
        poll->facts.usual_gap_s = gap_s;
}

static void note_cut(const struct poll *poll, size_t cut)
{
    if (cut == 0)
        return;
    tally_dropped(&poll->run->engine->tally, poll->run->source->id, GATE_CUT, cut);
    log_event(LOG_WARNING, "poll.cut", LOG_TEXT("source", poll->run->source->id),
              LOG_INT("entries", cut));
}

/* Nothing on it is known: what came before may stand on the next page. A first poll knows nothing
 * and goes back as far as it is asked to. */
static bool wants_more(const struct poll *poll)
{
    const struct run *run = poll->run;
    if (run->state.seen_count == 0)
        return (long long)poll->follow_count < run->source->backfill;
    return poll->facts.known == 0;
}

static void take_entries(struct poll *poll, const struct feed_document *doc)
{
    size_t before = poll->window_count;
    size_t room = POLL_ENTRIES_MAX - poll->window_count;
    size_t count = doc->count < room ? doc->count : room;
    struct tally *tally = &poll->run->engine->tally;
    tally_entries(tally, poll->run->source->id, doc->count + doc->cut);
    note_cut(poll, doc->count - count + doc->cut);
    note_dates(poll, doc);
    size_t taken = 0;
    for (; taken < count && !poll->abandoned; taken++)
        take_entry(poll, &doc->entry[taken], doc->lang);
    tally_dropped(tally, poll->run->source->id, GATE_UNSENT, count - taken);
    poll->facts.entries = poll->window_count;
    /* A page of what was there before ends it, too: some servers have but one. The first further
     * one may be the front page once more, under its number. */
    bool brings = poll->window_count > before || poll->follow_count == 1;
    if (doc->next_page != NULL && brings && wants_more(poll))
        follow_add(poll, doc->next_page);
}

static void take_document(struct poll *poll, const struct feed_document *doc)
{
    poll->facts.verdict = doc->verdict;
    poll->facts.reason =
        doc->reason == NULL ? NULL : arena_copy_str(&poll->arena, str_of(doc->reason));
    if (doc->verdict == FEED_MOVED && doc->moved_to != NULL)
        poll->facts.reason =
            arena_format(&poll->arena, "%s; it names the feed %s", doc->reason, doc->moved_to);
    if (doc->verdict != FEED_OK)
        return;
    poll->whole = true;
    poll->facts.finding = doc->finding;
    if (doc->kind != FEED_SITEMAP_INDEX) {
        take_entries(poll, doc);
        return;
    }
    follow_sitemaps(poll, doc);
    /* None of them has changed: that is an answer of "not modified" in other words. */
    if (poll->follow_count == 0)
        poll->facts.status = 304;
}

static struct feed_hints hints_of(const struct poll *poll, const struct http_response *response)
{
    struct feed_hints hints =
        catalogue_hints(poll->run->source, response->url, response->content_type);
    hints.page = (unsigned)poll->follow_count;
    hints.next = response->next;
    hints.page_count = response->page_count;
    return hints;
}

void intake_body(struct poll *poll, const struct http_response *response)
{
    struct engine *engine = poll->run->engine;
    struct feed_document doc;
    struct err err = {0};
    const struct feed_hints hints = hints_of(poll, response);
    if (poll->window == NULL)
        poll->window = arena_array(&poll->arena, POLL_ENTRIES_MAX, sizeof *poll->window);
    assert(poll->window != NULL);
    CRASH_POINT("poller:fetched");
    if (feed_parse(response->body.ptr, response->body.len, &hints, &engine->arena, &doc, &err)) {
        poll->facts.verdict = FEED_BROKEN;
        poll->facts.reason = arena_copy_str(&poll->arena, str_of(err.text));
    } else {
        take_document(poll, &doc);
    }
    tally_document(&engine->tally, poll->run->source->id, poll->facts.verdict);
    arena_reset(&engine->arena);
}

void intake_more(struct poll *poll, const struct http_response *response)
{
    struct engine *engine = poll->run->engine;
    struct feed_document doc;
    const struct feed_hints hints = hints_of(poll, response);
    if (feed_parse(response->body.ptr, response->body.len, &hints, &engine->arena, &doc, NULL) ==
            ERR_OK &&
        doc.verdict == FEED_OK && doc.kind != FEED_SITEMAP_INDEX)
        take_entries(poll, &doc);
    arena_reset(&engine->arena);
}
