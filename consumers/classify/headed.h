/*
 * What a report's headline says of its first sentences: under "Nairobi denies milk ban", "Kenya has
 * not stopped Ugandan milk, the secretary said" is the denial, though it tells of a deed in words
 * of its own.
 */
#ifndef GAINSAY_CLASSIFY_HEADED_H
#define GAINSAY_CLASSIFY_HEADED_H

#include "consumers/classify/reading.h"

/* Whether sentence i is a denial by its headline. */
bool headed_denies(const struct reader *reader, uint32_t i, const struct reading *reading);
/* Whether the headline names an accusation: "rejects charge". */
bool headed_accusation(const struct reader *reader);

#endif
