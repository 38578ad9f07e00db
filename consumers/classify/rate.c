#include "consumers/classify/rate.h"

#include "consumers/classify/number.h"
#include "consumers/classify/rate_step.h"

#include <string.h>

#define BASE_REACH   8     /* tokens from "on top of" to the rate that stays */
#define TOP_REACH    4     /* tokens from "it" to "on top of" */
#define SUM_REACH    16    /* tokens of a bracket that adds up to a rate */
#define ON_TOP_REACH 14    /* tokens from a rate to what says that it comes on top */
#define DUTY_AFTER   5     /* tokens from a percentage to the duty that it may still be of */
#define RATE_MOST    10000 /* percent: beyond that a number counts something else */

struct rate_note {
    struct noted noted;
    size_t count;
    struct rate rates[RATES_MAX];
};

static const struct hit *number_at(const struct document *doc, uint32_t at)
{
    return hit_at(doc, at, LEX_NUMBER);
}

static bool
word_before(const struct document *doc, uint32_t first, uint32_t at, enum grammar_word word)
{
    return at > first && word_is(doc, at - 1, word);
}

/* The last rate cue of the few tokens before a number. */
const struct hit *rate_cue(const struct document *doc, uint32_t first, uint32_t at, uint32_t reach)
{
    uint32_t low = at > first + reach ? at - reach : first;
    const struct hit *found = NULL;
    for (const struct hit *hit = hit_in(doc, low, at, LEX_RATE); hit != NULL;
         hit = hit_in(doc, hit->end, at, LEX_RATE))
        found = hit;
    return found;
}

static enum rate_operator operator_before(const struct document *doc, uint32_t first, uint32_t at)
{
    const struct hit *hit = rate_cue(doc, first, at, 4);
    if (hit_is(hit, 0, "le"))
        return RATE_LE;
    if (hit_is(hit, 0, "ge"))
        return RATE_GE;
    if (hit_is(hit, 0, "about"))
        return RATE_ABOUT;
    if (hit_is(hit, 0, "range"))
        return RATE_RANGE;
    return RATE_EQ;
}

/* A deed between a cue of old rates and a number, other than "whereas they paid 5"; what comes
 * "from outside the bloc pays 5" now. */
static bool is_acted(const struct document *doc, const struct hit *cue, uint32_t mid, uint32_t at)
{
    const struct hit *act = hit_at(doc, mid, LEX_ACT);
    bool origin = cue->end == cue->first + 1 && word_is(doc, cue->first, W_FROM);
    return hit_is(act, 1, "payer") ? origin : act != NULL && mid + 1 < at;
}

/* "15%, not 27.5%", "at 15%, and not the 27.5%", "8% (was 10%)" */
static bool is_set_against(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first + 2 && word_before(doc, first, at, W_WAS) && mark_is(doc, at - 2, '('))
        return true;
    /* "12% (until now 38)", "12%, after 38" */
    if (at > first + 3 && word_before(doc, first, at, W_NOW) && mark_is(doc, at - 3, '('))
        return word_is(doc, at - 2, W_UNTIL);
    if (at > first + 3 && word_before(doc, first, at, W_AFTER) && mark_is(doc, at - 2, ','))
        return hit_over(doc, at - 3, LEX_PERCENT) != NULL;
    at -= word_before(doc, first, at, W_THE);
    /* "at 8%, no longer 12" */
    if (at > first + 3 && word_spelled(doc, at - 1, "longer") && word_is(doc, at - 2, W_NO) &&
        mark_is(doc, at - 3, ','))
        return hit_over(doc, at - 4, LEX_PERCENT) != NULL;
    if (at < first + 4 || !word_before(doc, first, at, W_NOT))
        return false;
    at -= word_is(doc, at - 2, W_AND) ? 3 : 2;
    return mark_is(doc, at, ',') && hit_over(doc, at - 1, LEX_PERCENT) != NULL;
}

