/*
 * A trie over words: which phrases there are, and what each stands for. Node 0 is the root.
 */
#ifndef GAINSAY_CLASSIFY_TRIE_H
#define GAINSAY_CLASSIFY_TRIE_H

#include "consumers/classify/fit.h"

#include <stddef.h>
#include <stdint.h>

struct trie_node {
    uint64_t next;      /* bit w % 64 is set where a step by a word w may lead on */
    uint32_t value;     /* what the words so far stand for; 0 is nothing */
    struct lex_fit fit; /* what is asked of the value, kept here so that one look has both */
};

/* How a node is come to, which few ask. */
struct trie_origin {
    uint32_t parent;
    uint32_t word; /* the step from there to here */
};

struct trie_edge;

/* Zero before use. */
struct trie {
    struct trie_node *nodes;
    size_t node_capacity;
    struct trie_origin *origins; /* of each node */
    size_t origin_capacity;
    uint32_t node_count; /* the root not counted */
    uint32_t *first;     /* by word: where a step from the root leads */
    size_t first_capacity;
    struct trie_edge *edges; /* of the other nodes: open addressing, a power of two of them */
    size_t edge_capacity;
    size_t edge_count;
};

/* The node of a phrase, made where it is new. Words are greater than 0; count is, too. */
uint32_t trie_insert(struct trie *trie, const uint32_t *words, size_t count);
/* Where a step from a node leads; 0 where nowhere. */
uint32_t trie_step(const struct trie *trie, uint32_t node, uint32_t word);
/* Has the machine fetch, for steps that are taken soon, a node, and its edge by a word. */
void trie_fetch(const struct trie *trie, uint32_t node);
void trie_fetch_edge(const struct trie *trie, uint32_t node, uint32_t word);
/* Accepts a zeroed one. */
void trie_release(struct trie *trie);

#endif
