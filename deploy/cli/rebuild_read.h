/*
 * Reads the records topic into tables that are made anew, as the store does, but never beyond where
 * the store of the old tables is: so the two can be compared.
 */
#ifndef GAINSAY_CLI_REBUILD_READ_H
#define GAINSAY_CLI_REBUILD_READ_H

#include "common/base/arena.h"
#include "common/kafka/range.h"
#include "common/pg/pg.h"
#include "consumers/store/freshness.h"
#include "consumers/store/positions.h"

#define REBUILD_BATCH 500

struct rebuild_reader {
    struct pg *made;   /* a connection whose search_path is the new schema */
    const char *store; /* the store's consumer group: offsets go by it */
    struct arena *arena;
    struct kafka_range range; /* up to where the old tables' store is */
    struct positions positions;
    struct kafka_message held[REBUILD_BATCH];
    size_t held_count;
    size_t held_bytes;
    struct freshness freshness;
    long long aside; /* messages that could not be taken; the old tables have them in dead_letter */
    long long analyze_at; /* messages read by then: the planner is told how large the tables are */
};

/* Sets the goals to the offsets that the old tables have, over a connection to these. *behind is
 * how many offsets lie between. */
enum err_code rebuild_set_goals(struct rebuild_reader *reader,
                                struct pg *old,
                                long long *behind,
                                struct err *err);

/* Reads up to the goals, or until the program is asked to stop (service_stopping()). The consumer
 * is opened by the first call. */
enum err_code
rebuild_read(struct rebuild_reader *reader, const struct kafka_settings *kafka, struct err *err);

/* Tells the planner how large the new tables are. */
enum err_code rebuild_analyze(struct rebuild_reader *reader, struct err *err);

void rebuild_reader_close(struct rebuild_reader *reader);

#endif
