/* Numbers that stand for rates by what they are set against or follow. */
#include "consumers/classify/act.h"
#include "consumers/classify/number.h"
#include "consumers/classify/rate_step.h"
#include "consumers/classify/when.h"

#include <string.h>

#define CONTRAST_REACH 9   /* tokens from "where" to the rate that was */
#define CONTRAST_BACK  16  /* ... from the rate that is to "where" */
#define GAPPED_MAX     4   /* words of goods between "and" and their rate */
#define BEARER_BACK    16  /* tokens from a verb back to who or what bears the rate */
#define BARE_MOST      300 /* percent: a larger number needs its unit */

/* "5.5 % and 6.5 %" */
static bool is_joined(const struct document *doc, uint32_t at)
{
    double value = 0;
    uint32_t after = number_read(doc, at, (uint32_t)doc->token_count, &value);
    const struct hit *unit = hit_at(doc, after, LEX_PERCENT);
    after = unit != NULL ? unit->end : after;
    return word_is(doc, after, W_AND) && doc->token[after + 1].kind == TOKEN_NUMBER;
}

/* "dropped its duties on tin, some of which stood at 60 percent" */
static bool takes_away(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT)) {
        if (hit_is(act, 0, "remove") || hit_is(act, 0, "suspend") || hit_is(act, 0, "exempt"))
            return true;
    }
    return false;
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
        bool then = word_spelled(doc, word, "last") ||
                    (word_is(doc, word, W_UNTIL) &&
                     (word_is(doc, word + 1, W_THEN) || word_is(doc, word + 1, W_NOW)));
        uint32_t back = word > first + CONTRAST_BACK ? word - CONTRAST_BACK : first;
        if (rate_is_told_before(doc, first, word, at))
            return hit_in(doc, back, word, LEX_PERCENT) != NULL ||
                   (takes_away(doc, first, word) && !is_joined(doc, at));
        if (!where && !then)
            continue;
        bool after_mark = word > first && doc->token[word - 1].kind == TOKEN_PUNCT;
        const struct hit *act = hit_in(doc, word + 1, at, LEX_ACT);
        bool told = hit_is(act, 1, "payer") || hit_is(act, 1, "d");
        for (uint32_t be = word + 1; be < at; be++)
            told = told || word_is(doc, be, W_WAS) || word_is(doc, be, W_BEEN);
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
 * parts 15", "to 20 percent, pork to 15": other goods, and a number. */
static bool
is_gapped(const struct document *doc, uint32_t first, uint32_t at, const struct rate *last)
{
    uint32_t low = at > first + GAPPED_MAX + 2 ? at - GAPPED_MAX - 2 : first;
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
    goods += word_is(doc, goods, W_THEIR) || word_is(doc, goods, W_ITS) ||
             word_is(doc, goods, W_OUR) || word_is(doc, goods, W_THE);
    at -= at > goods && last->led_by_to && word_is(doc, at - 1, W_TO);
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
    return WORD_AMONG(doc, at - 2, ordinals);
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

/* "wheat will pay ten", "they pay fifteen": goods, a country or who was named bears the number. */
static bool is_borne(const struct document *doc, uint32_t first, uint32_t at)
{
    static const char *const verbs[] = {"pay", "bear", "face", "be charged", "be subject to"};
    while (at > first + 1 && (word_is(doc, at - 1, W_ONLY) || word_is(doc, at - 1, W_JUST)))
        at--;
    const struct hit *act = at > first + 1 ? hit_over(doc, at - 1, LEX_ACT) : NULL;
    if (!hit_is(act, 1, "payer") || act->end != at || act->first <= first)
        return false;
    bool pays = false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        pays = pays || strcmp(act->entry->surface, verbs[i]) == 0;
    uint32_t low = act->first > first + BEARER_BACK ? act->first - BEARER_BACK : first;
    bool they = word_is(doc, low, W_THEY) || word_is(doc, low, W_WE) || word_is(doc, low, W_THESE);
    return pays && (they || hit_in(doc, low, act->first, LEX_PRODUCT) != NULL ||
                    hit_in(doc, low, act->first, LEX_GOODS) != NULL ||
                    hit_in(doc, low, act->first, LEX_COUNTRY) != NULL ||
                    hit_in(doc, low, act->first, LEX_DEMONYM) != NULL);
}

/* "Kitchen sinks will be 40, and chairs 25": goods, and the number that is to be theirs. */
static bool is_to_be(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at < first + 3 || at - first > BEARER_BACK || !word_is(doc, at - 1, W_BE) ||
        !word_is(doc, at - 2, W_WILL))
        return false;
    return hit_in(doc, first, at - 2, LEX_PRODUCT) != NULL &&
           hit_in(doc, first, at - 2, LEX_SHARE) == NULL;
}

