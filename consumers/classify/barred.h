/*
 * What makes no claim, whatever its words are: a question, a recital of what the press said, a
 * meeting about nothing in trade.
 */
#ifndef GAINSAY_CLASSIFY_BARRED_H
#define GAINSAY_CLASSIFY_BARRED_H

#include "consumers/classify/reading.h"

/* Whether a reading that was taken for a claim is none by its form. */
bool barred_claim(const struct reader *reader, uint32_t i, const struct reading *reading);
/* Whether a reading that was taken for a denial is none, for nothing around it is of trade. */
bool barred_denial(const struct reader *reader, uint32_t i, const struct reading *reading);
/* Whether sentence i is of a text that states nothing itself: a treaty, lives of nominees. */
bool barred_text(const struct reader *reader, uint32_t i);

#endif
