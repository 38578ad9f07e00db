/* Which of the rates of a sentence are old ones, and of which new ones. */
#include "consumers/classify/rate_step.h"

#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"

#include <string.h>

#define PAIR_REACH  12 /* tokens between an old rate and its new one */
#define NOW_REACH   6  /* tokens between "now 35%" and the rate that takes its place */
#define KNOWN_REACH 60 /* tokens between "the 10% tariff" and the rate it is raised to */
#define ASIDE_REACH 10 /* tokens from the comma before "which pays 10 percent," to the rate */
#define CLOSE_REACH 5  /* ... and from the rate to the comma after it */
#define MOVED_REACH 5  /* tokens from "was raised" to "to 35%" */
#define TO_REACH    12 /* tokens from "to" to that rate */

/* How far the new rate may stand after its old one: farther after "shall instead bear". */
static uint32_t
pair_reach(const struct document *doc, const struct rate *old, const struct rate *new)
{
    const struct hit *anew = hit_in(doc, old->end, new->first, LEX_RATE);
    return hit_is(anew, 0, "anew") ? 2 * PAIR_REACH : PAIR_REACH;
}

/* "to 60%, and flour goes from 15% to 20%": the old rate of what follows it at once. */
static bool
is_anothers_old(const struct document *doc, const struct rate *rates, size_t count, size_t old)
{
    return old + 1 < count && rates[old + 1].part == RATE_NEW &&
           rates[old + 1].first == rates[old].end + 1 && word_is(doc, rates[old].end, W_TO);
}

/* The token before a rate and what calls it additional: "to | an additional 50". */
static uint32_t lead_of(const struct document *doc, uint32_t first, uint32_t at)
{
    while (at > first && (hit_is(hit_over(doc, at - 1, LEX_RATE), 0, "add") ||
                          word_is(doc, at - 1, W_A) || word_is(doc, at - 1, W_AN)))
        at--;
    return at > first ? at - 1 : NO_INDEX;
}

/* "from an additional 25 percent ad valorem to an additional 50 percent": the duty itself, before
 * and after. */
static void
pair_additional(const struct document *doc, uint32_t first, struct rate *rates, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        uint32_t from = lead_of(doc, first, rates[i].first);
        uint32_t to = lead_of(doc, rates[i].end, rates[i + 1].first);
        if (rates[i].part != RATE_POINTS || rates[i + 1].part != RATE_POINTS || rates[i].by_unit ||
            rates[i + 1].by_unit || from == NO_INDEX || to == NO_INDEX ||
            !word_is(doc, from, W_FROM) || !word_is(doc, to, W_TO) ||
            to > rates[i].end + CLOSE_REACH)
            continue;
        rates[i].part = RATE_OLD;
        rates[i + 1].part = RATE_NEW;
        rates[i + 1].led_by_to = true;
    }
}

/* "an additional 15% on corn, and 10% on pork": the second is additional as well. */
static void add_likewise(const struct document *doc, struct rate *rates, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t from = rates[i - 1].end;
        uint32_t to = rates[i].first;
        if (rates[i].part == RATE_NEW && rates[i - 1].part == RATE_POINTS &&
            !rates[i - 1].by_unit && rates[i].end < doc->token_count &&
            (word_is(doc, to - 1, W_AND) || mark_is(doc, to - 1, ',')) &&
            (word_is(doc, rates[i].end, W_ON) || word_is(doc, rates[i].end, W_FOR)) &&
            hit_in(doc, from, to, LEX_ACT) == NULL)
            rates[i].part = RATE_POINTS;
    }
}

/* The first verb of doing something to a duty; NULL where it only puts one on, or none is there. */
static const struct hit *verb_that_changes(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT)) {
        if (hit_is(act, 1, "n"))
            continue;
        bool puts = hit_is(act, 0, "impose") || hit_is(act, 0, "keep") || hit_is(act, 0, "extend");
        return puts ? NULL : act;
    }
    return NULL;
}

/* "to triple the duty on tin, now 7.5 percent": what was, at the end. */
static void old_at_end(
    const struct document *doc, uint32_t first, uint32_t end, struct rate *rates, size_t count)
{
    if (count == 0 || rates[count - 1].part != RATE_NEW || rates[count - 1].by_unit)
        return;
    struct rate *rate = &rates[count - 1];
    uint32_t now = rate->first;
    bool apart = now > first + 2 && word_is(doc, now - 1, W_NOW) && mark_is(doc, now - 2, ',');
    bool closes = rate->end >= end || doc->token[rate->end].kind == TOKEN_PUNCT;
    const struct hit *act = apart && closes ? verb_that_changes(doc, first, now) : NULL;
    if (act != NULL && (count == 1 || rates[count - 2].part == RATE_NEW))
        rate->part = RATE_OLD;
}