/* "they charge us 20", "will charge the Norwegians fifty" */
static bool is_charged(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at < first + 2)
        return false;
    uint32_t whom = at - 1;
    const struct hit *place = hit_over(doc, whom, LEX_COUNTRY);
    if (place == NULL)
        place = hit_over(doc, whom, LEX_DEMONYM);
    bool them = word_is(doc, whom, W_US) || word_is(doc, whom, W_THEM) || word_is(doc, whom, W_YOU);
    if (place != NULL && place->end == at && place->first > first)
        whom = place->first;
    else if (!them)
        return false;
    whom -= whom > first + 1 && word_is(doc, whom - 1, W_THE);
    const struct hit *act = hit_over(doc, whom - 1, LEX_ACT);
    return act != NULL && act->end == whom && strcmp(act->entry->surface, "charge") == 0;
}

/* "rice stays at 35", "sugar drops to forty", "they took it down to 30" */
static bool is_moved(const struct document *doc, uint32_t first, uint32_t at)
{
    bool to = at > first + 2 && word_is(doc, at - 1, W_TO);
    if (at < first + 3 || !(to || word_is(doc, at - 1, W_AT)))
        return false;
    const struct hit *act = hit_over(doc, at - 1, LEX_ACT);
    uint32_t verb = act != NULL && act->end == at ? act->first : at - 2;
    verb -= verb > first && word_spelled(doc, verb, "back");
    if (act == NULL || act->end != at)
        act = hit_over(doc, verb, LEX_ACT);
    /* "took it down to 30" */
    bool down = to && (word_is(doc, verb, W_DOWN) || word_is(doc, verb, W_UP));
    if (act == NULL && down && (word_is(doc, verb - 1, W_IT) || word_is(doc, verb - 1, W_THEM)))
        return verb > first + 1 && doc->token[verb - 2].kind == TOKEN_WORD;
    if (act == NULL || act_is_noun(act))
        return false;
    if (to)
        return hit_is(act, 0, "raise") || hit_is(act, 0, "lower");
    return hit_is(act, 0, "keep") || (strcmp(act->entry->surface, "put") == 0) ||
           (strcmp(act->entry->surface, "set") == 0);
}

/* "a 25 percent tariff on lorries, and buses to one of ten" */
static bool is_one_of(const struct document *doc, uint32_t at, const struct rate *last)
{
    return last != NULL && at > last->end + 1 && word_is(doc, at - 1, W_OF) &&
           word_spelled(doc, at - 2, "one");
}

bool rate_by_verb(const struct document *doc,
                  uint32_t first,
                  uint32_t at,
                  uint32_t after,
                  uint32_t end,
                  const struct rate *last)
{
    const struct token *token = &doc->token[at];
    bool closes = after >= end || doc->token[after].kind == TOKEN_PUNCT ||
                  hit_at(doc, after, LEX_WHEN) != NULL || hit_at(doc, after, LEX_DATE) != NULL ||
                  hit_is(hit_at(doc, after, LEX_RATE), 0, "old") ||
                  (word_is_grammar(doc, after) && !word_is(doc, after, W_OF) &&
                   !word_is(doc, after, W_TO) && !word_is(doc, after, W_OUT));
    /* Who "pays nothing" may have done so before; "3.90" is a sum. */
    bool number = token->kind == TOKEN_NUMBER
                      ? token->value <= BARE_MOST && token->value == (int)token->value &&
                            token->value > 0 && (token->flags & TOKEN_ORDINAL) == 0
                      : !hit_is(hit_at(doc, at, LEX_NUMBER), 0, "0");
    return closes && number &&
           (is_borne(doc, first, at) || is_to_be(doc, first, at) || is_charged(doc, first, at) ||
            is_moved(doc, first, at) || is_one_of(doc, at, last));
}
