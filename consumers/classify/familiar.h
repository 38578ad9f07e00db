/*
 * Reads a document's tokens and what the lexicon has of each. Most words of a text were met in it,
 * or in one before it, not long ago: of these it keeps what was found, so that they are not folded,
 * looked up and cut to their stems again.
 */
#ifndef GAINSAY_CLASSIFY_FAMILIAR_H
#define GAINSAY_CLASSIFY_FAMILIAR_H

#include "consumers/classify/document.h"

struct familiar;

/* Of one lexicon's words, that of whichever documents share it. */
struct familiar *familiar_new(void);
void familiar_free(struct familiar *familiar);

/* Fills doc->token and doc->stem from doc->text. */
void familiar_read(struct document *doc);

#endif
