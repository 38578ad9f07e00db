/* What one tells of another's duties. */
#include "consumers/classify/others.h"

#include "consumers/classify/act.h"
#include "consumers/classify/imposer_part.h"

#include <string.h>

#define LITTLE_REACH 3  /* tokens from "only" to the deed or rate */
#define PLEDGE_REACH 14 /* tokens from "had agreed to" to what is done */

/* Whose words a change is in, where that is known: an official text's own, or a speaker's. */
static const char *teller_of(const struct tariff_scene *scene, const struct change *change)
{
    const struct voice *voice = &scene->voices[change->sentence];
    /* "paused the duty after a call with the president, who said": told before what was said */
    if (voice->reported && !voice->after && voice->verb != NULL && change->act.verb != NULL &&
        voice->subject_first > change->act.verb->end && voice->verb->first > change->act.verb->end)
        return scene->author->press ? NULL : scene->author->speaker.side;
    if (voice->reported || voice->turn || scene->author->press)
        return voice->speaker.side;
    return scene->author->speaker.side;
}

static bool is_present(const struct document *doc, const struct act *act)
{
    const struct token *token = &doc->token[act->verb->first];
    const char *end = doc->text + token->end;
    bool past = hit_at(doc, act->verb->first, LEX_PAST) != NULL || memcmp(end - 2, "ed", 2) == 0;
    bool ing = token->end - token->start > 4 && memcmp(end - 3, "ing", 3) == 0;
    /* "has been charging us", "keeps charging" */
    if (ing && hit_is(act->verb, 2, "level"))
        return !act->future;
    return !past && !ing && !act->future && !act->done && !act->passive && !act->keeps &&
           !act->pays && !hit_is(act->verb, 1, "n") && act->verb->end - act->verb->first == 1;
}

/* "charges us 20 percent", "puts 20 percent on our cars" */
static bool is_on_us(const struct document *doc, const struct change *change)
{
    for (uint32_t at = change->act.verb->end; at < change->own_end; at++) {
        if (word_is(doc, at, W_US) || word_is(doc, at, W_OUR))
            return true;
    }
    return false;
}

/* "for years they have charged us", "they still put", "for as long as anybody can remember" */
static bool is_lasting(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t verb = change->act.verb->first;
    for (uint32_t at = sentence->first; at + 2 < sentence->end; at++) {
        bool years =
            hit_at(doc, at + 1, LEX_PERIOD) != NULL && doc->text[doc->token[at + 1].end - 1] == 's';
        if (word_is(doc, at, W_FOR) &&
            (years || (word_is(doc, at + 1, W_AS) && word_spelled(doc, at + 2, "long"))))
            return true;
    }
    return verb > sentence->first && word_spelled(doc, verb - 1, "still");
}

/* "our tariff is a mere 2.5 percent", "we only charge 2.4 percent": how low one's own is. */
static bool is_own_little(const struct document *doc, const struct change *change)
{
    static const char *const words[] = {"only", "just", "mere", "merely"};
    const struct hit *verb = change->act.verb;
    const struct rate *rate = change->rate;
    if (rate == NULL || change->old != NULL || change->act.future || change->act.done ||
        change->act.passive || (verb != NULL && !hit_is(verb, 0, "impose")))
        return false;
    uint32_t from = verb != NULL && verb->first < rate->first ? verb->first : rate->first;
    bool be = false;
    uint32_t low =
        rate->first > change->first + LITTLE_REACH ? rate->first - LITTLE_REACH : change->first;
    for (uint32_t at = low; at < rate->first; at++)
        be = be || word_is(doc, at, W_IS) || word_is(doc, at, W_ARE);
    if (verb == NULL ? !be : !is_present(doc, &change->act))
        return false;
    low = from > change->first + LITTLE_REACH ? from - LITTLE_REACH : change->first;
    for (uint32_t at = low; at < rate->first; at++) {
        if (WORD_AMONG(doc, at, words))
            return true;
    }
    return false;
}

bool others_level(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    if (!scene->author->press && !change->dated && is_own_little(doc, change))
        return true;
    const struct hit *verb = change->act.verb;
    const char *teller = teller_of(scene, change);
    if (verb == NULL && change->rate != NULL && change->duty == NULL && !change->dated &&
        change->old == NULL && !scene->author->press && imposer_paper(doc, change) == NULL)
        return teller != NULL && strcmp(teller, change->imposer) != 0;
    if (verb == NULL || change->rate == NULL || change->old != NULL || change->dated ||
        !hit_is(verb, 0, "impose") || hit_is(verb, 1, "w"))
        return false;
    if (is_lasting(doc, change) && is_on_us(doc, change))
        return true;
    if (!is_present(doc, &change->act))
        return false;
    bool us = is_on_us(doc, change);
    /* "From this afternoon" */
    if (word_is(doc, doc->sentence[change->sentence].first, W_FROM))
        return false;
    for (uint32_t at = change->own_first; at < verb->first; at++) {
        bool link = (word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH)) && at > 0 &&
                    hit_over(doc, at - 1, LEX_TARIFF) != NULL;
        if (link || hit_at(doc, at, LEX_STAGE) != NULL || word_is(doc, at, W_NOW) ||
            word_is(doc, at, W_SINCE))
            return false;
    }
    for (uint32_t at = verb->end; at < change->end; at++) {
        if (word_is(doc, at, W_SINCE))
            return false;
    }
    return us || (teller != NULL && strcmp(teller, change->imposer) != 0);
}

bool others_pledge(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct voice *voice = &scene->voices[change->sentence];
    const struct hit *verb = change->act.verb;
    const char *teller = teller_of(scene, change);
    if (!voice->reported || !scene->author->press || verb == NULL || teller == NULL ||
        strcmp(teller, change->imposer) == 0)
        return false;
    uint32_t low = verb->first > change->own_first + PLEDGE_REACH ? verb->first - PLEDGE_REACH
                                                                  : change->own_first;
    for (const struct hit *hit = hit_in(doc, low, verb->first, LEX_STAGE); hit != NULL;
         hit = hit_in(doc, hit->end, verb->first, LEX_STAGE)) {
        if (hit_is(hit, 1, "pledge"))
            return true;
    }
    return false;
}
