/*
 * The word of a token as the linear model's features name it: folded, without the commonest endings
 * of English words, so that "calls", "called" and "calling" are one; "#" for any number.
 */
#ifndef GAINSAY_CLASSIFY_STEM_H
#define GAINSAY_CLASSIFY_STEM_H

#include "consumers/classify/token.h"

/* Makes a token's folded spelling its stem and returns the length; 0 where it is a mark that says
 * nothing. */
size_t stem_of(const struct token *token, char word[FOLD_MAX_BYTES], size_t len);

#endif
