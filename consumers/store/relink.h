/*
 * Contradictions after a change: fetches the statements of the changed items with all their
 * candidates, links them, and writes the links in which a changed item takes part. Runs inside the
 * caller's transaction.
 */
#ifndef GAINSAY_STORE_RELINK_H
#define GAINSAY_STORE_RELINK_H

#include "common/base/arena.h"
#include "common/pg/pg.h"

/* items: a PostgreSQL array literal of item ids. *links is how many were written. */
enum err_code
relink(struct pg *pg, const char *items, struct arena *arena, size_t *links, struct err *err);

#endif
