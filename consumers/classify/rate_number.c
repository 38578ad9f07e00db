/* Which numbers without a unit of their own are rates. */
#include "consumers/classify/number.h"
#include "consumers/classify/rate_step.h"

#define BARE_REACH  14   /* tokens from a rate to a number that is another */
#define OLD_REACH   8    /* ... to one that is what was */
#define MOVE_REACH  8    /* tokens from a duty to the number that it moves from */
#define LIST_MAX    8    /* numbers that share a unit */
#define DEALT_REACH 24   /* tokens from the last one to "respectively" */
#define YEAR_FIRST  1900 /* a bare number from here */
#define YEAR_LAST   2100 /* to here counts years */

/* A number where it stands. */
struct place {
    uint32_t first; /* of the clause */
    uint32_t at;
    uint32_t after;
    uint32_t end; /* of the clause */
};

static bool is_before(const struct document *doc, const struct place *place, enum grammar_word word)
{
    return place->at > place->first && word_is(doc, place->at - 1, word);
}

/* "March 5", "5 March", "12:30", "12.30", "10 days" */
static bool tells_time(const struct document *doc, const struct place *place)
{
    uint32_t after = place->after;
    if (place->at > place->first && hit_at(doc, place->at - 1, LEX_MONTH) != NULL)
        return true;
    if (after >= place->end)
        return false;
    bool minutes = after + 1 < place->end && doc->token[after + 1].kind == TOKEN_NUMBER;
    return mark_is(doc, after, ':') || (mark_is(doc, after, '.') && minutes) ||
           hit_at(doc, after, LEX_MONTH) != NULL || hit_at(doc, after, LEX_PERIOD) != NULL;
}

/* "15% on copper from 2027" */
static bool is_year(const struct document *doc, uint32_t at)
{
    return doc->token[at].kind == TOKEN_NUMBER && doc->token[at].value >= YEAR_FIRST &&
           doc->token[at].value <= YEAR_LAST;
}

/* "of 51, 18 and 14 percent respectively": whether a number is one of several that share the unit
 * of the last and are dealt out one by one. */
static bool is_dealt_out(const struct document *doc, const struct place *place)
{
    uint32_t at = place->after;
    for (int listed = 0; listed < LIST_MAX && at < place->end; listed++) {
        uint32_t next = at;
        next += mark_is(doc, next, ',');
        next += next < place->end && word_is(doc, next, W_AND);
        double value = 0;
        at = number_read(doc, next, place->end, &value);
        if (at == next)
            return false;
        if (at < place->end && hit_at(doc, at, LEX_PERCENT) != NULL) {
            uint32_t far = at + DEALT_REACH < place->end ? at + DEALT_REACH : place->end;
            return hit_in(doc, at, far, LEX_RESPECTIVE) != NULL;
        }
    }
    return false;
}

/* A number that shares the unit of the one it is joined to: "18.1 to 42.3%", "from 10 to 25
 * percent", "between 5 and 10 percent". */
static enum rate_bare shares_unit(const struct document *doc, const struct place *place, bool old)
{
    uint32_t after = place->after;
    if (is_dealt_out(doc, place))
        return BARE_NEW;
    /* "from 35 down to 14.4 percent" */
    after += after < place->end && (word_is(doc, after, W_DOWN) || word_is(doc, after, W_UP));
    if (after + 1 >= place->end || !(word_is(doc, after, W_TO) || word_is(doc, after, W_AND)))
        return BARE_NOTHING;
    double upper = 0;
    uint32_t next = number_read(doc, after + 1, place->end, &upper);
    if (next == after + 1 || next >= place->end || hit_at(doc, next, LEX_PERCENT) == NULL)
        return BARE_NOTHING;
    bool range = hit_is(rate_cue(doc, place->first, place->at, 3), 0, "range");
    if (is_before(doc, place, W_WHERE)) /* "where 4 to 6 percent was paid" */
        return BARE_LOWER;
    if (old && !range)
        return BARE_OLD;
    if (range || word_is(doc, after, W_TO))
        return BARE_LOWER;
    /* "on tin and copper to 50 and 20 percent", "the duties on them, of 50 and 20 percent", but not
     * "of 5 and 10 percent on tin" */
    bool led = word_is(doc, next + 1, W_ON) || word_is(doc, next + 1, W_FOR);
    bool of = is_before(doc, place, W_OF) && place->at > place->first + 1 &&
              mark_is(doc, place->at - 2, ',');
    return !led && (of || is_before(doc, place, W_TO)) ? BARE_NEW : BARE_NOTHING;
}

