/*
 * Denials: what a sentence says is untrue, did not happen or is not happening.
 */
#ifndef GAINSAY_CLASSIFY_DENIAL_H
#define GAINSAY_CLASSIFY_DENIAL_H

#include "consumers/classify/reading.h"

/* Fills the reading where tokens [reading->first, reading->end) of sentence i deny something. */
void denial_read(const struct reader *reader, uint32_t i, struct reading *reading);

/* denial_no.c. What a plain no denies: what is asked about in the same sentence, what is told just
 * before, or the question before it; *formal: whether it is a denial by its form alone. */
enum matter
denial_no_to(const struct reader *reader, uint32_t i, const struct reading *reading, bool *formal);

#endif
