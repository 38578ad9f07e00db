#include "consumers/classify/borne.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#include <string.h>

#define OUR_REACH 4 /* tokens from "our" to the goods */
#define THE_REACH 3 /* tokens from "the" to the duty: "the additional American duty" */

/* Whose text or words a change is told in. */
static const char *teller(const struct tariff_scene *scene, const struct change *change)
{
    const char *side = scene->voices[change->sentence].speaker.side;
    if (side == NULL)
        side = scene->author->speaker.side != NULL ? scene->author->speaker.side : scene->doc->home;
    return side;
}

static bool are_our_goods(const struct document *doc, uint32_t our, uint32_t end)
{
    uint32_t high = our + OUR_REACH < end ? our + OUR_REACH : end;
    const struct hit *goods = hit_at(doc, our + 1, LEX_GOODS);
    return !(goods != NULL && hit_is(goods, 0, "imports")) &&
           (hit_in(doc, our, high, LEX_PRODUCT) != NULL || hit_in(doc, our, high, LEX_GOODS));
}

const char *borne_ours(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t from = change->rate != NULL ? change->rate->end : change->own_first;
    if (change->duty != NULL && change->duty->first >= change->own_first)
        from = change->duty->end;
    for (uint32_t at = from; at + 2 < change->own_end; at++) {
        /* "25% on Chinese goods, and Beijing put the same on our pork": another's */
        if (side_place(doc, at) != NULL || hit_at(doc, at, LEX_CAPITAL) != NULL)
            return NULL;
        /* not "on US goods" */
        bool us = word_is(doc, at + 1, W_US) && (doc->token[at + 1].flags & TOKEN_UPPER) == 0;
        bool our = word_is(doc, at + 1, W_OUR) && are_our_goods(doc, at + 1, change->own_end);
        /* "was applied to our steel" */
        bool to = word_is(doc, at, W_TO) && change->act.verb != NULL && change->act.verb->end == at;
        if ((word_is(doc, at, W_ON) || to) && (us || our))
            return teller(scene, change);
    }
    return NULL;
}

/* "the 30% (duty)", "the additional duty of 39%": a duty that is known, on nothing that is named.
 */
static bool is_known_duty(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t at = change->rate->first;
    if (change->duty != NULL && change->duty->first >= sentence->first && change->duty->first < at)
        at = change->duty->first;
    uint32_t low = at > sentence->first + THE_REACH ? at - THE_REACH : sentence->first;
    while (at > low && !word_is(doc, at - 1, W_THE))
        at--;
    return at > low && hit_in(doc, sentence->first, sentence->end, LEX_PRODUCT) == NULL &&
           hit_in(doc, sentence->first, sentence->end, LEX_GOODS) == NULL &&
           hit_in(doc, sentence->first, sentence->end, LEX_WORLD) == NULL &&
           hit_in(doc, sentence->first, sentence->end, LEX_DEMONYM) == NULL &&
           hit_in(doc, sentence->first, sentence->end, LEX_CAPITAL) == NULL &&
           hit_in(doc, sentence->first, sentence->end, LEX_COUNTRY) == NULL;
}

const char *borne_general(const struct tariff_scene *scene, struct change *change)
{
    if (change->rate == NULL || change->targets.count > 0 || change->owned ||
        !is_known_duty(scene->doc, change) || whom_is_case(scene, change->sentence))
        return NULL;
    const char *ours = teller(scene, change);
    if (ours == NULL && scene->author->press)
        ours = imposer_other(scene, IMPOSER_USUAL);
    ours = side_customs(ours);
    if (ours == NULL)
        return NULL;
    if (scene->have_last && !(record_codes_have(&scene->last.targets, ours) &&
                              strcmp(scene->last.imposer, IMPOSER_USUAL) == 0))
        return NULL;
    if (strcmp(ours, IMPOSER_USUAL) == 0 ||
        !(mention_names_side(scene->title, UINT32_MAX, IMPOSER_USUAL) ||
          mention_names_side(scene->doc, scene->doc->sentence[change->sentence].first,
                             IMPOSER_USUAL)))
        return NULL;
    (void)record_codes_add(&change->targets, ours);
    return IMPOSER_USUAL;
}
