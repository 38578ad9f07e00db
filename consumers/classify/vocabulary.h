/*
 * Folded words and their ids, which count from 1 in the order in which the words were met.
 */
#ifndef GAINSAY_CLASSIFY_VOCABULARY_H
#define GAINSAY_CLASSIFY_VOCABULARY_H

#include "common/base/arena.h"
#include "common/base/str.h"

#include <stddef.h>
#include <stdint.h>

struct vocabulary_slot;
struct vocabulary_short;

/* Zero, then set arena, where the words' bytes go. */
struct vocabulary {
    struct arena *arena;
    struct vocabulary_slot *slots; /* open addressing, a power of two of them */
    size_t slot_capacity;
    struct str *words;               /* by id; words[0] is none */
    struct vocabulary_short *shorts; /* the same, where their bytes fit in one */
    size_t word_capacity;
    uint32_t count;
};

/* The id of a word, made where it is new. */
uint32_t vocabulary_intern(struct vocabulary *vocabulary, struct str word);
/* The id of a word, 0 where it has none. */
uint32_t vocabulary_find(const struct vocabulary *vocabulary, struct str word);
/* The same in two steps: the word's hash, for which the machine begins to fetch what the search
 * will want, and the search. */
uint64_t vocabulary_seek(const struct vocabulary *vocabulary, struct str word);
uint32_t vocabulary_found(const struct vocabulary *vocabulary, struct str word, uint64_t hash);
/* The word of an id that there is. */
struct str vocabulary_word(const struct vocabulary *vocabulary, uint32_t id);
/* Accepts a zeroed one; the arena stays its owner's. */
void vocabulary_release(struct vocabulary *vocabulary);

#endif
