/*
 * Contradictions after a change: fetches the statements of the changed items with all their
 * candidates, links them, and writes the links in which a changed item takes part. Runs inside the
 * caller's transaction.
 */
#ifndef GAINSAY_STORE_RELINK_H
#define GAINSAY_STORE_RELINK_H

#include "common/base/arena.h"
#include "common/base/digest.h"
#include "common/pg/pg.h"

/* items: a PostgreSQL array literal of item ids. *links is how many were written. */
enum err_code
relink(struct pg *pg, const char *items, struct arena *arena, size_t *links, struct err *err);

struct relink_report {
    size_t statements;
    size_t same;
    size_t different;   /* stored with another score or other reasons */
    size_t missing;     /* not stored */
    size_t superfluous; /* stored, and not found by a fresh linking */
    /* Of all links in order, with their scores and reasons: equal where the links are. */
    char stored_digest[DIGEST_ID_BYTES];
    char fresh_digest[DIGEST_ID_BYTES];
};

/* Links everything anew and compares with what is stored, on one snapshot; changes nothing. */
enum err_code
relink_verify(struct pg *pg, struct arena *arena, struct relink_report *report, struct err *err);

#endif