bool rate_is_old(const struct document *doc, uint32_t first, uint32_t at)
{
    const struct hit *cue = rate_cue(doc, first, at, 5);
    if (is_set_against(doc, first, at))
        return true;
    if (rate_is_contrast(doc, first, at))
        return true;
    /* "from more than 100% down to 10%" */
    bool bounds = hit_is(cue, 0, "le") || hit_is(cue, 0, "ge") || hit_is(cue, 0, "about");
    if (bounds && cue->end == at && cue->first > first && word_is(doc, cue->first - 1, W_FROM))
        return true;
    /* "replaces the additional 25 percent" */
    if (hit_is(cue, 0, "add") && cue->end == at) {
        const struct hit *lead = rate_cue(doc, first, cue->first, 4);
        cue = hit_is(lead, 0, "old") && !word_is(doc, lead->first, W_FROM) ? lead : cue;
        at = cue == lead ? at - 1 : at;
    }
    if (!hit_is(cue, 0, "old"))
        return word_before(doc, first, at, W_FROM);
    /* "replace the 25% duty with a quota" */
    if (strcmp(cue->entry->surface, "replace") == 0 &&
        hit_in(doc, first, cue->first, LEX_PERCENT) == NULL)
        return false;
    /* "four days before a 10% levy falls due", but not "before, it was 10%" */
    if (word_is(doc, cue->first, W_BEFORE) &&
        (word_is(doc, cue->end, W_A) || word_is(doc, cue->end, W_AN) ||
         word_is(doc, cue->end, W_THE)))
        return false;
    for (uint32_t mid = cue->end; mid < at; mid++) {
        /* "from January's 27" */
        if (mid + 2 == at && word_is(doc, mid + 1, W_S) && hit_at(doc, mid, LEX_MONTH) != NULL)
            break;
        if (word_is(doc, mid, W_TO) || word_is(doc, mid, W_AND) ||
            doc->token[mid].kind != TOKEN_WORD || hit_at(doc, mid, LEX_PERCENT) != NULL ||
            number_at(doc, mid) != NULL || hit_at(doc, mid, LEX_COUNTRY) != NULL ||
            hit_at(doc, mid, LEX_WEEKDAY) != NULL || hit_at(doc, mid, LEX_MONTH) != NULL ||
            hit_at(doc, mid, LEX_DATE) != NULL || is_acted(doc, cue, mid, at) ||
            hit_at(doc, mid, LEX_PRODUCT) != NULL || hit_at(doc, mid, LEX_GOODS) != NULL ||
            word_is(doc, mid, W_WILL))
            return false;
    }
    return true;
}

/* "pays 25%, against 15% for Japanese cars": what others bear, not what was. */
static bool is_anothers(const struct document *doc, uint32_t first, uint32_t at, uint32_t end)
{
    const struct hit *cue = rate_cue(doc, first, at, 5);
    uint32_t who = end + 1 + word_is(doc, end + 1, W_THE);
    return cue != NULL && word_is(doc, cue->first, W_AGAINST) && word_is(doc, end, W_FOR) &&
           who < doc->token_count &&
           (hit_at(doc, who, LEX_COUNTRY) != NULL || hit_at(doc, who, LEX_DEMONYM) != NULL);
}

/* "100% on China, over and above any tariff that it pays now" */
static bool is_on_top(const struct document *doc, uint32_t after, uint32_t end)
{
    uint32_t limit = after + ON_TOP_REACH < end ? after + ON_TOP_REACH : end;
    for (const struct hit *hit = hit_in(doc, after, limit, LEX_RATE); hit != NULL;
         hit = hit_in(doc, hit->end, limit, LEX_RATE)) {
        uint32_t high = hit->end + DUTY_AFTER < end ? hit->end + DUTY_AFTER : end;
        if (hit_is(hit, 0, "add") && hit->end - hit->first > 1 &&
            hit_in(doc, after, hit->first, LEX_PERCENT) == NULL &&
            (hit_in(doc, hit->end, high, LEX_TARIFF) != NULL ||
             hit_in(doc, hit->end, high, LEX_PERCENT) != NULL))
            return true;
    }
    return false;
}

