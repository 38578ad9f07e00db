/* Where one clause of a sentence ends and another begins. */
#include "consumers/classify/clause.h"

#define UNTIL_REACH 5 /* tokens from "until" to its year: "until the end of 2026" */

/* "until they agree", but not "until 7 February", "until the end of the year" */
static bool is_until(const struct document *doc, uint32_t at)
{
    if (!word_is(doc, at, W_UNTIL) || at + 1 >= doc->token_count)
        return false;
    for (uint32_t next = at + 1; next < doc->token_count && next <= at + UNTIL_REACH; next++) {
        if (doc->token[next].kind == TOKEN_NUMBER || hit_at(doc, next, LEX_MONTH) != NULL ||
            hit_at(doc, next, LEX_WEEKDAY) != NULL || hit_at(doc, next, LEX_PERIOD) != NULL)
            return false;
        bool joins = word_is(doc, next, W_THE) || word_is(doc, next, W_OF) ||
                     hit_at(doc, next, LEX_DATE) != NULL;
        if (!joins && next > at + 2)
            break;
    }
    return true;
}

unsigned clause_between(const struct document *doc, uint32_t a, uint32_t b)
{
    unsigned count = 0;
    for (uint32_t at = a < b ? a : b; at < (a < b ? b : a); at++) {
        const struct token *token = &doc->token[at];
        if ((token->kind == TOKEN_PUNCT && (token->mark == ';' || token->mark == ':')) ||
            word_is(doc, at, W_WHILE) || word_is(doc, at, W_BUT) || word_is(doc, at, W_THOUGH) ||
            word_is(doc, at, W_ALTHOUGH) || word_is(doc, at, W_WHICH) ||
            word_is(doc, at, W_UNLESS) || word_is(doc, at, W_IF) || is_until(doc, at) ||
            word_is(doc, at, W_WHEN) || word_is(doc, at, W_AS) || word_is(doc, at, W_WHO) ||
            word_is(doc, at, W_THAT))
            count++;
    }
    return count;
}

bool clause_comma(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (mark_is(doc, at, ','))
            return true;
    }
    return false;
}

bool clause_joins(const struct document *doc, uint32_t a, uint32_t b)
{
    for (uint32_t at = a < b ? a : b; at + 1 < (a < b ? b : a); at++) {
        if (mark_is(doc, at, ',') && word_is(doc, at + 1, W_AND))
            return true;
    }
    return false;
}

bool clause_is_finite(const struct document *doc, uint32_t at)
{
    static const enum grammar_word words[] = {W_IS,   W_ARE, W_WAS,  W_WERE,  W_HAS,
                                              W_HAVE, W_HAD, W_WILL, W_WOULD, W_SHALL};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at, words[i]))
            return true;
    }
    return false;
}

bool clause_main_after(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t link = first;
    while (link < verb && !word_is(doc, link, W_THAT) && !word_is(doc, link, W_WHICH))
        link++;
    uint32_t own = verb;
    while (own > link && (clause_is_finite(doc, own - 1) || word_is(doc, own - 1, W_BE) ||
                          word_is(doc, own - 1, W_BEEN) || word_is(doc, own - 1, W_NOT) ||
                          hit_over(doc, own - 1, LEX_ADVERB) != NULL))
        own--;
    if (link + 1 >= own || !clause_is_finite(doc, own))
        return false;
    bool other = false;
    for (uint32_t at = link + 1; at < own; at++) {
        const struct token *token = &doc->token[at];
        if (word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH) || word_is(doc, at, W_BUT) ||
            (token->kind == TOKEN_PUNCT && (token->mark == ';' || token->mark == ':')))
            return false;
        const struct hit *act = hit_at(doc, at, LEX_ACT);
        other = other || clause_is_finite(doc, at) || (act != NULL && !hit_is(act, 1, "n"));
    }
    return other;
}
