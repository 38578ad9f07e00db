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

/* Whether a clause or a line ends between a part that starts at token `from` and one at `to`. */
static bool are_apart(const struct document *doc, uint32_t from, uint32_t to)
{
    for (uint32_t at = from + 1; at <= to; at++) {
        if (ends_clause(&doc->token[at]) || (doc->token[at].flags & TOKEN_LINE) != 0)
            return true;
    }
    return false;
}

void pair_read(struct document *doc)
{
    const struct hit *left[LEFTS_MAX];
    size_t count = 0;
    uint32_t end = (uint32_t)doc->token_count;
    uint32_t next = hit_start(doc, 0, end, LEX_LEFT);
    doc->pair_count = 0;
    for (uint32_t at = hit_start(doc, next, end, LEX_RIGHT); at < end;
         at = hit_start(doc, at + 1, end, LEX_RIGHT)) {
        const struct hit *right = hit_at(doc, at, LEX_RIGHT);
        for (; next < at; next = hit_start(doc, next + 1, end, LEX_LEFT)) {
            for (size_t l = 1; count == LEFTS_MAX && l < LEFTS_MAX; l++)
                left[l - 1] = left[l];
            count -= count == LEFTS_MAX;
            left[count++] = hit_at(doc, next, LEX_LEFT);
        }
        for (size_t l = count; l > 0; l--) {
            const struct hit *one = left[l - 1];
            if (one->end > at || at - one->end > GAP_MAX || are_apart(doc, one->first, at) ||
                shared(one->entry, right->entry).len == 0)
                continue;
            add(doc, one, right);
            break;
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
