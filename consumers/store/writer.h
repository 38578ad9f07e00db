/*
 * Batches to PostgreSQL, by two connections in turns: while one batch is merged, the rows of the
 * next one are copied on the other connection; and while a batch is committed, the next one is
 * merged. A batch is committed only after the one before it has been.
 *
 * A batch that holds a value which PostgreSQL refuses goes message by message, and the one at fault
 * is set aside.
 */
#ifndef GAINSAY_STORE_WRITER_H
#define GAINSAY_STORE_WRITER_H

#include "common/base/arena.h"
#include "common/pg/pg.h"
#include "common/service/breaker.h"
#include "consumers/store/batch.h"
#include "consumers/store/held.h"
#include "consumers/store/positions.h"
#include "consumers/store/tally.h"

struct writer {
    const struct pg_settings *postgres;
    const char *group;
    struct tally *tally;
    struct breaker *breaker;
    struct positions *positions; /* those of the store */
    struct pg *pg[2];            /* NULL: not connected */
    int turn;                    /* the connection of the next batch */
    bool connected;              /* PostgreSQL has let us in once */
    struct arena arena;
    struct freshness freshness; /* of a message that goes alone */
    struct positions moving;    /* from where to where a batch moves each partition */
    struct flight {
        struct held *batch; /* COMMIT was sent; NULL: there is none */
        struct pg *pg;
        struct batch_outcome outcome;
        struct positions moving;
        long long start_ms;
        enum err_code code; /* what came of it, where it failed */
        struct err err;
    } flight;
};

/* All of these are borrowed. */
void writer_open(struct writer *writer,
                 const struct pg_settings *postgres,
                 const char *group,
                 struct tally *tally,
                 struct breaker *breaker,
                 struct positions *positions);
void writer_close(struct writer *writer);

/* Connects where that is needed, and finds out whether PostgreSQL answers where ask is set. What
 * refuses us (a password, a certificate, a database that is not there) is ERR_CONFIG until we were
 * let in once. After that somebody has changed something on the other side, and may change it back:
 * it is ERR_UNAVAILABLE, and err has the code ERR_CONFIG. */
enum err_code writer_connect(struct writer *writer, bool ask, struct err *err);
/* A connection for a question, after writer_land(). */
struct pg *writer_pg(struct writer *writer);

/*
 * Writes the batch, which must hold whatever lies between closed and pending of each position at
 * the moment. It is stored, and empty, once writer_land() has succeeded. Meanwhile idle() is called
 * (see pg_while_waiting()), and positions may change, and come and go: those that are still what
 * they were have been stored so far then.
 *
 * After a failure of any call, writer_reset() must come; the batch, and the one before it if that
 * is not empty, hold what was not stored.
 */
enum err_code writer_write(
    struct writer *writer, struct held *batch, pg_idle *idle, void *context, struct err *err);
/* Waits for the COMMIT that is under way, if one is. */
enum err_code writer_land(struct writer *writer, pg_idle *idle, void *context, struct err *err);
/* From idle(): copies the rows of a batch that is full, if that may be done now. Nothing may be
 * taken out of it afterwards without writer_forget(). */
void writer_begin(struct writer *writer, struct held *batch);
void writer_forget(struct writer *writer, struct held *batch);
/* Nothing is under way any more; what was is undone, or done and not known to be. */
void writer_reset(struct writer *writer);

#endif
