#include "consumers/classify/reading.h"

#include "consumers/classify/affirm.h"
#include "consumers/classify/barred.h"
#include "consumers/classify/context.h"
#include "consumers/classify/denial.h"
#include "consumers/classify/foreseen.h"
#include "consumers/classify/judge.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define REPORTED_MIN 4 /* weights: see matter.c */
#define SPOKEN_MIN   6
#define DOCUMENT_MIN 6  /* an official text's own sentence: of what somebody did, */
#define DOCUMENT_FAR 7  /* and of what may have many causes or parties */
#define STATED_MIN   6  /* of a duty's level, beside its change, */
#define PLANNED_MIN  8  /* and of a plan, which the change mostly is itself */
#define ASKED_MIN    7  /* tokens of a sentence in a question: more than "They say otherwise." */
#define SHORT_TEXT   14 /* sentences */
#define SCENE_SAID   5  /* tokens of what is said after where it was said */
#define DATE_AHEAD   8  /* tokens from a frame to "that" */
#define FRAME_AHEAD  6  /* tokens before a frame from which it stands after what is said */

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
    uint32_t edge =
        voice->subject_first < voice->verb->first ? voice->subject_first : voice->verb->first;
    uint32_t before = edge - reading->from;
    uint32_t tail = voice->verb->end > voice->subject_end ? voice->verb->end : voice->subject_end;
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

/* "If there is no deal, prices will rise": what is said follows the condition. */
static uint32_t past_condition(const struct document *doc, uint32_t first, uint32_t end)
{
    if (!word_is(doc, first, W_IF) && !word_is(doc, first, W_UNLESS))
        return first;
    for (uint32_t at = first; at < end; at++) {
        if (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ',')
            return at + 1;
    }
    return first;
}

/* Whether a side other than the speaker's is named: a country's conduct is another's. */
static bool names_other(const struct document *doc, uint32_t first, uint32_t end, const char *side)
{
    struct record_codes parties = {0};
    matter_parties(doc, first, end, &parties);
    for (size_t i = 0; i < parties.count; i++) {
        if (side == NULL || strcmp(parties.code[i], side) != 0)
            return true;
    }
    return false;
}

/* "the tariffs have hit members": a duty as what does something, whatever it does. */
static bool duty_acts(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *duty = hit_in(doc, first, end, LEX_TARIFF); duty != NULL;
         duty = hit_in(doc, duty->end, end, LEX_TARIFF)) {
        uint32_t at = duty->end;
        bool acts = word_is(doc, at, W_HAS) || word_is(doc, at, W_HAVE) ||
                    word_is(doc, at, W_HAD) || word_is(doc, at, W_WILL) ||
                    word_is(doc, at, W_WOULD) || word_is(doc, at, W_COULD) ||
                    word_is(doc, at, W_MAY) || word_is(doc, at, W_MIGHT);
        if (acts && at + 2 < end && !word_is(doc, at + 1, W_BE) && !word_is(doc, at + 1, W_BEEN) &&
            !word_is(doc, at + 1, W_TO) && !word_is(doc, at + 1, W_NOT) &&
            hit_at(doc, at + 1, LEX_INTENT) == NULL && hit_at(doc, at + 1, LEX_STAGE) == NULL)
            return true;
    }
    return false;
}

/* "The Secretary shall publish": an official text's orders state nothing. */
static bool is_order(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_SHALL))
            return true;
    }
    return false;
}

/* "said on Monday that Peru would": where the clause begins that a frame leads to. */
static uint32_t past_date(const struct document *doc, uint32_t first)
{
    for (uint32_t at = first; at < doc->token_count && at - first < DATE_AHEAD; at++) {
        if (word_is(doc, at, W_THAT))
            return at + 1;
        if (mention_at(doc, at) != NULL)
            break;
    }
    return first;
}

/* The country or office that a clause begins with, as what does something: not "the American duty".
 */
static const struct mention *subject_of(const struct document *doc, uint32_t first)
{
    first = past_date(doc, first);
    while (first < doc->token_count &&
           (doc->token[first].kind != TOKEN_WORD || word_is(doc, first, W_THAT)))
        first++;
    const struct mention *mention = mention_at(doc, first);
    if (mention == NULL && word_is(doc, first, W_THE))
        mention = mention_at(doc, first + 1);
    bool acts =
        mention != NULL && !mention->possessive && mention->side != NULL &&
        (mention->kind != MENTION_COUNTRY || hit_at(doc, mention->first, LEX_DEMONYM) == NULL);
    return acts ? mention : NULL;
}

