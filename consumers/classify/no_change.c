#include "consumers/classify/no_change.h"

#include "consumers/classify/act.h"
#include "consumers/classify/bare.h"

#define ESTIMATE_REACH 4  /* tokens from "an estimated" to the duty that is estimated */
#define DATING_MAX     4  /* tokens from a comma to the "after" that dates what stands before */
#define REFUTE_MAX     18 /* tokens of a sentence that only calls the one before untrue */
#define BARE_NO_MAX    5  /* tokens of "It does not." */
#define REASON_REACH   8  /* tokens from "because of" to what is given as the reason */

/* "with an estimated annual trade value of": said of the goods, not of the duty. */
static bool is_estimated(const struct document *doc, const struct hit *hit)
{
    uint32_t high = hit->end + ESTIMATE_REACH < doc->token_count ? hit->end + ESTIMATE_REACH
                                                                 : (uint32_t)doc->token_count;
    /* "the estimated dumping margins are 5%": what a case calls its duty */
    const struct hit *margin = hit_in(doc, hit->end, high, LEX_INSTRUMENT);
    bool weighted = hit->first > 0 && act_ends_with(doc, hit->first - 1, "ed");
    if (hit_is(margin, 1, "case") && (act_ends_with(doc, hit->first, "ed") || weighted))
        return true;
    return hit->first > 0 && act_ends_with(doc, hit->first, "ed") &&
           (word_is(doc, hit->first - 1, W_A) || word_is(doc, hit->first - 1, W_AN)) &&
           hit_in(doc, hit->end, high, LEX_TARIFF) == NULL &&
           hit_in(doc, hit->end, high, LEX_PERCENT) == NULL;
}

bool no_change_unreal(const struct document *doc, const struct sentence *sentence)
{
    for (const struct hit *hit = hit_in(doc, sentence->first, sentence->end, LEX_UNREAL);
         hit != NULL; hit = hit_in(doc, hit->end, sentence->end, LEX_UNREAL)) {
        if (hit_is(hit, 0, "all") && !is_estimated(doc, hit))
            return true;
    }
    return false;
}

/* Whether a sentence calls something untrue, other than as the reason for what is done. */
static bool calls_untrue(const struct document *doc, const struct sentence *sentence)
{
    for (const struct hit *hit = hit_in(doc, sentence->first, sentence->end, LEX_FALSEHOOD);
         hit != NULL; hit = hit_in(doc, hit->end, sentence->end, LEX_FALSEHOOD)) {
        uint32_t low = hit->first > sentence->first + REASON_REACH ? hit->first - REASON_REACH
                                                                   : sentence->first;
        /* "a ridiculous ruling" judges, "the report is ridiculous" denies */
        bool said = !hit_is(hit, 0, "weak") || hit->end >= sentence->end ||
                    doc->token[hit->end].kind != TOKEN_WORD || hit_over(doc, hit->end, LEX_REPORT);
        if (said && hit_in(doc, low, hit->first, LEX_REASON) == NULL)
            return true;
    }
    return false;
}

/* "That is made up.", but not "It helps makers of made-up goods." */
static bool refutes(const struct document *doc, const struct sentence *sentence)
{
    for (const struct hit *hit = hit_in(doc, sentence->first, sentence->end, LEX_FALSEHOOD);
         hit != NULL; hit = hit_in(doc, hit->end, sentence->end, LEX_FALSEHOOD)) {
        bool adjective = (doc->token[hit->end - 1].flags & TOKEN_HYPHEN) != 0 &&
                         hit->end < sentence->end && doc->token[hit->end].kind == TOKEN_WORD &&
                         !word_is_grammar(doc, hit->end);
        if (!adjective)
            return true;
    }
    return false;
}

/* "It doesn't." */
static bool is_bare_no(const struct document *doc, const struct sentence *sentence)
{
    uint32_t at = sentence->first;
    bool subject = word_is(doc, at, W_IT) || word_is(doc, at, W_THEY) || word_is(doc, at, W_HE) ||
                   word_is(doc, at, W_WE);
    return subject && sentence->end - at <= BARE_NO_MAX &&
           (word_is(doc, at + 1, W_DOES) || word_is(doc, at + 1, W_DO) ||
            word_is(doc, at + 1, W_DID) || word_is(doc, at + 1, W_HAS)) &&
           word_is(doc, at + 2, W_NOT);
}

/* "denied", but not "withdrew its tariffs" */
static bool denies(const struct document *doc, const struct hit *verb)
{
    return verb != NULL && verb->entry->class == LEX_DENY &&
           hit_at(doc, verb->first, LEX_ACT) == NULL;
}

