#include "consumers/classify/opponent.h"

#include "consumers/classify/context.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/opponent_named.h"
#include "consumers/classify/source.h"

#include <string.h>

#define BEFORE_BACK 2 /* sentences before a denial that it may answer */
#define AFTER_AHEAD 2 /* and after one */
#define SO_AHEAD    4 /* tokens from a name to "that" */
#define CUE_MIN     4 /* see matter.c */
#define NAMED_NEAR  2 /* sentences from a denial to whom it is that it answers */

bool statement_same_speaker(const struct speaker *a, const struct speaker *b)
{
    if (a->person != NO_INDEX && b->person != NO_INDEX)
        return a->person == b->person;
    if (str_eq_nocase(a->name, b->name))
        return true;
    return a->person == NO_INDEX && b->person == NO_INDEX && a->side != NULL &&
           a->side == b->side && a->entry == b->entry && a->entry != NULL;
}

/* An office is the person who holds it, where the text names one. */
static void set_denies(struct document *doc, struct record *record, struct speaker speaker)
{
    speech_name_office(doc, &speaker);
    record->denies = arena_copy_str(doc->arena, speaker.name);
    record->denies_side = speaker.side;
}

static bool
set_mention(struct document *doc, struct statement *statement, const struct mention *mention)
{
    struct record *record = statement->record;
    if (mention == NULL)
        return false;
    statement->opponent = mention;
    set_denies(doc, record, speech_of_mention(doc, mention));
    /* "Secretary Rivas" in the Americans' text: hardly theirs, whom they contradict. */
    bool supposed = mention->kind == MENTION_ROLE && !mention->named_side;
    if (supposed && record->speaker_side != NULL && record->denies_side != NULL &&
        strcmp(record->denies_side, record->speaker_side) == 0)
        record->denies_side = NULL;
    return true;
}

/* Talks, a call and a deal are told as one another; so are a duty and the plan of one. */
static bool is_like(enum matter a, enum matter b)
{
    bool met = a == MATTER_CONTACT || a == MATTER_TALKS || a == MATTER_DEAL;
    bool duty = a == MATTER_TARIFF_LEVEL || a == MATTER_TARIFF_PLAN;
    return a == b || (met && (b == MATTER_CONTACT || b == MATTER_TALKS || b == MATTER_DEAL)) ||
           (duty && (b == MATTER_TARIFF_LEVEL || b == MATTER_TARIFF_PLAN));
}

/* Whether a denial is of the claim's own matter. */
static bool is_denied(const struct statements *list, const struct record *claim)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct record *record = list->statement[i].record;
        if (record->type == RECORD_DENIAL && record->matter == claim->matter)
            return true;
    }
    return false;
}

/* Whether what a sentence claims is another matter. */
static bool claims_else(const struct statements *list, uint32_t sentence, enum matter matter)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->record->type == RECORD_CLAIM && one->first_sentence <= sentence &&
            sentence <= one->last_sentence)
            return one->record->matter != matter &&
                   (!is_like(one->record->matter, matter) || is_denied(list, one->record));
    }
    return false;
}

/* Whoever the question put to the speaker reports. */
static bool find_asked(struct document *doc,
                       const struct voice *voices,
                       const struct statements *list,
                       struct statement *statement)
{
    struct context question = context_question(voices, statement->first_sentence);
    for (uint32_t i = question.end; i > question.first; i--) {
        const struct voice *voice = &voices[i - 1];
        if (!statement->refutes && claims_else(list, i - 1, statement->record->matter))
            return false;
        const struct mention *mention = opponent_named(doc, voice->first, doc->sentence[i - 1].end,
                                                       &statement->speaker, source_is_asked_of);
        if (set_mention(doc, statement, mention))
            return true;
        const struct mention *subject = mention_at(doc, voice->subject_first);
        bool scene = subject != NULL && source_is_scene(doc, subject, voice->first);
        if (voice->reported && voice->speaker.kind != MENTION_OUTLET && !scene &&
            !hit_is(voice->verb, 0, "ask") &&
            opponent_may_be(doc, voice->speaker, &statement->speaker)) {
            set_denies(doc, statement->record, voice->speaker);
            return true;
        }
    }
    return false;
}

