/*
 * What a result would change in the tables, record by record.
 */
#ifndef GAINSAY_REPLAY_DIFFERENCE_H
#define GAINSAY_REPLAY_DIFFERENCE_H

#include "common/base/buf.h"
#include "common/pg/pg.h"

struct difference {
    long long appear;
    long long vanish;
    long long change;
    long long same;
    long long unknown; /* items that the tables do not have */
};

/* Compares the result's records with those stored for its revision, prints a line for each that
 * differs, and counts. */
enum err_code
difference_print(struct pg *pg, const struct buf *result, struct difference *sum, struct err *err);

#endif
