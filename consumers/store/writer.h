/*
 * Batches to PostgreSQL. A batch that holds a value which PostgreSQL refuses goes message by
 * message, and the one at fault is set aside.
 */
#ifndef GAINSAY_STORE_WRITER_H
#define GAINSAY_STORE_WRITER_H

#include "common/base/arena.h"
#include "common/pg/pg.h"
#include "common/service/breaker.h"
#include "consumers/store/held.h"
#include "consumers/store/positions.h"
#include "consumers/store/tally.h"

struct writer {
    const char *group;
    struct tally *tally;
    struct breaker *breaker;
    struct arena arena;
    struct freshness freshness; /* of a message that goes alone */
    struct positions moving;    /* from where to where the batch moves each partition */
};

/* All of these are borrowed. */
void writer_open(struct writer *writer,
                 const char *group,
                 struct tally *tally,
                 struct breaker *breaker);
void writer_close(struct writer *writer);

/*
 * Writes and empties the batch, which must hold whatever lies between stored and pending of each
 * position at the moment. While PostgreSQL works on it (pg_while_waiting()) positions may change,
 * and come and go: those that are still what they were have been stored so far afterwards.
 *
 * After a failure the batch holds what was not stored.
 */
enum err_code writer_write(struct writer *writer,
                           struct pg *pg,
                           struct held *batch,
                           struct positions *positions,
                           struct err *err);

#endif