/* "come in at zero", "a tariff of nil", "the duty on pens will be nil" */
static bool is_nil(const struct document *doc, const struct place *place)
{
    if (doc->token[place->at].kind != TOKEN_WORD ||
        !hit_is(hit_at(doc, place->at, LEX_NUMBER), 0, "0"))
        return false;
    bool of = is_before(doc, place, W_OF) && place->at > place->first + 1 &&
              hit_over(doc, place->at - 2, LEX_TARIFF) != NULL;
    /* "will charge zero on soy"; who charges nothing may have done so before */
    const struct hit *act = place->at > place->first ? hit_over(doc, place->at - 1, LEX_ACT) : NULL;
    bool put = !str_eq_nocase(document_span(doc, place->at, place->after), STR("nothing")) &&
               act != NULL && hit_is(act, 1, "d") && act->first > 0 &&
               word_is(doc, place->after, W_ON) &&
               (word_is(doc, act->first - 1, W_WILL) || word_is(doc, act->first - 1, W_TO));
    return is_before(doc, place, W_AT) || is_before(doc, place, W_TO) || of || put ||
           (is_before(doc, place, W_BE) &&
            hit_in(doc, place->first, place->at, LEX_TARIFF) != NULL);
}

/* "We put 145 on China." */
static bool is_put_on(const struct document *doc, const struct place *place)
{
    const struct hit *act = place->at > place->first ? hit_over(doc, place->at - 1, LEX_ACT) : NULL;
    uint32_t whom = place->after + 1 + word_is(doc, place->after + 1, W_THE);
    return doc->token[place->at].kind == TOKEN_NUMBER && hit_is(act, 1, "d") &&
           act->end == place->at && word_is(doc, place->after, W_ON) && !is_year(doc, place->at) &&
           (hit_at(doc, whom, LEX_COUNTRY) != NULL || hit_at(doc, whom, LEX_DEMONYM) != NULL);
}

/* What was, beside the last rate: "15%, not the 25 that was feared", "up from thirty". */
static bool
was(const struct document *doc, const struct place *place, bool old, const struct rate *last)
{
    uint32_t at = place->at;
    /* "42% on almonds, their cousins, the walnuts, up from thirty" */
    uint32_t lead = rate_lower_end(doc, place->first, at);
    lead -= word_is(doc, lead - 1, W_THE);
    bool led = hit_is(hit_over(doc, lead - 1, LEX_RATE), 0, "old");
    return old && last->part != RATE_OLD &&
           (at - last->end < OLD_REACH || led || rate_is_contrast(doc, place->first, at));
}

/* "and that on tin from 5 to 20": what was, after any rate. */
static bool is_from_to(const struct document *doc, const struct place *place)
{
    uint32_t after = place->after;
    if (!is_before(doc, place, W_FROM) || !word_is(doc, after, W_TO))
        return false;
    double value = 0;
    uint32_t next = number_read(doc, after + 1, place->end, &value);
    const struct place second = {place->first, after + 1, next, place->end};
    return next > after + 1 && !tells_time(doc, &second) && !is_year(doc, after + 1) &&
           (next >= place->end || doc->token[next].kind != TOKEN_WORD ||
            word_is_grammar(doc, next));
}

/* "raised the duty on tin from 10 to 25", "to 25 from 10": the first rates of a clause, by the duty
 * that moves so far; *old: whether it is the earlier one. */
static bool is_move(const struct document *doc, const struct place *place, bool *old)
{
    uint32_t at = place->at;
    uint32_t low = at > place->first + MOVE_REACH ? at - MOVE_REACH : place->first;
    *old = is_before(doc, place, W_FROM);
    enum grammar_word link = *old ? W_TO : W_FROM;
    /* "from 70 down to 5" */
    uint32_t past = place->after;
    past += *old && (word_is(doc, past, W_DOWN) || word_is(doc, past, W_UP));
    if (!(*old || is_before(doc, place, W_TO)) || !word_is(doc, past, link) || is_year(doc, at))
        return false;
    double value = 0;
    uint32_t next = number_read(doc, past + 1, place->end, &value);
    const struct place second = {place->first, past + 1, next, place->end};
    const struct hit *duty = hit_in(doc, low, at, LEX_TARIFF);
    /* "double what their goods pay, from 15 to 30" */
    for (const struct hit *pays = hit_in(doc, low, at, LEX_ACT); pays != NULL && duty == NULL;
         pays = hit_in(doc, pays->end, at, LEX_ACT))
        duty = hit_is(pays, 1, "payer") ? pays : NULL;
    const struct hit *act = hit_in(doc, place->first, at, LEX_ACT);
    bool closes =
        next >= place->end || doc->token[next].kind != TOKEN_WORD || word_is_grammar(doc, next);
    /* "Lima went from 15 to 25 on pork", "chips go from 25 to 50" */
    const struct hit *goes = *old ? hit_over(doc, at - 1, LEX_ACT) : NULL;
    if (*old && goes == NULL && at > place->first + 1)
        goes = hit_over(doc, at - 2, LEX_ACT);
    uint32_t noun = goes != NULL && goes->first > place->first ? goes->first - 1 : place->first;
    noun -= noun > place->first && word_is(doc, noun, W_WILL);
    bool moved = goes != NULL && (hit_over(doc, noun, LEX_PRODUCT) != NULL ||
                                  hit_over(doc, noun, LEX_GOODS) != NULL);
    bool of_goods = goes != NULL && (moved || (next < place->end && word_is(doc, next, W_ON)));
    return next > past + 1 && (duty != NULL || of_goods) && act != NULL && closes &&
           (hit_is(act, 0, "raise") || hit_is(act, 0, "lower") || hit_is(act, 0, "remove")) &&
           !tells_time(doc, &second) && !is_year(doc, past + 1);
}

