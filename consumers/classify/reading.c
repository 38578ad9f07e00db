#include "consumers/classify/reading.h"

#include "consumers/classify/affirm.h"
#include "consumers/classify/afield.h"
#include "consumers/classify/barred.h"
#include "consumers/classify/claim.h"
#include "consumers/classify/context.h"
#include "consumers/classify/denial.h"
#include "consumers/classify/denied.h"
#include "consumers/classify/judge.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/negation.h"
#include "consumers/classify/pledged.h"
#include "consumers/classify/twofold.h"

#define REPORTED_MIN 4 /* weights: see matter.c */
#define SPOKEN_MIN   6
#define SHORT_TEXT   14 /* sentences */
#define SCENE_SAID   5  /* tokens of what is said after where it was said */
#define FRAME_AHEAD  6  /* tokens before a frame from which it stands after what is said */
#define NO_MORE      5  /* tokens from "but" to the refusal that it leads in */
#define TOLD_MIN     4  /* tokens of what is told before that */

/* "Speaking at a forum in Dubai, the minister said rebar was dumped": before the frame stands where
 * it was said; what was said follows. */
static bool sets_scene(const struct document *doc, uint32_t first, uint32_t tail, uint32_t after)
{
    bool scene = hit_at(doc, first, LEX_SCENE) != NULL || word_is(doc, first, W_IN) ||
                 word_is(doc, first, W_AT) || word_is(doc, first, W_ON) ||
                 word_is(doc, first, W_DURING) || word_is(doc, first, W_AFTER);
    return scene && after > SCENE_SAID && doc->token[tail].kind == TOKEN_WORD &&
           !word_is(doc, tail, W_IN) && !word_is(doc, tail, W_AT) && !word_is(doc, tail, W_ON) &&
           !word_is(doc, tail, W_AFTER) && !word_is(doc, tail, W_DURING) &&
           hit_at(doc, tail, LEX_DATE) == NULL && hit_at(doc, tail, LEX_WEEKDAY) == NULL;
}

/* Where a verb ends: "called reports" is two words of one cue, and what is called stands in it. */
static uint32_t verb_end(const struct document *doc, const struct hit *verb)
{
    bool object = hit_is(verb, 1, "report") && verb->end > verb->first + 1 &&
                  !word_is_grammar(doc, verb->end - 1);
    return verb->end - object;
}

/* The tokens that hold what is said: the frame stands before or after it, whichever leaves more. */
static void
content_of(const struct reader *reader, uint32_t i, unsigned part, struct reading *reading)
{
    const struct voice *voice = &reader->voices[i];
    reading->first = reading->from;
    reading->end = reading->to;
    if (!voice->reported || reading->verb == NULL)
        return;
    if (part > 0) {
        bool joined = reading->verb->first < reading->from;
        reading->first = joined ? reading->from : reading->verb->end;
        return;
    }
    /* "Peru is said by the envoy to have signed": on both sides of the frame. */
    if (voice->verb->entry->class == LEX_SAY && word_is(reader->doc, voice->verb->end, W_BY) &&
        voice->subject_first > voice->verb->end)
        return;
    uint32_t edge =
        voice->subject_first < voice->verb->first ? voice->subject_first : voice->verb->first;
    uint32_t before = edge - reading->from;
    uint32_t tail = verb_end(reader->doc, voice->verb);
    tail = tail > voice->subject_end ? tail : voice->subject_end;
    uint32_t after = reading->to > tail ? reading->to - tail : 0;
    /* "It is not true, she said, that": the frame interrupts. */
    bool negated = hit_in(reader->doc, reading->from, edge, LEX_NEG) != NULL ||
                   hit_in(reader->doc, reading->from, edge, LEX_FALSEHOOD) != NULL;
    bool interrupts = after > FRAME_AHEAD && reader->doc->token[tail].kind == TOKEN_PUNCT &&
                      reader->doc->token[tail].mark == ',';
    if (voice->after && before >= FRAME_AHEAD && interrupts)
        return;
    if (voice->after && sets_scene(reader->doc, reading->from, tail, after))
        reading->first = tail;
    else if (voice->after && before >= after)
        reading->end = edge;
    else if (!voice->after || (before < FRAME_AHEAD && !negated))
        reading->first = tail;
    else if (before < FRAME_AHEAD && !interrupts)
        reading->end = edge;
}

