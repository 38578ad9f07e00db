#include "consumers/classify/shared.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define HEADLINE_MIN 4 /* tokens */
#define LEAD_MAX     9 /* tokens of who is quoted, before or behind: "Senator Jane Boyd: ..." */
#define QUOTE_MIN    8 /* tokens of a quotation that is more than a word called so */

/* Where a service shortens every address, one stands behind one's own words, too. */
static bool is_shortened(struct str url)
{
    return url.len < 13 || memcmp(url.ptr, "https://t.co/", 13) == 0;
}

/* "Tariffs bring in $50 billion, figures show: https://...": a newspaper's headline, which somebody
 * shares who says nothing of their own. */
bool shared_headline(const struct document *doc, const struct sentence *sentence)
{
    static const enum grammar_word own[] = {W_I, W_WE, W_OUR, W_MY, W_US, W_YOU};
    uint32_t url = sentence->first;
    while (url < sentence->end && doc->token[url].kind != TOKEN_URL)
        url++;
    if (url == sentence->end || url < sentence->first + HEADLINE_MIN ||
        (!mark_is(doc, url - 1, ':') && doc->token[url - 1].kind != TOKEN_QUOTE &&
         is_shortened(document_span(doc, url, url + 1))))
        return false;
    for (uint32_t at = sentence->first; at < url; at++) {
        for (size_t w = 0; w < sizeof own / sizeof own[0]; w++) {
            /* "US steel" is nobody's. */
            bool country = own[w] == W_US && (doc->token[at].flags & TOKEN_UPPER) != 0;
            if (word_is(doc, at, own[w]) && !country)
                return false;
        }
    }
    return true;
}

/* Whether a name or an address follows a quotation, and no more. */
static bool is_signed(const struct document *doc, uint32_t end)
{
    uint32_t words = 0;
    for (uint32_t at = end; at < doc->token_count; at++) {
        if (doc->token[at].kind == TOKEN_URL)
            return true;
        bool word = doc->token[at].kind == TOKEN_WORD;
        if (word && (doc->token[at].flags & (TOKEN_CAPITAL | TOKEN_UPPER)) == 0 &&
            !word_is_grammar(doc, at))
            return false;
        words += word;
    }
    return words > 0 && words <= LEAD_MAX;
}

/* "Fox Business: “Revenues”": the first word quoted of a sentence that begins with whose it is. */
static uint32_t led_quote(const struct document *doc, uint32_t at)
{
    for (uint32_t t = at; t + 2 < doc->token_count && t <= at + LEAD_MAX; t++) {
        if (mark_is(doc, t, ':') && doc->token[t + 1].kind == TOKEN_QUOTE)
            return t + 2;
    }
    return at;
}

bool shared_quote(const struct document *doc, uint32_t at)
{
    if (at < doc->token_count && doc->quote_at[at] == NO_INDEX)
        at = led_quote(doc, at);
    uint32_t index = at < doc->token_count ? doc->quote_at[at] : NO_INDEX;
    if (index == NO_INDEX)
        return false;
    uint32_t open = at;
    while (open > 0 && doc->quote_at[open - 1] == index)
        open--;
    uint32_t end = at;
    while (end < doc->token_count && doc->quote_at[end] == index)
        end++;
    while (open > 0 && doc->token[open - 1].kind == TOKEN_QUOTE)
        open--;
    if (end - open < QUOTE_MIN || open > LEAD_MAX || (open > 0 && !mark_is(doc, open - 1, ':')) ||
        (open == 0 && !is_signed(doc, end)))
        return false;
    /* whoever holds an office says it */
    for (size_t i = 0; i < doc->mention_count && doc->mention[i].first < open; i++) {
        if (doc->mention[i].side != NULL && doc->mention[i].kind != MENTION_COUNTRY)
            return false;
    }
    return true;
}