/* "The United States will lift its duty, Thailand's minister said": what a sentence's changes of
 * duties tell of another's customs, the speaker claims; MATTER_NONE where the duties are their own.
 */
static enum matter
foreign_duty(const struct reader *reader, uint32_t i, const struct speaker *speaker, uint32_t first)
{
    const struct document *doc = reader->doc;
    uint32_t start = doc->token[doc->sentence[i].first].start;
    uint32_t end = doc->token[doc->sentence[i].end - 1].end;
    enum matter matter = MATTER_NONE;
    const struct mention *subject = subject_of(doc, first);
    if (subject == NULL || (speaker->side == NULL && speaker->kind != MENTION_BODY))
        return MATTER_NONE;
    for (size_t r = 0; r < doc->records->count; r++) {
        const struct record *record = &doc->records->record[r];
        const struct record_span *span = &record->evidence[0];
        if (record->type != RECORD_TARIFF_CHANGE || span->start >= end || span->end <= start)
            continue;
        if (record->imposer == NULL || strcmp(record->imposer, subject->side) != 0 ||
            (speaker->side != NULL && strcmp(record->imposer, speaker->side) == 0))
            return MATTER_NONE;
        matter = record->status == STATUS_IN_FORCE ? MATTER_TARIFF_LEVEL : MATTER_TARIFF_PLAN;
    }
    return matter;
}

/* What is claimed where no words of [first, end) say: by the verb, or by what was asked. */
static enum matter implied_matter(const struct reader *reader,
                                  uint32_t i,
                                  const struct reading *reading,
                                  uint32_t first,
                                  uint32_t end)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    /* One accuses another side, or blames the tariff for its effects. */
    if (hit_is(reading->verb, 0, "accuse"))
        return names_other(doc, first, end, reading->speaker->side) ||
                       hit_in(doc, first, end, LEX_TARIFF) == NULL
                   ? MATTER_TRADE_CONDUCT
                   : MATTER_TRADE_EFFECT;
    if (voice->reported && duty_acts(doc, first, end))
        return MATTER_TRADE_EFFECT;
    /* What a question attributes is what its answer is about. */
    if (voice->asked && hit_is(reading->verb, 0, "say") && !hit_is(reading->verb, 1, "act") &&
        reading->to - reading->from >= ASKED_MIN)
        return context_matter(reader, i);
    return MATTER_NONE;
}

static void read_claim(const struct reader *reader, uint32_t i, struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    const struct hit *verb = reading->verb;
    bool procedure = !voice->reported || hit_over(doc, verb->first, LEX_PROCEDURE) != NULL;
    if (procedure && hit_in(doc, reading->from, reading->to, LEX_PROCEDURE) != NULL)
        return;
    if (hit_is(verb, 0, "ask") || (verb != NULL && verb->entry->class == LEX_DENY))
        return;
    uint32_t first = past_condition(doc, reading->first, reading->end);
    uint32_t end = reading->end;
    const struct hit *appeal = hit_in(doc, first, end, LEX_APPEAL);
    if (appeal != NULL)
        end = appeal->first;
    bool own = !voice->reported && !voice->turn && !reader->social &&
               reading->speaker->kind != MENTION_PERSON && reading->speaker->kind != MENTION_ROLE;
    bool sure = voice->reported && !hit_is(verb, 1, "opinion");
    unsigned least = sure ? REPORTED_MIN : own ? DOCUMENT_MIN : SPOKEN_MIN;
    struct matter_guess guess = matter_guess(doc, first, end, least);
    bool done = guess.matter == MATTER_CONTACT || guess.matter == MATTER_TRADE_CONDUCT;
    if (own && !done && guess.weight < DOCUMENT_FAR)
        return;
    if (own && is_order(doc, first, end))
        return;
    if (!voice->reported && guess.matter == MATTER_TRADE_CONDUCT &&
        !names_other(doc, first, end, reading->speaker->side))
        return;
    if (guess.matter == MATTER_CONTACT && !matter_company(doc, first, end, true))
        return;
    if (guess.matter == MATTER_NONE) {
        enum matter implied = implied_matter(reader, i, reading, first, end);
        guess = (struct matter_guess){.matter = implied, .weight = REPORTED_MIN};
    }
    bool duty = guess.matter == MATTER_TARIFF_LEVEL || guess.matter == MATTER_TARIFF_PLAN;
    enum matter foreign =
        reader->duty[i] && voice->reported && (duty || guess.matter == MATTER_NONE)
            ? foreign_duty(reader, i, reading->speaker, first)
            : MATTER_NONE;
    if (foreseen_in(doc, reading->from, reading->to, reading->speaker->side, false))
        foreign = MATTER_TARIFF_PLAN;
    if (foreign != MATTER_NONE)
        guess = (struct matter_guess){.matter = foreign, .weight = PLANNED_MIN};
    if (guess.matter == MATTER_NONE)
        return;
    /* A bare announcement of a duty is a tariff change only; one who asks announces none. */
    if (reader->duty[i] && !voice->asked && foreign == MATTER_NONE &&
        (own ||
         (duty && guess.weight < (guess.matter == MATTER_TARIFF_PLAN ? PLANNED_MIN : STATED_MIN))))
        return;
    /* Jobs and prices have many causes. */
    if (guess.matter == MATTER_TRADE_EFFECT && !voice->reported && !context_tariff(reader, i))
        return;
    reading->found = true;
    reading->type = RECORD_CLAIM;
    reading->matter = guess.matter;
    reading->rule = voice->reported ? "claim.reported" : "claim.spoken";
    const struct mention *who = mention_at(doc, voice->subject_first);
    bool named = who == NULL || who->kind != MENTION_PRONOUN;
    reading->formal = (voice->asked && voice->reported && named) || foreign != MATTER_NONE;
    reading->weight = guess.weight;
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
            word_is(doc, before - 1, W_DID));
}

