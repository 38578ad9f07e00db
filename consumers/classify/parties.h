/*
 * Which countries and blocs a statement is about.
 */
#ifndef GAINSAY_CLASSIFY_PARTIES_H
#define GAINSAY_CLASSIFY_PARTIES_H

#include "consumers/classify/reading.h"

/* Adds those that what is said names, the speaker's own, and, where these are one, those of the
 * question, the sentence before or the text. */
void parties_fill(const struct reader *reader,
                  uint32_t sentence,
                  const struct reading *reading,
                  struct record_codes *parties);

#endif