/* Whether a sentence is a denial's: no assertion that another answers. */
static bool denies_there(const struct statements *list, uint32_t sentence)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->record->type == RECORD_DENIAL && one->first_sentence <= sentence &&
            sentence <= one->last_sentence)
            return true;
    }
    return false;
}

/* "X told a hearing that ... The allegation is baseless.": who is answered in what was said just
 * before, by the same voice. */
static bool find_before(struct document *doc,
                        const struct voice *voices,
                        const struct statements *list,
                        struct statement *statement)
{
    uint32_t first = statement->first_sentence;
    for (uint32_t i = first; i > 0 && first - i < BEFORE_BACK; i--) {
        const struct voice *voice = &voices[i - 1];
        if (voice->asked != voices[first].asked || voice->turn != voices[first].turn ||
            denies_there(list, i - 1))
            return false;
        if (set_mention(doc, statement,
                        opponent_named(doc, voice->first, doc->sentence[i - 1].end,
                                       &statement->speaker, source_asserts)))
            return true;
        /* "he wrote": whom the pronoun stands for. */
        if (voice->reported && voice->speaker.kind != MENTION_OUTLET &&
            voice->speaker.name.len > 0 && !hit_is(voice->verb, 0, "ask") && !voice->turn &&
            opponent_may_be(doc, voice->speaker, &statement->speaker)) {
            set_denies(doc, statement->record, voice->speaker);
            return true;
        }
    }
    return false;
}

/* "The minister denied it. A senator had told a podcast so.": who is said afterwards to have said
 * before what is denied. */
static bool find_after(struct document *doc,
                       const struct voice *voices,
                       const struct statements *list,
                       struct statement *statement)
{
    uint32_t last = statement->last_sentence;
    for (uint32_t i = last + 1; i < doc->sentence_count && i - last <= AFTER_AHEAD; i++) {
        uint32_t first = voices[i].first;
        uint32_t end = doc->sentence[i].end;
        if (voices[i].turn || voices[last].turn)
            return false;
        bool pronoun = word_is(doc, first, W_HE) || word_is(doc, first, W_SHE);
        if (pronoun && i == last + 1 &&
            set_mention(doc, statement, opponent_answered_outlet(doc, first, end)))
            return true;
        const struct mention *mention =
            opponent_named(doc, first, end, &statement->speaker, source_asserts);
        bool own = mention != NULL && mention->side != NULL && statement->speaker.side != NULL &&
                   strcmp(mention->side, statement->speaker.side) == 0;
        bool party = mention != NULL && mention->side != NULL &&
                     record_codes_have(&statement->record->parties, mention->side);
        if (own || (!party && claims_else(list, i, statement->record->matter)))
            continue;
        for (uint32_t at = mention == NULL ? end : mention->end; at < end; at++) {
            const struct hit *say = hit_at(doc, at, LEX_SAY);
            if (say != NULL && at > first && word_is(doc, at - 1, W_HAD))
                return set_mention(doc, statement, mention);
        }
        /* "He was answering the assertion of X, the commissioner, that" */
        if (pronoun && mention != NULL && mention->kind != MENTION_OUTLET && i == last + 1 &&
            source_is_contradicted(doc, mention, first, end))
            return set_mention(doc, statement, mention);
        /* "He made the remarks when asked about X's claim that" */
        const struct hit *claim = mention != NULL && word_is(doc, mention->end, W_S)
                                      ? hit_at(doc, mention->end + 1, LEX_REPORT)
                                      : NULL;
        if (claim != NULL && word_is(doc, claim->end, W_THAT) &&
            matter_guess(doc, claim->end, end, CUE_MIN).matter == statement->record->matter)
            return set_mention(doc, statement, mention);
    }
    return false;
}