/* "to 50%, doubling a 25% levy": the rate that a participle behind a comma moves is the one that
 * was.
 */
static void old_of_participle(const struct document *doc, struct rate *rates, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t at = rates[i].first;
        bool called = at > 2 && (word_is(doc, at - 1, W_A) || word_is(doc, at - 1, W_AN) ||
                                 word_is(doc, at - 1, W_THE) || word_is(doc, at - 1, W_ITS) ||
                                 word_is(doc, at - 1, W_THEIR));
        const struct hit *act = called ? hit_over(doc, at - 2, LEX_ACT) : NULL;
        bool moves = act != NULL && (hit_is(act, 0, "raise") || hit_is(act, 0, "lower"));
        bool participle = moves && act->first > 0 && act_ends_with(doc, act->first, "ing") &&
                          mark_is(doc, act->first - 1, ',');
        if (participle && rates[i].part == RATE_NEW && !rates[i].by_unit &&
            rates[i - 1].part == RATE_NEW && !rates[i].led_by_to)
            rates[i].part = RATE_OLD;
    }
}

/* "stand at 15%; Norway has cut its 20% duty to 12%": another clause's. */
static bool parts_at(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (mark_is(doc, at, ';'))
            return true;
    }
    return false;
}

/* "Tariffs of 30% on pineapples will be cut to 5%": what is moved has the rate that was. */
static void old_of_subject(const struct document *doc, struct rate *rates, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        uint32_t at = rates[i].first;
        const struct hit *act = hit_in(doc, rates[i].end, rates[i + 1].first, LEX_ACT);
        bool of = at > 1 && word_is(doc, at - 1, W_OF) && hit_over(doc, at - 2, LEX_TARIFF) != NULL;
        if (!of || act == NULL || rates[i].part != RATE_NEW || rates[i + 1].part != RATE_NEW ||
            rates[i].by_unit || !word_is(doc, rates[i + 1].first - 1, W_TO) ||
            rates[i + 1].first > act->end + MOVED_REACH)
            continue;
        bool moves = hit_is(act, 0, "raise") || hit_is(act, 0, "lower");
        bool ahead = act->first > 0 &&
                     (word_is(doc, act->first - 1, W_BE) || word_is(doc, act->first - 1, W_BEEN) ||
                      word_is(doc, act->first - 1, W_WERE) || word_is(doc, act->first - 1, W_ARE));
        if (moves && ahead)
            rates[i].part = RATE_OLD;
    }
}

/* "50% from May 1, the ministry said on Friday, up from 25%": what was, told at the end. */
static bool is_up_from(const struct document *doc, uint32_t at)
{
    if (at < 2 || !word_is(doc, at - 1, W_FROM))
        return false;
    struct str word = document_span(doc, at - 2, at - 1);
    return str_eq_nocase(word, STR("up")) || str_eq_nocase(word, STR("down"));
}

/* Gives each new rate the old one next to it: "from 10 to 25", "to 10 from 20". */
static void pair_old(const struct document *doc, struct rate *rates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rates[i].old = NO_INDEX;
        if (rates[i].part == RATE_OLD)
            continue;
        /* "20% in the United States, an order showed on Thursday, against the 35% set out before"
         */
        bool far = count == 2 || (i + 1 < count && is_up_from(doc, rates[i + 1].first));
        uint32_t reach = far ? 2 * PAIR_REACH : PAIR_REACH;
        if (i + 1 < count && rates[i + 1].part == RATE_OLD &&
            rates[i + 1].first - rates[i].end < reach &&
            !is_anothers_old(doc, rates, count, i + 1) &&
            !(i + 2 < count && parts_at(doc, rates[i].end, rates[i + 1].first)))
            rates[i].old = (uint32_t)i + 1;
        if (i > 0 && rates[i - 1].part == RATE_OLD &&
            rates[i].first - rates[i - 1].end < pair_reach(doc, &rates[i - 1], &rates[i]) &&
            (i < 2 || rates[i - 2].part == RATE_OLD || rates[i - 2].old != i - 1))
            rates[i].old = (uint32_t)i - 1;
        if (rates[i].old != NO_INDEX && rates[i].part == RATE_POINTS && !rates[i].by_unit)
            rates[i].part = RATE_NEW;
    }
}

static bool acts_between(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT)) {
        bool moves = word_is(doc, act->end, W_TO) || word_is(doc, act->end - 1, W_TO);
        if (act->entry->part[1].len == 0 && !moves)
            return true;
    }
    return false;
}

/* "the 39% tariff that Washington put on watches was cut to 15%" */
static bool interrupted(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *last = NULL;
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT))
        last = act;
    return last != NULL && clause_main_after(doc, first, last->first);
}

