#include "consumers/classify/opponent.h"

#include "consumers/classify/allegiance.h"
#include "consumers/classify/context.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/source.h"

#include <string.h>

#define BEFORE_BACK  2 /* sentences before a denial that it may answer */
#define NAMED_NEAR   2 /* sentences from a denial to whom it is that it answers */
#define QUOTED_AHEAD 3 /* tokens from an outlet to whom it quotes */

bool statement_same_speaker(const struct speaker *a, const struct speaker *b)
{
    if (a->person != NO_INDEX && b->person != NO_INDEX)
        return a->person == b->person;
    if (str_eq_nocase(a->name, b->name))
        return true;
    return a->person == NO_INDEX && b->person == NO_INDEX && a->side != NULL &&
           a->side == b->side && a->entry == b->entry && a->entry != NULL;
}

/* "The Ministry" of "the Ministry of Finance says". */
static bool is_short(const struct speaker *other, const struct speaker *speaker)
{
    struct str rest;
    struct str name = speaker->name;
    while (other->kind == MENTION_BODY && memchr(other->name.ptr, ' ', other->name.len) == NULL &&
           name.len > 0) {
        if (str_eq_nocase(str_split(name, ' ', &rest), other->name))
            return true;
        name = rest;
    }
    return false;
}

static bool is_lawmaker(const struct speaker *speaker)
{
    return speaker->kind == MENTION_ROLE && speaker->entry != NULL &&
           strcmp(speaker->entry->text[0], "lawmaker") == 0;
}

/* Whether somebody can be who the denier contradicts: no office or body of the denier's own side,
 * but for a person or a member of its parliament. */
static bool
is_other(const struct document *doc, struct speaker other, const struct speaker *speaker)
{
    speech_name_office(doc, &other);
    bool own = other.person == NO_INDEX && other.side != NULL && speaker->side != NULL &&
               strcmp(other.side, speaker->side) == 0 && other.kind != MENTION_OUTLET &&
               !is_lawmaker(&other);
    return !own && !is_short(&other, speaker) && !statement_same_speaker(&other, speaker);
}

/* "the former president": one who holds no office of the denier's side any more. */
static bool is_former(const struct document *doc, const struct mention *mention)
{
    for (uint32_t at = mention->first; at < mention->core_end; at++) {
        if (hit_is(hit_at(doc, at, LEX_ROLE_MOD), 0, "other"))
            return true;
    }
    return false;
}

/* "announced by the Company", in the company's own statement. */
static bool is_own_firm(const struct document *doc,
                        const struct mention *mention,
                        const struct speaker *speaker)
{
    struct speaker other = speech_of_mention(doc, mention);
    return allegiance_private(speaker) && allegiance_private(&other) &&
           mention->core_end == mention->core_first + 1 && mention->entry != NULL;
}

/* "the ministry", "an analyst": a word for many, which the speaker's own may be, too. */
static bool is_common(const struct document *doc, const struct mention *mention)
{
    bool word = mention->core_end == mention->core_first + 1 && mention->side == NULL &&
                mention->person == NO_INDEX && mention->entry != NULL &&
                (doc->token[mention->core_first].flags & TOKEN_CAPITAL) == 0;
    return word &&
           (mention->entry->class == LEX_FIRM || strcmp(mention->entry->text[0], "office") == 0 ||
            strcmp(mention->entry->text[0], "company") == 0 ||
            strcmp(mention->entry->text[0], "analyst") == 0);
}

/* "newspaper", "a broadcaster": none that is named; "a Nairobi daily" is. */
static bool is_nameless(const struct document *doc, const struct mention *mention)
{
    return is_common(doc, mention) || mention->kind == MENTION_PRONOUN ||
           (mention->generic && mention->side == NULL) ||
           (mention->kind == MENTION_OUTLET &&
            ((doc->token[mention->core_first].flags | doc->token[mention->core_end - 1].flags) &
             TOKEN_CAPITAL) == 0);
}

/* "whose chairman": whom that stands for. */
static const struct mention *owner_of(const struct document *doc, const struct mention *mention)
{
    uint32_t at = mention->first;
    if (at < 2 || !word_is(doc, at - 1, W_WHOSE))
        return mention;
    const struct mention *owner = mention_ending(doc, at - 1);
    if (owner == NULL)
        owner = mention_ending(doc, at - 2);
    return owner == NULL ? mention : owner;
}

/* "your minister", asked of the minister's own spokesman. */
static bool is_owned(const struct document *doc, const struct mention *mention)
{
    uint32_t at = mention->first;
    return word_is(doc, at, W_YOUR) || word_is(doc, at, W_OUR) || word_is(doc, at, W_MY) ||
           (at > 0 && (word_is(doc, at - 1, W_YOUR) || word_is(doc, at - 1, W_OUR)));
}

/* "Reuters has the Brazilians saying": whom an outlet quotes, else the outlet. */
static const struct mention *speaker_in(const struct document *doc,
                                        const struct mention *outlet,
                                        uint32_t end,
                                        const struct speaker *denier)
{
    size_t next = mention_from(doc, outlet->end);
    const struct mention *mention = next < doc->mention_count ? &doc->mention[next] : NULL;
    if (outlet->kind != MENTION_OUTLET || mention == NULL || mention->first >= end ||
        mention->first - outlet->end > QUOTED_AHEAD || mention->kind == MENTION_OUTLET ||
        (!word_is(doc, outlet->end, W_HAS) && !word_is(doc, outlet->end, W_HAVE)) ||
        is_nameless(doc, mention) || !source_asserts(doc, mention, outlet->end, end) ||
        !is_other(doc, speech_of_mention(doc, mention), denier))
        return outlet;
    return mention;
}

