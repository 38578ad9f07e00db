/*
 * Two claims in one sentence: "We met this morning, and we are working on a deal".
 */
#ifndef GAINSAY_CLASSIFY_TWOFOLD_H
#define GAINSAY_CLASSIFY_TWOFOLD_H

#include "consumers/classify/document.h"

/* Where in tokens [first, end) another clause begins that claims another matter by plain words than
 * the one before it; end: nowhere. */
uint32_t twofold_second(const struct document *doc, uint32_t first, uint32_t end);

#endif
