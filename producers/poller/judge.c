#include "producers/poller/judge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REASON_BYTES 400

#define DAY_S              86400
#define LIMITED_FIRST_S    60
#define LIMITED_CAP_S      DAY_S
#define OUTAGE_RETRY_S     300 /* or the source's interval, where that is shorter */
#define EMPTY_POLLS_MAX    2   /* one empty answer may be an accident */
#define LISTING_POLLS_MAX  3
#define SELECTOR_POLLS_MAX 3
#define STALE_FACTOR       3
#define STALE_MIN_S        (2 * DAY_S) /* a weekend is no news */
#define GAPS_NEEDED        4
#define CLOCK_SLACK_S      60 /* two machines' clocks may differ by as much */
#define FAILURES_CAP       16 /* 2 to this power is past every cap */

static double spread(double seconds, double chance)
{
    return seconds * (0.9 + 0.2 * chance);
}

static long long floor_of(const struct source_state *state, const struct poll_pace *pace)
{
    if (pace->min_interval_s > 0)
        return pace->min_interval_s;
    return state->confirms_unchanged ? PACE_FLOOR_CONFIRMED_S : PACE_FLOOR_S;
}

static void set_interval(struct source_state *state, const struct poll_pace *pace, double wanted_s)
{
    double least = (double)floor_of(state, pace);
    double most = pace->max_interval_s > 0        ? (double)pace->max_interval_s
                  : pace->interval_s > PACE_CAP_S ? (double)pace->interval_s
                                                  : PACE_CAP_S;
    if (wanted_s > most)
        wanted_s = most;
    /* What a source bears goes before what we would like. */
    state->interval_s = (long long)(wanted_s < least ? least : wanted_s);
}

static void next_after(struct source_state *state, double wait_s, long long now_s, double chance)
{
    long long wait = (long long)spread(wait_s, chance);
    state->next_poll_s = now_s + (wait < 1 ? 1 : wait);
}

static void on_failure(struct source_state *state,
                       enum source_condition condition,
                       double weight,
                       const char *reason,
                       long long now_s,
                       double chance)
{
    bool failing = state->failures > 0;
    state->failures += weight;
    if (!failing)
        state->since_s = 0; /* a new trouble, even under the old name */
    source_state_enter(state, condition, reason, now_s);
    double power = state->failures > FAILURES_CAP ? FAILURES_CAP : state->failures;
    double wait_s = (double)state->interval_s * pow(2, power);
    double cap_s = now_s - state->since_s < DAY_S ? PACE_CAP_S : DAY_S;
    if (cap_s < (double)state->interval_s)
        cap_s = (double)state->interval_s;
    next_after(state, wait_s < cap_s ? wait_s : cap_s, now_s, chance);
}

/* The source asked us to wait, with or without saying how long. */
static void
on_limit(struct source_state *state, const struct poll_facts *facts, long long now_s, double chance)
{
    char reason[REASON_BYTES];
    long long wait_s = facts->retry_after_s;
    if (wait_s < 0) {
        wait_s = LIMITED_FIRST_S;
        for (long long i = 0; i < state->limited_polls && wait_s < LIMITED_CAP_S; i++)
            wait_s *= 2;
        state->limited_polls++;
    }
    if (wait_s > LIMITED_CAP_S)
        wait_s = LIMITED_CAP_S;
    (void)snprintf(reason, sizeof reason, "status %d; waiting %lld s", facts->status, wait_s);
    source_state_enter(state, SOURCE_LIMITED, reason, now_s);
    /* Never sooner than asked, and never sooner than usual. */
    double least = (double)(wait_s > state->interval_s ? wait_s : state->interval_s);
    state->next_poll_s = now_s + (long long)ceil(least * (1 + 0.1 * chance));
}

static void on_no_answer(struct source_state *state,
                         const struct poll_facts *facts,
                         long long now_s,
                         double chance)
{
    char reason[REASON_BYTES];
    (void)snprintf(reason, sizeof reason, "%s: %s", http_outcome_name(facts->outcome),
                   facts->error);
    switch (facts->outcome) {
    case HTTP_UNTRUSTED:
        on_failure(state, SOURCE_UNTRUSTED, 1, reason, now_s, chance);
        return;
    case HTTP_UNRESOLVED:
        on_failure(state, SOURCE_BACKING_OFF, 0.25, reason, now_s, chance);
        return;
    case HTTP_UNREACHABLE:
    case HTTP_TIMED_OUT:
        on_failure(state, SOURCE_BACKING_OFF, 0.5, reason, now_s, chance);
        return;
    case HTTP_ANSWERED:
    case HTTP_TOO_LARGE:
    case HTTP_REFUSED:
    case HTTP_GARBLED:
        break;
    }
    on_failure(state, SOURCE_BACKING_OFF, 1, reason, now_s, chance);
}

