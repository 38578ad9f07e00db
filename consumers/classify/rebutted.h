/*
 * Claims that stand in their own denial: "denied a statement by X that ...".
 */
#ifndef GAINSAY_CLASSIFY_REBUTTED_H
#define GAINSAY_CLASSIFY_REBUTTED_H

#include "consumers/classify/opponent.h"
#include "consumers/classify/reading.h"

/* Adds the claim of each denial's opponent where a clause beside the name tells it and no claim of
 * theirs is there. */
void rebutted_add(struct document *doc, const struct reader *reader, struct statements *list);

#endif
