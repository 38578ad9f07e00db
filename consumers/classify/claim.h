/*
 * Claims: what a sentence asserts of trade between countries, by the rules alone.
 */
#ifndef GAINSAY_CLASSIFY_CLAIM_H
#define GAINSAY_CLASSIFY_CLAIM_H

#include "consumers/classify/reading.h"

/* Fills the reading where tokens [reading->first, reading->end) of sentence i claim something. */
void claim_read(const struct reader *reader, uint32_t i, struct reading *reading);

#endif
