#include "consumers/classify/rate.h"

#include "consumers/classify/clause.h"
#include "consumers/classify/number.h"

#include <string.h>

#define PAIR_REACH   12    /* tokens between an old rate and its new one */
#define BASE_REACH   5     /* tokens from "on top of" to the rate that stays */
#define NOW_REACH    6     /* tokens between "now 35%" and the rate that takes its place */
#define KNOWN_REACH  60    /* tokens between "the 10% tariff" and the rate it is raised to */
#define ON_TOP_REACH 14    /* tokens from a rate to what says that it comes on top */
#define SHARE_BEFORE 8     /* tokens from what a percentage is of to it, in its clause */
#define SHARE_NEAR   4     /* ... across anything */
#define DUTY_AFTER   5     /* tokens from a percentage to the duty that it may still be of */
#define DUTY_BEFORE  30    /* tokens from a duty to the verb it is the subject of */
#define ASIDE_REACH  10    /* tokens from the comma before "which pays 10 percent," to the rate */
#define CLOSE_REACH  5     /* ... and from the rate to the comma after it */
#define TO_REACH     12    /* tokens from "to" to that rate */
#define RATE_MOST    10000 /* percent: beyond that a number counts something else */

static const struct hit *number_at(const struct document *doc, uint32_t at)
{
    return hit_at(doc, at, LEX_NUMBER);
}

/* What else a rate can be of, before it in its clause: "the stock market is up 20 percent". */
static const struct hit *share_before(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + SHARE_BEFORE ? at - SHARE_BEFORE : first;
    for (uint32_t back = at; back > low; back--) {
        const struct hit *share = hit_at(doc, back - 1, LEX_SHARE);
        if (share != NULL)
            return share;
        bool near = at - back < SHARE_NEAR;
        if (!near &&
            (doc->token[back - 1].kind == TOKEN_PUNCT ||
             hit_at(doc, back - 1, LEX_TARIFF) != NULL || hit_at(doc, back - 1, LEX_ACT) != NULL))
            return NULL;
    }
    return NULL;
}

/* "from the 20-25 percent band": the start of a range that a hyphen joins. */
static uint32_t lower_end(const struct document *doc, uint32_t first, uint32_t at)
{
    bool range = at > first + 1 && doc->token[at - 1].kind == TOKEN_PUNCT &&
                 doc->token[at - 1].mark == '-' && doc->token[at - 2].kind == TOKEN_NUMBER;
    return range ? at - 2 : at;
}

/* "gets 10 percent", "will pay 5 points" */
static bool is_borne(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + SHARE_NEAR ? at - SHARE_NEAR : first;
    for (const struct hit *act = hit_in(doc, low, at, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, at, LEX_ACT)) {
        if (hit_is(act, 1, "payer") || hit_is(act, 1, "d"))
            return true;
    }
    return false;
}

/* Whether the subject of a verb of rising or falling is a duty. */
static bool moves_duty(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t low = verb > first + DUTY_BEFORE ? verb - DUTY_BEFORE : first;
    for (const struct hit *duty = hit_in(doc, low, verb, LEX_TARIFF); duty != NULL;
         duty = hit_in(doc, duty->end, verb, LEX_TARIFF)) {
        if (clause_between(doc, duty->end, verb) == 0 &&
            hit_in(doc, duty->end, verb, LEX_SHARE) == NULL)
            return true;
    }
    return false;
}