/* "raising the 10% tariff to 15%": a rate called "the" or "its" is the one that was. */
static void old_before_new(const struct document *doc, struct rate *rates, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        uint32_t from = rates[i].end;
        uint32_t to = rates[i + 1].first;
        bool goes = false;
        for (uint32_t at = from; at < to && to - from < KNOWN_REACH; at++)
            goes = goes || (word_is(doc, at, W_TO) && to - at <= TO_REACH);
        uint32_t at = rates[i].first;
        bool known = at > 0 && (word_is(doc, at - 1, W_THE) || word_is(doc, at - 1, W_ITS) ||
                                word_is(doc, at - 1, W_THEIR) || word_is(doc, at - 1, W_S));
        /* "now 35%, is set at 20%" */
        bool now = at > 0 && word_is(doc, at - 1, W_NOW) && to - from <= NOW_REACH &&
                   (word_is(doc, to - 1, W_AT) || word_is(doc, to - 1, W_TO));
        /* "that bear 25 percent shall instead bear 35 percent" */
        const struct hit *anew = hit_in(doc, from, to, LEX_RATE);
        if (hit_is(anew, 0, "anew") && rates[i].part != RATE_OLD && !rates[i].by_unit &&
            rates[i + 1].part != RATE_OLD)
            rates[i].part = RATE_OLD;
        if (now && rates[i].part == RATE_NEW && rates[i + 1].part == RATE_NEW)
            rates[i].part = RATE_OLD;
        if (goes && known && rates[i].part == RATE_NEW && rates[i + 1].part == RATE_NEW &&
            (!acts_between(doc, from, to) || interrupted(doc, from, to)))
            rates[i].part = RATE_OLD;
    }
}

/* "silk, which has paid ten percent, will pay fifteen percent": whether a rate is borne in time to
 * come. */
static bool bears_next(const struct document *doc, uint32_t from, const struct rate *rate)
{
    const struct hit *act = hit_in(doc, from, rate->first, LEX_ACT);
    bool ahead = false;
    for (uint32_t at = from; act != NULL && at < act->first; at++)
        ahead = ahead || word_is(doc, at, W_WILL) || word_is(doc, at, W_SHALL) ||
                word_is(doc, at, W_WOULD);
    return ahead && act->first - from <= CLOSE_REACH && hit_is(act, 1, "payer") &&
           rate->part != RATE_OLD;
}

/* "now 10%", "at present 10%", "10% today" */
static bool tells_now(const struct document *doc, uint32_t first, uint32_t end)
{
    static const char *const words[] = {"today", "present", "currently", "presently"};
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_NOW) || WORD_AMONG(doc, at, words))
            return true;
    }
    return false;
}

/* "coffee, which paid 12%, becomes free", "the duty on tea, now 10%, rises to 15%": what was. */
static void old_between_commas(
    const struct document *doc, uint32_t first, uint32_t end, struct rate *rates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t comma = rates[i].first;
        uint32_t low = comma > first + ASIDE_REACH ? comma - ASIDE_REACH : first;
        while (comma > low && !mark_is(doc, comma, ','))
            comma--;
        uint32_t close = rates[i].end;
        while (close < end && close < rates[i].end + CLOSE_REACH && !mark_is(doc, close, ','))
            close++;
        if (rates[i].part != RATE_NEW || rates[i].by_unit || comma == low || close >= end ||
            !mark_is(doc, close, ',') || (i > 0 && rates[i - 1].end > comma))
            continue;
        const struct hit *act = hit_in(doc, comma, rates[i].first, LEX_ACT);
        const struct hit *cue = hit_in(doc, rates[i].end, close, LEX_RATE);
        bool led = word_is(doc, comma + 1, W_WHICH) || tells_now(doc, comma + 1, close) ||
                   (hit_is(cue, 0, "old") && !word_is(doc, cue->first, W_FROM)) ||
                   word_is(doc, rates[i].end, W_UNTIL);
        bool bears = act == NULL || hit_is(act, 1, "payer");
        uint32_t main = close + 1;
        bool anew = i + 1 < count && (bears_next(doc, main, &rates[i + 1]) ||
                                      (word_is(doc, rates[i + 1].first - 1, W_BE) &&
                                       rates[i + 1].first - main <= CLOSE_REACH));
        if (led && bears && (anew || verb_that_changes(doc, main, end) != NULL))
            rates[i].part = RATE_OLD;
    }
}

void rate_relate(
    const struct document *doc, uint32_t first, uint32_t end, struct rate *rates, size_t count)
{
    pair_additional(doc, first, rates, count);
    old_between_commas(doc, first, end, rates, count);
    old_at_end(doc, first, end, rates, count);
    old_before_new(doc, rates, count);
    old_of_subject(doc, rates, count);
    add_likewise(doc, rates, count);
    old_of_participle(doc, rates, count);
    rate_turn(doc, first, rates, count);
    pair_old(doc, rates, count);
}
