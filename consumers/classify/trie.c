#include "consumers/classify/trie.h"

#include <stdlib.h>
#include <string.h>

#define EDGES_MIN 8192
#define NODES_MIN 1024

struct trie_edge {
    uint32_t node;
    uint32_t word;
    uint32_t to; /* 0: free */
};

/* An array wide enough for `need` elements, what is new zeroed. */
static void *widened(void *array, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return array;
    size_t wide = need < NODES_MIN ? NODES_MIN : need * 2;
    void *more = realloc(array, wide * size);
    if (more == NULL)
        abort();
    memset((char *)more + *capacity * size, 0, (wide - *capacity) * size);
    *capacity = wide;
    return more;
}

static size_t edge_place(const struct trie *trie, uint32_t node, uint32_t word)
{
    uint64_t mixed = ((uint64_t)node << 32 | word) * 0x9e3779b97f4a7c15u;
    return (mixed >> 32) & (trie->edge_capacity - 1);
}

static struct trie_edge *edge_of(const struct trie *trie, uint32_t node, uint32_t word)
{
    size_t mask = trie->edge_capacity - 1;
    size_t at = edge_place(trie, node, word);
    while (trie->edges[at].to != 0 &&
           (trie->edges[at].node != node || trie->edges[at].word != word))
        at = (at + 1) & mask;
    return &trie->edges[at];
}

static void widen_edges(struct trie *trie)
{
    struct trie_edge *old = trie->edges;
    size_t old_capacity = trie->edge_capacity;
    trie->edge_capacity = old_capacity == 0 ? EDGES_MIN : old_capacity * 2;
    trie->edges = calloc(trie->edge_capacity, sizeof *trie->edges);
    if (trie->edges == NULL)
        abort();
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i].to != 0)
            *edge_of(trie, old[i].node, old[i].word) = old[i];
    }
    free(old);
}

/* Where the edge from a node is kept, or is to be. */
static uint32_t *place_of(struct trie *trie, uint32_t node, uint32_t word)
{
    if (node == 0) {
        trie->first =
            widened(trie->first, &trie->first_capacity, (size_t)word + 1, sizeof *trie->first);
        return &trie->first[word];
    }
    if (trie->edge_count * 2 >= trie->edge_capacity)
        widen_edges(trie);
    struct trie_edge *edge = edge_of(trie, node, word);
    if (edge->to == 0) {
        *edge = (struct trie_edge){.node = node, .word = word};
        trie->edge_count++;
    }
    return &edge->to;
}

uint32_t trie_insert(struct trie *trie, const uint32_t *words, size_t count)
{
    uint32_t node = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t *to = place_of(trie, node, words[i]);
        if (*to == 0) {
            *to = ++trie->node_count;
            trie->nodes =
                widened(trie->nodes, &trie->node_capacity, (size_t)*to + 1, sizeof *trie->nodes);
            trie->origins = widened(trie->origins, &trie->origin_capacity, (size_t)*to + 1,
                                    sizeof *trie->origins);
            trie->origins[*to] = (struct trie_origin){.parent = node, .word = words[i]};
            trie->nodes[node].next |= UINT64_C(1) << (words[i] % 64);
        }
        node = *to;
    }
    return node;
}

uint32_t trie_step(const struct trie *trie, uint32_t node, uint32_t word)
{
    if (node == 0)
        return word < trie->first_capacity ? trie->first[word] : 0;
    /* Most phrases end here; the bits say so without a look at the edges. */
    if (word == 0 || (trie->nodes[node].next >> (word % 64) & 1) == 0)
        return 0;
    return edge_of(trie, node, word)->to;
}

void trie_fetch(const struct trie *trie, uint32_t node)
{
    if (node != 0)
        __builtin_prefetch(&trie->nodes[node]);
}

void trie_fetch_edge(const struct trie *trie, uint32_t node, uint32_t word)
{
    if (word != 0 && (trie->nodes[node].next >> (word % 64) & 1) != 0)
        __builtin_prefetch(&trie->edges[edge_place(trie, node, word)]);
}

void trie_release(struct trie *trie)
{
    free(trie->nodes);
    free(trie->origins);
    free(trie->first);
    free(trie->edges);
    *trie = (struct trie){0};
}
