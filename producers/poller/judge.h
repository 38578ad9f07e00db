/*
 * What one poll says about its source: its condition, and when to ask again. A pure function of
 * what was known, what came, the time, and one random number.
 *
 * How often: the interval follows the source. Where most entries were known already it grows by a
 * quarter, where most are new it halves; it stays between a floor and a cap. The floor is low only
 * for a source that has shown that asking it costs little (it answers 304), or where the catalogue
 * says so. Every wait is spread by a tenth, so that sources don't march in step.
 *
 * Failures: the wait doubles with each, up to six hours during the first day and to a day after
 * that; it never ends. A wait that the source asks for (Retry-After) goes before all of that. An
 * outage of our own network counts against nobody.
 */
#ifndef GAINSAY_POLLER_JUDGE_H
#define GAINSAY_POLLER_JUDGE_H

#include "common/http/fetcher.h"
#include "common/model/source_state.h"
#include "producers/feeds/feed.h"

#include <stdbool.h>
#include <stddef.h>

/* How often a source may and should be asked. */
struct poll_pace {
    long long interval_s;     /* to begin with */
    long long min_interval_s; /* 0: the usual floors */
    long long max_interval_s; /* 0: the usual cap */
};

#define PACE_FLOOR_S           900
#define PACE_FLOOR_CONFIRMED_S 300
#define PACE_CAP_S             21600

/* What came of one poll. */
struct poll_facts {
    enum http_outcome outcome;
    int status;              /* where answered */
    const char *error;       /* where not answered */
    bool forbidden;          /* robots.txt does not allow it: nothing was asked */
    long long retry_after_s; /* -1: not said */
    bool own_outage;         /* no host at all answers us */

    /* Of an answer with a body that was read. */
    enum feed_verdict verdict;
    const char *reason; /* feed_parse()'s sentence */
    bool listing;       /* read by selectors */
    size_t entries;
    size_t known;           /* entries that were seen before, renamed ones among them */
    size_t renamed;         /* entries that were seen before under another guid */
    const char *finding;    /* feed_document's, or NULL */
    long long newest_s;     /* latest date among them; 0: none is dated */
    long long usual_gap_s;  /* judge_usual_gap(); 0: unknown */
    size_t pages_read;      /* linked pages that the source's selector was tried on */
    size_t pages_missed;    /* those where it selected nothing */
    int pages_status;       /* with which a page's host asked us to wait; 0: none did */
    long long pages_wait_s; /* for so long; -1: not said */
};

/* Moves state on: condition, counters of polls, interval, and next_poll_s. Of what was seen and of
 * validators it changes nothing. chance: from [0, 1). */
void judge_poll(struct source_state *state,
                const struct poll_pace *pace,
                const struct poll_facts *facts,
                long long now_s,
                double chance);

/* The time of a poll that begins now. It never goes back within a source: among revisions, and
 * among states, the one of the latest time counts, and a clock that was put back must not hide what
 * comes after. */
long long judge_stamp(const struct source_state *state, long long now_s);
/* After such a poll, in whatever way it ended: its time counts, though the clock may have been put
 * back since it began. */
void judge_keep_stamp(struct source_state *state, long long stamp_s);

/* For a state that was read: where the clock was ahead when it was written, the source is due. */
void judge_adopt(struct source_state *state, long long now_s);

/* Takes back what a failure counted that turned out to be our own network's. */
void judge_forgive(struct source_state *state, long long now_s);

/* 90 % of the gaps between neighbours of these times are at most so long; sorts the times. 0 where
 * fewer than five are there to tell. */
long long judge_usual_gap(long long *times_s, size_t count);

#endif