/* The first who asserts something in tokens [first, end). */
static const struct mention *named_opponent(const struct document *doc,
                                            uint32_t first,
                                            uint32_t end,
                                            const struct speaker *speaker,
                                            source_test *test)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        bool other = is_other(doc, speech_of_mention(doc, mention), speaker) ||
                     (is_former(doc, mention) && mention->person == NO_INDEX);
        if (!is_nameless(doc, mention) && !is_owned(doc, mention) &&
            !is_own_firm(doc, mention, speaker) && other && test(doc, mention, first, end))
            return owner_of(doc, speaker_in(doc, mention, end, speaker));
    }
    return NULL;
}

/* "the figure given in Washington": the government there, where it is concerned. */
static const struct mention *
told_where(const struct document *doc, uint32_t first, uint32_t end, const struct statement *denial)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        uint32_t at = mention->first;
        bool own = denial->speaker.side != NULL && mention->side != NULL &&
                   strcmp(denial->speaker.side, mention->side) == 0;
        if (mention->kind == MENTION_COUNTRY && !own && at > first && word_is(doc, at - 1, W_IN) &&
            hit_at(doc, at, LEX_CAPITAL) != NULL && source_reports(doc, first, at) &&
            record_codes_have(&denial->record->parties, mention->side))
            return mention;
    }
    return NULL;
}

/* "The United States should stop misleading the public", "Mr. Sayles misspoke": who is said to. */
static const struct mention *
misleader(const struct document *doc, uint32_t first, uint32_t end, const struct speaker *speaker)
{
    const struct hit *falsehood = hit_in(doc, first, end, LEX_FALSEHOOD);
    if (falsehood == NULL)
        return NULL;
    bool told = hit_in(doc, first, falsehood->first, LEX_APPEAL) != NULL;
    for (size_t i = mention_from(doc, falsehood->first); i > 0; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->first < first)
            return NULL;
        struct speaker other = speech_of_mention(doc, mention);
        bool subject = told || mention->end == falsehood->first;
        if (subject && mention->kind != MENTION_PRONOUN && !statement_same_speaker(&other, speaker))
            return mention;
    }
    return NULL;
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

/* Whether what a sentence claims is another matter. */
static bool claims_else(const struct statements *list, uint32_t sentence, enum matter matter)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct statement *one = &list->statement[i];
        if (one->record->type == RECORD_CLAIM && one->first_sentence <= sentence &&
            sentence <= one->last_sentence)
            return one->record->matter != matter;
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
        const struct mention *mention = named_opponent(doc, voice->first, doc->sentence[i - 1].end,
                                                       &statement->speaker, source_is_asked_of);
        if (set_mention(doc, statement, mention))
            return true;
        const struct mention *subject = mention_at(doc, voice->subject_first);
        bool scene = subject != NULL && source_is_scene(doc, subject, voice->first);
        if (voice->reported && voice->speaker.kind != MENTION_OUTLET && !scene &&
            !hit_is(voice->verb, 0, "ask") && is_other(doc, voice->speaker, &statement->speaker)) {
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
                        named_opponent(doc, voice->first, doc->sentence[i - 1].end,
                                       &statement->speaker, source_asserts)))
            return true;
        /* "he wrote": whom the pronoun stands for. */
        if (voice->reported && voice->speaker.kind != MENTION_OUTLET &&
            voice->speaker.name.len > 0 && !hit_is(voice->verb, 0, "ask") && !voice->turn &&
            is_other(doc, voice->speaker, &statement->speaker)) {
            set_denies(doc, statement->record, voice->speaker);
            return true;
        }
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
            if (hit_is(verb, 0, "retract") && source_reports(doc, verb->end, end)) {
                set_denies(doc, statement->record, statement->speaker);
                return true;
            }
        }
    }
    return false;
}

static bool find_denied(struct document *doc,
                        const struct voice *voices,
                        const struct statements *list,
                        struct statement *statement)
{
    for (uint32_t i = statement->first_sentence; i <= statement->last_sentence; i++) {
        uint32_t first = voices[i].first;
        uint32_t end = doc->sentence[i].end;
        const struct mention *opponent =
            named_opponent(doc, first, end, &statement->speaker, source_is_contradicted);
        if (opponent == NULL)
            opponent = misleader(doc, first, end, &statement->speaker);
        if (opponent == NULL)
            opponent = named_opponent(doc, first, end, &statement->speaker, source_asserts);
        if (opponent == NULL)
            opponent = told_where(doc, first, end, statement);
        if (set_mention(doc, statement, opponent))
            return true;
    }
    return find_asked(doc, voices, list, statement);
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
        if (claim->record->type == RECORD_CLAIM &&
            claim->record->matter == denial->record->matter &&
            is_other(doc, claim->speaker, &denial->speaker)) {
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
        return earlier || (side == NULL && is_lawmaker(person));
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

void opponent_find(struct document *doc, const struct voice *voices, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct statement *statement = &list->statement[i];
        if (statement->record->type == RECORD_DENIAL && statement->speaker.side == NULL)
            statement->speaker.side = statement->record->speaker_side;
        if (statement->record->type != RECORD_DENIAL || find_retracted(doc, voices, statement))
            continue;
        if (!find_denied(doc, voices, list, statement) &&
            !match_claim(doc, voices, list, statement))
            (void)find_before(doc, voices, list, statement);
        name_opponent(doc, voices, statement);
    }
}
