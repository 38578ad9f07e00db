/*
 * One transaction: a batch of messages and the offsets behind it.
 */
#ifndef GAINSAY_STORE_BATCH_H
#define GAINSAY_STORE_BATCH_H

#include "common/base/arena.h"
#include "common/kafka/consumer.h"
#include "common/pg/pg.h"
#include "consumers/store/freshness.h"
#include "consumers/store/positions.h"
#include "consumers/store/prepared.h"

struct batch_outcome {
    size_t results; /* of classifying, merged */
    size_t sources; /* states of sources, merged */
    size_t letters; /* messages that were set aside */
    size_t entered; /* letters of other services */
    size_t changed; /* items whose records were made anew */
    size_t links;   /* contradictions written */
};

/*
 * Writes what was prepared of these messages and moves the offsets from positions' stored to
 * pending, all or nothing. A message that can't be read is set aside in table dead_letter in the
 * same transaction.
 *
 * prepared's freshness is told what was merged and changed an item.
 *
 * ERR_CONFLICT: somebody else moved an offset, or won a deadlock; nothing is written.
 * ERR_BAD_INPUT: PostgreSQL refuses a value of one of the messages.
 */
enum err_code batch_store(struct pg *pg,
                          const char *group,
                          const struct kafka_message *messages,
                          const struct prepared *prepared,
                          const struct positions *positions,
                          struct arena *arena,
                          struct batch_outcome *outcome,
                          struct err *err);

/* Prepares and stores; with set_all_aside the batch (of one) goes to dead_letter instead of being
 * merged. */
enum err_code batch_write(struct pg *pg,
                          const char *group,
                          const struct kafka_message *messages,
                          size_t count,
                          const struct positions *positions,
                          const struct err *set_all_aside,
                          struct arena *arena,
                          struct freshness *freshness,
                          struct batch_outcome *outcome,
                          struct err *err);

/* Reads a partition's offset; position->row is false, and stored 0, where there is none yet. */
enum err_code
batch_read_position(struct pg *pg, const char *group, struct position *position, struct err *err);

#endif
