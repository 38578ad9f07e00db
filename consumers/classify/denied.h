/*
 * What a denial denies. Often the denial itself says no more than that something is untrue; what,
 * stands in the report that it names, in the question that it answers or in the sentence before.
 */
#ifndef GAINSAY_CLASSIFY_DENIED_H
#define GAINSAY_CLASSIFY_DENIED_H

#include "consumers/classify/reading.h"

/* Gives a denial the matter of what it denies, whatever the words around that are about, and where
 * that stands (told_first, told_end, told_sentence); not found any more where it has nothing to do
 * with trade. Readings of claims stay as they are. */
void denied_settle(const struct reader *reader, uint32_t i, struct reading *reading);

#endif