/* "an additional 10%", "a 25% additional tariff", "additional ad valorem duty of 25 percent" - but
 * not "raised the additional duty to 25 percent". */
static bool
is_additional(const struct document *doc, uint32_t first, uint32_t at, uint32_t after, uint32_t end)
{
    bool up_to = word_before(doc, first, at, W_TO) && word_before(doc, first, at - 1, W_UP);
    if ((word_before(doc, first, at, W_TO) && !up_to) || word_before(doc, first, at, W_AT))
        return false;
    uint32_t low = at > first + 9 ? at - 9 : first;
    uint32_t high = after + 4 < end ? after + 4 : end;
    for (uint32_t back = at; back > low; back--) {
        const struct token *token = &doc->token[back - 1];
        if (token->kind == TOKEN_PUNCT || hit_over(doc, back - 1, LEX_PERCENT) != NULL) {
            low = back;
            break;
        }
    }
    for (const struct hit *hit = hit_in(doc, low, high, LEX_RATE); hit != NULL;
         hit = hit_in(doc, hit->end, high, LEX_RATE)) {
        bool beyond = hit->first >= after && (hit_in(doc, after, hit->first, LEX_TARIFF) != NULL ||
                                              hit_in(doc, after, hit->first, LEX_NUMBER) != NULL);
        /* "10 percent on another $200 billion of goods" */
        for (uint32_t mid = after; mid < hit->first && !beyond; mid++)
            beyond = doc->token[mid].kind != TOKEN_WORD || word_is(doc, mid, W_AND) ||
                     word_is(doc, mid, W_ON) || word_is(doc, mid, W_FOR);
        /* "for another year while keeping 10 percent" */
        bool time = hit_at(doc, hit->end, LEX_PERIOD) != NULL ||
                    (hit->end < at && hit_at(doc, hit->end + 1, LEX_PERIOD) != NULL);
        /* "another 1,078 will pay 20%" */
        bool counts = hit->end < at && doc->token[hit->end].kind == TOKEN_NUMBER;
        if (hit_is(hit, 0, "add") && !beyond && !time && !counts)
            return true;
    }
    return is_on_top(doc, after, end);
}

/* "run from 18.1% to 42.3%": the lower end of a range. */
static bool
is_lower_end(const struct document *doc, uint32_t first, const struct rate *rate, uint32_t end)
{
    /* "tariffs of 10% to 15%" */
    bool spans = word_before(doc, first, rate->first, W_OF) && rate->end < end &&
                 word_is(doc, rate->end, W_TO);
    if (!spans && !hit_is(rate_cue(doc, first, rate->first, 4), 0, "range"))
        return false;
    double upper = 0;
    return rate->end + 1 < end &&
           (word_is(doc, rate->end, W_TO) || word_is(doc, rate->end, W_AND)) &&
           number_read(doc, rate->end + 1, end, &upper) > rate->end + 1;
}

/* "to 25%", "to as much as 50%" */
static bool is_led_by_to(const struct document *doc, uint32_t first, uint32_t at)
{
    const struct hit *cue = rate_cue(doc, first, at, 5);
    if (cue != NULL && cue->end == at)
        at = word_is(doc, cue->first, W_TO) ? cue->first + 1 : cue->first;
    /* "duties of 7.5 to 27 percent" */
    return word_before(doc, first, at, W_TO) && rate_lower_end(doc, first, at) == at;
}

/* "charged five points less" */
static bool is_less(const struct document *doc, uint32_t at)
{
    struct str word = document_span(doc, at, at + 1);
    return (str_eq_nocase(word, STR("less")) || str_eq_nocase(word, STR("lower"))) &&
           !word_is(doc, at + 1, W_THAN);
}

/* "will charge us NO TARIFF", "charges them zero tariffs" */
static bool is_no_duty(const struct document *doc, uint32_t first, uint32_t at, uint32_t end)
{
    bool none = word_is(doc, at, W_NO) || hit_is(number_at(doc, at), 0, "0");
    bool whom = word_before(doc, first, at, W_US) || word_before(doc, first, at, W_THEM) ||
                word_before(doc, first, at, W_YOU);
    return none && whom && at + 1 < end && hit_at(doc, at + 1, LEX_TARIFF) != NULL &&
           at > first + 1 && hit_is(hit_over(doc, at - 2, LEX_ACT), 1, "d");
}

