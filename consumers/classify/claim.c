#include "consumers/classify/claim.h"

#include "consumers/classify/context.h"
#include "consumers/classify/foreseen.h"
#include "consumers/classify/judge.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define TOLD_MAX       6 /* tokens from "told" to "that" */
#define REPORTED_MIN   4 /* weights: see matter.c */
#define SPOKEN_MIN     6
#define POST_MIN       4  /* of one's own post, and */
#define ANSWER_MIN     5  /* of what one says in answer without a word that denies */
#define DOCUMENT_MIN   6  /* an official text's own sentence: of what somebody did, */
#define DOCUMENT_FAR   7  /* and of what may have many causes or parties */
#define STATED_MIN     6  /* of a duty's level, beside its change, */
#define PLANNED_MIN    8  /* and of a plan, which the change mostly is itself */
#define ASKED_MIN      7  /* tokens of a sentence in a question: more than "They say otherwise." */
#define DATE_AHEAD     8  /* tokens from a frame to "that" */
#define CONDITION_FROM 5  /* tokens of what is said before "if" */
#define BRIEF          14 /* sentences of a text that is about one thing */
#define OTHER_AHEAD    4  /* tokens of a sentence in which those stand who act */

/* "If there is no deal, prices will rise": what is said follows the condition. */
static uint32_t past_condition(const struct document *doc, uint32_t first, uint32_t end)
{
    if (!word_is(doc, first, W_IF) && !word_is(doc, first, W_UNLESS))
        return first;
    for (uint32_t at = first; at < end; at++) {
        if (mark_is(doc, at, ','))
            return at + 1;
    }
    return first;
}

/* "vans will bear 35% if the talks fail": what a condition supposes is not said. */
static uint32_t before_condition(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first + CONDITION_FROM; at < end; at++) {
        if ((word_is(doc, at, W_IF) || word_is(doc, at, W_UNLESS)) && !word_is(doc, at - 1, W_AS) &&
            hit_over(doc, at - 1, LEX_SAY) == NULL)
            return at;
    }
    return end;
}

/* Whether a side other than the speaker's is named, or foreign makers act: a country's conduct is
 * another's. */
static bool names_other(const struct document *doc, uint32_t first, uint32_t end, const char *side)
{
    struct record_codes parties = {0};
    for (const struct hit *hit = hit_in(doc, first, end, LEX_GENERAL); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_GENERAL)) {
        if (str_eq_nocase(document_span(doc, hit->first, hit->end), STR("foreign")) &&
            hit->first <= first + OTHER_AHEAD && hit_at(doc, hit->end, LEX_GENERAL) != NULL)
            return true;
    }
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

/* "The surtax will raise the price of cars": what a duty does is told by its own words, however
 * weak they are by themselves. */
static bool
duty_works(const struct document *doc, uint32_t first, uint32_t end, struct matter_guess *guess)
{
    const struct hit *duty = hit_in(doc, first, end, LEX_TARIFF);
    bool none = guess->matter == MATTER_NONE || guess->matter == MATTER_TRADE_EFFECT;
    if (!none || duty == NULL)
        return false;
    struct matter_guess weak = matter_guess(doc, duty->end, end, REPORTED_MIN);
    if (weak.matter != MATTER_TRADE_EFFECT)
        return false;
    *guess = weak;
    return true;
}

/* "Yesterday, the two presidents announced an Agreement": a text's own words of a deed. */
static bool is_announced(const struct document *doc, uint32_t first, uint32_t cue)
{
    for (const struct hit *hit = hit_in(doc, first, cue, LEX_SAY); hit != NULL;
         hit = hit_in(doc, hit->end, cue, LEX_SAY)) {
        if (hit_is(hit, 1, "act"))
            return true;
    }
    return false;
}

/* What somebody did, which an official text tells in fewer words than what came of it. */
static bool is_done(const struct document *doc, uint32_t first, const struct matter_guess *guess)
{
    /* "The two leaders welcomed the talks", "we are ready for talks": none that are said to be. */
    uint32_t cue = guess->cue;
    bool talks = guess->matter == MATTER_TALKS && cue != NO_INDEX &&
                 hit_in(doc, first, cue, LEX_OPINION) == NULL &&
                 (cue == first || (!word_is(doc, cue - 1, W_FOR) && !word_is(doc, cue - 1, W_TO)));
    return guess->matter == MATTER_CONTACT || talks || guess->matter == MATTER_TRADE_CONDUCT ||
           (guess->matter == MATTER_DEAL && is_announced(doc, first, guess->cue));
}

