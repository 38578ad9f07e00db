#include "producers/poller/tally.h"

#include "common/text/utf8.h"

static const char *const gate_names[] = {"known", "cosmetic",  "renamed",  "repeated",
                                         "cut",   "too_large", "unusable", "unsent"};

#define REASON_BYTES 160

#define GATES (sizeof gate_names / sizeof gate_names[0])

/* The labels of a series that has two. */
static const char *pair_of(const struct tally *tally,
                           char pair[METRICS_PAIR_BYTES],
                           const char *source,
                           const char *by)
{
    return metrics_pair(pair, tally->together ? "all" : source, by);
}

void tally_open(struct tally *tally, size_t sources)
{
    tally->together = sources > TALLY_SOURCES_MAX;
    tally->polls = metrics_counter("gainsay_poller_polls_total", "polls, by what came of them",
                                   "source,outcome");
    tally->documents = metrics_counter("gainsay_poller_documents_total",
                                       "documents, by what they were", "source,verdict");
    tally->entries =
        metrics_counter("gainsay_poller_entries_total", "entries that documents brought", "source");
    tally->items = metrics_counter("gainsay_poller_items_total",
                                   "items sent, new ones and revisions", "source,kind");
    tally->dropped = metrics_counter("gainsay_poller_dropped_total",
                                     "entries not sent, by the gate they met", "source,gate");
    tally->waiting =
        metrics_gauge("gainsay_poller_entries_waiting", "entries that wait for their pages", NULL);
    tally->pages =
        metrics_counter("gainsay_poller_pages_total", "pages of entries, by outcome", "outcome");
    tally->bytes =
        metrics_counter("gainsay_poller_bytes_total", "bytes that came over the wire", "source");
    tally->seconds = metrics_histogram("gainsay_poller_fetch_seconds", "time of a source's answer");
    tally->seconds_of_source = metrics_counter("gainsay_poller_fetch_seconds_by_source_total",
                                               "time of all its answers together", "source");
    tally->states = metrics_gauge("gainsay_poller_sources", "sources by their state", "state");
    tally->state =
        metrics_gauge("gainsay_poller_source_state",
                      "1 for the state of a source of ours that is not ok", "source,state,reason");
    tally->trouble =
        metrics_gauge("gainsay_poller_source_trouble_timestamp_seconds",
                      "since when a source is in a state other than ok; 0: it is ok", "source");
    tally->answered = metrics_gauge("gainsay_poller_source_answered_timestamp_seconds",
                                    "when a source last answered well", "source");
    tally->changed = metrics_gauge("gainsay_poller_source_changed_timestamp_seconds",
                                   "when a source last had a new entry", "source");
    tally->unchanged = metrics_gauge("gainsay_poller_source_unchanged_timestamp_seconds",
                                     "when a source last said that nothing is new (304)", "source");
    tally->next_poll = metrics_gauge("gainsay_poller_source_next_poll_timestamp_seconds",
                                     "when a source is asked again", "source");
    tally->overlap = metrics_gauge("gainsay_poller_source_overlap_ratio",
                                   "part of a source's last window that was known", "source");
    tally->overruns = metrics_counter("gainsay_poller_overruns_total",
                                      "windows that turned over between two polls", "source");
    tally->outage =
        metrics_gauge("gainsay_poller_network_away", "1 while no host at all answers", NULL);
    tally->delay = metrics_histogram("gainsay_poller_delay_seconds",
                                     "from a new entry's publication to its fetching");
}

void tally_source(struct tally *tally, const char *source)
{
    char pair[METRICS_PAIR_BYTES];
    struct metric *const plain[] = {tally->entries, tally->bytes, tally->seconds_of_source,
                                    tally->overruns};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        metrics_add(plain[i], source, 0);
    metrics_add(tally->items, pair_of(tally, pair, source, "new"), 0);
    metrics_add(tally->items, pair_of(tally, pair, source, "revised"), 0);
    for (size_t i = 0; i < GATES; i++)
        metrics_add(tally->dropped, pair_of(tally, pair, source, gate_names[i]), 0);
    /* Prometheus can't see a counter rise that begins at 1. */
    for (enum feed_verdict verdict = FEED_OK; verdict <= FEED_BROKEN; verdict++)
        metrics_add(tally->documents, pair_of(tally, pair, source, feed_verdict_name(verdict)), 0);
    static const char *const outcomes[] = {"2xx", "304", "4xx", "5xx"};
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
        metrics_add(tally->polls, pair_of(tally, pair, source, outcomes[i]), 0);
}

