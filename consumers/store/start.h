/*
 * Where reading of a partition begins: at the offset in PostgreSQL, if the topic still has what
 * comes there.
 */
#ifndef GAINSAY_STORE_START_H
#define GAINSAY_STORE_START_H

#include "common/kafka/consumer.h"
#include "common/pg/pg.h"
#include "common/service/metrics.h"
#include "consumers/store/positions.h"

/* Connects the store. */
enum err_code start_open(const struct pg_settings *settings, struct pg **pg, struct err *err);

/*
 * Reads the position and seeks to it; position->known says whether that worked.
 *
 * Where the records topic begins behind the offset, messages were deleted that are in no table;
 * where it ends before it, or all that it has is later than the offset, the topic was made anew.
 * Going on would skip messages silently, so the partition halts (position->halted; event
 * store.halted; gaps counts the offsets) until a person has decided: see docs/reliability.md. A
 * partition without an offset begins with the first message there is.
 */
enum err_code start_find(struct kafka_consumer *consumer,
                         struct pg *pg,
                         const char *group,
                         struct position *position,
                         struct metric *gaps,
                         struct err *err);

/* Offsets are missing before this message, and nobody has asked since whether they were deleted.
 * They need not be: a transaction's marker is nobody's message. */
bool start_is_doubtful(const struct position *position, long long offset);

/* We had read further, and did not go back: the topic may have been made anew under us. */
bool start_is_behind(const struct position *position, long long offset);

#endif