/* Whether what is said may be a statement by its form. */
static bool is_said(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    const struct sentence *sentence = &doc->sentence[i];
    bool asks = (voice->asked && !voice->reported) ||
                (sentence->question &&
                 (!voice->reported || !hit_is(voice->verb, 0, "say") || asks_for(doc, voice)));
    return !asks && hit_in(doc, sentence->first, sentence->end, LEX_NONCOMMIT) == NULL &&
           hit_in(doc, sentence->first, sentence->end, LEX_ANON) == NULL;
}

/* Whether what is said from `at` on is another matter than what is said before: "met that morning
 * and that they were talking" is one statement, as calls, talks and deals go together. */
static bool is_other_matter(const struct document *doc, uint32_t first, uint32_t at, uint32_t end)
{
    enum matter one = matter_guess(doc, first, at, REPORTED_MIN).matter;
    enum matter two = matter_guess(doc, at, end, REPORTED_MIN).matter;
    bool together = (one == MATTER_CONTACT || one == MATTER_TALKS || one == MATTER_DEAL) &&
                    (two == MATTER_CONTACT || two == MATTER_TALKS || two == MATTER_DEAL);
    return one != MATTER_NONE && two != MATTER_NONE && !together;
}

/* The tokens and speaker of a part; false where the sentence has no such part. */
static bool part_of(const struct reader *reader, uint32_t i, unsigned part, struct reading *reading)
{
    const struct voice *voice = &reader->voices[i];
    const struct aside *aside = &voice->aside;
    *reading = (struct reading){.from = voice->first,
                                .to = reader->doc->sentence[i].end,
                                .verb = voice->verb,
                                .speaker = &voice->speaker};
    bool next =
        voice->next_verb != NULL &&
        (voice->next_verb != voice->verb || !word_is(reader->doc, voice->next_first, W_THAT) ||
         is_other_matter(reader->doc, voice->verb->end, voice->next_first, reading->to));
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
        read_claim(reader, i, reading);
}

struct reading reading_of(const struct reader *reader, uint32_t i, unsigned part)
{
    struct reading reading;
    if (!part_of(reader, i, part, &reading) || !has_speaker(&reading))
        return reading;
    if (part < 2)
        content_of(reader, i, part, &reading);
    reading.trade = context_trade(reader, i);
    reading.said = is_said(reader, i);
    if (reading.trade && reading.said)
        read_rules(reader, i, &reading);
    /* A long text speaks of much else. */
    if (reading.trade || reader->trade || reader->doc->sentence_count <= SHORT_TEXT)
        judge_reading(reader, i, &reading);
    if (reading.found && reading.type == RECORD_CLAIM && barred_claim(reader, i, &reading))
        reading.found = false;
    return reading;
}
