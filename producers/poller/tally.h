/*
 * What the poller counts. Every entry that a document brings has one fate: it is sent (new or
 * revised), dropped at a gate, or waits for its page; so in = out + dropped + waiting, source by
 * source.
 *
 * How many series a scrape brings is bounded. The counts by state are always there; which source is
 * in which state is told of those only that are not ok; and past TALLY_SOURCES_MAX sources what is
 * counted by a second label (outcome, verdict, kind, gate) is counted for all of them together, as
 * source "all".
 */
#ifndef GAINSAY_POLLER_TALLY_H
#define GAINSAY_POLLER_TALLY_H

#include "common/http/fetcher.h"
#include "common/model/source_state.h"
#include "common/service/metrics.h"
#include "producers/feeds/feed.h"

#include <stdbool.h>
#include <stddef.h>

/* With ten gates and outcomes each it stays below the 10,000 series that a metric can have. */
#define TALLY_SOURCES_MAX 1000

/* Where an entry ends that is not sent. */
enum gate {
    GATE_KNOWN,     /* seen at an earlier poll, and unchanged */
    GATE_COSMETIC,  /* changed, but not in what is sent */
    GATE_RENAMED,   /* seen under another guid */
    GATE_REPEATED,  /* twice in one poll */
    GATE_CUT,       /* past the most entries of a poll */
    GATE_TOO_LARGE, /* no message can hold it */
    GATE_UNUSABLE,  /* no item can be made of it */
    GATE_UNSENT     /* Kafka or our own end came between; the next poll brings it again */
};

struct tally {
    bool together; /* too many sources for a series of each and a second label */
    struct metric *polls;
    struct metric *documents;
    struct metric *entries;
    struct metric *items;
    struct metric *dropped;
    struct metric *waiting;
    struct metric *pages;
    struct metric *bytes;
    struct metric *seconds;
    struct metric *seconds_of_source;
    struct metric *states;
    struct metric *state;
    struct metric *trouble;
    struct metric *answered;
    struct metric *changed;
    struct metric *unchanged;
    struct metric *next_poll;
    struct metric *overlap;
    struct metric *overruns;
    struct metric *outage;
    struct metric *delay;
};

/* sources: how many there will be. */
void tally_open(struct tally *tally, size_t sources);
/* Shows a source's series, zero, before anything came of it. */
void tally_source(struct tally *tally, const char *source);

/* An answer to a poll, whatever it was. */
void tally_answer(struct tally *tally, const char *source, const struct http_response *response);
/* What feed_parse() made of a document. */
void tally_document(struct tally *tally, const char *source, enum feed_verdict verdict);
void tally_entries(struct tally *tally, const char *source, size_t count);
void tally_sent(struct tally *tally, const char *source, bool revised);
void tally_dropped(struct tally *tally, const char *source, enum gate gate, size_t count);
/* How much of a poll's window was known, from 0 to 1. */
void tally_overlap(struct tally *tally, const char *source, size_t known, size_t entries);
/* Shows how a source does. */
void tally_state(struct tally *tally, const struct source_state *state);
/* The source is another poller's now, who tells how it does. What was counted stays. */
void tally_leave(struct tally *tally, const char *source);

#endif
