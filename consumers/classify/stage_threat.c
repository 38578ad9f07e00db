/* Whether a change is only threatened: said, supposed or put as what follows otherwise. */
#include "consumers/classify/act.h"
#include "consumers/classify/tariff.h"
#include "consumers/classify/when.h"

#include <string.h>

#define OR_REACH   8  /* tokens from "or" to the deed that is threatened */
#define OTHER_NEAR 4  /* tokens from another rate to "was threatened" */
#define OLD_REACH  12 /* tokens from an earlier rate to what was said of it */
#define WORD_REACH 12 /* tokens from "he would" to the deed */

/* "or sooner if they ..." */
static bool follows_or(const struct document *doc, uint32_t at)
{
    return word_is(doc, at - 1, W_OR) || (at > 1 && word_is(doc, at - 2, W_OR));
}

/* "if they agree", but not "if revoked" */
static bool has_subject(const struct document *doc, uint32_t at)
{
    return hit_at(doc, at, LEX_ACT) == NULL && at < doc->token_count &&
           doc->token[at].kind == TOKEN_WORD;
}

/* "Take them away, or I will": whether the deed is what follows otherwise. */
static bool is_otherwise(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    uint32_t low = verb != NULL && verb->first > change->first + OR_REACH ? verb->first - OR_REACH
                                                                          : change->first;
    for (uint32_t at = low; verb != NULL && at + 2 < verb->first; at++) {
        bool subject = word_is(doc, at + 1, W_I) || word_is(doc, at + 1, W_WE) ||
                       word_is(doc, at + 1, W_THEY) || word_is(doc, at + 1, W_HE);
        if (word_is(doc, at, W_OR) && subject &&
            (word_is(doc, at + 2, W_WILL) || word_is(doc, at + 2, W_LL)))
            return true;
    }
    return false;
}

/* "if it is signed, we will": a condition before the deed, or "would" with one after it. */
static bool is_conditional(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *cue = hit_in(doc, sentence->first, sentence->end, LEX_CONDITION);
    if (cue == NULL || change->act.done)
        return false;
    /* "would put 100% on medicines from October 1 unless firms build plants": decided, with a way
     * out */
    if (scene->author->press && word_is(doc, cue->first, W_UNLESS) &&
        when_effective(doc, sentence->first, sentence->first, cue->first).known)
        return false;
    uint32_t deed = change->rate != NULL       ? change->rate->first
                    : change->act.verb != NULL ? change->act.verb->first
                                               : change->own_first;
    if (cue->first < deed && (cue->first == 0 || !follows_or(doc, cue->first)))
        return true;
    for (uint32_t at = change->first; at < cue->first; at++) {
        if (word_is(doc, at, W_WOULD))
            return true;
    }
    /* "will bear 10 percent if they do", and of a threat, not an order, "unless they do" */
    bool order = !scene->author->press && !scene->author->social &&
                 !scene->voices[change->sentence].turn && !scene->voices[change->sentence].reported;
    bool they = word_is(doc, cue->end, W_THEY) || word_is(doc, cue->end, W_IT) ||
                word_is(doc, cue->end, W_HE);
    bool unless = word_is(doc, cue->first, W_UNLESS) && they && !order;
    return change->act.future && cue->first > deed && (word_is(doc, cue->first, W_IF) || unless) &&
           has_subject(doc, cue->end);
}

/* "The president said on Monday that he would put 10% on tin": the word of one person, which no
 * paper decides; not where it is called an announcement. */
static bool is_mere_word(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    /* "President Trump said goods from Chile would be taxed at 10%" */
    const struct voice *voice = &scene->voices[change->sentence];
    bool burdens = change->action == ACTION_IMPOSE || change->action == ACTION_RAISE;
    bool head = burdens && !change->act.keeps && voice->reported && voice->speaker.role != NULL &&
                voice->speaker.side != NULL && strcmp(voice->speaker.role, "head") == 0 &&
                strcmp(voice->speaker.side, change->imposer) == 0;
    /* decided, with a way out */
    const struct hit *unless = hit_in(doc, sentence->first, sentence->end, LEX_CONDITION);
    head = head && !(unless != NULL && word_is(doc, unless->first, W_UNLESS));
    for (uint32_t at = change->first; head && verb != NULL && at < verb->first; at++) {
        if (word_is(doc, at, W_WOULD) && voice->verb != NULL && voice->verb->end <= at &&
            hit_at(doc, voice->verb->first, LEX_ACT) == NULL &&
            hit_at(doc, voice->verb->first, LEX_STAGE) == NULL)
            return true;
    }
    if (verb == NULL || !change->act.future || change->act.pays)
        return false;
    uint32_t low =
        verb->first > sentence->first + WORD_REACH ? verb->first - WORD_REACH : sentence->first + 1;
    for (uint32_t at = verb->first; at > low; at--) {
        bool ahead = word_is(doc, at - 1, W_WOULD) || word_is(doc, at - 1, W_WILL);
        if (!ahead || !(word_is(doc, at - 2, W_HE) || word_is(doc, at - 2, W_SHE)))
            continue;
        const struct hit *say = NULL;
        for (const struct hit *hit = hit_in(doc, sentence->first, at - 2, LEX_SAY); hit != NULL;
             hit = hit_in(doc, hit->end, at - 2, LEX_SAY))
            say = hit;
        return say != NULL && hit_at(doc, say->first, LEX_ACT) == NULL &&
               hit_at(doc, say->first, LEX_STAGE) == NULL;
    }
    return false;
}

