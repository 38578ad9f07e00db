#include "consumers/classify/rebutted.h"

#include "consumers/classify/allegiance.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/particulars.h"

#define THAT_AHEAD  9  /* tokens from the name to "that": "by X and others that" */
#define ASIDE_MAX   10 /* tokens between: ", in an interview with the weekly K," */
#define TELLS_AHEAD 4  /* and to the verb: "is still telling" */
#define CONTENT_MIN 4  /* tokens of a clause that says something */
#define CUE_SURE    6  /* see matter.c */
#define ASKED_MIN   7  /* and of a question that does: more than "They say otherwise." */

/* Where the clause begins that tells what X said: "the claim by X that", "X's claim that", "X,
 * which had said that"; NO_INDEX where there is none. */
static uint32_t clause_of(const struct document *doc, const struct mention *name, uint32_t end)
{
    uint32_t from = name->end;
    for (uint32_t at = name->end; at < end && at - from < THAT_AHEAD; at++) {
        if (word_is(doc, at, W_THAT))
            return at + 1;
        /* "what X asserted, that", "a remark by X, to the effect that" */
        uint32_t effect = at + 1 + 3 * (word_is(doc, at + 1, W_TO) && word_is(doc, at + 2, W_THE));
        if (mark_is(doc, at, ',') && effect < end && word_is(doc, effect, W_THAT))
            return effect + 1;
        /* "X's claim, in an interview with a weekly, that" */
        uint32_t close = at > name->end && mark_is(doc, at, ',') &&
                                 (word_is(doc, at + 1, W_IN) || word_is(doc, at + 1, W_TO))
                             ? at + 1
                             : end;
        while (close < end && close - at <= ASIDE_MAX && !mark_is(doc, close, ','))
            close++;
        if (close + 1 < end && mark_is(doc, close, ',') && word_is(doc, close + 1, W_THAT))
            return close + 2;
        bool comma = doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ',';
        if (doc->token[at].kind == TOKEN_PUNCT && !(comma && at == name->end))
            return NO_INDEX;
    }
    return NO_INDEX;
}

/* "Mexico is telling people that": a country that a sentence begins with, as who says something. */
static bool begins_telling(const struct document *doc, const struct mention *name)
{
    return name->first == doc->sentence[name->sentence].first && !name->possessive &&
           hit_in(doc, name->end, name->end + TELLS_AHEAD, LEX_SAY) != NULL;
}

/* Whether a claim of that matter, or of any in that sentence, is the speaker's already. */
static bool has_claim(const struct statements *list,
                      const struct speaker *speaker,
                      enum matter matter,
                      uint32_t sentence)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        bool there = one->first_sentence <= sentence && sentence <= one->last_sentence;
        if (one->record->type == RECORD_CLAIM && (one->record->matter == matter || there) &&
            statement_same_speaker(&one->speaker, speaker))
            return true;
    }
    return false;
}

/* "Q: The Mexicans say there was no promise.": whether a sentence is the speaker's own denial. */
static bool
denies_itself(const struct statements *list, const struct speaker *speaker, uint32_t sentence)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->record->type == RECORD_DENIAL && one->first_sentence <= sentence &&
            sentence <= one->last_sentence && statement_same_speaker(&one->speaker, speaker))
            return true;
    }
    return false;
}

/* Whether a claim is read in a sentence, whoever's. */
static bool has_any(const struct statements *list, uint32_t sentence)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->record->type == RECORD_CLAIM && one->first_sentence <= sentence &&
            sentence <= one->last_sentence)
            return true;
    }
    return false;
}

/* "Q: The minister says the text is settled.": what an answer denies that a question attributes,
 * whatever the words; the sentence's first token, or NO_INDEX. */
