/*
 * What a result would change in the tables, record by record.
 */
#ifndef GAINSAY_REPLAY_DIFFERENCE_H
#define GAINSAY_REPLAY_DIFFERENCE_H

#include "common/base/buf.h"
#include "common/model/item.h"
#include "common/pg/pg.h"

struct difference {
    long long items; /* with a record that appears, vanishes or changes */
    long long appear;
    long long vanish;
    long long change;
    long long same;
    long long unknown; /* items that the tables do not have yet */
    long long tied;    /* that have a result of the same generation by other rules */
    /* Items whose result would change nothing: */
    long long redacted;   /* taken down for good */
    long long superseded; /* a later revision is the current one */
    long long outranked;  /* the tables have a result of a greater generation */
};

/* Compares the result's records with those that the tables have of its item, prints a line for the
 * item and one for each record that differs, and counts. */
enum err_code difference_print(struct pg *pg,
                               const struct item *item,
                               const struct buf *result,
                               struct difference *sum,
                               struct err *err);

#endif