static void on_status(struct source_state *state,
                      const struct poll_facts *facts,
                      long long now_s,
                      double chance)
{
    int status = facts->status;
    if (status == 429 || status == 503 || facts->retry_after_s > 0) {
        on_limit(state, facts, now_s, chance);
        return;
    }
    char reason[REASON_BYTES];
    (void)snprintf(reason, sizeof reason, "status %d", status);
    /* 412 is what several government sites show to clients without their script's cookie. */
    bool blocked = status == 401 || status == 403 || status == 412 || status == 451;
    on_failure(state, blocked ? SOURCE_BLOCKED : SOURCE_BACKING_OFF, status >= 500 ? 0.5 : 1,
               reason, now_s, chance);
}

static double outage_wait_s(const struct source_state *state)
{
    return (double)(state->interval_s < OUTAGE_RETRY_S ? state->interval_s : OUTAGE_RETRY_S);
}

/* It answered as it should. */
static void on_success(struct source_state *state, long long now_s)
{
    state->failures = 0;
    state->limited_polls = 0;
    state->answered_s = now_s;
}

static bool is_stale(const struct source_state *state, long long now_s, char reason[REASON_BYTES])
{
    long long last_s = state->newest_s > state->changed_s ? state->newest_s : state->changed_s;
    if (state->usual_gap_s == 0 || last_s == 0)
        return false;
    long long limit_s = STALE_FACTOR * state->usual_gap_s;
    if (limit_s < STALE_MIN_S)
        limit_s = STALE_MIN_S;
    if (now_s - last_s <= limit_s)
        return false;
    (void)snprintf(reason, REASON_BYTES,
                   "nothing new for %lld h; 9 of 10 gaps are shorter than %lld h",
                   (now_s - last_s) / 3600, (state->usual_gap_s + 3599) / 3600);
    return true;
}

/* Nothing is wrong with the answer: fine, unless it is one more of a long silence. */
static void settle(struct source_state *state, long long now_s)
{
    char reason[REASON_BYTES];
    if (is_stale(state, now_s, reason))
        source_state_enter(state, SOURCE_STALE, reason, now_s);
    else
        source_state_enter(state, SOURCE_OK, NULL, now_s);
}

static void on_unchanged(struct source_state *state,
                         const struct poll_pace *pace,
                         long long now_s,
                         double chance)
{
    on_success(state, now_s);
    state->confirms_unchanged = true;
    /* What was wrong with the document that it confirms is still wrong. */
    bool about_document = state->condition == SOURCE_SILENT ||
                          state->condition == SOURCE_DEGRADED || state->condition == SOURCE_MOVED ||
                          state->condition == SOURCE_UNSTEADY;
    if (!about_document)
        settle(state, now_s);
    set_interval(state, pace, (double)state->interval_s * 1.25);
    next_after(state, (double)state->interval_s, now_s, chance);
}

static void on_empty(struct source_state *state,
                     const struct poll_facts *facts,
                     const struct poll_pace *pace,
                     long long now_s,
                     double chance)
{
    on_success(state, now_s);
    char reason[REASON_BYTES];
    bool had_entries = state->seen_count > 0;
    if (had_entries || facts->listing)
        state->empty_polls++;
    if (facts->listing && state->empty_polls >= LISTING_POLLS_MAX) {
        (void)snprintf(reason, sizeof reason, "the selectors match nothing, %lld polls in a row",
                       state->empty_polls);
        source_state_enter(state, SOURCE_DEGRADED, reason, now_s);
    } else if (had_entries && state->empty_polls >= EMPTY_POLLS_MAX) {
        (void)snprintf(reason, sizeof reason, "no entries, %lld polls in a row",
                       state->empty_polls);
        source_state_enter(state, SOURCE_SILENT, reason, now_s);
    } else if (state->empty_polls == 0) {
        settle(state, now_s);
    }
    set_interval(state, pace, (double)state->interval_s * 1.25);
    next_after(state, (double)state->interval_s, now_s, chance);
}

/* The pages' selector: one odd page is no news, three polls without a match are. */
static void
watch_selector(struct source_state *state, const struct poll_facts *facts, long long now_s)
{
    if (facts->pages_read > 0)
        state->selector_misses =
            facts->pages_missed == facts->pages_read ? state->selector_misses + 1 : 0;
    if (state->selector_misses >= SELECTOR_POLLS_MAX)
        source_state_enter(state, SOURCE_DEGRADED,
                           "the article selector matches nothing on its pages", now_s);
}

/* Guids that don't tell entries apart. Told even so, and a person can do better. */
static void watch_guids(struct source_state *state, const struct poll_facts *facts, long long now_s)
{
    if (2 * facts->renamed > facts->entries)
        source_state_enter(state, SOURCE_UNSTEADY,
                           "the guids are new each time: set identity = url", now_s);
    else if (facts->finding != NULL && strcmp(facts->finding, "guid-alike") == 0)
        source_state_enter(state, SOURCE_UNSTEADY, "the guids are all alike: set identity = url",
                           now_s);
}