/* "took back what she had said": the speaker contradicts the speaker. */
static bool
find_retracted(struct document *doc, const struct voice *voices, struct statement *statement)
{
    /* "The minister took it back. "I mixed up two trips," he said." */
    uint32_t low = statement->first_sentence;
    low -= low > 0 && !voices[low - 1].turn && !voices[low].turn;
    for (uint32_t i = low; i <= statement->last_sentence; i++) {
        uint32_t end = doc->sentence[i].end;
        for (const struct hit *verb = hit_in(doc, voices[i].first, end, LEX_DENY); verb != NULL;
             verb = hit_in(doc, verb->end, end, LEX_DENY)) {
            if (hit_is(verb, 0, "retract") &&
                (source_taken_back(doc, verb->end, end) || source_reports(doc, verb->end, end))) {
                set_denies(doc, statement->record, statement->speaker);
                return true;
            }
        }
    }
    return false;
}

/* "We have been assured by the minister that no concession was offered": who is cited says it
 * themselves. */
static bool says_so(const struct document *doc, const struct mention *name, uint32_t end)
{
    uint32_t that = name->end;
    while (that < end && that - name->end < SO_AHEAD && !word_is(doc, that, W_THAT))
        that++;
    uint32_t first = doc->sentence[name->sentence].first;
    return word_is(doc, that, W_THAT) && hit_in(doc, that, end, LEX_NEG) != NULL &&
           hit_in(doc, first, that, LEX_NEG) == NULL && hit_in(doc, first, end, LEX_DENY) == NULL &&
           hit_in(doc, first, end, LEX_FALSEHOOD) == NULL;
}

static bool find_denied(struct document *doc,
                        const struct voice *voices,
                        const struct statements *list,
                        struct statement *statement)
{
    for (uint32_t i = statement->first_sentence; i <= statement->last_sentence; i++) {
        uint32_t first = voices[i].first;
        uint32_t end = doc->sentence[i].end;
        if (set_mention(doc, statement, opponent_answered_outlet(doc, first, end)))
            return true;
        const struct mention *opponent = opponent_as_told(doc, first, end, &statement->speaker);
        if (opponent == NULL)
            opponent = opponent_named(doc, first, end, &statement->speaker, source_is_contradicted);
        if (opponent == NULL)
            opponent = opponent_misleading(doc, first, end, &statement->speaker);
        if (opponent == NULL)
            opponent = opponent_named(doc, first, end, &statement->speaker, source_asserts);
        if (opponent == NULL)
            opponent = opponent_where(doc, first, end, statement);
        if (opponent != NULL && says_so(doc, opponent, end))
            opponent = NULL;
        if (set_mention(doc, statement, opponent))
            return true;
    }
    return find_asked(doc, voices, list, statement);
}

/* Whether somebody speaks for the denier's own side: hardly whom the denial answers, unless said
 * so. */
static bool is_ally(const char *side, const struct statement *denial)
{
    const char *own = denial->record->speaker_side;
    return side != NULL && own != NULL && strcmp(side, own) == 0;
}

/* The item's own claim that a denial answers to. */
static bool match_claim(struct document *doc,
                        const struct voice *voices,
                        struct statements *list,
                        struct statement *denial)
{
    for (size_t c = 0; c < list->count; c++) {
        const struct statement *claim = &list->statement[c];
        /* What the denier's own answer tells of somebody is not what it denies. */
        const struct voice *voice = &voices[claim->first_sentence];
        if (voice->turn && !voice->asked)
            continue;
        bool ally = is_ally(claim->record->speaker_side, denial) &&
                    !opponent_is_lawmaker(&claim->speaker) &&
                    claim->first_sentence > denial->first_sentence;
        if (claim->record->type == RECORD_CLAIM && !ally &&
            claim->record->matter == denial->record->matter &&
            opponent_may_be(doc, claim->speaker, &denial->speaker)) {
            set_denies(doc, denial->record, claim->speaker);
            return true;
        }
    }
    return false;
}

/* Whether a person may be whom a denial calls by no more than a country or an office: "what her
 * Serbian colleague had told. Goran Stevic had claimed there". */