/* "25, 20 or 10 percent": the highest of those that one unit follows. */
static void take_choice(const struct document *doc, uint32_t first, struct rate *rate)
{
    uint32_t at = rate->first;
    bool joined = word_before(doc, first, at, W_OR);
    while (joined && at > first + 1 && doc->token[at - 2].kind == TOKEN_NUMBER &&
           (doc->token[at - 2].flags & TOKEN_ORDINAL) == 0) {
        at -= 2;
        if (doc->token[at].value > rate->value)
            rate->value = doc->token[at].value;
        joined = at > first && mark_is(doc, at - 1, ',');
    }
    rate->first = at;
}

/* "It comes on top of the 30% that they pay": a sentence of its own tells what stays. */
static bool
comes_on_top(const struct document *doc, uint32_t first, const struct hit *base, uint32_t at)
{
    bool it = word_is(doc, first, W_IT) || word_is(doc, first, W_THEY) ||
              word_is(doc, first, W_THAT) || word_is(doc, first, W_THIS) ||
              word_is(doc, first, W_THESE);
    struct str verb = document_span(doc, base->first - 1, base->first);
    return it && base->first <= first + TOP_REACH && base->end + 1 == at &&
           word_is(doc, base->end, W_THE) &&
           (str_eq_nocase(verb, STR("comes")) || str_eq_nocase(verb, STR("come")));
}

static bool read_rate(const struct document *doc,
                      uint32_t first,
                      uint32_t at,
                      uint32_t end,
                      const struct rate *last,
                      struct rate *rate)
{
    uint32_t after = number_read(doc, at, end, &rate->value);
    bool money = at > first && doc->token[at - 1].mark == '$';
    rate->first = at;
    rate->end = after;
    if (is_no_duty(doc, first, at, end)) {
        rate->value = 0;
        rate->end = at + 1;
        return true;
    }
    if (after == at || money || rate->value > RATE_MOST)
        return false;
    const struct hit *unit = after < end ? hit_at(doc, after, LEX_PERCENT) : NULL;
    enum rate_bare bare = unit != NULL ? BARE_NOTHING : rate_bare(doc, first, at, after, end, last);
    if (unit == NULL && (bare == BARE_NOTHING || bare == BARE_LOWER))
        return false;
    if (unit != NULL) {
        rate->end = unit->end;
        take_choice(doc, first, rate);
        at = rate->first;
    }
    if (rate_is_other(doc, first, at, rate->end, end) || rate_is_absent(doc, first, at) ||
        is_lower_end(doc, first, rate, end))
        return false;
    /* "on top of the standard 10%": no part of the change */
    const struct hit *base = rate_cue(doc, first, at, BASE_REACH);
    rate->stays = hit_is(base, 0, "add") && base->end - base->first > 2;
    if (rate->stays && !comes_on_top(doc, first, base, at))
        return false;
    rate->by_unit = hit_is(unit, 0, "points");
    if (rate->by_unit)
        rate->part = RATE_POINTS;
    else if (rate->stays)
        rate->part = RATE_NEW;
    else if (bare == BARE_OLD || rate_is_old(doc, first, rate_lower_end(doc, first, at)) ||
             (word_before(doc, first, at, W_WAS) && rate->end < end &&
              word_is(doc, rate->end, W_UNTIL)))
        rate->part = RATE_OLD;
    else if (word_before(doc, first, at, W_BY) || word_before(doc, first, at, W_DOWN) ||
             word_is(doc, rate->end, W_MORE) || is_additional(doc, first, at, rate->end, end))
        rate->part = RATE_POINTS;
    if (rate->part == RATE_OLD && is_anothers(doc, first, at, rate->end))
        rate->part = RATE_NEW;
    rate->by = word_before(doc, first, at, W_BY);
    rate->off = (rate->end < end && (word_is(doc, rate->end, W_OFF) || is_less(doc, rate->end))) ||
                (rate->by_unit && word_before(doc, first, at, W_DOWN));
    uint32_t near = rate->end + DUTY_AFTER < end ? rate->end + DUTY_AFTER : end;
    rate->another = word_before(doc, first, at, W_ANOTHER) ||
                    (rate->end < end && word_is(doc, rate->end, W_MORE)) ||
                    (rate->end < end && word_is(doc, rate->end, W_TO) &&
                     hit_in(doc, rate->end, near, LEX_TARIFF) != NULL);
    rate->op = operator_before(doc, first, at);
    rate->owned =
        (word_before(doc, first, at, W_ITS) || word_before(doc, first, at, W_THEIR) ||
         word_before(doc, first, at, W_OUR) || word_before(doc, first, at, W_S)) &&
        hit_in(doc, rate->end, rate->end + 4 < end ? rate->end + 4 : end, LEX_TARIFF) != NULL;
    rate->known =
        word_before(doc, first, at, W_THE) &&
        hit_in(doc, rate->end, rate->end + 4 < end ? rate->end + 4 : end, LEX_TARIFF) != NULL;
    rate->led_by_to = is_led_by_to(doc, first, at);
    return true;
}

