/*
 * Who has agreed, consented or undertaken to do something: whatever that is, it is a deal.
 */
#ifndef GAINSAY_CLASSIFY_PLEDGED_H
#define GAINSAY_CLASSIFY_PLEDGED_H

#include "consumers/classify/document.h"

/* Whether tokens [first, end) tell first of all that somebody has (not) agreed to a thing: "Peru
 * had consented to free entry for our pears"; not to talk, to meet or to go on. */
bool pledged_opens(const struct document *doc, uint32_t first, uint32_t end);

#endif
