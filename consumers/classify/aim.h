/*
 * What somebody means to do, as against what is or comes about: an aim tells nothing checkable of
 * trade, though it is told in the same words.
 */
#ifndef GAINSAY_CLASSIFY_AIM_H
#define GAINSAY_CLASSIFY_AIM_H

#include "consumers/classify/reading.h"

/* Whether a claim in somebody's own words is but of what they mean to do, or to answer. */
bool aim_only(const struct reader *reader, uint32_t i, const struct reading *reading);

#endif