/* Whether somebody speaks the part of a sentence who may make a statement. */
static bool has_speaker(const struct reading *reading)
{
    const struct speaker *speaker = reading->speaker;
    bool nobody = speaker->generic && (speaker->side == NULL || speaker->kind != MENTION_ROLE);
    return speaker->name.len > 0 && speaker->kind != MENTION_OUTLET && !nobody;
}

/* "What does the White House say to that?": what somebody says is asked for, not told. */
static bool asks_for(const struct document *doc, const struct voice *voice)
{
    uint32_t before = voice->subject_first;
    before -= before > voice->first && word_is(doc, before - 1, W_THE);
    return before > voice->first && !voice->after &&
           (word_is(doc, before - 1, W_DO) || word_is(doc, before - 1, W_DOES) ||
            word_is(doc, before - 1, W_DID) || word_is(doc, before - 1, W_WILL) ||
            word_is(doc, before - 1, W_WOULD) || word_is(doc, before - 1, W_HAS) ||
            word_is(doc, before - 1, W_HAVE));
}

/* "Can you share what the President told them about it?": nobody knows yet what. */
static bool asks_what(const struct document *doc, const struct voice *voice)
{
    uint32_t before = voice->subject_first;
    before -= before > voice->first && word_is(doc, before - 1, W_THE);
    return before > voice->first && !voice->after &&
           (word_is(doc, before - 1, W_WHAT) || word_is(doc, before - 1, W_HOW) ||
            word_is(doc, before - 1, W_WHETHER)) &&
           !word_is(doc, voice->verb->end, W_THAT);
}

/* "Said that they had spoken, but would not say when": where the clause begins by which somebody
 * tells no more of what they have told; the sentence's end where there is none. */
static uint32_t no_more_of(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    uint32_t end = doc->sentence[i].end;
    const struct hit *refusal = voice->reported && hit_is(voice->verb, 0, "say") && !voice->after
                                    ? hit_in(doc, voice->verb->end, end, LEX_NONCOMMIT)
                                    : NULL;
    if (refusal == NULL)
        return end;
    uint32_t least = voice->verb->end + TOLD_MIN;
    uint32_t at = refusal->first;
    while (at > least && refusal->first - at < NO_MORE) {
        at--;
        if (word_is(doc, at, W_BUT) || word_is(doc, at, W_THOUGH) || word_is(doc, at, W_ALTHOUGH))
            return at;
    }
    return end;
}

/* Whether a source without a name says it, of no office either: "two people familiar with it",
 * unlike "an official of the ministry who asked not to be named". */
static bool
is_nobodys(const struct document *doc, const struct voice *voice, const struct sentence *sentence)
{
    const struct hit *anon = hit_in(doc, sentence->first, sentence->end, LEX_ANON);
    bool office = voice->reported && voice->speaker.side != NULL &&
                  (voice->speaker.kind == MENTION_ROLE || voice->speaker.kind == MENTION_BODY);
    return anon != NULL && !(hit_is(anon, 0, "unnamed") && office);
}

/* Whether what is said may be a statement by its form. */
static bool is_said(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    const struct sentence *sentence = &doc->sentence[i];
    bool asks = (voice->asked && (!voice->reported || asks_what(doc, voice))) ||
                (sentence->question &&
                 (!voice->reported || !hit_is(voice->verb, 0, "say") || asks_for(doc, voice)));
    return !asks && hit_in(doc, sentence->first, no_more_of(reader, i), LEX_NONCOMMIT) == NULL &&
           !is_nobodys(doc, voice, sentence);
}

