/* Numbers in digits and in words. */
#include "consumers/classify/number.h"

#include <stdlib.h>

static const struct hit *number_at(const struct document *doc, uint32_t at)
{
    return hit_at(doc, at, LEX_NUMBER);
}

/* "eleven and a half", "2 and a quarter": past the fraction, which is added. */
static uint32_t past_fraction(const struct document *doc, uint32_t at, uint32_t end, double *value)
{
    if (at + 2 >= end || !word_is(doc, at, W_AND) || !word_is(doc, at + 1, W_A))
        return at;
    struct str word = document_span(doc, at + 2, at + 3);
    bool half = str_eq_nocase(word, STR("half"));
    if (!half && !str_eq_nocase(word, STR("quarter")))
        return at;
    *value += half ? 0.5 : 0.25;
    return at + 3;
}

uint32_t number_read(const struct document *doc, uint32_t at, uint32_t end, double *value)
{
    if (at < end && doc->token[at].kind == TOKEN_NUMBER) {
        if (doc->token[at].flags & TOKEN_ORDINAL)
            return at;
        *value = doc->token[at].value;
        at++;
        const struct hit *scale = at < end ? number_at(doc, at) : NULL;
        if (scale != NULL && hit_is(scale, 1, "x")) {
            *value *= strtod(scale->entry->text[0], NULL);
            at++;
        }
        return past_fraction(doc, at, end, value);
    }
    double sum = 0;
    double part = 0;
    bool any = false;
    uint32_t from = at;
    while (at < end) {
        const struct hit *word = number_at(doc, at);
        if (word == NULL) {
            /* "a hundred and forty-five" */
            if (any && word_is(doc, at, W_AND) && at + 1 < end && number_at(doc, at + 1) != NULL &&
                part >= 100) {
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
    return past_fraction(doc, at, end, value);
}
