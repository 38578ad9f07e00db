#include "consumers/classify/pair.h"

#include <string.h>

#define GAP_MAX   7 /* tokens from the end of the left part to the right one */
#define LEFTS_MAX 8 /* left parts that wait for a right one */

/* The pair that both parts belong to; an empty string where there is none. */
static struct str shared(const struct lex_entry *left, const struct lex_entry *right)
{
    for (size_t l = 0; l < LEX_PARTS_MAX && left->part[l].len > 0; l++) {
        for (size_t r = 0; r < LEX_PARTS_MAX && right->part[r].len > 0; r++) {
            if (str_eq(left->part[l], right->part[r]))
                return left->part[l];
        }
    }
    return (struct str){NULL, 0};
}

static bool ends_clause(const struct token *token)
{
    return token->kind == TOKEN_PUNCT && token->mark != '\0' && strchr(".,;:!?", token->mark);
}

static enum lex_class cue_class(struct str name)
{
    static const enum lex_class classes[] = {LEX_CONTACT, LEX_TALKS, LEX_DEAL,  LEX_CONDUCT,
                                             LEX_EFFECT,  LEX_LEVEL, LEX_INTENT};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (str_eq(name, str_of(lex_class_name(classes[i]))))
            return classes[i];
    }
    return LEX_NONE;
}

static void add(struct document *doc, const struct hit *left, const struct hit *right)
{
    struct str weight;
    struct str name = shared(left->entry, right->entry);
    struct str class = str_split(name, '/', &weight);
    struct pair pair = {.first = left->first, .end = right->end, .class = cue_class(class)};
    if (pair.class == LEX_NONE || weight.len == 0)
        return;
    pair.weight = (unsigned)(weight.ptr[0] - '0');
    doc->pair =
        document_grow(doc->pair, &doc->pair_capacity, doc->pair_count + 1, sizeof *doc->pair);
    doc->pair[doc->pair_count++] = pair;
}

void pair_read(struct document *doc)
{
    const struct hit *left[LEFTS_MAX];
    size_t count = 0;
    size_t hit = 0;
    doc->pair_count = 0;
    for (uint32_t at = 0; at < doc->token_count; at++) {
        if (ends_clause(&doc->token[at]) || (doc->token[at].flags & TOKEN_LINE))
            count = 0;
        for (; hit < doc->start[at + 1].first; hit++) {
            const struct hit *one = &doc->hit[hit];
            for (size_t l = count; one->class == LEX_RIGHT && l > 0; l--) {
                bool near = left[l - 1]->end <= at && at - left[l - 1]->end <= GAP_MAX;
                if (near && shared(left[l - 1]->entry, one->entry).len > 0) {
                    add(doc, left[l - 1], one);
                    break;
                }
            }
            if (one->class != LEX_LEFT)
                continue;
            for (size_t l = 1; count == LEFTS_MAX && l < LEFTS_MAX; l++)
                left[l - 1] = left[l];
            count -= count == LEFTS_MAX;
            left[count++] = one;
        }
    }
}

size_t pair_from(const struct document *doc, uint32_t token)
{
    size_t low = 0;
    size_t high = doc->pair_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doc->pair[middle].end <= token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
