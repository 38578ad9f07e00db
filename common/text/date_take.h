/*
 * The parts of a date taken from its tokens, one after the other, each by the form it has and by
 * what its neighbours are.
 */
#ifndef GAINSAY_TEXT_DATE_TAKE_H
#define GAINSAY_TEXT_DATE_TAKE_H

#include "common/text/date_reading.h"

/* Reads tokens from at on as far as they make one date; returns the end of what was used. */
size_t date_take(struct reading *r, size_t at);

#endif
