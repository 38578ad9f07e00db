/* Numbers that stand for rates by what they are set against or follow. */
#include "consumers/classify/rate_step.h"
#include "consumers/classify/when.h"

#include <string.h>

#define CONTRAST_REACH 9  /* tokens from "where" to the rate that was */
#define CONTRAST_BACK  16 /* ... from the rate that is to "where" */
#define GAPPED_MAX     4  /* words of goods between "and" and their rate */

static bool word_at(const struct document *doc, uint32_t at, const char *word)
{
    return str_eq_nocase(document_span(doc, at, at + 1), (struct str){word, strlen(word)});
}

/* "pays 5%, where it has been paying 25", "having charged 10 before", "; until then it paid 10",
 * "last week it was nil": a clause after a rate that tells what was. */
bool rate_is_contrast(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + CONTRAST_REACH ? at - CONTRAST_REACH : first;
    for (uint32_t cue = at; cue > low; cue--) {
        uint32_t word = cue - 1;
        if (doc->token[word].kind == TOKEN_PUNCT || hit_over(doc, word, LEX_SHARE) != NULL ||
            hit_over(doc, word, LEX_PERCENT) != NULL)
            return false;
        bool where = word_is(doc, word, W_WHERE) || word_is(doc, word, W_HAVING);
        bool then = word_at(doc, word, "last") ||
                    (word_is(doc, word, W_UNTIL) && word_is(doc, word + 1, W_THEN));
        if (!where && !then)
            continue;
        bool after_mark = word > first && doc->token[word - 1].kind == TOKEN_PUNCT;
        const struct hit *act = hit_in(doc, word + 1, at, LEX_ACT);
        bool told = hit_is(act, 1, "payer") || hit_is(act, 1, "d");
        for (uint32_t be = word + 1; be < at; be++)
            told = told || word_is(doc, be, W_WAS) || word_is(doc, be, W_BEEN);
        uint32_t back = word > first + CONTRAST_BACK ? word - CONTRAST_BACK : first;
        return after_mark && told && hit_in(doc, back, word, LEX_PERCENT) != NULL;
    }
    return false;
}

/* "from 1 June", "from next year" */
static bool is_date_after(const struct document *doc, uint32_t from, uint32_t end)
{
    uint32_t day = from + 1 + word_is(doc, from + 1, W_THE);
    return when_at(doc, day, end).known || hit_at(doc, from + 2, LEX_PERIOD) != NULL;
}

/* "Scotch will pay 25 percent there, and European aeroplanes ten", "20 percent, pork 15", "and on
 * parts 15": other goods, and a number. */
static bool
is_gapped(const struct document *doc, uint32_t first, uint32_t at, const struct rate *last)
{
    uint32_t low = at > first + GAPPED_MAX + 1 ? at - GAPPED_MAX - 1 : first;
    uint32_t join = at;
    while (join > low && join > last->end && !word_is(doc, join - 1, W_AND) &&
           !mark_is(doc, join - 1, ','))
        join--;
    if (join == at || join <= last->end || doc->token[join - 1].kind == TOKEN_NUMBER)
        return false;
    bool joined = word_is(doc, join - 1, W_AND) || mark_is(doc, join - 1, ',');
    uint32_t goods = join + (mark_is(doc, join - 1, ',') && word_is(doc, join, W_AND));
    goods += word_is(doc, goods, W_THAT) || word_is(doc, goods, W_THOSE);
    goods += word_is(doc, goods, W_ON) || word_is(doc, goods, W_FOR);
    for (uint32_t word = goods; word < at; word++) {
        const struct token *token = &doc->token[word];
        if (token->kind != TOKEN_WORD || word_is_grammar(doc, word) ||
            hit_over(doc, word, LEX_SHARE) != NULL || hit_over(doc, word, LEX_ACT) != NULL)
            return false;
    }
    return joined && goods < at &&
           (hit_in(doc, goods, at, LEX_DEMONYM) != NULL ||
            hit_in(doc, goods, at, LEX_COUNTRY) != NULL ||
            hit_in(doc, goods, at, LEX_PRODUCT) != NULL);
}

/* "24 percent in the first year; in the second, 21": a later step. */
static bool is_stage(const struct document *doc, uint32_t first, uint32_t at)
{
    static const char *const ordinals[] = {"second", "third", "fourth", "fifth"};
    if (at < first + 4 || !mark_is(doc, at - 1, ',') || !word_is(doc, at - 3, W_THE) ||
        !word_is(doc, at - 4, W_IN))
        return false;
    for (size_t i = 0; i < sizeof ordinals / sizeof ordinals[0]; i++) {
        if (word_at(doc, at - 2, ordinals[i]))
            return true;
    }
    return false;
}

bool rate_follows(const struct document *doc,
                  uint32_t first,
                  uint32_t at,
                  uint32_t after,
                  uint32_t end,
                  const struct rate *last)
{
    bool listed = at > first && (mark_is(doc, at - 1, ',') || word_is(doc, at - 1, W_AND));
    bool dated = listed && after < end &&
                 (word_is(doc, after, W_FROM) || word_is(doc, after, W_SINCE)) &&
                 is_date_after(doc, after, end);
    bool other = last->part == RATE_NEW && is_gapped(doc, first, at, last);
    return dated || other || (last->part == RATE_NEW && is_stage(doc, first, at));
}