/* Whether what is said from `at` on is another matter than what is said before: "met that morning
 * and that they were talking" is one statement, as calls, talks and deals go together where their
 * words are not plain; "had called him and that talks were under way" are two. */
static bool is_other_matter(const struct document *doc,
                            const struct speaker *speaker,
                            uint32_t first,
                            uint32_t at,
                            uint32_t end)
{
    struct matter_guess one = matter_guess(doc, first, at, REPORTED_MIN);
    struct matter_guess two = matter_guess(doc, at, end, REPORTED_MIN);
    /* "had placed no call and that France was in no negotiation" */
    struct matter_guess no = negation_find(doc, speaker, first, at);
    struct matter_guess nor = negation_find(doc, speaker, at, end);
    if (no.matter != MATTER_NONE && nor.matter != MATTER_NONE)
        return no.matter != nor.matter;
    bool together = matter_happens(one.matter) && matter_happens(two.matter);
    bool plain = one.matter != two.matter && one.weight >= SPOKEN_MIN && two.weight >= SPOKEN_MIN &&
                 hit_in(doc, at, end, LEX_FALSEHOOD) == NULL;
    return one.matter != MATTER_NONE && two.matter != MATTER_NONE && (!together || plain);
}

/* ", in what would be the first breakthrough in a negotiation": where what a reporter adds begins
 * to what somebody said, or the sentence's end. */
static uint32_t addition_of(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    uint32_t end = no_more_of(reader, i);
    if (!reader->press || !voice->reported)
        return end;
    for (uint32_t at = voice->verb->end; at + 2 < end; at++) {
        if (mark_is(doc, at, ',') && word_is(doc, at + 1, W_IN) && word_is(doc, at + 2, W_WHAT) &&
            doc->quote_at[at] == NO_INDEX)
            return at;
    }
    return end;
}

/* The tokens and speaker of a part; false where the sentence has no such part. */
static bool part_of(const struct reader *reader, uint32_t i, unsigned part, struct reading *reading)
{
    const struct voice *voice = &reader->voices[i];
    const struct aside *aside = &voice->aside;
    *reading = (struct reading){.from = voice->first,
                                .to = addition_of(reader, i),
                                .verb = voice->verb,
                                .speaker = &voice->speaker};
    bool next =
        voice->next_verb != NULL &&
        (voice->next_verb != voice->verb || !word_is(reader->doc, voice->next_first, W_THAT) ||
         is_other_matter(reader->doc, &voice->speaker, voice->verb->end, voice->next_first,
                         reading->to));
    if ((part == 1 && !next) || (part == 2 && aside->verb == NULL))
        return false;
    if (part == 2) {
        reading->speaker = &aside->speaker;
        reading->verb = aside->verb;
        reading->from = aside->first;
        reading->to = aside->end;
        reading->first = aside->verb->end;
        reading->end = aside->end;
        return true;
    }
    if (aside->verb != NULL && aside->first > voice->subject_first)
        reading->to = aside->first - 1;
    else if (aside->verb != NULL)
        reading->from = aside->end;
    if (part == 1) {
        reading->verb = voice->next_verb;
        reading->from = voice->next_first;
    } else if (next) {
        reading->to = voice->next_first;
    }
    return reading->from < reading->to;
}

static void read_rules(const struct reader *reader, uint32_t i, struct reading *reading)
{
    enum matter affirmed = affirm_matter(reader, i);
    if (affirmed != MATTER_NONE) {
        reading->found = true;
        reading->formal = true;
        reading->type = RECORD_CLAIM;
        reading->matter = affirmed;
        reading->rule = "claim.affirmed";
        reading->weight = SPOKEN_MIN;
        return;
    }
    denial_read(reader, i, reading);
    /* "It is not in the side letter": goes on denying. */
    const struct hit *neg = hit_in(reader->doc, reading->first, reading->end, LEX_NEG);
    bool denies = reading->anaphoric && neg != NULL && !hit_is(neg, 0, "weak");
    if (!reading->found && !reading->negated && !denies)
        claim_read(reader, i, reading);
}

