/*
 * Cues in two parts, a few words apart: "break" and "promise" in "broke every one of its promises".
 * The lexicon's rows of classes left and right name, in up to four parts of their value, the pairs
 * that they belong to; a left part followed by a right part of the same pair is a cue. A pair's
 * name tells what it is a cue of: "conduct/3/word" is one of conduct, of weight 3.
 */
#ifndef GAINSAY_CLASSIFY_PAIR_H
#define GAINSAY_CLASSIFY_PAIR_H

#include "consumers/classify/document.h"

/* Fills doc->pair, by the end of their right parts. */
void pair_read(struct document *doc);
/* Index of the first pair whose right part ends after a token. */
size_t pair_from(const struct document *doc, uint32_t token);

#endif
