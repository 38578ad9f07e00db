/*
 * What a question puts to who answers as somebody's word without a verb of saying: "the minister's
 * claim that", "do you agree with the growers that", "is the premier right that".
 */
#ifndef GAINSAY_CLASSIFY_PUT_H
#define GAINSAY_CLASSIFY_PUT_H

#include "consumers/classify/reading.h"

/* Reads sentence i of a question; false where it puts nobody's word. The reading's speaker is
 * *speaker. */
bool put_read(const struct reader *reader,
              uint32_t i,
              struct speaker *speaker,
              struct reading *reading);

#endif
