/* How much goods are worth or measure and where they are made, which is part of what they are. */
#include "consumers/classify/product_part.h"

#define MEASURE_LEAD 4 /* tokens of "no more than" before a number */
#define UNIT_REACH   4 /* tokens from a number to what it counts */

static bool is_rate_or_time(const struct document *doc, uint32_t number)
{
    uint32_t count = (uint32_t)doc->token_count;
    uint32_t end = number + UNIT_REACH < count ? number + UNIT_REACH : count;
    return hit_in(doc, number, end, LEX_PERCENT) != NULL ||
           hit_in(doc, number, end, LEX_PERIOD) != NULL;
}

static bool is_comparative(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    return token->kind == TOKEN_WORD && token->end - token->start > 4 &&
           doc->text[token->end - 1] == 'r' && doc->text[token->end - 2] == 'e' &&
           hit_over(doc, at, LEX_PRODUCT) == NULL;
}

static bool is_count(const struct document *doc, uint32_t at)
{
    return doc->token[at].kind == TOKEN_NUMBER || hit_at(doc, at, LEX_NUMBER) != NULL;
}

uint32_t product_older_start(const struct document *doc, uint32_t first, uint32_t end)
{
    bool older = end > first + 5 && hit_over(doc, end - 1, LEX_PERIOD) != NULL &&
                 is_count(doc, end - 2) && word_is(doc, end - 3, W_THAN) &&
                 is_comparative(doc, end - 4);
    return older ? end - 4 : end;
}

uint32_t product_measured(const struct document *doc, uint32_t at, uint32_t stop, uint32_t end)
{
    if (stop <= at || stop + 1 >= end)
        return stop;
    /* "cars older than ten years" */
    if (word_is(doc, stop, W_THAN) && stop + 2 < end && is_comparative(doc, stop - 1) &&
        is_count(doc, stop + 1) && hit_in(doc, stop + 1, stop + 3, LEX_PERCENT) == NULL)
        return stop + 3;
    uint32_t in = stop + (hit_at(doc, stop, LEX_ORIGIN) != NULL);
    if (word_is(doc, in, W_IN) && hit_is(hit_over(doc, in - 1, LEX_ORIGIN), 0, "made")) {
        uint32_t place = product_skip_article(doc, in + 1, end);
        const struct hit *hit = place < end ? hit_at(doc, place, LEX_COUNTRY) : NULL;
        return hit != NULL && hit->end <= end ? hit->end : stop;
    }
    uint32_t number = stop;
    while (number < end && number - stop < MEASURE_LEAD &&
           (word_is(doc, number, W_OF) || word_is(doc, number, W_MORE) ||
            word_is(doc, number, W_NO) || word_is(doc, number, W_UP) ||
            ((word_is(doc, number, W_TO) || word_is(doc, number, W_OVER) ||
              word_is(doc, number, W_UNDER) || word_is(doc, number, W_THAN)) &&
             number + 1 < end && doc->token[number + 1].kind == TOKEN_NUMBER)))
        number++;
    bool bounded = number > stop && !word_is(doc, number - 1, W_OF) &&
                   !(word_is(doc, number - 1, W_TO) && !word_is(doc, number - 2, W_UP));
    bool unit = number + 1 < end && doc->token[number].kind == TOKEN_NUMBER &&
                doc->token[number + 1].kind == TOKEN_WORD && !word_is_grammar(doc, number + 1);
    if (!bounded || !unit || is_rate_or_time(doc, number) ||
        hit_at(doc, number + 1, LEX_MONTH) != NULL ||
        hit_at(doc, number + 1, LEX_PRODUCT) != NULL || hit_at(doc, number + 1, LEX_GOODS) != NULL)
        return stop;
    return number + 2;
}

uint32_t product_measure_start(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at < first + 2 ||
        (doc->token[at].kind != TOKEN_NUMBER && hit_at(doc, at, LEX_NUMBER) == NULL))
        return at;
    uint32_t before = at - 1;
    /* "gifts of up to $100" */
    before -= before > first + 1 && mark_is(doc, before, '$');
    if (word_is(doc, before, W_THAN) && doc->token[before - 1].kind == TOKEN_WORD)
        return before - 1;
    if (word_is(doc, before, W_TO) && word_is(doc, before - 1, W_UP))
        return before - 1;
    return word_is(doc, before, W_OVER) || word_is(doc, before, W_UNDER) ? before : at;
}