/* "any country will pay a tariff of 25%": what a change will make of things is the change. */
static bool is_future(const struct document *doc, uint32_t first, uint32_t cue)
{
    return cue != NO_INDEX && cue > first &&
           (word_is(doc, cue - 1, W_WILL) || word_is(doc, cue - 1, W_LL) ||
            (cue > first + 1 && word_is(doc, cue - 2, W_WILL)));
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
    /* "told the Berner Blatt that Washington would": past who is told. */
    for (uint32_t at = first; at < first + TOLD_MAX && at < doc->token_count; at++) {
        if (doc->token[at].kind != TOKEN_WORD)
            break;
        if (word_is(doc, at, W_THAT))
            first = at;
    }
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

/* "The President said last night that Russia is no sponsor of terror. Does he stand by it?", in a
 * briefing about tariffs, too: a question of something else. */
static bool is_asked_trade(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    struct context near = context_of(reader, i);
    uint32_t first = doc->sentence[near.first].first;
    uint32_t end = doc->sentence[near.end - 1].end;
    return doc->sentence_count <= BRIEF || matter_trade(doc, first, end) ||
           hit_in(doc, first, end, LEX_PERCENT) != NULL ||
           matter_trade(reader->title, 0, (uint32_t)reader->title->token_count);
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
    /* What a question attributes is a claim, whatever its words; or about what its answer is. */
    if (!voice->asked || !is_asked_trade(reader, i) || !hit_is(reading->verb, 0, "say") ||
        hit_is(reading->verb, 1, "act") || reading->to - reading->from < ASKED_MIN)
        return MATTER_NONE;
    enum matter near = context_matter(reader, i);
    enum matter own = judge_matter(reader, i, reading->speaker, first, end, NULL);
    if (own != MATTER_NONE || near != MATTER_NONE)
        return own != MATTER_NONE ? own : near;
    return hit_in(doc, first, end, LEX_PERCENT) != NULL ? MATTER_TARIFF_LEVEL : MATTER_NONE;
}

/* How heavy the words of a matter have to be: least where somebody is said to have said them. What
 * one posts or answers is mostly about the matter, unless it asks for something or is a duty. */
static unsigned least_weight(
    const struct reader *reader, uint32_t i, const struct reading *reading, bool own, bool appeals)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    if (voice->reported && !hit_is(reading->verb, 1, "opinion"))
        return REPORTED_MIN;
    if (own)
        return DOCUMENT_MIN;
    if (voice->reported || appeals || reader->duty[i])
        return SPOKEN_MIN;
    if (reader->social)
        return POST_MIN;
    bool denies = hit_in(doc, reading->from, reading->to, LEX_NEG) != NULL ||
                  hit_in(doc, reading->from, reading->to, LEX_FALSEHOOD) != NULL;
    return voice->turn && !denies ? ANSWER_MIN : SPOKEN_MIN;
}

/* "Can the Ministry confirm the promise?": asks whether they say so. */
static bool is_asked_to_say(const struct document *doc, const struct voice *voice, uint32_t first)
{
    static const enum grammar_word words[] = {W_CAN, W_COULD, W_WILL, W_WOULD, W_DO,  W_DOES,
                                              W_DID, W_IS,    W_ARE,  W_HAS,   W_HAVE};
    uint32_t at = voice->subject_first;
    at -= at > first && word_is(doc, at - 1, W_THE);
    for (size_t w = 0; at > first && w < sizeof words / sizeof words[0]; w++) {
        if (word_is(doc, at - 1, words[w]))
            return !voice->after;
    }
    return false;
}

void claim_read(const struct reader *reader, uint32_t i, struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    const struct hit *verb = reading->verb;
    bool procedure = !voice->reported || hit_over(doc, verb->first, LEX_PROCEDURE) != NULL;
    if (procedure && hit_in(doc, reading->from, reading->to, LEX_PROCEDURE) != NULL)
        return;
    if (hit_is(verb, 0, "ask") || (verb != NULL && verb->entry->class == LEX_DENY) ||
        (voice->asked && voice->reported && doc->sentence[i].question &&
         is_asked_to_say(doc, voice, doc->sentence[i].first)))
        return;
    uint32_t first = past_condition(doc, reading->first, reading->end);
    uint32_t end = before_condition(doc, first, reading->end);
    const struct hit *appeal = hit_in(doc, first, end, LEX_APPEAL);
    if (appeal != NULL)
        end = appeal->first;
    bool own = !voice->reported && !voice->turn && !reader->social &&
               reading->speaker->kind != MENTION_PERSON && reading->speaker->kind != MENTION_ROLE;
    unsigned least = least_weight(reader, i, reading, own, appeal != NULL);
    struct matter_guess guess = matter_guess(doc, first, end, least);
    bool works = !own && !voice->reported && duty_works(doc, first, end, &guess);
    if (own && (is_order(doc, first, end) ||
                (guess.weight < DOCUMENT_FAR && !works && !is_done(doc, first, &guess))))
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
    if (foreseen_in(doc, reading->from, reading->to, reading->speaker->side, false) ||
        foreseen_rival(doc, doc->sentence[i].first, doc->sentence[i].end, reader->author))
        foreign = MATTER_TARIFF_PLAN;
    if (!reader->duty[i] && foreseen_none(doc, reading->from, reading->to))
        foreign = MATTER_TARIFF_PLAN;
    if (foreign != MATTER_NONE)
        guess = (struct matter_guess){.matter = foreign, .weight = PLANNED_MIN};
    if (guess.matter == MATTER_NONE)
        return;
    /* A bare announcement of a duty is a tariff change only; one who asks announces none. */
    bool future = guess.matter == MATTER_TARIFF_PLAN || is_future(doc, first, guess.cue);
    unsigned plain = future ? PLANNED_MIN : STATED_MIN;
    if (reader->duty[i] && !voice->asked && foreign == MATTER_NONE &&
        (own || (duty && guess.weight < plain)))
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
    reading->formal = (voice->asked && voice->reported && named && is_asked_trade(reader, i)) ||
                      foreign != MATTER_NONE;
    reading->weight = guess.weight;
}