static bool is_other_percentage(
    const struct document *doc, uint32_t first, uint32_t at, uint32_t after, uint32_t end)
{
    if (after < end && word_is(doc, after, W_OF)) {
        /* "25 percent of value" is a duty, "60 percent of imports" a share. */
        bool points = hit_is(hit_over(doc, after - 1, LEX_PERCENT), 0, "points");
        uint32_t high = after + 4 < end ? after + 4 : end;
        if (!points && hit_in(doc, after, high, LEX_TARIFF) == NULL &&
            hit_in(doc, after, high, LEX_BASIS) == NULL)
            return true;
    }
    if (after < end && hit_at(doc, after, LEX_EFFECT) != NULL)
        return true;
    /* "costs 10 percent more", but not "pays 10 percent more" */
    if (after < end && word_is(doc, after, W_MORE) && !is_borne(doc, first, at))
        return true;
    /* "a 25 percent reduction in shipments" */
    const struct hit *noun = after < end ? hit_at(doc, after, LEX_ACT) : NULL;
    uint32_t low = at > first + SHARE_NEAR ? at - SHARE_NEAR : first;
    if (noun != NULL && noun->end < end &&
        (word_is(doc, noun->end, W_IN) || word_is(doc, noun->end, W_FROM) ||
         word_is(doc, noun->end, W_OF)) &&
        hit_in(doc, low, noun->end + DUTY_AFTER < end ? noun->end + DUTY_AFTER : end, LEX_TARIFF) ==
            NULL)
        return true;
    /* "drop its 25% tariffs", but not "rose 5% after the tariffs" */
    bool next = after < end && (doc->token[after].word == 0 || doc->token[after].word >= W_COUNT);
    if (next && hit_in(doc, after, after + 3 < end ? after + 3 : end, LEX_TARIFF) != NULL)
        return false;
    /* "9 percent inflation", "a 4 percent pay rise" */
    if (hit_in(doc, after, after + 2 < end ? after + 2 : end, LEX_SHARE) != NULL &&
        hit_in(doc, after, after + DUTY_AFTER < end ? after + DUTY_AFTER : end, LEX_TARIFF) == NULL)
        return true;
    const struct hit *share = share_before(doc, first, at);
    /* "The duty on cars falls to 15%.", "Cars fell to 15% from 20%." */
    bool moves = share != NULL && hit_at(doc, share->first, LEX_ACT) != NULL && at > first;
    bool subject = moves && share->first > first &&
                   hit_over(doc, share->first - 1, LEX_PRODUCT) != NULL &&
                   hit_in(doc, first, share->first, LEX_SHARE) == NULL && after < end &&
                   word_is(doc, after, W_FROM);
    if (moves &&
        (word_is(doc, at - 1, W_TO) || word_is(doc, lower_end(doc, first, at) - 1, W_FROM)) &&
        (subject || moves_duty(doc, first, share->first)))
        return false;
    return share != NULL;
}

static bool
word_before(const struct document *doc, uint32_t first, uint32_t at, enum grammar_word word)
{
    return at > first && word_is(doc, at - 1, word);
}

/* The last rate cue of the few tokens before a number. */
static const struct hit *
cue_before(const struct document *doc, uint32_t first, uint32_t at, uint32_t reach)
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
    const struct hit *hit = cue_before(doc, first, at, 4);
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

static bool is_old(const struct document *doc, uint32_t first, uint32_t at)
{
    const struct hit *cue = cue_before(doc, first, at, 5);
    /* "15%, not 27.5%" */
    if (at > first + 2 && word_before(doc, first, at, W_NOT) && doc->token[at - 2].mark == ',' &&
        hit_over(doc, at - 3, LEX_PERCENT) != NULL)
        return true;
    if (!hit_is(cue, 0, "old"))
        return word_before(doc, first, at, W_FROM);
    for (uint32_t mid = cue->end; mid < at; mid++) {
        if (word_is(doc, mid, W_TO) || doc->token[mid].kind != TOKEN_WORD ||
            hit_at(doc, mid, LEX_PERCENT) != NULL || number_at(doc, mid) != NULL ||
            hit_at(doc, mid, LEX_COUNTRY) != NULL || hit_at(doc, mid, LEX_WEEKDAY) != NULL ||
            hit_at(doc, mid, LEX_MONTH) != NULL || hit_at(doc, mid, LEX_DATE) != NULL ||
            (hit_at(doc, mid, LEX_ACT) != NULL && mid + 1 < at &&
             !hit_is(hit_at(doc, mid, LEX_ACT), 1, "payer")) ||
            hit_at(doc, mid, LEX_PRODUCT) != NULL || hit_at(doc, mid, LEX_GOODS) != NULL ||
            word_is(doc, mid, W_WILL))
            return false;
    }
    return true;
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
            hit_in(doc, hit->end, high, LEX_TARIFF) != NULL)
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
        if (hit_is(hit, 0, "add") && !beyond)
            return true;
    }
    return is_on_top(doc, after, end);
}

