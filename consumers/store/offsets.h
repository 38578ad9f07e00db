/*
 * Offsets of a batch's partitions in PostgreSQL, moved by compare-and-set.
 */
#ifndef GAINSAY_STORE_OFFSETS_H
#define GAINSAY_STORE_OFFSETS_H

#include "common/pg/pg.h"
#include "consumers/store/positions.h"

/* Of each partition from stored to pending, where the two differ, in the transaction that is open.
 * ERR_CONFLICT: another store has moved one of them. */
enum err_code
offsets_move(struct pg *pg, const char *group, const struct positions *positions, struct err *err);

#endif
