/* What is done to a duty, and how firm it is. */
#include "consumers/classify/tariff.h"

#include <string.h>

static enum tariff_action action_of(const struct hit *act)
{
    return act == NULL ? ACTION_NONE : tariff_action_parse(act->entry->text[0]);
}

enum tariff_action stage_action(const struct document *doc, const struct change *change)
{
    enum tariff_action action = action_of(change->act);
    const struct rate *rate = change->rate;
    (void)doc;
    if (rate != NULL && change->old != NULL && rate->part == RATE_NEW && action != ACTION_SUSPEND &&
        action != ACTION_EXTEND && rate->value != change->old->value)
        return rate->value > change->old->value ? ACTION_RAISE : ACTION_LOWER;
    if (action == ACTION_NONE)
        return ACTION_IMPOSE;
    return action;
}

static bool stage_in(const struct document *doc, uint32_t first, uint32_t end, const char *stage)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_STAGE); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_STAGE)) {
        if (hit_is(hit, 0, stage))
            return true;
    }
    return false;
}

/* "have put", "has raised", "took": done, by its form. */
static bool is_done(const struct document *doc, const struct change *change)
{
    if (change->act == NULL || change->act->first <= change->first)
        return false;
    uint32_t at = change->act->first - 1;
    for (int back = 0; back < 3 && at > change->first; back++, at--) {
        if (word_is(doc, at, W_HAS) || word_is(doc, at, W_HAVE) || word_is(doc, at, W_HAD) ||
            word_is(doc, at, W_VE) || word_is(doc, at, W_WAS) || word_is(doc, at, W_WERE))
            return true;
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) || word_is(doc, at, W_TO))
            return false;
    }
    const struct token *token = &doc->token[change->act->first];
    return token->end - token->start > 3 && memcmp(doc->text + token->end - 2, "ed", 2) == 0;
}

enum tariff_status stage_status(const struct document *doc,
                                const struct author *author,
                                const struct change *change,
                                bool dated,
                                long long effective_day)
{
    uint32_t first = change->first;
    uint32_t end = change->end;
    bool modal = false;
    for (uint32_t at = first; at < end; at++)
        modal = modal || word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) || word_is(doc, at, W_SHALL) ||
                word_is(doc, at, W_LL);
    if (stage_in(doc, first, end, "threatened"))
        return STATUS_THREATENED;
    if (stage_in(doc, first, end, "proposed") && !stage_in(doc, first, end, "in_force"))
        return STATUS_PROPOSED;
    if (dated && doc->date_known)
        return effective_day > doc->date_day || modal ? STATUS_ANNOUNCED : STATUS_IN_FORCE;
    if (modal)
        return STATUS_ANNOUNCED;
    if (stage_in(doc, first, end, "in_force"))
        return STATUS_IN_FORCE;
    if (stage_in(doc, first, end, "announced"))
        return STATUS_ANNOUNCED;
    if (author->press || author->social)
        return is_done(doc, change) ? STATUS_IN_FORCE : STATUS_ANNOUNCED;
    return STATUS_ANNOUNCED;
}