/* "Any Country that joins them will pay 10%", in a post: nobody has to pay it who doesn't; not what
 * is signed, or is so from a day on. */
static bool is_for_whoever(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    if (!scene->author->social || verb == NULL || !change->act.future ||
        when_effective(doc, sentence->first, sentence->first, sentence->end).known)
        return false;
    for (uint32_t at = sentence->first; at + 2 < verb->first; at++) {
        struct str who = document_span(doc, at + 1, at + 2);
        if (!word_is(doc, at, W_ANY) ||
            !(str_eq_nocase(who, STR("country")) || str_eq_nocase(who, STR("nation"))))
            continue;
        return word_is(doc, at + 2, W_THAT) || word_is(doc, at + 2, W_WHO) ||
               word_is(doc, at + 2, W_WHICH) || act_ends_with(doc, at + 2, "ing");
    }
    return false;
}

/* "19%, down from the 32% that he had threatened", "half the 10% it proposed in spring": what was
 * said of the earlier rate. */
bool stage_is_of_old(const struct document *doc, const struct change *change, uint32_t at)
{
    if (change->old == NULL || change->rate == NULL || change->old->first < change->rate->first)
        return false;
    /* "19%, down from a threatened 32%" */
    if (at + 1 == change->old->first)
        return true;
    if (at <= change->old->first)
        return false;
    for (uint32_t between = change->old->end; between < at; between++) {
        if (doc->token[between].kind == TOKEN_PUNCT && !mark_is(doc, between, '%') &&
            !mark_is(doc, between, '.'))
            return false;
    }
    return at - change->old->first <= OLD_REACH;
}

/* "was hit with 39%, well above the 31% it was threatened with": what was said of another rate. */
static bool is_of_other(const struct document *doc, const struct change *change, uint32_t at)
{
    if (change->rate == NULL || at < change->rate->end + OTHER_NEAR)
        return false;
    const struct hit *other = hit_in(doc, at - OTHER_NEAR, at, LEX_PERCENT);
    return other != NULL && other->first >= change->rate->end &&
           (word_is(doc, at - 1, W_WAS) || word_is(doc, at - 1, W_HAD) ||
            word_is(doc, at - 1, W_WERE));
}

/* Whether a deed is threatened; not "put 30% on rice, and has threatened to shut the border", nor
 * "the 25% that he had threatened will be cut to 15%". */
static bool is_threatened(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    for (const struct hit *hit = hit_in(doc, sentence->first, sentence->end, LEX_STAGE);
         hit != NULL; hit = hit_in(doc, hit->end, sentence->end, LEX_STAGE)) {
        if (!hit_is(hit, 0, "threatened") || stage_is_of_old(doc, change, hit->first) ||
            is_of_other(doc, change, hit->first))
            continue;
        uint32_t lead = hit->first;
        while (lead > sentence->first &&
               (word_is(doc, lead - 1, W_HAS) || word_is(doc, lead - 1, W_HAVE) ||
                hit_over(doc, lead - 1, LEX_ADVERB) != NULL))
            lead--;
        const struct hit *verb = change->act.verb;
        bool told = change->act.future || change->act.done;
        if (verb != NULL && told && hit->end <= verb->first && hit->first > sentence->first &&
            word_is(doc, hit->first - 1, W_HAD) && !word_is(doc, verb->first - 1, W_TO))
            continue;
        bool joined = lead > sentence->first && word_is(doc, lead - 1, W_AND);
        if (!joined || !change->act.done || change->rate == NULL || change->rate->first > lead)
            return true;
    }
    return false;
}

bool stage_is_threat(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    return is_threatened(doc, change) || is_conditional(scene, change) ||
           is_otherwise(doc, change) || is_for_whoever(scene, change) ||
           is_mere_word(scene, change);
}
