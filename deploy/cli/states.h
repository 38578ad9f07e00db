/*
 * How the sources do, as topic gainsay.sources has it.
 */
#ifndef GAINSAY_CLI_STATES_H
#define GAINSAY_CLI_STATES_H

#include "common/kafka/settings.h"
#include "common/model/source_state.h"
#include "producers/feeds/feed.h"

#include <stdbool.h>
#include <stdio.h>

struct states {
    struct source_state *state; /* sorted by source */
    size_t count;
};

/* Reads all partitions, whoever polls them, into a zeroed struct. ERR_UNAVAILABLE: Kafka did not
 * tell in time; ERR_CONFIG. */
enum err_code
states_read(const struct kafka_settings *settings, struct states *states, struct err *err);
/* Accepts a zeroed struct. */
void states_release(struct states *states);
/* NULL: it was never polled. */
const struct source_state *states_find(const struct states *states, const char *source);

/* Prints how many sources are in each state, then a line for each source. */
enum err_code states_print(const struct kafka_settings *settings, struct err *err);

/* For `sources check`: what the poller last saw of the source, beside what was found just now.
 * state may be NULL; doc, too, where no document came. */
void states_compare(FILE *out,
                    const struct source_state *state,
                    const struct feed_document *doc,
                    bool fine);

#endif