static void on_entries(struct source_state *state,
                       const struct poll_facts *facts,
                       const struct poll_pace *pace,
                       long long now_s,
                       double chance)
{
    on_success(state, now_s);
    state->empty_polls = 0;
    if (facts->newest_s > state->newest_s)
        state->newest_s = facts->newest_s;
    if (facts->usual_gap_s > 0)
        state->usual_gap_s = facts->usual_gap_s;
    bool first = state->seen_count == 0;
    if (!first && facts->known < facts->entries)
        state->changed_s = now_s;
    double known = (double)facts->known / (double)facts->entries;
    if (!first && facts->known == 0) {
        char reason[REASON_BYTES];
        (void)snprintf(reason, sizeof reason,
                       "all %zu entries are new: others may have come and gone unseen",
                       facts->entries);
        state->overruns++;
        source_state_enter(state, SOURCE_OVERRUN, reason, now_s);
    } else {
        settle(state, now_s);
        watch_selector(state, facts, now_s);
        watch_guids(state, facts, now_s);
    }
    double factor = first ? 1 : known < 0.33 ? 0.5 : known > 0.67 ? 1.25 : 1;
    set_interval(state, pace, (double)state->interval_s * factor);
    next_after(state, (double)state->interval_s, now_s, chance);
}

/* The document is fine, but those who serve the pages that it links to ask us to wait. */
static void on_pages_limit(struct source_state *state,
                           const struct poll_facts *facts,
                           long long limited_polls,
                           long long now_s,
                           double chance)
{
    struct poll_facts pages = *facts;
    pages.status = facts->pages_status;
    pages.retry_after_s = facts->pages_wait_s;
    state->limited_polls = limited_polls;
    on_limit(state, &pages, now_s, chance);
}

static void on_document(struct source_state *state,
                        const struct poll_facts *facts,
                        const struct poll_pace *pace,
                        long long now_s,
                        double chance)
{
    const char *reason = facts->reason == NULL ? "" : facts->reason;
    long long limited_polls = state->limited_polls;
    switch (facts->verdict) {
    case FEED_OK:
        if (facts->entries > 0)
            on_entries(state, facts, pace, now_s, chance);
        else
            on_empty(state, facts, pace, now_s, chance);
        if (facts->pages_status != 0)
            on_pages_limit(state, facts, limited_polls, now_s, chance);
        break;
    case FEED_EMPTY:
        on_empty(state, facts, pace, now_s, chance);
        break;
    case FEED_MOVED:
        on_failure(state, SOURCE_MOVED, 1, reason, now_s, chance);
        break;
    case FEED_BLOCKED:
        on_failure(state, SOURCE_BLOCKED, 1, reason, now_s, chance);
        break;
    case FEED_HOSTILE:
    case FEED_BROKEN:
        on_failure(state, SOURCE_DEGRADED, 0.5, reason, now_s, chance);
        break;
    }
}

void judge_poll(struct source_state *state,
                const struct poll_pace *pace,
                const struct poll_facts *facts,
                long long now_s,
                double chance)
{
    state->polled_s = judge_stamp(state, now_s);
    set_interval(state, pace,
                 (double)(state->interval_s > 0 ? state->interval_s : pace->interval_s));
    if (facts->forbidden)
        on_failure(state, SOURCE_BLOCKED, 1, "robots.txt does not allow it", now_s, chance);
    else if (facts->outcome != HTTP_ANSWERED && facts->own_outage)
        next_after(state, outage_wait_s(state), now_s, chance);
    else if (facts->outcome != HTTP_ANSWERED)
        on_no_answer(state, facts, now_s, chance);
    else if (facts->status == 304)
        on_unchanged(state, pace, now_s, chance);
    else if (facts->status < 200 || facts->status > 299)
        on_status(state, facts, now_s, chance);
    else
        on_document(state, facts, pace, now_s, chance);
}

long long judge_stamp(const struct source_state *state, long long now_s)
{
    return now_s > state->polled_s ? now_s : state->polled_s + 1;
}

void judge_keep_stamp(struct source_state *state, long long stamp_s)
{
    if (state->polled_s < stamp_s)
        state->polled_s = stamp_s;
}

void judge_adopt(struct source_state *state, long long now_s)
{
    if (state->polled_s > now_s + CLOCK_SLACK_S)
        state->next_poll_s = now_s;
}

void judge_forgive(struct source_state *state, long long now_s)
{
    state->failures = state->failures > 0.5 ? state->failures - 0.5 : 0;
    if (state->failures == 0 && state->condition == SOURCE_BACKING_OFF)
        source_state_enter(state, SOURCE_OK, NULL, now_s);
    state->next_poll_s = now_s + (long long)outage_wait_s(state);
}

static int by_value(const void *a, const void *b)
{
    long long left = *(const long long *)a;
    long long right = *(const long long *)b;
    return (left > right) - (left < right);
}

long long judge_usual_gap(long long *times_s, size_t count)
{
    if (count < GAPS_NEEDED + 1)
        return 0;
    qsort(times_s, count, sizeof *times_s, by_value);
    for (size_t i = 0; i + 1 < count; i++)
        times_s[i] = times_s[i + 1] - times_s[i];
    size_t gaps = count - 1;
    qsort(times_s, gaps, sizeof *times_s, by_value);
    return times_s[(gaps * 9 + 9) / 10 - 1];
}
