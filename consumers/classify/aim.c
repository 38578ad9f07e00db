#include "consumers/classify/aim.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define CUE_MIN       4 /* see matter.c */
#define SUBJECT_BACK  4 /* tokens from an aim to whose it is: "we are firmly committed to" */
#define ANSWER_AHEAD  9 /* tokens from "to combat" to what is combated */
#define CAUSE_BACK    5 /* from "to" back to what makes others act */
#define PURPOSE_AHEAD 9 /* and from "to" to what is brought about */

/* Whether figures stand in tokens [first, end): they can be checked, whatever is meant by them. */
static bool has_figure(const struct document *doc, uint32_t first, uint32_t end)
{
    return hit_in(doc, first, end, LEX_PERCENT) != NULL ||
           hit_in(doc, first, end, LEX_NUMBER) != NULL;
}

/* "we are committed to", "the Administration is determined to": the speaker's own. */
static bool is_own(const struct document *doc, const struct hit *aim, const struct reading *reading)
{
    const char *side = reading->speaker->side;
    for (uint32_t at = aim->first; at > reading->from && aim->first - at < SUBJECT_BACK; at--) {
        if (word_is(doc, at - 1, W_WE) || word_is(doc, at - 1, W_I))
            return true;
        const struct mention *subject = mention_ending(doc, at);
        if (subject != NULL)
            return side != NULL && subject->side != NULL && strcmp(side, subject->side) == 0;
        if (doc->token[at - 1].kind == TOKEN_PUNCT)
            return false;
    }
    return false;
}

/* "We are committed to ending unfair trade": nothing of the matter is said but in the aim. */
static bool is_aim(const struct document *doc, const struct reading *reading, const struct hit *aim)
{
    return is_own(doc, aim, reading) && !has_figure(doc, reading->from, reading->to) &&
           matter_guess(doc, reading->from, aim->first, CUE_MIN).matter == MATTER_NONE;
}

/* "to combat dumping": that there is any is taken for granted. */
static bool is_answered(const struct document *doc, const struct reading *reading, uint32_t cue)
{
    uint32_t low = cue > reading->from + ANSWER_AHEAD ? cue - ANSWER_AHEAD : reading->from;
    for (const struct hit *hit = hit_in(doc, low, cue, LEX_AIM); hit != NULL;
         hit = hit_in(doc, hit->end, cue, LEX_AIM)) {
        if (hit_is(hit, 0, "answer"))
            return !has_figure(doc, reading->from, reading->to);
    }
    return false;
}

/* "going to", "led to", "will push firms to": what comes about. */
static bool is_led(const struct document *doc, uint32_t first, uint32_t to)
{
    uint32_t low = to > first + CAUSE_BACK ? to - CAUSE_BACK : first;
    for (const struct hit *hit = hit_in(doc, low, to + 1, LEX_AIM); hit != NULL;
         hit = hit_in(doc, hit->end, to + 1, LEX_AIM)) {
        if (hit_is(hit, 0, "causes") || (hit_is(hit, 0, "leads") && hit->end == to + 1))
            return true;
    }
    return false;
}

/* "tariffs to rebuild industry": what they are for. */
static bool is_purpose(const struct document *doc, const struct reading *reading, uint32_t cue)
{
    for (uint32_t at = cue + 1; at > reading->from + 1 && cue + 1 - at < PURPOSE_AHEAD; at--) {
        uint32_t to = at - 1;
        const struct token *token = &doc->token[to];
        if (token->kind == TOKEN_PUNCT && token->mark != ',')
            return false;
        if (word_is(doc, to, W_WILL) || word_is(doc, to, W_HAS) || word_is(doc, to, W_HAVE) ||
            word_is(doc, to, W_IS) || word_is(doc, to, W_ARE) || word_is(doc, to, W_THAT))
            return false;
        if (!word_is(doc, to, W_TO))
            continue;
        bool verb = to + 1 < reading->to && doc->token[to + 1].kind == TOKEN_WORD &&
                    (doc->token[to + 1].flags & TOKEN_CAPITAL) == 0 &&
                    (doc->token[to + 1].word == 0 || doc->token[to + 1].word >= W_COUNT);
        return verb && !is_led(doc, reading->from, to) && !has_figure(doc, to, reading->to);
    }
    return false;
}

bool aim_only(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    bool conduct = reading->matter == MATTER_TRADE_CONDUCT;
    bool effect = reading->matter == MATTER_TRADE_EFFECT;
    if (reader->voices[i].reported || reading->formal)
        return false;
    bool deal = reading->matter == MATTER_DEAL || reading->matter == MATTER_TARIFF_PLAN;
    struct matter_guess guess = matter_guess(doc, reading->from, reading->to, CUE_MIN);
    if (guess.matter == reading->matter && guess.cue != NO_INDEX &&
        (((conduct || effect) && is_answered(doc, reading, guess.cue)) ||
         (effect && is_purpose(doc, reading, guess.cue))))
        return true;
    for (const struct hit *hit = hit_in(doc, reading->from, reading->to, LEX_AIM);
         hit != NULL && (conduct || effect || deal);
         hit = hit_in(doc, hit->end, reading->to, LEX_AIM)) {
        if (hit_is(hit, 0, "own") && is_aim(doc, reading, hit))
            return true;
    }
    return false;
}
