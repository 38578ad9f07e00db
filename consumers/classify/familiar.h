/*
 * Reads a document's tokens and what the lexicon has of each. Most words of a text were met in it,
 * or in one before it, not long ago: of these it keeps what was found, so that they are not folded,
 * looked up and cut to their stems again.
 */
#ifndef GAINSAY_CLASSIFY_FAMILIAR_H
#define GAINSAY_CLASSIFY_FAMILIAR_H

#include "consumers/classify/document.h"
#include "consumers/classify/weights.h"

struct familiar;

/* Of one lexicon's words, that of whichever documents share it. */
struct familiar *familiar_new(void);
void familiar_free(struct familiar *familiar);

/* Fills doc->token and doc->stem from doc->text. */
void familiar_read(struct document *doc);

/*
 * weights_find() of the feature "KIND:ONE/TWO", or "KIND:ONE" where two is NULL. It is known by
 * where its texts lie, so they must be literals or the lexicon's: what stays as it is as long as
 * the words that are kept. Without any (NULL) it is looked up.
 */
uint32_t familiar_feature(struct familiar *familiar,
                          const struct weights *weights,
                          const char *kind,
                          const char *one,
                          const char *two);

#endif