/* "10% (7.5% plus 2.5% of ordinary duty)": the token behind what a rate is made up of, else `at`.
 */
static uint32_t
past_sum(const struct document *doc, uint32_t at, uint32_t end, const struct rate *before)
{
    if (before == NULL || before->end + 1 != at || !mark_is(doc, before->end, '('))
        return at;
    bool plus = false;
    for (uint32_t next = at; next < end && next - at < SUM_REACH; next++) {
        plus = plus || word_spelled(doc, next, "plus");
        if (mark_is(doc, next, ')'))
            return plus ? next + 1 : at;
    }
    return at;
}

static size_t
find_anew(const struct document *doc, uint32_t first, uint32_t end, struct rate rates[RATES_MAX])
{
    size_t count = 0;
    uint32_t next = first;
    for (uint32_t at; count < RATES_MAX && (at = hit_count_start(doc, next, end)) < end;) {
        uint32_t past = past_sum(doc, at, end, count > 0 ? &rates[count - 1] : NULL);
        if (past > at) {
            next = past;
            continue;
        }
        struct rate rate = {.old = NO_INDEX};
        /* "walnuts go to 120% from 30%, chickpeas to seventy": as the new one before it */
        const struct rate *last = count > 0 ? &rates[count - 1] : NULL;
        if (count > 1 && last->part == RATE_OLD && at > last->end + 1 &&
            rates[count - 2].part == RATE_NEW)
            last = &rates[count - 2];
        if (read_rate(doc, first, at, end, last, &rate)) {
            /* The upper end of a range looks like "from A to B". */
            if (hit_is(rate_cue(doc, first, rate.first, 8), 0, "range"))
                rate.op = RATE_RANGE;
            rates[count++] = rate;
        }
        next = rate.end > at ? rate.end : at + 1;
    }
    rate_relate(doc, first, end, rates, count);
    return count;
}

void rate_forget(struct document *doc)
{
    doc->rate_note =
        document_grow(doc->rate_note, &doc->rate_note_capacity, NOTES, sizeof *doc->rate_note);
    for (size_t i = 0; i < NOTES; i++)
        doc->rate_note[i].noted.first = NO_INDEX;
}

size_t
rate_find(const struct document *doc, uint32_t first, uint32_t end, struct rate rates[RATES_MAX])
{
    if (!doc->whole)
        return find_anew(doc, first, end, rates);
    struct noted noted = {.first = first, .end = end};
    struct rate_note *note = &doc->rate_note[note_place(&noted)];
    if (!noted_is(&note->noted, &noted)) {
        note->count = find_anew(doc, first, end, note->rates);
        note->noted = noted;
    }
    memcpy(rates, note->rates, note->count * sizeof *rates);
    return note->count;
}
