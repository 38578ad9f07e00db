#include "deploy/cli/states.h"

#include "common/service/service.h"
#include "common/text/date.h"
#include "deploy/cli/plain.h"
#include "deploy/cli/portrait.h"
#include "producers/poller/membership.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIENT_ID "gainsay-sources"
#define WAIT_MS   30000

/* A later state of a source takes the place of the one before. */
static void on_state(void *context, const char *json, size_t len)
{
    struct states *states = context;
    struct source_state read = {0};
    if (source_state_from_json(json, len, &read, NULL))
        return;
    for (size_t i = 0; i < states->count; i++) {
        if (strcmp(states->state[i].source, read.source) == 0) {
            source_state_release(&states->state[i]);
            states->state[i] = read;
            return;
        }
    }
    states->state = realloc(states->state, (states->count + 1) * sizeof *states->state);
    if (states->state == NULL)
        abort();
    states->state[states->count++] = read;
}

static void on_partition(void *context, int partition)
{
    (void)context;
    (void)partition;
}

static int by_source(const void *a, const void *b)
{
    return strcmp(((const struct source_state *)a)->source,
                  ((const struct source_state *)b)->source);
}

enum err_code
states_read(const struct kafka_settings *settings, struct states *states, struct err *err)
{
    struct membership *membership = NULL;
    const struct membership_events events = {on_state, on_partition, on_partition, states};
    enum err_code code =
        membership_open(settings, CLIENT_ID, CLIENT_ID, true, &events, &membership, err);
    long long stop_ms = service_clock_ms() + WAIT_MS;
    while (!code && !membership_is_settled(membership)) {
        code = membership_serve(membership, 100, err);
        if (!code && service_clock_ms() > stop_ms)
            code = err_set(err, ERR_UNAVAILABLE, "Kafka did not tell the sources' states in %d s",
                           WAIT_MS / 1000);
    }
    membership_close(membership);
    if (states->count > 1)
        qsort(states->state, states->count, sizeof *states->state, by_source);
    return code;
}

void states_release(struct states *states)
{
    for (size_t i = 0; i < states->count; i++)
        source_state_release(&states->state[i]);
    free(states->state);
    *states = (struct states){.count = 0};
}

const struct source_state *states_find(const struct states *states, const char *source)
{
    for (size_t i = 0; i < states->count; i++) {
        if (strcmp(states->state[i].source, source) == 0)
            return &states->state[i];
    }
    return NULL;
}

static void print_counts(const struct states *states)
{
    size_t count[SOURCE_CONDITIONS] = {0};
    for (size_t i = 0; i < states->count; i++)
        count[states->state[i].condition]++;
    (void)printf("%zu sources polled so far:", states->count);
    for (int i = 0; i < SOURCE_CONDITIONS; i++) {
        if (count[i] > 0)
            (void)printf(" %zu %s", count[i], source_condition_name((enum source_condition)i));
    }
    (void)putchar('\n');
}

/* The text of a moment, or `none` for one that has not been. */
static const char *moment(char text[DATE_RFC3339_BYTES], long long when_s, const char *none)
{
    if (when_s == 0 || !date_to_rfc3339(when_s, text))
        (void)snprintf(text, DATE_RFC3339_BYTES, "%s", none);
    return text;
}

static void print_state(const struct source_state *state)
{
    char since[DATE_RFC3339_BYTES];
    char answered[DATE_RFC3339_BYTES];
    (void)printf("  %-28s %-12s since %-20s answered %-20s %6lld items  ", state->source,
                 source_condition_name(state->condition), moment(since, state->since_s, "-"),
                 moment(answered, state->answered_s, "never"), state->items);
    plain_print(state->reason == NULL ? "" : state->reason, stdout);
    (void)putchar('\n');
}

enum err_code states_print(const struct kafka_settings *settings, struct err *err)
{
    struct states states = {.count = 0};
    enum err_code code = states_read(settings, &states, err);
    if (!code) {
        print_counts(&states);
        for (size_t i = 0; i < states.count; i++)
            print_state(&states.state[i]);
    }
    states_release(&states);
    return code;
}

static size_t count_known(const struct source_state *state, const struct feed_document *doc)
{
    size_t known = 0;
    for (size_t i = 0; i < doc->count; i++)
        known += source_state_find(state, doc->entry[i].id) != NULL;
    return known;
}

void states_compare(FILE *out,
                    const struct source_state *state,
                    const struct feed_document *doc,
                    bool fine)
{
    char since[DATE_RFC3339_BYTES];
    char polled[DATE_RFC3339_BYTES];
    char answered[DATE_RFC3339_BYTES];
    char next[DATE_RFC3339_BYTES];
    if (state == NULL) {
        portrait_line(out, "poller", "has not asked it so far");
        return;
    }
    portrait_line(out, "poller", "%s since %s%s%s", source_condition_name(state->condition),
                  moment(since, state->since_s, "the start"), state->reason == NULL ? "" : ": ",
                  state->reason == NULL ? "" : state->reason);
    portrait_line(out, "", "asked it at %s, was answered well at %s, asks again at %s",
                  moment(polled, state->polled_s, "-"), moment(answered, state->answered_s, "-"),
                  moment(next, state->next_poll_s, "-"));
    if (doc != NULL && doc->count > 0)
        portrait_line(out, "", "has seen %zu of these %zu entries", count_known(state, doc),
                      doc->count);
    if (fine != (state->condition == SOURCE_OK))
        portrait_line(out, "differs",
                      fine ? "all is well now, as far as one answer can show"
                           : "the poller was answered well");
}
