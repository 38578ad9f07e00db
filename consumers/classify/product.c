#include "consumers/classify/product.h"

#include <string.h>

#define PRODUCT_MAX_TOKENS 14

static bool is_goods(const struct document *doc, uint32_t at)
{
    return hit_at(doc, at, LEX_GOODS) != NULL;
}

/* Ends a phrase of goods: a verb, a preposition other than "of" and "for", a date, a number. */
static bool ends_phrase(const struct document *doc, uint32_t at, uint32_t first)
{
    const struct token *token = &doc->token[at];
    if (token->kind == TOKEN_QUOTE || token->kind == TOKEN_URL)
        return true;
    if (token->kind == TOKEN_PUNCT)
        return token->mark != ',' && token->mark != '$';
    if (token->word != 0 && token->word < W_COUNT)
        return !(word_is(doc, at, W_AND) || word_is(doc, at, W_OF) || word_is(doc, at, W_THE) ||
                 word_is(doc, at, W_OTHER) || word_is(doc, at, W_ALL) || word_is(doc, at, W_S) ||
                 word_is(doc, at, W_OR) || word_is(doc, at, W_EVERY) || word_is(doc, at, W_SOME) ||
                 word_is(doc, at, W_ITS) || word_is(doc, at, W_MOST));
    return at > first && (hit_at(doc, at, LEX_WEEKDAY) != NULL || hit_at(doc, at, LEX_MONTH) != NULL ||
                          hit_at(doc, at, LEX_DATE) != NULL || hit_at(doc, at, LEX_WHEN) != NULL ||
                          hit_at(doc, at, LEX_PERCENT) != NULL ||
                          (hit_at(doc, at, LEX_SAY) != NULL && !is_goods(doc, at)) ||
                          hit_at(doc, at, LEX_STOP) != NULL);
}

static bool is_place(const struct document *doc, uint32_t at)
{
    return hit_at(doc, at, LEX_COUNTRY) != NULL || hit_at(doc, at, LEX_DEMONYM) != NULL ||
           hit_at(doc, at, LEX_CAPITAL) != NULL || hit_at(doc, at, LEX_WORLD) != NULL;
}

/* Only countries, articles and joining words: no goods are named. */
static bool only_places(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        const struct hit *hit = hit_at(doc, at, LEX_COUNTRY);
        if (hit == NULL)
            hit = hit_at(doc, at, LEX_WORLD);
        if (hit != NULL) {
            at = hit->end - 1;
            continue;
        }
        const struct token *token = &doc->token[at];
        bool small = token->kind == TOKEN_PUNCT || (token->word != 0 && token->word < W_COUNT) ||
                     hit_at(doc, at, LEX_CAPITAL) != NULL;
        if (!small)
            return false;
    }
    return true;
}

static struct str phrase_from(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t stop = at;
    while (stop < end && stop - at < PRODUCT_MAX_TOKENS && !ends_phrase(doc, stop, at)) {
        /* ", and ..." may begin a clause: goods go on only where no verb follows soon. */
        if (doc->token[stop].kind == TOKEN_PUNCT && doc->token[stop].mark == ',' && stop > at) {
            uint32_t look = stop + 1 + (stop + 1 < end && word_is(doc, stop + 1, W_AND));
            if (look >= end || is_place(doc, look) || ends_phrase(doc, look, stop) ||
                (doc->token[look].flags & TOKEN_CAPITAL))
                break;
        }
        stop++;
    }
    while (stop > at && (doc->token[stop - 1].kind == TOKEN_PUNCT || word_is(doc, stop - 1, W_AND) ||
                         word_is(doc, stop - 1, W_OF) || word_is(doc, stop - 1, W_THE)))
        stop--;
    while (at < stop && (word_is(doc, at, W_THE) || word_is(doc, at, W_ITS)))
        at++;
    if (stop <= at || only_places(doc, at, stop))
        return (struct str){NULL, 0};
    return document_span(doc, at, stop);
}

struct str product_find(const struct document *doc, uint32_t first, uint32_t from, uint32_t end)
{
    for (uint32_t at = from; at + 1 < end; at++) {
        if (!word_is(doc, at, W_ON) && !word_is(doc, at, W_FOR) && !word_is(doc, at, W_OF))
            continue;
        uint32_t start = at + 1;
        if (hit_at(doc, start, LEX_GOODS) != NULL && word_is(doc, hit_at(doc, start, LEX_GOODS)->end, W_OF))
            start = hit_at(doc, start, LEX_GOODS)->end + 1;
        if (hit_at(doc, start, LEX_WEEKDAY) != NULL || hit_at(doc, start, LEX_MONTH) != NULL ||
            doc->token[start].kind == TOKEN_NUMBER || hit_at(doc, start, LEX_DATE) != NULL ||
            hit_at(doc, start, LEX_TARIFF) != NULL)
            continue;
        struct str phrase = phrase_from(doc, start, end);
        if (phrase.len > 0)
            return phrase;
        if (word_is(doc, at, W_ON))
            break;
    }
    /* "Chinese goods", "American-made semiconductors" */
    for (uint32_t at = first; at + 1 < end; at++) {
        const struct hit *demonym = hit_at(doc, at, LEX_DEMONYM);
        if (demonym == NULL || demonym->end >= end)
            continue;
        uint32_t look = demonym->end;
        while (look < end && look - demonym->end < 4 && doc->token[look].kind == TOKEN_WORD &&
               !(doc->token[look].word != 0 && doc->token[look].word < W_COUNT)) {
            if (is_goods(doc, look) || hit_at(doc, look, LEX_PRODUCT) != NULL)
                return document_span(doc, at, hit_at(doc, look, is_goods(doc, look) ? LEX_GOODS : LEX_PRODUCT)->end);
            look++;
        }
    }
    const struct hit *product = hit_in(doc, first, end, LEX_PRODUCT);
    return product != NULL ? document_span(doc, product->first, product->end) : (struct str){NULL, 0};
}

struct str product_before(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t end = at;
    while (end > first && (word_is(doc, end - 1, W_ARE) || word_is(doc, end - 1, W_WERE) ||
                           word_is(doc, end - 1, W_IS) || word_is(doc, end - 1, W_WAS) ||
                           word_is(doc, end - 1, W_WILL) || word_is(doc, end - 1, W_BE) ||
                           word_is(doc, end - 1, W_HAVE) || word_is(doc, end - 1, W_BEEN)))
        end--;
    uint32_t start = end;
    while (start > first && end - start < PRODUCT_MAX_TOKENS && doc->token[start - 1].kind == TOKEN_WORD &&
           !(ends_phrase(doc, start - 1, start > first + 1 ? first : start - 1)))
        start--;
    return start < end ? document_span(doc, start, end) : (struct str){NULL, 0};
}