/* "without the 125% duty", "no 25% tariff" */
static bool is_absent(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + 3 ? at - 3 : first;
    for (uint32_t back = low; back < at; back++) {
        /* "will no longer charge 5%": a duty that ends */
        if (word_is(doc, back, W_WITHOUT) ||
            (word_is(doc, back, W_NO) && !word_is(doc, back + 1, W_MORE) &&
             hit_at(doc, back, LEX_ACT) == NULL))
            return true;
    }
    return false;
}

/* How far the new rate may stand after its old one: farther after "shall instead bear". */
static uint32_t
pair_reach(const struct document *doc, const struct rate *old, const struct rate *new)
{
    const struct hit *anew = hit_in(doc, old->end, new->first, LEX_RATE);
    return hit_is(anew, 0, "anew") ? 2 * PAIR_REACH : PAIR_REACH;
}

static bool is_comma(const struct document *doc, uint32_t at)
{
    return doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ',';
}

/* "to 60%, and flour goes from 15% to 20%": the old rate of what follows it at once. */
static bool
is_anothers_old(const struct document *doc, const struct rate *rates, size_t count, size_t old)
{
    return old + 1 < count && rates[old + 1].part == RATE_NEW &&
           rates[old + 1].first == rates[old].end + 1 && word_is(doc, rates[old].end, W_TO);
}

/* "an additional 15% on corn, and 10% on pork": the second is additional as well. */
static void add_likewise(const struct document *doc, struct rate *rates, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t from = rates[i - 1].end;
        uint32_t to = rates[i].first;
        if (rates[i].part == RATE_NEW && rates[i - 1].part == RATE_POINTS &&
            !rates[i - 1].by_unit && rates[i].end < doc->token_count &&
            (word_is(doc, to - 1, W_AND) || is_comma(doc, to - 1)) &&
            (word_is(doc, rates[i].end, W_ON) || word_is(doc, rates[i].end, W_FOR)) &&
            hit_in(doc, from, to, LEX_ACT) == NULL)
            rates[i].part = RATE_POINTS;
    }
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
        uint32_t reach = count == 2 ? 2 * PAIR_REACH : PAIR_REACH;
        if (i + 1 < count && rates[i + 1].part == RATE_OLD &&
            rates[i + 1].first - rates[i].end < reach && !is_anothers_old(doc, rates, count, i + 1))
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
        if (act->entry->part[1].len == 0 && !word_is(doc, act->end, W_TO))
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

/* "coffee, which paid 12%, becomes free", "the duty on tea, now 10%, rises to 15%": what was. */
static void old_between_commas(
    const struct document *doc, uint32_t first, uint32_t end, struct rate *rates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t comma = rates[i].first;
        uint32_t low = comma > first + ASIDE_REACH ? comma - ASIDE_REACH : first;
        while (comma > low && !is_comma(doc, comma))
            comma--;
        uint32_t close = rates[i].end;
        while (close < end && close < rates[i].end + CLOSE_REACH && !is_comma(doc, close))
            close++;
        if (rates[i].part != RATE_NEW || rates[i].by_unit || comma == low || close >= end ||
            !is_comma(doc, close) || (i > 0 && rates[i - 1].end > comma))
            continue;
        const struct hit *act = hit_in(doc, comma, rates[i].first, LEX_ACT);
        const struct hit *cue = hit_in(doc, rates[i].end, close, LEX_RATE);
        bool led = word_is(doc, comma + 1, W_WHICH) || word_is(doc, comma + 1, W_NOW) ||
                   (hit_is(cue, 0, "old") && !word_is(doc, cue->first, W_FROM)) ||
                   word_is(doc, rates[i].end, W_UNTIL);
        bool bears = act == NULL || hit_is(act, 1, "payer");
        uint32_t main = close + 1;
        if (led && bears && verb_that_changes(doc, main, end) != NULL)
            rates[i].part = RATE_OLD;
    }
}

