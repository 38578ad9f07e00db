/* What is said between commas of a duty that a sentence does something to. */
#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"

#define LAID_REACH  6  /* tokens from "imposed in" to what becomes of the duty */
#define ASIDE_REACH 16 /* tokens of what is said of a duty between commas */

/* "the 25% duties imposed in 2018 expire": which duties do. */
static bool tells_when_laid(const struct document *doc, const struct hit *verb, uint32_t end)
{
    if (act_is_noun(verb) || !hit_is(verb, 0, "impose") || verb->first == 0 ||
        hit_over(doc, verb->first - 1, LEX_TARIFF) == NULL ||
        !(act_ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL) ||
        !(word_is(doc, verb->end, W_IN) || word_is(doc, verb->end, W_SINCE)))
        return false;
    uint32_t high = verb->end + LAID_REACH < end ? verb->end + LAID_REACH : end;
    const struct hit *main = hit_in(doc, verb->end, high, LEX_ACT);
    return main != NULL && !act_is_noun(main) && hit_is(main, 2, "subject") &&
           !clause_comma(doc, verb->end, main->first) &&
           clause_between(doc, verb->end, main->first) == 0;
}

/* "duties on tin, put on in March, will be lifted": when they were put on, said between commas. */
static bool is_put_aside(const struct document *doc, const struct hit *verb, uint32_t end)
{
    if (act_is_noun(verb) || !hit_is(verb, 0, "impose") || verb->first == 0 ||
        !mark_is(doc, verb->first - 1, ',') ||
        !(act_ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL))
        return false;
    uint32_t high = verb->end + ASIDE_REACH < end ? verb->end + ASIDE_REACH : end;
    for (uint32_t at = verb->end; at + 1 < high; at++) {
        if (mark_is(doc, at, ','))
            return clause_is_finite(doc, at + 1);
    }
    return false;
}

/* ", due to lapse in spring, is prolonged", ", which was to end in May, is kept up": what was to
 * become of the duty, between commas. */
static bool
is_planned_aside(const struct document *doc, uint32_t at, const struct hit *verb, uint32_t end)
{
    static const char *const words[] = {"due",     "meant", "set",   "scheduled",  "expected",
                                        "planned", "bound", "which", "originally", "that"};
    if (act_is_noun(verb) || verb->first < at + 3 || !word_is(doc, verb->first - 1, W_TO))
        return false;
    uint32_t comma = verb->first - 1;
    while (comma > at && !mark_is(doc, comma, ','))
        comma--;
    bool led = WORD_AMONG(doc, comma + 1, words) || WORD_AMONG(doc, verb->first - 2, words);
    uint32_t high = verb->end + ASIDE_REACH < end ? verb->end + ASIDE_REACH : end;
    for (uint32_t close = verb->end; led && comma > at && close + 1 < high; close++) {
        if (mark_is(doc, close, ','))
            return clause_is_finite(doc, close + 1);
    }
    return false;
}

bool act_is_aside(const struct document *doc, uint32_t at, const struct hit *verb, uint32_t end)
{
    return tells_when_laid(doc, verb, end) || is_put_aside(doc, verb, end) ||
           is_planned_aside(doc, at, verb, end);
}

/* "35% on shirts, brought in by decree and meant to lapse, will carry on" */
bool act_is_past_aside(const struct document *doc, uint32_t at, const struct hit *verb)
{
    static const char *const words[] = {"due", "meant", "set", "scheduled", "which"};
    uint32_t close = verb->first;
    while (close > at && (clause_is_finite(doc, close - 1) || word_is(doc, close - 1, W_BE) ||
                          hit_over(doc, close - 1, LEX_ADVERB) != NULL))
        close--;
    if (close == verb->first || close <= at + 2 || !mark_is(doc, close - 1, ','))
        return false;
    uint32_t low = close > at + 2 * ASIDE_REACH ? close - 2 * ASIDE_REACH : at;
    for (uint32_t open = close - 1; open > low; open--) {
        if (mark_is(doc, open - 1, ';'))
            return false;
        if (!mark_is(doc, open - 1, ','))
            continue;
        if (WORD_AMONG(doc, open, words))
            return true;
        return act_ends_with(doc, open, "ed") || hit_at(doc, open, LEX_PAST) != NULL ||
               (hit_at(doc, open, LEX_ACT) != NULL && !act_is_noun(hit_at(doc, open, LEX_ACT)));
    }
    return false;
}
