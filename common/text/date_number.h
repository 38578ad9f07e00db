/*
 * The forms that numbers have in dates: 20250428, 28.4.2025, 2025-W18-1, 08:15, 2025年. Used by
 * date_take.c only.
 */
#ifndef GAINSAY_TEXT_DATE_NUMBER_H
#define GAINSAY_TEXT_DATE_NUMBER_H

#include "common/text/date_reading.h"

/* Takes what begins with the number at that place; returns how many tokens that were, 0 where it is
 * no part of this date. */
size_t date_number_take(struct reading *r, size_t at);
/* Three numbers with one sign between them, alone. */
size_t date_number_triple(struct reading *r, size_t at);

#endif