/* What a number without a unit of its own is. */
enum bare { BARE_NOTHING, BARE_LOWER, BARE_OLD, BARE_NEW };

static enum bare bare_number(const struct document *doc,
                             uint32_t first,
                             uint32_t at,
                             uint32_t after,
                             uint32_t end,
                             const struct rate *last)
{
    if (at > first && hit_at(doc, at - 1, LEX_MONTH) != NULL)
        return BARE_NOTHING;
    bool clock =
        after < end && doc->token[after].kind == TOKEN_PUNCT &&
        (doc->token[after].mark == ':' || (doc->token[after].mark == '.' && after + 1 < end &&
                                           doc->token[after + 1].kind == TOKEN_NUMBER));
    if (clock || (after < end && (hit_at(doc, after, LEX_MONTH) != NULL ||
                                  hit_at(doc, after, LEX_PERIOD) != NULL)))
        return BARE_NOTHING;
    bool old = is_old(doc, first, at);
    /* "18.1 to 42.3%", "from 10 to 25 percent", "between 5 and 10 percent" */
    if (after + 1 < end && (word_is(doc, after, W_TO) || word_is(doc, after, W_AND))) {
        double upper = 0;
        uint32_t next = number_read(doc, after + 1, end, &upper);
        bool range = hit_is(cue_before(doc, first, at, 3), 0, "range");
        bool unit = next > after + 1 && next < end && hit_at(doc, next, LEX_PERCENT) != NULL;
        if (unit && old && !range)
            return BARE_OLD;
        if (unit && (range || word_is(doc, after, W_TO)))
            return BARE_LOWER;
    }
    /* "come in at zero" */
    if (doc->token[at].kind == TOKEN_WORD && number_at(doc, at) != NULL &&
        hit_is(number_at(doc, at), 0, "0") &&
        (word_before(doc, first, at, W_AT) || word_before(doc, first, at, W_TO)))
        return BARE_NEW;
    /* "the duty on pens will be nil" */
    if (doc->token[at].kind == TOKEN_WORD && number_at(doc, at) != NULL &&
        hit_is(number_at(doc, at), 0, "0") && word_before(doc, first, at, W_BE) &&
        hit_in(doc, first, at, LEX_TARIFF) != NULL)
        return BARE_NEW;
    if (last == NULL || at - last->end > 14)
        return BARE_NOTHING;
    bool closes = after >= end || doc->token[after].kind != TOKEN_WORD ||
                  (doc->token[after].word != 0 && doc->token[after].word < W_COUNT) ||
                  hit_at(doc, after, LEX_WHEN) != NULL || hit_at(doc, after, LEX_STOP) != NULL;
    /* "from ten per cent to five" */
    if (closes && last->part == RATE_OLD && at - last->end <= 2 &&
        word_before(doc, first, at, W_TO))
        return BARE_NEW;
    /* "we go down to 30%, they go down to 10" */
    if (closes && last->part == RATE_NEW && word_before(doc, first, at, W_TO) &&
        (hit_over(doc, at - 1, LEX_ACT) != NULL || hit_over(doc, at - 2, LEX_ACT) != NULL))
        return BARE_NEW;
    /* "15%, not the 25 that was feared" */
    uint32_t no = at > first && word_is(doc, at - 1, W_THE) ? at - 1 : at;
    if (closes && last->part == RATE_NEW && word_before(doc, first, no, W_NOT))
        return BARE_OLD;
    if (old && last->part != RATE_OLD && at - last->end < 8)
        return BARE_OLD;
    /* "20 percent for Japan, 24 for India" */
    bool listed =
        at > first && ((doc->token[at - 1].kind == TOKEN_PUNCT && doc->token[at - 1].mark == ',') ||
                       word_is(doc, at - 1, W_AND));
    if (listed && after < end && (word_is(doc, after, W_FOR) || word_is(doc, after, W_ON)))
        return BARE_NEW;
    return BARE_NOTHING;
}

