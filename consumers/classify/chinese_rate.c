#include "consumers/classify/chinese_duty.h"

#include "consumers/classify/han.h"

#include <stdlib.h>

#define CUE_BACK   6  /* tokens of the longest word before a rate that tells its part */
#define OLD_REACH  16 /* tokens from the old rate to the new one */
#define ADD_REACH  4  /* tokens from "levy in addition" to its rate */
#define DIGITS_MAX 12

static double digit_of(const struct document *doc, uint32_t at)
{
    const struct hit *hit = hit_at(doc, at, LEX_NUMBER);
    return hit == NULL ? -1 : strtod(hit->entry->text[0], NULL);
}

/* "twenty-five", "three hundred and one point five" in characters. */
static uint32_t
read_characters(const struct document *doc, uint32_t at, uint32_t end, double *value)
{
    double sum = 0;
    double digit = -1;
    double scale = 0;
    uint32_t from = at;
    for (; at < end && at - from < DIGITS_MAX; at++) {
        double one = digit_of(doc, at);
        if (one < 0 && chinese_is(doc, at, "点") && scale == 0 && at > from) {
            sum += digit < 0 ? 0 : digit;
            digit = -1;
            scale = 0.1;
        } else if (one < 0) {
            break;
        } else if (scale > 0) {
            sum += one * scale;
            scale /= 10;
        } else if (one >= 10) {
            sum += (digit < 0 ? 1 : digit) * one;
            digit = -1;
        } else {
            digit = digit < 0 ? one : digit * 10 + one;
        }
    }
    *value = sum + (digit < 0 ? 0 : digit);
    return at;
}

uint32_t chinese_number(const struct document *doc, uint32_t at, uint32_t end, double *value)
{
    if (at < end && doc->token[at].kind == TOKEN_NUMBER) {
        *value = doc->token[at].value;
        return at + 1;
    }
    return read_characters(doc, at, end, value);
}

/* The word around rates that ends right before a token. */
static const struct hit *cue_before(const struct document *doc, uint32_t at)
{
    for (uint32_t back = CUE_BACK; back > 0; back--) {
        const struct hit *hit = at >= back ? hit_at(doc, at - back, LEX_RATE) : NULL;
        if (hit != NULL && hit->end == at)
            return hit;
    }
    return NULL;
}

/* "税率为零": a rate without a sign. */
static bool is_zero(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t low = at > CUE_BACK + 4 ? at - CUE_BACK - 4 : 0;
    return end == at + 1 && chinese_is(doc, at, "零") && hit_is(cue_before(doc, at), 0, "new") &&
           hit_in(doc, low, at, LEX_TARIFF) != NULL;
}

/* "25%", "百分之二十五", "10个百分点". */
static uint32_t rate_at(const struct document *doc, uint32_t at, uint32_t end, struct rate *rate)
{
    const struct hit *before = hit_at(doc, at, LEX_PERCENT);
    uint32_t number = before != NULL ? before->end : at;
    double value = 0;
    uint32_t after = chinese_number(doc, number, end, &value);
    *rate = (struct rate){.first = at, .part = RATE_NEW, .value = value, .old = NO_INDEX};
    if (after == number)
        return at;
    rate->end = after;
    if (before == NULL && is_zero(doc, at, after))
        return after;
    if (before != NULL)
        return after;
    const struct hit *unit = hit_at(doc, after, LEX_PERCENT);
    if (unit == NULL || unit->end > end)
        return at;
    rate->by_unit = hit_is(unit, 0, "points");
    rate->part = rate->by_unit ? RATE_POINTS : RATE_NEW;
    rate->end = unit->end;
    return unit->end;
}

static void read_part(const struct document *doc, uint32_t first, struct rate *rate)
{
    const struct hit *cue = cue_before(doc, rate->first);
    const struct hit *act = NULL;
    if (hit_is(cue, 0, "old"))
        rate->part = RATE_OLD;
    rate->known = hit_is(cue, 0, "left");
    rate->led_by_to = hit_is(cue, 0, "new");
    rate->op = hit_is(cue, 0, "max")     ? RATE_LE
               : hit_is(cue, 0, "min")   ? RATE_GE
               : hit_is(cue, 0, "about") ? RATE_ABOUT
                                         : RATE_EQ;
    if (rate->part != RATE_NEW || rate->led_by_to)
        return;
    uint32_t low = rate->first > first + ADD_REACH + 4 ? rate->first - ADD_REACH - 4 : first;
    for (const struct hit *hit = hit_in(doc, low, rate->first, LEX_ACT); hit != NULL;
         hit = hit_in(doc, hit->end, rate->first, LEX_ACT))
        act = hit;
    bool adds = act != NULL && hit_is(act, 1, "add") && rate->first - act->end <= ADD_REACH &&
                !chinese_is(doc, act->end, "的");
    if (adds || (hit_is(cue, 0, "points") && act != NULL))
        rate->part = RATE_POINTS;
}

/* "31.4%至49.9%", "10-25%": the upper end stands for both, unless the words say from and to. */
static bool is_range(const struct document *doc, const struct rate *low, const struct rate *high)
{
    if (low->part == RATE_OLD || high->first != low->end + 1)
        return false;
    return chinese_is(doc, low->end, "至") || chinese_is(doc, low->end, "到") ||
           mark_is(doc, low->end, '-') || mark_is(doc, low->end, HAN_MARK_DOT);
}

size_t chinese_rates(const struct document *doc,
                     uint32_t first,
                     uint32_t end,
                     struct rate rates[RATES_MAX])
{
    size_t count = 0;
    for (uint32_t at = first; at < end && count < RATES_MAX;) {
        struct rate rate;
        uint32_t after = rate_at(doc, at, end, &rate);
        if (after == at) {
            at++;
            continue;
        }
        at = after;
        read_part(doc, first, &rate);
        struct rate *before = count > 0 ? &rates[count - 1] : NULL;
        if (before != NULL && is_range(doc, before, &rate)) {
            rate.part = before->part;
            rate.first = before->first;
            rate.op = RATE_RANGE;
            rate.led_by_to = false;
            *before = rate;
            continue;
        }
        if (before != NULL && before->part == RATE_OLD && rate.part == RATE_NEW &&
            rate.first - before->end <= OLD_REACH)
            rate.old = (uint32_t)count - 1;
        rates[count++] = rate;
    }
    return count;
}
