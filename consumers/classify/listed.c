/* Rates that a colon lists behind the deed that they are of. */
#include "consumers/classify/act.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

/* The colon before the first rate, or NO_INDEX. */
static uint32_t colon_before(const struct document *doc, uint32_t first, uint32_t rate)
{
    for (uint32_t at = rate; at > first; at--) {
        if (mark_is(doc, at - 1, ':'))
            return at - 1;
    }
    return NO_INDEX;
}

/* The verb of the head that does something to a duty, or NULL. */
static const struct hit *head_verb(const struct document *doc, uint32_t first, uint32_t colon)
{
    for (const struct hit *verb = hit_in(doc, first, colon, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, colon, LEX_ACT)) {
        /* "doubled its charges on our goods" */
        bool its =
            word_is(doc, verb->end, W_ITS) && hit_in(doc, verb->end, colon, LEX_GOODS) != NULL;
        if (!act_is_noun(verb) && !act_is_weak(verb) && !hit_is(verb, 1, "payer") &&
            act_is_real(doc, verb, first) && (its || duty_next(doc, verb->end, colon) != NULL))
            return verb;
    }
    return NULL;
}

void listed_read(const struct document *doc, uint32_t first, struct change *parts, size_t count)
{
    uint32_t colon =
        count > 0 ? colon_before(doc, first, parts[0].rate->first) : (uint32_t)NO_INDEX;
    const struct hit *verb = colon != NO_INDEX ? head_verb(doc, first, colon) : NULL;
    if (verb == NULL)
        return;
    struct act head = act_of(doc, verb, colon);
    const char *side = head.passive ? NULL : side_subject(doc, first, verb->first);
    bool moves = head.action == ACTION_RAISE || head.action == ACTION_LOWER;
    for (size_t p = 0; p < count; p++) {
        struct change *part = &parts[p];
        if (part->rate->part != RATE_NEW || (part->act.verb != NULL && !part->act.pays))
            continue;
        if (part->imposer == NULL)
            part->imposer = side;
        if (p == 0 && side != NULL)
            part->own_first = colon + 1;
        if (moves && part->old == NULL && part->rate->value > 0)
            part->act.action = head.action;
        part->act.done = part->act.done || head.done;
    }
}
