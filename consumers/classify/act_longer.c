/* Deeds that go on: what is prolonged, or done for longer than was said. */
#include "consumers/classify/act.h"

#include <string.h>

#define LONGER_REACH 16 /* tokens from a verb to how much longer it is done */
#define GO_ON_REACH  64 /* tokens from "continue to" to "by suspending" */
#define PERIOD_REACH 4  /* ... from "another" to "years" */
#define TIME_REACH   7  /* ... from "for" to "days": "for a period of ninety days" */

/* "for another three years", "two more years", "until 2030 instead of": what is kept so long is
 * extended. */
bool act_for_longer(const struct document *doc, uint32_t from, uint32_t end)
{
    uint32_t limit = from + LONGER_REACH < end ? from + LONGER_REACH : end;
    for (uint32_t at = from; at < limit; at++) {
        const struct token *token = &doc->token[at];
        if (token->kind == TOKEN_PUNCT && token->mark != ',' && token->mark != '-' &&
            hit_at(doc, at, LEX_PERCENT) == NULL)
            return false;
        bool more = hit_is(hit_at(doc, at, LEX_RATE), 0, "add") ||
                    (word_is(doc, at, W_MORE) && !word_is(doc, at + 1, W_THAN));
        uint32_t high = at + PERIOD_REACH < limit ? at + PERIOD_REACH : limit;
        if (more && hit_in(doc, at, high, LEX_PERIOD) != NULL &&
            hit_in(doc, at, high, LEX_PERCENT) == NULL)
            return true;
        /* "until 2041, twenty years longer than" */
        const struct hit *period = hit_at(doc, at, LEX_PERIOD);
        if (period != NULL && period->end < end && word_spelled(doc, period->end, "longer"))
            return true;
    }
    return false;
}

/* "suspend", "hold back": what goes on while it is done, other than "delay". */
bool act_is_holding(const struct document *doc, const struct hit *verb)
{
    static const char *const stems[] = {"suspen", "hold", "held", "paus", "freez", "froze"};
    const struct token *token = &doc->token[verb->first];
    for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++) {
        size_t len = strlen(stems[i]);
        if (token->end - token->start >= len &&
            str_eq_nocase((struct str){doc->text + token->start, len}, (struct str){stems[i], len}))
            return true;
    }
    return false;
}

/* "will continue to suspend the duty", "continues to modify it by suspending": done before as well.
 */
bool act_is_done_on(const struct document *doc, const struct hit *verb)
{
    uint32_t at = verb->first;
    if (at > 0 && word_is(doc, at - 1, W_BY) && act_ends_with(doc, at, "ing"))
        at--;
    else if (at < 2 || !word_is(doc, at - 1, W_TO))
        return false;
    uint32_t low = at > GO_ON_REACH ? at - GO_ON_REACH : 0;
    uint32_t near = word_is(doc, at, W_BY) ? low : at - 2;
    for (; at > near + 1; at--) {
        const struct token *token = &doc->token[at - 2];
        if (token->flags & TOKEN_LINE)
            return false;
        if (word_is(doc, at - 1, W_TO) && token->end - token->start > 7 &&
            memcmp(doc->text + token->start, "continue", 8) == 0)
            return true;
    }
    return false;
}

uint32_t act_past_time(const struct document *doc, uint32_t at)
{
    uint32_t count = (uint32_t)doc->token_count;
    uint32_t high = at + TIME_REACH < count ? at + TIME_REACH : count;
    const struct hit *unit =
        at < count && word_is(doc, at, W_FOR) ? hit_in(doc, at + 1, high, LEX_PERIOD) : NULL;
    for (uint32_t word = at + 1; unit != NULL && word < unit->first; word++) {
        if (doc->token[word].kind == TOKEN_PUNCT || hit_at(doc, word, LEX_TARIFF) != NULL ||
            word_is(doc, word, W_FOR))
            return at;
    }
    return unit != NULL ? unit->end : at;
}