static const char *outcome_of(const struct http_response *response)
{
    static const char *const classes[] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
    if (response->outcome != HTTP_ANSWERED)
        return http_outcome_name(response->outcome);
    if (response->status == 304)
        return "304";
    int class = response->status / 100;
    return class >= 1 && class <= 5 ? classes[class - 1] : "other";
}

void tally_answer(struct tally *tally, const char *source, const struct http_response *response)
{
    char pair[METRICS_PAIR_BYTES];
    double seconds = (double)response->elapsed_ms / 1000;
    metrics_add(tally->polls, pair_of(tally, pair, source, outcome_of(response)), 1);
    metrics_add(tally->bytes, source, (double)response->wire_bytes);
    metrics_add(tally->seconds_of_source, source, seconds);
    metrics_observe(tally->seconds, seconds);
}

void tally_document(struct tally *tally, const char *source, enum feed_verdict verdict)
{
    char pair[METRICS_PAIR_BYTES];
    metrics_add(tally->documents, pair_of(tally, pair, source, feed_verdict_name(verdict)), 1);
}

void tally_entries(struct tally *tally, const char *source, size_t count)
{
    metrics_add(tally->entries, source, (double)count);
}

void tally_sent(struct tally *tally, const char *source, bool revised)
{
    char pair[METRICS_PAIR_BYTES];
    metrics_add(tally->items, pair_of(tally, pair, source, revised ? "revised" : "new"), 1);
}

void tally_dropped(struct tally *tally, const char *source, enum gate gate, size_t count)
{
    char pair[METRICS_PAIR_BYTES];
    metrics_add(tally->dropped, pair_of(tally, pair, source, gate_names[gate]), (double)count);
}

void tally_overlap(struct tally *tally, const char *source, size_t known, size_t entries)
{
    if (entries > 0)
        metrics_set(tally->overlap, source, (double)known / (double)entries);
}

/* As long as a label may be: one line, cut between two characters. */
static const char *shortened(char text[REASON_BYTES], const char *reason)
{
    size_t len = 0;
    for (; reason != NULL && reason[len] != '\0' && len < REASON_BYTES - 1; len++) {
        unsigned char c = (unsigned char)reason[len];
        text[len] = c < 0x20 || c == 0x7F ? ' ' : reason[len];
    }
    text[utf8_valid_prefix(text, len)] = '\0';
    return text;
}

void tally_state(struct tally *tally, const struct source_state *state)
{
    const char *source = state->source;
    bool fine = state->condition == SOURCE_OK;
    metrics_set(tally->answered, source, (double)state->answered_s);
    metrics_set(tally->changed, source, (double)state->changed_s);
    metrics_set(tally->next_poll, source, (double)state->next_poll_s);
    metrics_set(tally->trouble, source, fine ? 0 : (double)state->since_s);
    metrics_forget_all(tally->state, source);
    if (!fine) {
        char reason[REASON_BYTES];
        char what[METRICS_PAIR_BYTES];
        char labels[METRICS_PAIR_BYTES];
        (void)metrics_pair(what, source_condition_name(state->condition),
                           shortened(reason, state->reason));
        metrics_set(tally->state, metrics_pair(labels, source, what), 1);
    }
}

void tally_leave(struct tally *tally, const char *source)
{
    struct metric *const of_state[] = {tally->answered,  tally->changed,   tally->trouble,
                                       tally->unchanged, tally->next_poll, tally->overlap,
                                       tally->state};
    for (size_t i = 0; i < sizeof of_state / sizeof of_state[0]; i++)
        metrics_forget_all(of_state[i], source);
}
