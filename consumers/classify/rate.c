#include "consumers/classify/rate.h"

#include <stdlib.h>
#include <string.h>

static const struct hit *number_at(const struct document *doc, uint32_t at)
{
    return hit_at(doc, at, LEX_NUMBER);
}

uint32_t rate_number(const struct document *doc, uint32_t at, uint32_t end, double *value)
{
    if (at < end && doc->token[at].kind == TOKEN_NUMBER) {
        if (doc->token[at].flags & TOKEN_ORDINAL)
            return at;
        *value = doc->token[at].value;
        at++;
        const struct hit *scale = at < end ? number_at(doc, at) : NULL;
        if (hit_is(scale, 1, "x")) {
            *value *= strtod(scale->entry->text[0], NULL);
            at++;
        }
        return at;
    }
    double sum = 0;
    double part = 0;
    bool any = false;
    uint32_t from = at;
    while (at < end) {
        const struct hit *word = number_at(doc, at);
        if (word == NULL) {
            /* "a hundred and forty-five" */
            if (any && word_is(doc, at, W_AND) && at + 1 < end && number_at(doc, at + 1) != NULL && part >= 100) {
                at++;
                continue;
            }
            break;
        }
        double one = strtod(word->entry->text[0], NULL);
        if (hit_is(word, 1, "x")) {
            part = (part == 0 ? 1 : part) * one;
            if (one >= 1000) {
                sum += part;
                part = 0;
            }
        } else {
            if (any && part > 0 && part < 20)
                break;
            part += one;
        }
        any = true;
        at = word->end;
    }
    if (!any)
        return from;
    *value = sum + part;
    return at;
}

/* "fell 21%", "60 percent of imports": no rate of a duty. */
static bool is_other_percentage(const struct document *doc, uint32_t first, uint32_t at, uint32_t after, uint32_t end)
{
    if (after < end && word_is(doc, after, W_OF)) {
        /* "25 percent of value" is a duty, "60 percent of imports" a share. */
        if (hit_in(doc, after, after + 4 < end ? after + 4 : end, LEX_TARIFF) == NULL)
            return true;
    }
    if (after < end && (word_is(doc, after, W_MORE) || hit_at(doc, after, LEX_EFFECT) != NULL))
        return true;
    uint32_t low = at > first + 4 ? at - 4 : first;
    return hit_in(doc, low, at, LEX_SHARE) != NULL;
}

static bool word_before(const struct document *doc, uint32_t first, uint32_t at, enum grammar_word word)
{
    return at > first && word_is(doc, at - 1, word);
}

static enum rate_operator operator_before(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + 4 ? at - 4 : first;
    const struct hit *hit = hit_in(doc, low, at, LEX_RATE);
    if (hit_is(hit, 0, "le"))
        return RATE_LE;
    if (hit_is(hit, 0, "ge"))
        return RATE_GE;
    if (hit_is(hit, 0, "about"))
        return RATE_ABOUT;
    return RATE_EQ;
}

static bool is_old(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + 4 ? at - 4 : first;
    const struct hit *hit = NULL;
    for (const struct hit *next = hit_in(doc, low, at, LEX_RATE); next != NULL;
         next = hit_in(doc, next->end, at, LEX_RATE))
        hit = next;
    if (hit_is(hit, 0, "old"))
        return true;
    return word_before(doc, first, at, W_FROM);
}

static bool is_additional(const struct document *doc, uint32_t first, uint32_t at, uint32_t after, uint32_t end)
{
    uint32_t low = at > first + 3 ? at - 3 : first;
    uint32_t high = after + 4 < end ? after + 4 : end;
    for (const struct hit *hit = hit_in(doc, low, high, LEX_RATE); hit != NULL;
         hit = hit_in(doc, hit->end, high, LEX_RATE)) {
        if (hit_is(hit, 0, "add"))
            return true;
    }
    return false;
}

/* Gives each new rate the old one next to it: "from 10 to 25", "to 10 from 20". */
static void pair_old(struct rate *rates, size_t count, const struct document *doc)
{
    for (size_t i = 0; i < count; i++) {
        rates[i].old = NO_INDEX;
        if (rates[i].part != RATE_NEW)
            continue;
        if (i + 1 < count && rates[i + 1].part == RATE_OLD && rates[i + 1].first - rates[i].end < 8)
            rates[i].old = (uint32_t)i + 1;
        else if (i > 0 && rates[i - 1].part == RATE_OLD && rates[i].first - rates[i - 1].end < 12)
            rates[i].old = (uint32_t)i - 1;
    }
    (void)doc;
}

size_t rate_find(const struct document *doc, uint32_t first, uint32_t end, struct rate rates[RATES_MAX])
{
    size_t count = 0;
    for (uint32_t at = first; at < end && count < RATES_MAX;) {
        double value = 0;
        uint32_t after = rate_number(doc, at, end, &value);
        if (after == at) {
            at++;
            continue;
        }
        const struct hit *unit = after < end ? hit_at(doc, after, LEX_PERCENT) : NULL;
        struct rate rate = {.first = at, .end = after, .value = value, .old = NO_INDEX};
        bool old = is_old(doc, first, at);
        bool money = at > first && doc->token[at - 1].mark == '$';
        bool last_old = count > 0 && rates[count - 1].part != RATE_OLD && old && at - rates[count - 1].end < 8;
        if (unit != NULL) {
            rate.end = unit->end;
        } else if (after + 2 < end && (word_is(doc, after, W_TO) || word_is(doc, after, W_AND)) && !money) {
            /* "18.1 to 42.3%", "from 10 to 25 percent" */
            double upper = 0;
            uint32_t next = rate_number(doc, after + 1, end, &upper);
            if (next == after + 1 || next >= end || hit_at(doc, next, LEX_PERCENT) == NULL ||
                !(old || word_before(doc, first, at, W_TO) || hit_over(doc, at, LEX_RATE) != NULL ||
                  word_is(doc, after, W_TO))) {
                at = after;
                continue;
            }
        } else if (!last_old || money || hit_at(doc, after, LEX_MONTH) != NULL) {
            at = after;
            continue;
        }
        at = rate.end;
        if (money || is_other_percentage(doc, first, rate.first, rate.end, end))
            continue;
        if (hit_is(unit, 0, "points"))
            rate.part = RATE_POINTS;
        else if (old)
            rate.part = RATE_OLD;
        else if (is_additional(doc, first, rate.first, rate.end, end))
            rate.part = RATE_POINTS;
        rate.op = operator_before(doc, first, rate.first);
        /* "from 18.1% to 42.3%" without a verb of change is a range: its upper end counts. */
        rates[count++] = rate;
    }
    pair_old(rates, count, doc);
    return count;
}
