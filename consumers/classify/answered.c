#include "consumers/classify/answered.h"

#include "consumers/classify/allegiance.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/negation.h"
#include "consumers/classify/opponent_named.h"
#include "consumers/classify/particulars.h"

#include <string.h>

#define WEIGHT_LEAST 2 /* of the words of what is denied: "called" */
#define NEG_NEAR     1 /* tokens from "nobody" to "called" */

/* Whether a sentence is part of what its speaker states already. A denial's sentences may hold
 * another's between them. */
static bool
is_covered(const struct reader *reader, const struct statements *list, uint32_t sentence)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->first_sentence <= sentence && sentence <= one->last_sentence &&
            statement_same_speaker(&one->speaker, &reader->voices[sentence].speaker))
            return true;
    }
    return false;
}

static enum record_type other_type(const struct statement *statement)
{
    return statement->record->type == RECORD_DENIAL ? RECORD_CLAIM : RECORD_DENIAL;
}

/* Whether the other side of a statement is there: the claim that a denial may answer, or a denial
 * of what is claimed. */
static bool has_other(const struct document *doc,
                      const struct statements *list,
                      const struct statement *statement)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->record->type == other_type(statement) &&
            one->record->matter == statement->record->matter &&
            opponent_may_be(doc, one->speaker, &statement->speaker))
            return true;
    }
    return false;
}

/* Whether somebody speaks for another side that the statement is about. */
static bool is_opponent(const struct reader *reader,
                        const struct statements *list,
                        const struct speaker *speaker,
                        const struct statement *statement)
{
    const struct record *record = statement->record;
    const char *own = record->speaker_side != NULL ? record->speaker_side : statement->speaker.side;
    if (!opponent_may_be(reader->doc, *speaker, &statement->speaker))
        return false;
    /* Who denies something else there, even where nobody tells for whom. */
    for (size_t i = 0; other_type(statement) == RECORD_DENIAL && i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->record->type == RECORD_DENIAL && statement_same_speaker(&one->speaker, speaker))
            return true;
    }
    return (speaker->kind == MENTION_PERSON || speaker->kind == MENTION_ROLE) &&
           speaker->side != NULL && record->parties.count > 1 &&
           (own == NULL || strcmp(speaker->side, own) != 0) &&
           record_codes_have(&record->parties, speaker->side);
}

/* "He should call", "he did not call": nothing that is said to have come about. */
static bool is_unsaid(const struct document *doc, uint32_t first, uint32_t end)
{
    static const enum lex_class classes[] = {LEX_NEG,    LEX_DENY,   LEX_FALSEHOOD,
                                             LEX_UNREAL, LEX_INTENT, LEX_APPEAL};
    static const enum grammar_word words[] = {W_IF,    W_SHOULD, W_COULD,  W_MAY,
                                              W_MIGHT, W_WOULD,  W_WHETHER};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (hit_in(doc, first, end, classes[i]) != NULL)
            return true;
    }
    for (uint32_t at = first; at < end; at++) {
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            if (word_is(doc, at, words[i]))
                return true;
        }
    }
    return false;
}

/* "Nobody called", "he never rang": the word right behind the negation. */
static bool
is_negated(const struct document *doc, const struct reading *reading, enum matter matter)
{
    if (negation_find(doc, reading->speaker, reading->first, reading->end).matter == matter)
        return true;
    struct matter_guess guess = matter_guess(doc, reading->first, reading->end, WEIGHT_LEAST);
    const struct hit *neg =
        guess.matter == matter ? hit_in(doc, reading->first, guess.cue, LEX_NEG) : NULL;
    if (neg != NULL && neg->end < guess.cue && word_is_grammar(doc, neg->end))
        return false;
    return neg != NULL && guess.cue - neg->end <= NEG_NEAR && !hit_is(neg, 0, "weak") &&
           hit_over(doc, neg->first, LEX_NONEG) == NULL;
}

/* Whether what a sentence tells, without more than one word of the matter, is the other side of a
 * statement. */
static bool tells(const struct reader *reader,
                  const struct statements *list,
                  uint32_t sentence,
                  const struct statement *statement,
                  struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[sentence];
    bool quoted = doc->quote_at[doc->sentence[sentence].first] != NO_INDEX;
    bool said = voice->reported ? hit_is(voice->verb, 0, "say") : quoted;
    if (!said || voice->asked || reader->duty[sentence] || doc->sentence[sentence].question ||
        !is_opponent(reader, list, &voice->speaker, statement))
        return false;
    *reading = reading_of(reader, sentence, 0);
    enum matter matter = statement->record->matter;
    if (!reading->said || reading->found)
        return false;
    if (other_type(statement) == RECORD_DENIAL)
        return is_negated(doc, reading, matter);
    return matter_guess(doc, reading->first, reading->end, WEIGHT_LEAST).matter == matter &&
           !is_unsaid(doc, reading->from, reading->to);
}

static void add(struct document *doc,
                const struct reader *reader,
                struct statements *list,
                const struct statement *statement,
                uint32_t sentence,
                struct reading *reading)
{
    const struct voice *voice = &reader->voices[sentence];
    bool denial = other_type(statement) == RECORD_DENIAL;
    uint32_t first = sentence;
    /* `"He called. They all call," he told the magazine.` */
    while (!denial && first > 0 && !is_covered(reader, list, first - 1) &&
           !reader->voices[first - 1].reported &&
           doc->quote_at[doc->sentence[first].first] != NO_INDEX &&
           doc->sentence[first - 1].paragraph == doc->sentence[sentence].paragraph &&
           statement_same_speaker(&reader->voices[first - 1].speaker, &voice->speaker))
        first--;
    struct record *record = document_add(doc, other_type(statement), first, sentence);
    if (record == NULL)
        return;
    reading->type = record->type;
    reading->matter = statement->record->matter;
    reading->rule = denial ? "denial.answering" : "claim.answered";
    record->speaker = arena_copy_str(doc->arena, voice->speaker.name);
    record->speaker_side = allegiance_of(reader, voice, &voice->speaker);
    record->speaker_role = voice->speaker.role;
    record->matter = statement->record->matter;
    record->denial_kind = denial ? DENIAL_FLAT : DENIAL_NONE;
    record->parties = statement->record->parties;
    particulars_fill(doc, voice, reading, record);
    list->statement[list->count++] = (struct statement){.record = record,
                                                        .speaker = voice->speaker,
                                                        .first_sentence = first,
                                                        .last_sentence = sentence,
                                                        .flat = denial};
}

void answered_add(struct document *doc, const struct reader *reader, struct statements *list)
{
    size_t count = reader->press ? list->count : 0;
    for (size_t i = 0; i < count; i++) {
        const struct statement one = list->statement[i];
        bool open = matter_happens(one.record->matter) && !has_other(doc, list, &one);
        for (uint32_t s = 0; open && s < doc->sentence_count && list->count < RECORDS_MAX; s++) {
            struct reading reading;
            if (is_covered(reader, list, s) || !tells(reader, list, s, &one, &reading))
                continue;
            add(doc, reader, list, &one, s, &reading);
            open = false;
        }
    }
}
