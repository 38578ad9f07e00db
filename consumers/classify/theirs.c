#include "consumers/classify/theirs.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#include <string.h>

#define NATION_BACK 16 /* mentions before "the kingdom" that may be the one */
#define OUR_REACH   4  /* tokens from "our" to the goods */

static bool has_goods(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = at + OUR_REACH < end ? at + OUR_REACH : end;
    return hit_in(doc, at, high, LEX_PRODUCT) != NULL || hit_in(doc, at, high, LEX_GOODS) != NULL;
}

/* The country named last in tokens [first, end), other than one. */
static const char *
named_in(const struct document *doc, uint32_t first, uint32_t end, const char *other)
{
    for (size_t i = mention_from(doc, end); i > 0 && doc->mention[i - 1].first >= first; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->named_side && mention->side != NULL && strcmp(mention->side, other) != 0 &&
            strcmp(mention->side, "WTO") != 0)
            return mention->side;
    }
    return NULL;
}

/* The country that the sentence before named last, whose goods "its" are; or NULL. */
static const char *named_before(const struct document *doc, const struct sentence *sentence)
{
    if (sentence == doc->sentence)
        return NULL;
    const struct sentence *before = sentence - 1;
    for (size_t i = mention_from(doc, sentence->first);
         i > 0 && doc->mention[i - 1].first >= before->first; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->kind == MENTION_COUNTRY && mention->side != NULL &&
            hit_at(doc, mention->core_first, LEX_COUNTRY) != NULL)
            return mention->side;
    }
    return NULL;
}

/* "Taiwan said that the duty on its goods", "Its cloth will pay 20 percent": those of who speaks,
 * or is spoken of. */
void theirs_add_its(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    for (uint32_t at = change->own_first; at < change->own_end; at++) {
        bool bears = change->act.pays && verb != NULL && at < verb->first;
        /* "its anchovies will be charged": goods that no list knows */
        bool subject = bears && verb->first - at <= OUR_REACH &&
                       hit_in(doc, at, verb->first, LEX_TARIFF) == NULL &&
                       hit_in(doc, at, verb->first, LEX_DEMONYM) == NULL;
        bool on = word_is(doc, at - 1, W_ON) && has_goods(doc, at, change->own_end);
        if (!word_is(doc, at, W_ITS) ||
            !(subject || on || (bears && has_goods(doc, at, change->own_end))))
            continue;
        const char *side = scene->voices[change->sentence].speaker.side;
        /* "Unless Oslo gives way, its salmon will pay 40 percent" */
        uint32_t told = side_told_from(doc, sentence->first, at);
        const char *supposed =
            told > sentence->first ? named_in(doc, sentence->first, told, "") : NULL;
        if (supposed != NULL)
            side = supposed;
        const char *acts = change->imposer != NULL ? change->imposer : bears ? NULL : side;
        if (side == NULL || (acts != NULL && strcmp(side, acts) == 0))
            side = side_subject(doc, sentence->first, at);
        /* "Complaining of Peru's port fees, Washington raised the duty on its copper" */
        if (acts != NULL && side != NULL && strcmp(side, acts) == 0)
            side = named_in(doc, sentence->first, at, acts);
        if (side == NULL && bears)
            side = named_before(doc, sentence);
        if (side != NULL && (change->imposer == NULL || strcmp(side, change->imposer) != 0))
            (void)record_codes_add(&change->targets, side);
        return;
    }
}

/* "a duty that was to punish the kingdom", "the country's free access": the one named last. */
void theirs_add_nation(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct hit *nation = hit_in(doc, change->own_first, change->own_end, LEX_NATION);
    if (nation == NULL || nation->first == 0)
        return;
    bool object = side_after_object(doc, change->own_first, nation->first) ||
                  hit_over(doc, nation->first - 1, LEX_REASON) != NULL ||
                  hit_over(doc, nation->first - 1, LEX_ACT) != NULL ||
                  word_is(doc, nation->end, W_S);
    size_t i = mention_from(doc, nation->first);
    size_t low = i > NATION_BACK ? i - NATION_BACK : 0;
    for (; object && i > low; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        bool named = mention->kind == MENTION_COUNTRY && mention->side != NULL &&
                     hit_at(doc, mention->core_first, LEX_COUNTRY) != NULL;
        const char *acts = change->imposer;
        if (acts == NULL && scene->have_last)
            acts = scene->last.imposer;
        if (named && (acts == NULL || strcmp(mention->side, acts) != 0)) {
            (void)record_codes_add(&change->targets, mention->side);
            return;
        }
    }
}

/* Whether somebody speaks for a side of his own, so that "they" are the others. */
static bool is_ours(const struct tariff_scene *scene, const struct change *change)
{
    const struct voice *voice = &scene->voices[change->sentence];
    return scene->author->social || voice->turn || !scene->author->press;
}

/* "Their goods will pay 15 percent", or in one's own words "what they sell us": those of the
 * country named last. */
void theirs_add_theirs(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const char *ours = scene->author->speaker.side;
    bool any = is_ours(scene, change) &&
               (ours == NULL || change->imposer == NULL || strcmp(ours, change->imposer) == 0);
    uint32_t at = change->own_first;
    while (at < change->own_end &&
           !(word_is(doc, at, W_THEIR) && has_goods(doc, at, change->own_end)) &&
           !(any &&
             (word_is(doc, at, W_THEY) || word_is(doc, at, W_THEM) || word_is(doc, at, W_THEIR))))
        at++;
    for (size_t i = mention_from(doc, at); at < change->own_end && i > 0; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        bool acts = change->imposer != NULL && mention->side != NULL &&
                    strcmp(mention->side, change->imposer) == 0;
        if (!mention->named_side || mention->side == NULL || acts || whom_is_aside(doc, mention) ||
            (ours != NULL && strcmp(mention->side, ours) == 0))
            continue;
        (void)record_codes_add(&change->targets, mention->side);
        /* "Chile and Peru ... whatever they sell us" */
        for (; i > 1 && side_is_joined(doc, i - 2); i--)
            (void)record_codes_add(&change->targets, doc->mention[i - 2].side);
        return;
    }
}

/* "charge our goods 15 percent": those of whoever speaks, where another imposes. */
void theirs_add_ours(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const char *ours = scene->voices[change->sentence].speaker.side;
    /* "Washington has told us that our exports will bear 19%" */
    bool theirs = ours != NULL && change->imposer != NULL && strcmp(ours, change->imposer) == 0;
    if (ours == NULL || theirs)
        ours = scene->author->speaker.side != NULL ? scene->author->speaker.side : doc->home;
    /* "our goods have paid ten percent": whoever imposes that */
    const struct hit *verb = change->act.verb;
    bool bears = change->act.pays && verb != NULL && change->imposer == NULL;
    uint32_t end = bears ? verb->first : change->own_end;
    if (ours == NULL || !(bears || change->imposer != NULL) ||
        (change->imposer != NULL && strcmp(ours, change->imposer) == 0))
        return;
    for (uint32_t at = change->own_first; at < end; at++) {
        /* "goods from this country" */
        bool here = word_is(doc, at, W_FROM) && word_is(doc, at + 1, W_THIS) &&
                    word_spelled(doc, at + 2, "country");
        if (here || (word_is(doc, at, W_OUR) && has_goods(doc, at, change->own_end))) {
            (void)record_codes_add(&change->targets, ours);
            return;
        }
    }
}