static uint32_t asked_clause(const struct document *doc,
                             const struct reader *reader,
                             const struct statements *list,
                             const struct mention *name)
{
    const struct voice *voice = &reader->voices[name->sentence];
    uint32_t end = doc->sentence[name->sentence].end;
    /* "Brazil announced its ruling": no more than what happened. */
    /* "Did the Chinese side complain?": nobody knows yet. */
    bool asks = doc->sentence[name->sentence].question &&
                (word_is(doc, voice->first, W_DID) || word_is(doc, voice->first, W_DO) ||
                 word_is(doc, voice->first, W_DOES) || word_is(doc, voice->first, W_HAS) ||
                 word_is(doc, voice->first, W_HAVE));
    bool said = !asks && end - voice->first >= ASKED_MIN && !has_any(list, name->sentence) &&
                !hit_is(voice->verb, 1, "act");
    return voice->asked && said ? voice->first : NO_INDEX;
}

/* "I read what the minister asserted, that our officers look away. It is not true.": what was taken
 * for the denier's own claim in the sentence that tells what is denied, or NULL. */
static struct statement *
taken_for_own(struct statements *list, const struct statement *denial, uint32_t sentence)
{
    for (size_t i = 0; i < list->count; i++) {
        struct statement *one = &list->statement[i];
        if (one->record->type == RECORD_CLAIM && sentence < denial->first_sentence &&
            one->first_sentence == sentence && one->last_sentence == sentence &&
            statement_same_speaker(&one->speaker, &denial->speaker))
            return one;
    }
    return NULL;
}

static void add(struct document *doc,
                const struct reader *reader,
                struct statements *list,
                const struct statement *denial)
{
    const struct mention *name = denial->opponent;
    uint32_t end = doc->sentence[name->sentence].end;
    uint32_t clause = asked_clause(doc, reader, list, name);
    if (clause == NO_INDEX && (name->kind != MENTION_COUNTRY || begins_telling(doc, name)))
        clause = clause_of(doc, name, end);
    struct speaker speaker = speech_of_mention(doc, name);
    speech_name_office(doc, &speaker);
    if (clause == NO_INDEX || end - clause < CONTENT_MIN || list->count == RECORDS_MAX)
        return;
    /* "There are no talks, she said, rejecting his word that she had called him." */
    enum matter matter = matter_guess(doc, clause, end, CUE_SURE).matter;
    if (matter == MATTER_NONE)
        matter = denial->record->matter;
    if (has_claim(list, &speaker, matter, name->sentence) ||
        denies_itself(list, &speaker, name->sentence))
        return;
    struct statement *taken = taken_for_own(list, denial, name->sentence);
    struct record *record = taken != NULL
                                ? taken->record
                                : document_add(doc, RECORD_CLAIM, name->sentence, name->sentence);
    if (record == NULL)
        return;
    struct voice voice = {.speaker = speaker,
                          .reported = true,
                          .subject_first = name->first,
                          .subject_end = name->end};
    struct reading reading = {.type = RECORD_CLAIM,
                              .matter = matter,
                              .rule = "claim.rebutted",
                              .speaker = &speaker,
                              .from = clause,
                              .first = clause,
                              .to = end,
                              .end = end};
    record->speaker = arena_copy_str(doc->arena, speaker.name);
    record->speaker_side = allegiance_of(reader, &voice, &speaker);
    record->speaker_role = speaker.role;
    record->matter = matter;
    record->parties = denial->record->parties;
    particulars_fill(doc, &voice, &reading, record);
    if (taken != NULL)
        taken->speaker = speaker;
    else
        list->statement[list->count++] = (struct statement){.record = record,
                                                            .speaker = speaker,
                                                            .first_sentence = name->sentence,
                                                            .last_sentence = name->sentence};
}

void rebutted_add(struct document *doc, const struct reader *reader, struct statements *list)
{
    size_t count = list->count;
    for (size_t i = 0; i < count; i++) {
        const struct statement *denial = &list->statement[i];
        const struct mention *name = denial->opponent;
        /* "where the minister got it": what that is, stands elsewhere. */
        uint32_t before = name != NULL && name->first > 0 ? name->first - 1 : 0;
        before -= before > 0 && word_is(doc, before, W_THE);
        if (denial->record->type == RECORD_DENIAL && name != NULL && name->kind != MENTION_OUTLET &&
            !name->generic && !word_is(doc, before, W_WHERE))
            add(doc, reader, list, denial);
    }
}