/* A number that closes its clause, after the last rate: "from ten per cent to five", ", thirty
 * percent today, will be twenty from July". */
static bool
closes_new(const struct document *doc, const struct place *place, const struct rate *last)
{
    uint32_t at = place->at;
    bool to = is_before(doc, place, W_TO);
    /* "by five points to fifty" */
    if (last->part == RATE_OLD || (last->part == RATE_POINTS && last->by_unit))
        return to && at - last->end <= 2;
    if (last->part != RATE_NEW)
        return false;
    /* "was 20%, it's 10 as of now" */
    if (at - last->end < MOVE_REACH && !is_year(doc, at) &&
        (is_before(doc, place, W_S) || is_before(doc, place, W_IS) ||
         is_before(doc, place, W_BE)) &&
        mark_is(doc, last->end, ',') && rate_is_told_past(doc, place->first, last->first))
        return true;
    /* "took the 10% up to 25" */
    if (to && doc->token[at].kind == TOKEN_NUMBER && at - last->end <= MOVE_REACH &&
        hit_in(doc, last->end, at, LEX_SHARE) == NULL &&
        (word_is(doc, at - 2, W_UP) || word_is(doc, at - 2, W_DOWN)))
        return true;
    /* "we go down to 30%, they go down to 10", "has cut it to 10" */
    bool it = at > place->first + 2 &&
              (word_is(doc, at - 2, W_IT) || word_is(doc, at - 2, W_THEM)) &&
              hit_over(doc, at - 3, LEX_ACT) != NULL;
    if (to &&
        (it || hit_over(doc, at - 1, LEX_ACT) != NULL || hit_over(doc, at - 2, LEX_ACT) != NULL))
        return true;
    return !is_year(doc, at) && is_before(doc, place, W_BE) && at > place->first + 2 &&
           mark_is(doc, at - 3, ',') && hit_in(doc, place->first, last->first, LEX_TARIFF) != NULL;
}

enum rate_bare rate_bare(const struct document *doc,
                         uint32_t first,
                         uint32_t at,
                         uint32_t after,
                         uint32_t end,
                         const struct rate *last)
{
    struct place place = {first, at, after, end};
    if (tells_time(doc, &place))
        return BARE_NOTHING;
    bool old = !is_year(doc, at) && rate_is_old(doc, first, at);
    enum rate_bare joined = shares_unit(doc, &place, old);
    if (joined != BARE_NOTHING)
        return joined;
    if (is_nil(doc, &place) || is_put_on(doc, &place))
        return BARE_NEW;
    bool was_so = false;
    if (last == NULL && is_move(doc, &place, &was_so))
        return was_so ? BARE_OLD : BARE_NEW;
    /* "hold back 24 points for another 90 days and keep the remaining 10" */
    if (last != NULL && last->by_unit && at - last->end < 2 * BARE_REACH &&
        word_spelled(doc, at - 1, "remaining"))
        return BARE_NEW;
    if (!old && !is_year(doc, at) && rate_by_verb(doc, first, at, after, end, last))
        return BARE_NEW;
    if (last == NULL || at - last->end > BARE_REACH)
        return BARE_NOTHING;
    bool closes = after >= end || doc->token[after].kind != TOKEN_WORD ||
                  word_is_grammar(doc, after) || hit_at(doc, after, LEX_WHEN) != NULL ||
                  hit_at(doc, after, LEX_STOP) != NULL ||
                  hit_is(hit_at(doc, after, LEX_RATE), 0, "old");
    if (closes && closes_new(doc, &place, last))
        return BARE_NEW;
    uint32_t no = at > first && word_is(doc, at - 1, W_THE) ? at - 1 : at;
    if (closes && last->part == RATE_NEW && no > first && word_is(doc, no - 1, W_NOT))
        return BARE_OLD;
    if (was(doc, &place, old, last) || (!is_year(doc, at) && is_from_to(doc, &place)))
        return BARE_OLD;
    /* "20 percent for Japan, 24 for India" */
    bool listed = at > first && (mark_is(doc, at - 1, ',') || word_is(doc, at - 1, W_AND));
    if (listed && !is_year(doc, at) && after < end &&
        (word_is(doc, after, W_FOR) || word_is(doc, after, W_ON)))
        return BARE_NEW;
    bool follows = !is_year(doc, at) && closes && last->part != RATE_OLD &&
                   rate_follows(doc, first, at, after, end, last);
    return follows ? BARE_NEW : BARE_NOTHING;
}
