#include "consumers/classify/standing.h"

#include "consumers/classify/act.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define SPOKEN_REACH  8 /* tokens from a rate to what tells whose deed it is */
#define HISTORY_FIRST 1700
#define HISTORY_LAST  1989
#define COPULA_REACH  4 /* tokens from "is" to the rate: "is still around" */

static bool is_cue(const struct document *doc, uint32_t at, const char *value)
{
    return hit_is(hit_at(doc, at, LEX_STANDING), 0, value);
}

/* Whether a sentence tells of something new, from when or on what condition it is. */
static bool is_news(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    if (hit_in(doc, sentence->first, sentence->end, LEX_MONTH) != NULL)
        return true;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        if (word_is(doc, at, W_SINCE) || word_is(doc, at, W_IF) || word_is(doc, at, W_AFTER) ||
            word_is(doc, at, W_WHEN) || word_is(doc, at, W_NOW) || is_cue(doc, at, "news"))
            return true;
    }
    return false;
}

/* "pays 20%", "has been hit with 20%": who bears a duty, not who "gets" one. */
static bool is_borne(const struct document *doc, const struct change *change)
{
    static const char *const verbs[] = {"pay",         "face",       "bear",
                                        "be hit with", "be charged", "be subject to"};
    const struct hit *verb = change->act.verb;
    if (!change->act.pays || verb->end > change->rate->first ||
        act_ends_with(doc, verb->first, "ing"))
        return false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp(verb->entry->surface, verbs[i]) == 0)
            return true;
    }
    return false;
}

/* "they charge 20% on the frozen ones": in the present tense */
static bool is_charged(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    return verb != NULL && strcmp(verb->entry->surface, "charge") == 0 && !change->act.done &&
           !change->act.passive && verb->end <= change->rate->first &&
           !act_ends_with(doc, verb->first, "ed") && !act_ends_with(doc, verb->first, "ing") &&
           word_is(doc, verb->first - 1, W_THEY);
}

/* "is still 20%", "stand at around 20%": what comes right before the rate. */
static bool is_at(const struct document *doc, const struct change *change)
{
    uint32_t rate = change->rate->first;
    uint32_t low =
        rate > change->own_first + COPULA_REACH ? rate - COPULA_REACH : change->own_first;
    for (uint32_t at = rate; at > low; at--) {
        if (doc->token[at - 1].kind == TOKEN_PUNCT)
            return false;
        if (word_is(doc, at - 1, W_IS) || word_is(doc, at - 1, W_ARE) || is_cue(doc, at - 1, "at"))
            return true;
    }
    return false;
}

/* "now add up to 45%" */
static bool is_sum(const struct document *doc, uint32_t rate)
{
    return rate > 3 && is_cue(doc, rate - 3, "sum");
}

/* "stands at 13% and Brazil's at 3%": goes on with what stands. */
static bool goes_on(const struct tariff_scene *scene, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    return scene->tells_level && (verb == NULL || verb->first >= change->rate->end) &&
           word_is(scene->doc, change->rate->first - 1, W_AT);
}

/* "Brazil: 18% on our ethanol": another's, which is told without a deed. */
static bool is_on_ours(const struct tariff_scene *scene, const struct change *change)
{
    const char *home = scene->author->speaker.side;
    return change->act.verb == NULL && home != NULL && change->imposer != NULL &&
           strcmp(change->imposer, home) == 0 && word_is(scene->doc, change->rate->end, W_ON) &&
           word_is(scene->doc, change->rate->end + 1, W_OUR);
}

/* "blames the 50% metal duty", "his 270% on milk": a duty that is spoken of, with nothing done. */
static bool is_spoken_of(const struct document *doc, const struct change *change)
{
    uint32_t rate = change->rate->first;
    bool his = word_is(doc, rate - 1, W_HIS) || word_is(doc, rate - 1, W_HER);
    if (change->act.verb != NULL || !(change->rate->known || his))
        return false;
    uint32_t high = change->rate->end + SPOKEN_REACH < change->own_end
                        ? change->rate->end + SPOKEN_REACH
                        : change->own_end;
    for (uint32_t at = change->rate->end; at < high; at++) {
        if (word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH))
            return false;
    }
    return true;
}

/* "When my party put tariffs on in 1890": long ago. */
static bool is_history(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    for (uint32_t at = sentence->first + 1; at < sentence->end; at++) {
        const struct token *token = &doc->token[at];
        if (token->kind == TOKEN_NUMBER && token->value >= HISTORY_FIRST &&
            token->value <= HISTORY_LAST && word_is(doc, at - 1, W_IN))
            return true;
    }
    return false;
}

/* "They said 9%", "a 5% tariff on Ghana will cost jobs": what others say or expect. */
static bool is_supposed(const struct document *doc, const struct change *change)
{
    uint32_t rate = change->rate->first;
    const struct hit *said = hit_over(doc, rate - 1, LEX_SAY);
    if (said != NULL && said->first > 0 && word_is(doc, said->first - 1, W_THEY))
        return true;
    if (change->act.verb != NULL || !(word_is(doc, rate - 1, W_A) || word_is(doc, rate - 1, W_AN)))
        return false;
    for (uint32_t at = change->rate->end; at + 1 < change->end; at++) {
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD))
            return is_cue(doc, at + 1, "costs");
    }
    return false;
}

enum tariff_action standing_zero(const struct tariff_scene *scene,
                                 const struct change *change,
                                 enum tariff_action action)
{
    bool zero = change->rate != NULL && change->rate->part == RATE_NEW && change->rate->value == 0;
    return scene->author->social && zero && action == ACTION_LOWER ? ACTION_REMOVE : action;
}

bool standing_is(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct act *act = &change->act;
    if (scene->author->social && is_history(doc, change))
        return true;
    if (!scene->author->social || change->rate == NULL || change->old != NULL || change->dated ||
        change->stepped || act->future || act->spares)
        return false;
    if (is_sum(doc, change->rate->first) || is_supposed(doc, change) || is_on_ours(scene, change))
        return true;
    return !is_news(doc, change) &&
           (is_borne(doc, change) || is_spoken_of(doc, change) || is_charged(doc, change) ||
            goes_on(scene, change) || ((act->verb == NULL || act->keeps) && is_at(doc, change)));
}
