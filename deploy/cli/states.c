#include "deploy/cli/states.h"

#include "common/model/source_state.h"
#include "common/service/service.h"
#include "common/text/date.h"
#include "producers/poller/membership.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIENT_ID "gainsay-sources"
#define WAIT_MS   30000

struct states {
    struct source_state *state;
    size_t count;
};

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

/* All partitions, whoever polls them. */
static enum err_code
read_states(const struct kafka_settings *settings, struct states *states, struct err *err)
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
    return code;
}

static int by_source(const void *a, const void *b)
{
    return strcmp(((const struct source_state *)a)->source,
                  ((const struct source_state *)b)->source);
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

static void print_state(const struct source_state *state)
{
    char since[DATE_RFC3339_BYTES];
    char answered[DATE_RFC3339_BYTES];
    if (state->since_s == 0 || !date_to_rfc3339(state->since_s, since))
        (void)snprintf(since, sizeof since, "-");
    if (state->answered_s == 0 || !date_to_rfc3339(state->answered_s, answered))
        (void)snprintf(answered, sizeof answered, "never");
    (void)printf("  %-28s %-12s since %-20s answered %-20s %6lld items  %s\n", state->source,
                 source_condition_name(state->condition), since, answered, state->items,
                 state->reason == NULL ? "" : state->reason);
}

enum err_code
states_print(const struct kafka_settings *settings, bool only_trouble, struct err *err)
{
    struct states states = {.count = 0};
    enum err_code code = read_states(settings, &states, err);
    if (!code) {
        print_counts(&states);
        if (states.count > 1)
            qsort(states.state, states.count, sizeof *states.state, by_source);
        for (size_t i = 0; i < states.count; i++) {
            if (!only_trouble || states.state[i].condition != SOURCE_OK)
                print_state(&states.state[i]);
        }
    }
    for (size_t i = 0; i < states.count; i++)
        source_state_release(&states.state[i]);
    free(states.state);
    return code;
}