static bool is_meant(const struct document *doc,
                     const struct statement *denial,
                     const struct voice *voice,
                     uint32_t sentence)
{
    const struct speaker *person = &voice->speaker;
    const char *side = denial->record->denies_side;
    bool near = sentence <= denial->last_sentence + NAMED_NEAR &&
                denial->first_sentence <= sentence + NAMED_NEAR;
    if (person->person == NO_INDEX || !near || statement_same_speaker(person, &denial->speaker))
        return false;
    bool earlier = voice->verb->first > 0 && word_is(doc, voice->verb->first - 1, W_HAD);
    if (side == NULL || person->side == NULL)
        return earlier || (side == NULL && opponent_is_lawmaker(person));
    return strcmp(person->side, side) == 0;
}

/* "a Ugandan account", and who the Ugandan is that gives it. */
static void
name_opponent(struct document *doc, const struct voice *voices, struct statement *denial)
{
    const struct mention *called = denial->opponent;
    bool people = called != NULL && called->kind == MENTION_COUNTRY &&
                  hit_at(doc, called->core_first, LEX_DEMONYM) != NULL;
    if (called == NULL || called->person != NO_INDEX || (!people && called->kind != MENTION_ROLE))
        return;
    uint32_t from = denial->first_sentence > NAMED_NEAR ? denial->first_sentence - NAMED_NEAR : 0;
    for (uint32_t i = from; i < doc->sentence_count && i <= denial->last_sentence + NAMED_NEAR;
         i++) {
        const struct voice *voice = &voices[i];
        if (voice->reported && voice->verb != NULL &&
            voice->asked == voices[denial->first_sentence].asked &&
            !hit_is(voice->verb, 0, "ask") && is_meant(doc, denial, voice, i)) {
            set_denies(doc, denial->record, voice->speaker);
            return;
        }
    }
}

/* "The US side should stop misleading the public", in answer to what its president is said to have
 * told: whom the question names. */
static void name_asked(struct document *doc,
                       const struct voice *voices,
                       const struct statements *list,
                       struct statement *denial)
{
    const struct mention *called = denial->opponent;
    const char *side = denial->record->denies_side;
    bool nameless = called != NULL && called->person == NO_INDEX &&
                    (called->kind == MENTION_COUNTRY || called->kind == MENTION_BODY);
    for (size_t c = 0;
         nameless && side != NULL && voices[denial->first_sentence].turn && c < list->count; c++) {
        const struct statement *claim = &list->statement[c];
        if (claim->record->type == RECORD_CLAIM && voices[claim->first_sentence].asked &&
            claim->first_sentence < denial->first_sentence &&
            denial->first_sentence - claim->last_sentence <= NAMED_NEAR &&
            claim->record->matter == denial->record->matter &&
            claim->record->speaker_side != NULL && strcmp(claim->record->speaker_side, side) == 0) {
            set_denies(doc, denial->record, claim->speaker);
            return;
        }
    }
}

/* Whoever is contradicted is a party, where the denial names but one: "what Lima's envoy said is
 * untrue". */
static void add_party(struct record *denial)
{
    if (denial->parties.count == 1 && denial->denies_side != NULL &&
        strcmp(denial->denies_side, "WTO") != 0)
        (void)record_codes_add(&denial->parties, denial->denies_side);
}

void opponent_find(struct document *doc, const struct voice *voices, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct statement *statement = &list->statement[i];
        if (statement->record->type == RECORD_DENIAL && statement->speaker.side == NULL)
            statement->speaker.side = statement->record->speaker_side;
        if (statement->record->type != RECORD_DENIAL || find_retracted(doc, voices, statement))
            continue;
        if (!find_denied(doc, voices, list, statement) &&
            !find_after(doc, voices, list, statement) && !match_claim(doc, voices, list, statement))
            (void)find_before(doc, voices, list, statement);
        name_opponent(doc, voices, statement);
        name_asked(doc, voices, list, statement);
        add_party(statement->record);
    }
}
