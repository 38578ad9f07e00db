/*
 * How much two sentences are about the same thing: the share of content words they have in common,
 * and by what means a contact is said to have been made. Used by link.c only.
 */
#ifndef GAINSAY_LINK_TEXT_H
#define GAINSAY_LINK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LINK_WORDS_MAX 96

/* By what means people had contact; bits, since a sentence can name several. */
enum link_means {
    LINK_MEANS_CALL = 1,
    LINK_MEANS_MEETING = 2,
    LINK_MEANS_LETTER = 4,
};

/* A set of content words, as hashes of their stems, sorted. */
struct link_words {
    uint32_t stem[LINK_WORDS_MAX];
    size_t count;
    size_t own;     /* of them, more than that something was agreed, decided, given, planned */
    unsigned means; /* bits of link_means; 0 where the sentence names none */
    bool han;       /* some of it is Chinese */
};

/* Words past LINK_WORDS_MAX are left out. */
void link_words_of(const char *sentence, struct link_words *words);
/* Takes out the words of a name: who speaks is not what is spoken of. */
void link_words_drop(struct link_words *words, const char *name);
/* Words in both, as a share of the smaller set; 0 where either is empty. */
double link_words_shared(const struct link_words *a, const struct link_words *b);

#endif
