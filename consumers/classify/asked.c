/* Duties that others are asked to take back: told of as they are. */
#include "consumers/classify/act.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define ASK_REACH 8 /* tokens from "asked" to what is asked for */

/* "asked Washington to delay the 46% tariff": what asks for a deed, or NO_INDEX. */
static uint32_t asks_for(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + ASK_REACH ? at - ASK_REACH : first;
    for (uint32_t back = at; back > low; back--) {
        if (mark_is(doc, back - 1, ',') || hit_over(doc, back - 1, LEX_ACT) != NULL)
            break;
        if (hit_is(hit_at(doc, back - 1, LEX_SAY), 0, "ask"))
            return back - 1;
    }
    return NO_INDEX;
}

void asked_read(const struct document *doc, uint32_t first, struct change *part)
{
    const struct hit *verb = part->act.verb;
    enum tariff_action action = part->act.action;
    uint32_t rate = part->rate->first;
    /* "the 25% on cars" */
    bool known = part->rate->known ||
                 (rate > first && word_is(doc, rate - 1, W_THE) &&
                  (word_is(doc, part->rate->end, W_ON) || word_is(doc, part->rate->end, W_THAT)));
    if (!known || part->old != NULL ||
        (verb != NULL && action != ACTION_SUSPEND && action != ACTION_REMOVE))
        return;
    uint32_t deed = part->rate->first;
    if (verb != NULL && verb->first < deed)
        deed = verb->first;
    uint32_t ask = asks_for(doc, first, deed);
    if (ask == NO_INDEX)
        return;
    uint32_t whom = ask + 1 + word_is(doc, ask + 1, W_THE);
    const struct mention *asked = whom < deed ? mention_at(doc, whom) : NULL;
    const char *asker = side_subject(doc, first, ask);
    const char *owner = asked != NULL ? asked->side : NULL;
    /* "Japan's envoy met the US President and asked him": whoever is named last */
    bool him = word_is(doc, whom, W_HIM) || word_is(doc, whom, W_HER) || word_is(doc, whom, W_THEM);
    const struct mention *last =
        him && mention_from(doc, ask) > 0 ? &doc->mention[mention_from(doc, ask) - 1] : NULL;
    if (last != NULL && last->first >= first && last->side != NULL) {
        part->act = (struct act){.verb = NULL};
        part->imposer = last->side;
        if (asker != NULL && strcmp(asker, last->side) != 0 && part->targets.count == 0)
            part->asker = asker;
        return;
    }
    /* "asked the cabinet": a body of its own */
    bool own = asked == NULL && word_is(doc, ask + 1, W_THE);
    for (size_t i = 0; i < 2 && asker != NULL && owner == NULL && !own; i++) {
        if (doc->country[i] != NULL && strcmp(doc->country[i], asker) != 0)
            owner = doc->country[i];
    }
    /* "India's minister asked the cabinet to": a plan of its own */
    if (asker != NULL && (owner == NULL || strcmp(owner, asker) == 0))
        return;
    part->act = (struct act){.verb = NULL};
    part->imposer = owner;
}

void asked_to_give_in(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct change *last = &scene->last;
    if (!scene->have_last || last->sentence != change->sentence || last->rate == NULL ||
        last->targets.count != 1 || strcmp(last->targets.code[0], "*") == 0 ||
        change->imposer != NULL)
        return;
    const struct hit *cue = hit_in(doc, last->rate->end, change->rate->first, LEX_CONDITION);
    bool theirs = false;
    for (uint32_t at = cue == NULL ? change->rate->first : cue->end; at < change->rate->first; at++)
        theirs = theirs || word_is(doc, at, W_ITS) || word_is(doc, at, W_THEIR);
    const struct hit *away =
        cue != NULL ? hit_in(doc, cue->end, change->rate->first, LEX_ACT) : NULL;
    if (!theirs || away == NULL || act_is_noun(away) ||
        !(hit_is(away, 0, "remove") || hit_is(away, 0, "suspend")))
        return;
    change->imposer = last->targets.code[0];
    const struct hit *more = hit_at(doc, change->rate->end, LEX_ACT);
    bool raised = more != NULL && act_is_noun(more) && hit_is(more, 0, "raise");
    change->act.action = raised ? ACTION_RAISE : ACTION_IMPOSE;
    change->given_up = true;
    (void)record_codes_add(&change->targets, last->imposer);
    change->listed = true;
}
