/* Deeds that a sentence tells beside those that its rates belong to. */
#include "consumers/classify/apart.h"
#include "consumers/classify/act.h"
#include "consumers/classify/tariff.h"

#define DEED_REACH 6 /* tokens from "and" to the deed or duty that is told after the rates */

bool apart_takes_it(const struct document *doc, const struct hit *act)
{
    return word_is(doc, act->end, W_IT) || word_is(doc, act->end, W_THEM) ||
           word_is(doc, act->end, W_THOSE) ||
           (word_is(doc, act->end, W_THAT) && word_is(doc, act->end + 1, W_ON));
}

/* "waived it (altogether) for rice" */
static bool is_for_some(const struct document *doc, uint32_t at)
{
    at += !word_is(doc, at, W_FOR) && !word_is(doc, at, W_ON);
    return word_is(doc, at, W_FOR) || word_is(doc, at, W_ON);
}

uint32_t apart_after(const struct document *doc, uint32_t from, uint32_t end)
{
    for (uint32_t at = from; at + 1 < end; at++) {
        const struct token *token = &doc->token[at];
        bool against =
            word_is(doc, at, W_BUT) || word_is(doc, at, W_THOUGH) || word_is(doc, at, W_ALTHOUGH);
        bool join = against || word_is(doc, at, W_AND) || word_is(doc, at, W_WHILE) ||
                    (token->kind == TOKEN_PUNCT && token->mark == ';');
        if (!join)
            continue;
        uint32_t near = at + DEED_REACH < end ? at + DEED_REACH : end;
        const struct hit *act = hit_in(doc, at + 1, end, LEX_ACT);
        if (act == NULL || hit_is(act, 1, "n") || hit_is(act, 1, "payer"))
            continue;
        const struct hit *duty = duty_next(doc, at + 1, end);
        bool freed = act->first < near && hit_is(act, 1, "freed");
        if (freed || (duty != NULL && (act->first < near || duty->first < near)) ||
            (act->first < near && apart_takes_it(doc, act) &&
             (against || word_is(doc, act->first - 1, W_WILL) || is_for_some(doc, act->end + 1))))
            return at + 1;
    }
    return end;
}

/* "(and) the duty on screens goes up from 10 to 20%", "(and) that on screens": whether tokens
 * [first, rate) tell what moves to the rate, and that it moves. */
static bool moves_own_duty(const struct document *doc, uint32_t first, uint32_t rate)
{
    uint32_t near = first + DEED_REACH < rate ? first + DEED_REACH : rate;
    bool that = (word_is(doc, first, W_THAT) || word_is(doc, first, W_THOSE)) &&
                word_is(doc, first + 1, W_ON);
    const struct hit *duty = that ? NULL : duty_next(doc, first, near);
    if (!that && duty == NULL)
        return false;
    uint32_t from = that ? first + 1 : duty->end;
    for (const struct hit *act = hit_in(doc, from, rate, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, rate, LEX_ACT)) {
        if (!act_is_noun(act) && hit_is(act, 2, "subject"))
            return true;
    }
    return false;
}

/* "is lifted", "is freed": a deed that tokens [first, end) tell whole. */
static bool tells_whole(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *act = hit_in(doc, first, end, LEX_ACT);
    if (act == NULL || act_is_noun(act) || !act_is_real(doc, act, first))
        return false;
    const struct hit *duty = duty_next(doc, first, end);
    return (duty != NULL && !hit_is(duty, 0, "favour")) ||
           (hit_is(act, 1, "freed") && hit_in(doc, first, act->first, LEX_PRODUCT) != NULL);
}

uint32_t apart_before(const struct document *doc, uint32_t first, uint32_t rate)
{
    for (uint32_t at = first + 1; at + 1 < rate; at++) {
        const struct token *token = &doc->token[at];
        bool join = word_is(doc, at, W_AND) || word_is(doc, at, W_WHILE) ||
                    (token->kind == TOKEN_PUNCT && token->mark == ';');
        if (join && moves_own_duty(doc, at + 1, rate) && tells_whole(doc, first, at))
            return at + 1;
        uint32_t near = at + DEED_REACH < rate ? at + DEED_REACH : rate;
        const struct hit *done = join ? hit_in(doc, first, at, LEX_ACT) : NULL;
        const struct hit *next = done != NULL ? hit_in(doc, at + 1, near, LEX_ACT) : NULL;
        bool deed = done != NULL &&
                    (done->entry->part[1].len == 0 ||
                     (hit_is(done, 0, "remove") && hit_is(done, 1, "d"))) &&
                    duty_next(doc, done->end, at) != NULL && act_is_real(doc, done, first);
        if (deed && next != NULL && next->entry->part[1].len == 0 &&
            act_is_real(doc, next, at + 1) && duty_next(doc, next->end, rate) != NULL)
            return at + 1;
    }
    return first;
}
