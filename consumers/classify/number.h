/*
 * Numbers in digits or words: "25", "2.5 million", "a hundred and forty-five".
 */
#ifndef GAINSAY_CLASSIFY_NUMBER_H
#define GAINSAY_CLASSIFY_NUMBER_H

#include "consumers/classify/document.h"

/* The number at a token; returns its end, or `at` where there is none. */
uint32_t number_read(const struct document *doc, uint32_t at, uint32_t end, double *value);

#endif