/* "run from 18.1% to 42.3%": the lower end of a range. */
static bool
is_lower_end(const struct document *doc, uint32_t first, const struct rate *rate, uint32_t end)
{
    /* "tariffs of 10% to 15%" */
    bool spans = word_before(doc, first, rate->first, W_OF) && rate->end < end &&
                 word_is(doc, rate->end, W_TO);
    if (!spans && !hit_is(cue_before(doc, first, rate->first, 4), 0, "range"))
        return false;
    double upper = 0;
    return rate->end + 1 < end &&
           (word_is(doc, rate->end, W_TO) || word_is(doc, rate->end, W_AND)) &&
           number_read(doc, rate->end + 1, end, &upper) > rate->end + 1;
}

/* "to 25%", "to as much as 50%" */
static bool is_led_by_to(const struct document *doc, uint32_t first, uint32_t at)
{
    const struct hit *cue = cue_before(doc, first, at, 5);
    if (cue != NULL && cue->end == at)
        at = word_is(doc, cue->first, W_TO) ? cue->first + 1 : cue->first;
    return word_before(doc, first, at, W_TO);
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
    if (after == at || money || rate->value > RATE_MOST)
        return false;
    const struct hit *unit = after < end ? hit_at(doc, after, LEX_PERCENT) : NULL;
    enum bare bare = unit != NULL ? BARE_NOTHING : bare_number(doc, first, at, after, end, last);
    if (unit == NULL && (bare == BARE_NOTHING || bare == BARE_LOWER))
        return false;
    if (unit != NULL)
        rate->end = unit->end;
    if (is_other_percentage(doc, first, at, rate->end, end) || is_absent(doc, first, at) ||
        is_lower_end(doc, first, rate, end))
        return false;
    /* "on top of the standard 10%": no part of the change */
    const struct hit *base = cue_before(doc, first, at, BASE_REACH);
    if (hit_is(base, 0, "add") && base->end - base->first > 2)
        return false;
    rate->by_unit = hit_is(unit, 0, "points");
    if (rate->by_unit)
        rate->part = RATE_POINTS;
    else if (bare == BARE_OLD || is_old(doc, first, lower_end(doc, first, at)) ||
             (word_before(doc, first, at, W_WAS) && rate->end < end &&
              word_is(doc, rate->end, W_UNTIL)))
        rate->part = RATE_OLD;
    else if (word_before(doc, first, at, W_BY) || word_is(doc, rate->end, W_MORE) ||
             is_additional(doc, first, at, rate->end, end))
        rate->part = RATE_POINTS;
    rate->off = (rate->end < end && word_is(doc, rate->end, W_OFF)) ||
                (rate->by_unit && word_before(doc, first, at, W_DOWN));
    rate->another = word_before(doc, first, at, W_ANOTHER) ||
                    (rate->end < end && word_is(doc, rate->end, W_MORE));
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

size_t
rate_find(const struct document *doc, uint32_t first, uint32_t end, struct rate rates[RATES_MAX])
{
    size_t count = 0;
    for (uint32_t at = first; at < end && count < RATES_MAX;) {
        struct rate rate = {.old = NO_INDEX};
        if (read_rate(doc, first, at, end, count > 0 ? &rates[count - 1] : NULL, &rate)) {
            /* The upper end of a range looks like "from A to B". */
            if (hit_is(cue_before(doc, first, rate.first, 8), 0, "range"))
                rate.op = RATE_RANGE;
            rates[count++] = rate;
        }
        at = rate.end > at ? rate.end : at + 1;
    }
    old_between_commas(doc, first, end, rates, count);
    old_before_new(doc, rates, count);
    add_likewise(doc, rates, count);
    pair_old(doc, rates, count);
    return count;
}
