/*
 * Claims told in few words, by the denial that answers them, and denials by what they deny.
 */
#ifndef GAINSAY_CLASSIFY_ANSWERED_H
#define GAINSAY_CLASSIFY_ANSWERED_H

#include "consumers/classify/opponent.h"
#include "consumers/classify/reading.h"

/* `"He called," the president told the magazine.` says little by itself; where another side denies
 * in the same report that there was a call, that is the claim. Adds it for each denial of what
 * takes place or comes about that has no other claim to answer; and `"Nobody called," said the
 * spokesman` for such a claim that nobody else denies. */
void answered_add(struct document *doc, const struct reader *reader, struct statements *list);

#endif
