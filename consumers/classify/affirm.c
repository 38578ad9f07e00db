#include "consumers/classify/affirm.h"

#define ASKED_SURE 6 /* see matter.c */
#define DAY_MAX    4 /* tokens of "on 3 May", and one behind */
#define VERB_AHEAD 4 /* tokens of a question before its verb: "Minister, did you", "And has" */

static bool is_auxiliary(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_DID) || word_is(doc, at, W_HAVE) || word_is(doc, at, W_HAS) ||
           word_is(doc, at, W_HAD) || word_is(doc, at, W_IS) || word_is(doc, at, W_ARE) ||
           word_is(doc, at, W_WAS) || word_is(doc, at, W_WERE) || word_is(doc, at, W_DO) ||
           word_is(doc, at, W_DOES) || word_is(doc, at, W_WILL);
}

static bool is_mark(const struct document *doc, uint32_t at)
{
    return at >= doc->token_count || doc->token[at].kind == TOKEN_PUNCT;
}

/* "on Monday", "on 3 May": not "on many occasions". */
static bool is_on_day(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_ON) && (hit_in(doc, at + 1, at + 2, LEX_WEEKDAY) != NULL ||
                                      hit_in(doc, at + 1, at + DAY_MAX, LEX_MONTH) != NULL);
}

static bool says_yes(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *yes = hit_at(doc, first, LEX_YES);
    if (yes != NULL && is_mark(doc, yes->end))
        return true;
    bool subject = word_is(doc, first, W_I) || word_is(doc, first, W_WE) ||
                   word_is(doc, first, W_HE) || word_is(doc, first, W_SHE) ||
                   word_is(doc, first, W_THEY) || word_is(doc, first, W_IT);
    return subject && first + 2 <= end && is_auxiliary(doc, first + 1) &&
           (is_mark(doc, first + 2) || hit_at(doc, first + 2, LEX_DATE) != NULL ||
            is_on_day(doc, first + 2));
}

/* "Did you deny", "Is it false that", "Did you refuse to": a yes to that affirms no more than the
 * no. */
static bool is_negative(const struct document *doc, uint32_t first, uint32_t end)
{
    static const enum lex_class classes[] = {LEX_NEG, LEX_DENY, LEX_FALSEHOOD, LEX_UNREAL};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        const struct hit *hit = hit_in(doc, first, end, classes[i]);
        /* "Are you negotiating or not?" */
        if (hit != NULL && hit_over(doc, hit->first, LEX_NONEG) == NULL)
            return true;
    }
    return false;
}

/* "Did you", "Minister, have they", but neither "What did you" nor "Do you think". */
static bool asks_whether(const struct document *doc, const struct voice *voice, uint32_t end)
{
    const struct hit *thinks = hit_in(doc, voice->first, end, LEX_SAY);
    if (is_negative(doc, voice->first, end))
        return false;
    for (uint32_t at = voice->first; at < end && at < voice->first + VERB_AHEAD; at++) {
        if (is_auxiliary(doc, at))
            return thinks == NULL || !hit_is(thinks, 0, "think");
        if (word_is(doc, at, W_WHAT) || word_is(doc, at, W_HOW) || word_is(doc, at, W_WHY) ||
            word_is(doc, at, W_WHEN) || word_is(doc, at, W_WHERE) || word_is(doc, at, W_WHO) ||
            word_is(doc, at, W_IF))
            return false;
    }
    return false;
}

enum matter affirm_matter(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    if (!voice->turn || voice->asked || i == 0 || !reader->voices[i - 1].asked ||
        !doc->sentence[i - 1].question || !says_yes(doc, voice->first, doc->sentence[i].end) ||
        !asks_whether(doc, &reader->voices[i - 1], doc->sentence[i - 1].end))
        return MATTER_NONE;
    enum matter matter =
        matter_guess(doc, reader->voices[i - 1].first, doc->sentence[i - 1].end, ASKED_SURE).matter;
    return matter_happens(matter) ? matter : MATTER_NONE;
}
