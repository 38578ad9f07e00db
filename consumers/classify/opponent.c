#include "consumers/classify/opponent.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define REPORT_NEAR 4 /* tokens from a name to the noun of its report */
#define ASKED_BACK  8 /* sentences from an answer to its question */

bool statement_same_speaker(const struct speaker *a, const struct speaker *b)
{
    if (a->person != NO_INDEX && b->person != NO_INDEX)
        return a->person == b->person;
    if (str_eq_nocase(a->name, b->name))
        return true;
    return a->person == NO_INDEX && b->person == NO_INDEX && a->side != NULL &&
           a->side == b->side && a->entry == b->entry && a->entry != NULL;
}

static bool starts_relative(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_AS) || word_is(doc, at, W_WHAT) || word_is(doc, at, W_WHICH) ||
           word_is(doc, at, W_THAT) || word_is(doc, at, W_WHATEVER);
}

/* "X's account", "the American charge", "the claim by X", "what X alleges". */
static bool is_contradicted(const struct document *doc,
                            const struct mention *mention,
                            uint32_t first,
                            uint32_t end)
{
    uint32_t after = mention->end + (mention->possessive ? 1 : 0);
    uint32_t near = after + REPORT_NEAR < end ? after + REPORT_NEAR : end;
    uint32_t before = mention->first > first ? mention->first - 1 : first;
    bool some = mention->kind != MENTION_OUTLET;
    if (mention->possessive && hit_in(doc, after, near, LEX_REPORT) != NULL)
        return true;
    if (!mention->possessive && some && hit_at(doc, after, LEX_REPORT) != NULL)
        return true;
    if (mention->first == first || !some)
        return false;
    bool country = mention->kind == MENTION_COUNTRY;
    bool by = word_is(doc, before, W_BY) || word_is(doc, before, W_FROM) ||
              (word_is(doc, before, W_OF) && !country);
    uint32_t low = mention->first > first + REPORT_NEAR ? mention->first - REPORT_NEAR : first;
    if (by &&
        hit_in(doc, word_is(doc, before, W_OF) ? low : first, mention->first, LEX_REPORT) != NULL)
        return true;
    if (starts_relative(doc, before) && hit_in(doc, mention->end, near, LEX_SAY) != NULL)
        return true;
    const struct hit *verb = hit_in(doc, low, mention->first, LEX_DENY);
    return !country && verb != NULL && verb->end == mention->first;
}

static const struct mention *named_opponent(const struct document *doc,
                                            uint32_t first,
                                            uint32_t end,
                                            const struct speaker *speaker)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind == MENTION_PRONOUN || (mention->generic && mention->side == NULL))
            continue;
        struct speaker other = speech_of_mention(doc, mention);
        if (!statement_same_speaker(&other, speaker) && is_contradicted(doc, mention, first, end))
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

static void set_denies(struct document *doc, struct record *record, const struct speaker *speaker)
{
    record->denies = arena_copy_str(doc->arena, speaker->name);
    record->denies_side = speaker->side;
}

/* Whoever the question put to the speaker reports. */
static void
find_asked(struct document *doc, const struct voice *voices, struct statement *statement)
{
    uint32_t first = statement->first_sentence;
    for (uint32_t i = first; i > 0 && first - i < ASKED_BACK; i--) {
        const struct voice *voice = &voices[i - 1];
        if (voices[first].turn && !voice->asked && voice->turn)
            continue;
        if (!voice->asked)
            return;
        if (voice->reported && !statement_same_speaker(&voice->speaker, &statement->speaker)) {
            set_denies(doc, statement->record, &voice->speaker);
            return;
        }
    }
}

static void
find_denied(struct document *doc, const struct voice *voices, struct statement *statement)
{
    for (uint32_t i = statement->first_sentence; i <= statement->last_sentence; i++) {
        uint32_t first = voices[i].first;
        uint32_t end = doc->sentence[i].end;
        const struct mention *opponent = named_opponent(doc, first, end, &statement->speaker);
        if (opponent == NULL)
            opponent = misleader(doc, first, end, &statement->speaker);
        if (opponent != NULL) {
            struct speaker other = speech_of_mention(doc, opponent);
            set_denies(doc, statement->record, &other);
            return;
        }
    }
    find_asked(doc, voices, statement);
}

/* The item's own claim that a denial answers to. */
static void match_claim(struct document *doc, struct statements *list, struct statement *denial)
{
    for (size_t c = 0; c < list->count; c++) {
        const struct statement *claim = &list->statement[c];
        if (claim->record->type == RECORD_CLAIM &&
            claim->record->matter == denial->record->matter &&
            !statement_same_speaker(&claim->speaker, &denial->speaker)) {
            set_denies(doc, denial->record, &claim->speaker);
            return;
        }
    }
}

void opponent_find(struct document *doc, const struct voice *voices, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct statement *statement = &list->statement[i];
        if (statement->record->type != RECORD_DENIAL)
            continue;
        find_denied(doc, voices, statement);
        if (statement->record->denies == NULL)
            match_claim(doc, list, statement);
    }
}
