/*
 * Told of features one by one: somebody by their names, or a sum that their weights go into. What
 * feature.c and feature_words.c share.
 */
#ifndef GAINSAY_CLASSIFY_TELLER_H
#define GAINSAY_CLASSIFY_TELLER_H

#include "consumers/classify/feature.h"
#include "consumers/classify/fold.h"

struct teller {
    const struct feature_watch *watch; /* or NULL */
    struct weights_batch *batch;
    struct familiar *familiar;
};

/* A feature's name in pieces: "kind:one/two", or "kind:one" where there is no two. Where nobody is
 * told they must be literals or the lexicon's (familiar_feature()). */
void tell_two(const struct teller *teller, const char *kind, const char *one, const char *two);

static inline void tell(const struct teller *teller, const char *kind, const char *value)
{
    tell_two(teller, kind, value, NULL);
}

/* A token's word; its text is set only where somebody is told of features by name. */
struct word {
    struct weights_piece key;
    char text[FOLD_MAX_BYTES + 1];
};

/* False where the token is a mark that says nothing. */
bool word_of(const struct document *doc,
             uint32_t at,
             const struct teller *teller,
             struct word *word);

/* A feature of one letter's kind, as all of single words are. */
static inline void tell_word(const struct teller *teller, char kind, const struct word *word)
{
    const char name[] = {kind, '\0'};
    if (teller->watch != NULL)
        tell(teller, name, word->text);
    else
        weights_later(teller->batch,
                      weights_join((unsigned char)kind * WEIGHTS_BASE + ':', word->key));
}

/* The words of tokens [first, end) of a sentence, by themselves and as what the lexicon has of
 * them. */
void tell_stretch(const struct document *doc,
                  uint32_t sentence,
                  uint32_t first,
                  uint32_t end,
                  const struct teller *teller);
/* Which two classes of the lexicon stand together, wherever they do. */
void tell_together(const struct document *doc,
                   uint32_t first,
                   uint32_t end,
                   const struct teller *teller);

#endif
