/* Where one clause of a sentence ends and another begins. */
#include "consumers/classify/clause.h"

#define UNTIL_REACH 5 /* tokens from "until" to its year: "until the end of 2026" */

/* "until they agree", but not "until 7 February", "until the end of the year" */
static bool is_until(const struct document *doc, uint32_t at)
{
    if (at + 1 >= doc->token_count)
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

/* Whether a clause begins at a word or mark. */
static bool begins(const struct document *doc, uint32_t at)
{
    switch (grammar_at(doc, at)) {
    case W_WHILE:
    case W_BUT:
    case W_THOUGH:
    case W_ALTHOUGH:
    case W_WHICH:
    case W_UNLESS:
    case W_IF:
    case W_WHEN:
    case W_AS:
    case W_WHO:
    case W_THAT:
        return true;
    case W_UNTIL:
        return is_until(doc, at);
    default:
        return mark_is(doc, at, ';') || mark_is(doc, at, ':');
    }
}

unsigned clause_between(const struct document *doc, uint32_t a, uint32_t b)
{
    unsigned count = 0;
    for (uint32_t at = a < b ? a : b; at < (a < b ? b : a); at++)
        count += begins(doc, at);
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
    switch (grammar_at(doc, at)) {
    case W_IS:
    case W_ARE:
    case W_WAS:
    case W_WERE:
    case W_HAS:
    case W_HAVE:
    case W_HAD:
    case W_WILL:
    case W_WOULD:
    case W_SHALL:
        return true;
    default:
        return false;
    }
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
