#include "consumers/classify/document.h"

#include <stdlib.h>
#include <string.h>

/* A number at `at` in digits or words; returns the token after it, or `at` where there is none. */
static uint32_t
number_read(const struct document *document, uint32_t at, uint32_t end, double *value)
{
    const struct token *token = &document->token[at];
    if (token->kind == TOKEN_NUMBER) {
        char digits[32];
        size_t n = 0;
        for (const char *c = token->fold; *c && n + 1 < sizeof(digits); c++)
            if (*c != ',')
                digits[n++] = *c;
        digits[n] = 0;
        double whole = 0, unit = 1;
        bool fraction = false;
        for (const char *c = digits; *c; c++) {
            if (*c == '.')
                fraction = true;
            else if (*c < '0' || *c > '9')
                return at;
            else
                whole = whole * 10 + (*c - '0'), unit *= fraction ? 10 : 1;
        }
        *value = whole / unit;
        return at + 1;
    }
    double sum = 0;
    uint32_t i = at;
    const struct tag *tag;
    while (i < end && (tag = tag_in(document, TAG_NUMBER, i, i + 1))) {
        int n = atoi(tag->entry->value);
        sum = n == 100 ? (sum > 0 ? sum * 100 : 100) : sum + n;
        i++;
        if (i + 1 < end && token_is(document, i, "and") &&
            tag_in(document, TAG_NUMBER, i + 1, i + 2))
            i++;
    }
    *value = sum;
    return i;
}

static bool any_before(const struct document *document,
                       uint32_t first,
                       uint32_t at,
                       uint32_t reach,
                       const char *const *words)
{
    for (uint32_t i = at; i > first && at - i < reach; i--)
        for (const char *const *word = words; *word; word++)
            if (token_is(document, i - 1, *word))
                return true;
    return false;
}

static void
role_set(const struct document *document, uint32_t first, struct rate *rate, bool points)
{
    static const char *const from[] = {"from", "instead", NULL};
    static const char *const old[] = {"present",    "current", "existing", "previous",
                                      "previously", "earlier", "formerly", NULL};
    static const char *const more[] = {"extra", "further", "another", "by", "supplementary", NULL};
    static const char *const additional[] = {"additional", NULL};
    static const char *const whole[] = {"to", "at", NULL};
    bool is_whole = any_before(document, first, rate->first, 1, whole);
    rate->role = RATE_NEW;
    if (is_whole)
        return;
    if (any_before(document, first, rate->first, 2, from) ||
        any_before(document, first, rate->first, 4, old))
        rate->role = RATE_OLD;
    else if (points || token_is(document, rate->end, "additional") ||
             token_is(document, rate->end, "extra") ||
             any_before(document, first, rate->first, 4, more) ||
             any_before(document, first, rate->first, 9, additional))
        rate->role = RATE_POINTS;
}

/* A number with no percent sign of its own: "from 34 to 84 percent", "10 percent instead of 30". */
static bool bare_rate(
    const struct document *document, uint32_t first, uint32_t at, uint32_t after, uint32_t end)
{
    if (at <= first)
        return false;
    if (token_is(document, at - 1, "from") && after + 1 < end && token_is(document, after, "to") &&
        document->token[after + 1].kind != TOKEN_MARK &&
        (tag_in(document, TAG_PERCENT, after + 1, after + 4 < end ? after + 4 : end)))
        return true;
    return at > first + 1 && token_is(document, at - 1, "of") &&
           token_is(document, at - 2, "instead");
}

/* "raising the 10% tariff to 15%": what is called "the" rate is the one that was. */
static void old_before_new(const struct document *document, struct rate *rates, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        bool to = false;
        for (uint32_t at = rates[i + 1].first; at > rates[i].end && rates[i + 1].first - at < 7;
             at--)
            to = to || token_is(document, at - 1, "to");
        if (to && rates[i].role == RATE_NEW && rates[i].first > 0 &&
            (token_is(document, rates[i].first - 1, "the") ||
             token_is(document, rates[i].first - 1, "its")))
            rates[i].role = RATE_OLD;
    }
}

size_t rate_find(const struct document *document,
                 uint32_t first,
                 uint32_t end,
                 struct rate rates[SENTENCE_RATES_MAX])
{
    size_t count = 0;
    for (uint32_t at = first; at < end && count < SENTENCE_RATES_MAX;) {
        double value = 0;
        uint32_t after = number_read(document, at, end, &value);
        if (after == at) {
            at++;
            continue;
        }
        const struct tag *points = tag_in(document, TAG_POINTS, after, after + 2);
        const struct tag *percent = tag_in(document, TAG_PERCENT, after, after + 2);
        if (points && points->first != after)
            points = NULL;
        if (percent && percent->first != after)
            percent = NULL;
        if (points || percent || bare_rate(document, first, at, after, end)) {
            struct rate *rate = &rates[count++];
            rate->first = at;
            rate->end = points ? points->end : percent ? percent->end : after;
            rate->value = value;
            role_set(document, first, rate, points != NULL);
        }
        at = after;
    }
    old_before_new(document, rates, count);
    return count;
}