bool no_change_hearsay(const struct tariff_scene *scene, uint32_t i)
{
    const struct document *doc = scene->doc;
    const struct voice *voice = &scene->voices[i];
    const struct sentence *sentence = &doc->sentence[i];
    uint32_t end = voice->verb != NULL ? voice->verb->first : sentence->end;
    bool outlet = voice->reported && voice->speaker.kind == MENTION_OUTLET;
    for (const struct hit *hit = hit_in(doc, sentence->first, end, LEX_HEARSAY);
         hit != NULL && !outlet; hit = hit_in(doc, hit->end, end, LEX_HEARSAY))
        outlet = true;
    return outlet && scene->denies;
}

/* "Denied that a deal was near, a day after Washington had put 39% on its goods": where the clause
 * begins by which a reporter dates what somebody says, or the sentence's end. */
static uint32_t dating_clause(const struct document *doc, const struct sentence *sentence)
{
    uint32_t comma = NO_INDEX;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        if (mark_is(doc, at, ','))
            comma = at;
        if (word_is(doc, at, W_AFTER) && comma != NO_INDEX && at - comma <= DATING_MAX &&
            doc->quote_at[at] == NO_INDEX)
            return at;
    }
    return sentence->end;
}

/* Whether such a clause tells the change, with its first rate, and what somebody says does not. */
static bool changes_then(const struct document *doc,
                         const struct voice *voice,
                         const struct sentence *sentence,
                         const struct rate *rate)
{
    uint32_t dating = dating_clause(doc, sentence);
    return voice->verb->first < dating && rate->first > dating &&
           hit_in(doc, dating, sentence->end, LEX_ACT) != NULL;
}

/* "Removing tariffs soon is good for all", "Raising them would be a mistake": a deed that is
 * judged, unlike "Raising them is helping our mills". */
static bool judges_deed(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *deed = hit_at(doc, first, LEX_ACT);
    if (deed == NULL || act_is_noun(deed) || !act_ends_with(doc, first, "ing"))
        return false;
    for (uint32_t at = deed->end; at + 1 < end; at++) {
        if (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark != '-')
            return false;
        if (word_is(doc, at, W_WOULD) && word_is(doc, at + 1, W_BE))
            return true;
        if (word_is(doc, at, W_IS))
            return !act_ends_with(doc, at + 1, "ing") && !word_is(doc, at + 1, W_WHAT);
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_HAS) || word_is(doc, at, W_THAT))
            return false;
    }
    return false;
}

/* Whether the rates stand only in the clause by which a reporter dates what somebody says. */
static bool only_dates(const struct tariff_scene *scene,
                       const struct change_gates *gates,
                       const struct rate *rates)
{
    const struct voice *voice = &scene->voices[gates->sentence];
    return gates->rates > 0 && voice->reported &&
           changes_then(scene->doc, voice, &scene->doc->sentence[gates->sentence], &rates[0]);
}

bool no_change_wondered(const struct tariff_scene *scene, uint32_t i)
{
    static const enum grammar_word opens[] = {W_DID, W_DO,  W_DOES, W_HAS,  W_HAVE, W_WILL,
                                              W_IS,  W_ARE, W_WAS,  W_WERE, W_WOULD};
    const struct document *doc = scene->doc;
    const struct voice *voice = &scene->voices[i];
    for (size_t n = 0; doc->sentence[i].question && n < sizeof opens / sizeof opens[0]; n++) {
        if (word_is(doc, voice->first, opens[n]))
            return true;
    }
    return false;
}

bool no_change_denied(const struct tariff_scene *scene,
                      const struct change_gates *gates,
                      const struct rate *rates)
{
    const struct voice *voice = &scene->voices[gates->sentence];
    return denies(scene->doc, voice->verb) && !only_dates(scene, gates, rates) &&
           (gates->rates == 0 || voice->verb->first < rates[0].first);
}

bool no_change_told(const struct tariff_scene *scene,
                    const struct change_gates *gates,
                    const struct rate *rates)
{
    const struct document *doc = scene->doc;
    uint32_t i = gates->sentence;
    const struct sentence *sentence = &doc->sentence[i];
    const struct voice *voice = &scene->voices[i];
    bool known = gates->rates > 0 && bare_is_dated(scene, gates, &rates[0]);
    if (only_dates(scene, gates, rates))
        return false;
    if ((sentence->question && !known) || calls_untrue(doc, sentence) ||
        hit_in(doc, sentence->first, sentence->end, LEX_NONCOMMIT) != NULL ||
        denies(doc, voice->verb) || no_change_unreal(doc, sentence) ||
        (voice->asked && gates->rates == 0) || no_change_hearsay(scene, i) ||
        (gates->rates == 0 && judges_deed(doc, voice->first, sentence->end)))
        return true;
    if (i + 1 >= doc->sentence_count)
        return false;
    const struct sentence *next = sentence + 1;
    return next->end - next->first < REFUTE_MAX && !scene->voices[i + 1].asked &&
           (refutes(doc, next) || is_bare_no(doc, next));
}
