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
    size_t results;      /* of classifying, merged */
    size_t sources;      /* states of sources, merged */
    size_t letters;      /* messages that were set aside */
    size_t entered;      /* letters of other services */
    size_t changed;      /* items whose records were made anew */
    size_t links;        /* contradictions written */
    const char *telling; /* items to link, in the arena; NULL: none */
};

/*
 * A batch in steps, so that the next one may be under way on another connection:
 *
 *   batch_begin()   may be left out; the transaction, with the rows in its temporary tables. For a
 *                   batch that touches nothing else yet (batch_can_begin()), so that nobody can
 *                   have to wait for it.
 *   batch_merge()   rows. A message that can't be read is set aside in table dead_letter.
 *   batch_link()    the offsets moved from positions' stored to pending, and links. Only after the
 *                   COMMIT of the batch before has succeeded: an offset that is still on its way
 *                   would look as if another store had moved it.
 *   batch_commit()  sends COMMIT; what came of it is told by pg_finish().
 *
 * prepared's freshness is told what was merged and changed an item.
 *
 * ERR_CONFLICT: somebody else moved an offset, or won a deadlock; nothing is written.
 * ERR_BAD_INPUT: PostgreSQL refuses a value of one of the messages.
 * After a failure of any step call pg_rollback().
 */
bool batch_can_begin(const struct prepared *prepared);
enum err_code batch_begin(struct pg *pg, const struct prepared *prepared, struct err *err);
enum err_code batch_merge(struct pg *pg,
                          const struct kafka_message *messages,
                          const struct prepared *prepared,
                          bool begun,
                          struct arena *arena,
                          struct batch_outcome *outcome,
                          struct err *err);
enum err_code batch_link(struct pg *pg,
                         const char *group,
                         const struct positions *positions,
                         struct arena *arena,
                         struct batch_outcome *outcome,
                         struct err *err);
/* Sends it and doesn't wait. */
enum err_code batch_commit(struct pg *pg, struct err *err);

/* All of that, from messages on. With set_all_aside the batch (of one) goes to dead_letter instead
 * of being merged. */
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