/* Narrows the first part to what it denies first, or to what it denies then. */
static bool cut_denials(const struct reader *reader, bool second, struct reading *reading)
{
    uint32_t cut = negation_second(reader->doc, reading->speaker, reading->first, reading->end);
    if (cut == reading->end)
        return !second;
    if (second)
        reading->first = cut;
    else
        reading->end = cut;
    reading->more = 3;
    return true;
}

/* The same for claims: to the second clause, or to what stands before it. */
static bool
cut_claims(const struct reader *reader, uint32_t i, bool second, struct reading *reading)
{
    const struct voice *voice = &reader->voices[i];
    bool quoted = voice->after && reader->doc->quote_at[reading->first] != NO_INDEX;
    bool whole = (voice->after && !quoted) || voice->asked || reader->doc->sentence[i].question ||
                 hit_in(reader->doc, reading->first, reading->end, LEX_NEG) != NULL;
    uint32_t cut = whole ? reading->end : twofold_second(reader->doc, reading->first, reading->end);
    if (cut == reading->end)
        return !second;
    if (second)
        reading->first = reading->from = cut;
    else
        reading->end = reading->to = cut - 2;
    reading->more = 4;
    return true;
}

bool reading_may_say(const struct reader *reader, uint32_t i)
{
    return reader->trade || reader->doc->sentence_count <= SHORT_TEXT || context_trade(reader, i);
}

bool reading_may_be(const struct reader *reader, uint32_t i, unsigned part, unsigned more)
{
    const struct voice *voice = &reader->voices[i];
    if (part == 1)
        return voice->next_verb != NULL;
    return part == 2 ? voice->aside.verb != NULL : part == 0 || part == more;
}

struct reading reading_of(const struct reader *reader, uint32_t i, unsigned part)
{
    struct reading reading;
    bool second = part == 3;
    bool claims = part == 0 || part == 4;
    unsigned of = part > 2 ? 0 : part;
    if (!part_of(reader, i, of, &reading) || !has_speaker(&reading))
        return reading;
    if (part != 2)
        content_of(reader, i, of, &reading);
    if ((part == 0 || second) && !cut_denials(reader, second, &reading))
        return reading;
    if (claims && !cut_claims(reader, i, part == 4, &reading))
        return reading;
    reading.trade = context_trade(reader, i);
    reading.said = is_said(reader, i);
    if (reading.trade && reading.said)
        read_rules(reader, i, &reading);
    /* A long text speaks of much else. */
    if (reading.trade || reader->trade || reader->doc->sentence_count <= SHORT_TEXT)
        judge_reading(reader, i, &reading);
    /* "Who does not?" denies nothing. */
    if (reading.type == RECORD_DENIAL && reading.judged && !reading.ruled && !reading.said &&
        reader->doc->sentence[i].question)
        reading.found = false;
    /* "Nor did prices fall": what a reporter goes on with is somebody's only by its words. */
    bool nor = word_is(reader->doc, reader->voices[i].first, W_NOR) && reader->press &&
               !reader->voices[i].reported && !reader->voices[i].turn;
    if (nor && reading.judged && !reading.ruled)
        reading.found = false;
    if (reading.found && afield_part(reader, &reading))
        reading.found = false;
    if (reading.found && !matter_happens(reading.matter) &&
        pledged_opens(reader->doc, reading.first, reading.end))
        reading.matter = MATTER_DEAL;
    denied_settle(reader, i, &reading);
    if (reading.found && (reading.type == RECORD_CLAIM ? barred_claim(reader, i, &reading)
                                                       : barred_denial(reader, i, &reading)))
        reading.found = false;
    return reading;
}
