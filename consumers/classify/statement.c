#include "consumers/classify/statement.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/reading.h"

#include <string.h>

/* Sentences between two of one statement that still count as neighbours. */
#define MERGE_GAP 2

struct statement {
    struct record *record;
    struct speaker speaker;
    uint32_t first_sentence;
    uint32_t last_sentence;
};

struct statements {
    struct statement statement[RECORDS_MAX];
    size_t count;
};

static bool same_name(const struct speaker *a, const struct speaker *b)
{
    if (a->person != NO_INDEX && b->person != NO_INDEX)
        return a->person == b->person;
    if (str_eq_nocase(a->name, b->name))
        return true;
    return a->person == NO_INDEX && b->person == NO_INDEX && a->side != NULL &&
           a->side == b->side && a->entry == b->entry && a->entry != NULL;
}

static void extend(struct document *doc, struct record *record, uint32_t sentence)
{
    const struct sentence *one = &doc->sentence[sentence];
    uint32_t start = doc->token[one->first].start;
    uint32_t end = doc->token[one->end - 1].end;
    struct record_span *last = &record->evidence[record->evidence_count - 1];
    if (start >= last->start && end > last->end)
        last->end = end;
}

static bool disjoint(const struct record_codes *a, const struct record_codes *b, const char *side)
{
    for (size_t i = 0; i < a->count; i++) {
        if ((side == NULL || strcmp(a->code[i], side) != 0) && record_codes_have(b, a->code[i]))
            return false;
    }
    return a->count > 1 && b->count > 1;
}

static void add_codes(struct record_codes *to, const struct record_codes *from)
{
    for (size_t i = 0; i < from->count; i++)
        (void)record_codes_add(to, from->code[i]);
}

static void fill_parties(const struct document *doc,
                         const struct reading *reading,
                         const struct speaker *speaker,
                         struct record_codes *parties)
{
    matter_parties(doc, reading->first, reading->end, parties);
    if (speaker->side != NULL && strcmp(speaker->side, "WTO") != 0)
        (void)record_codes_add(parties, speaker->side);
    bool pair = reading->matter == MATTER_CONTACT || reading->matter == MATTER_TALKS ||
                reading->matter == MATTER_DEAL || reading->type == RECORD_DENIAL;
    for (size_t i = 0; pair && i < 2 && parties->count < 2; i++) {
        if (doc->country[i] != NULL)
            (void)record_codes_add(parties, doc->country[i]);
    }
}

static char *copy_name(struct document *doc, struct str name)
{
    char *copy = arena_copy_str(doc->arena, name);
    return copy;
}

static bool fill(struct document *doc,
                 const struct voice *voice,
                 const struct reading *reading,
                 struct record *record)
{
    const struct speaker *speaker = &voice->speaker;
    record->speaker = copy_name(doc, speaker->name);
    record->speaker_side = speaker->side;
    record->speaker_role = speaker->role != NULL && speaker->role[0] != '\0' ? speaker->role : NULL;
    record->matter = reading->matter;
    record->denial_kind = reading->kind;
    record->from_question = voice->asked;
    record->rules = reading->rule;
    record->certainty = hit_is(voice->verb, 0, "think") ? CERTAINTY_PROBABLE : CERTAINTY_CERTAIN;
    record->confidence =
        (voice->reported ? 0.6 : 0.45) + 0.04 * (reading->weight > 8 ? 8 : reading->weight);
    fill_parties(doc, reading, speaker, &record->parties);
    return record->speaker != NULL;
}

/* An earlier statement that this one repeats or goes on with. */
static struct statement *find_same(struct statement *statements,
                                   size_t count,
                                   const struct speaker *speaker,
                                   const struct reading *reading,
                                   const struct record_codes *parties)
{
    for (size_t i = count; i > 0; i--) {
        struct statement *one = &statements[i - 1];
        if (one->record->type == reading->type && one->record->matter == reading->matter &&
            same_name(&one->speaker, speaker) &&
            !disjoint(&one->record->parties, parties, speaker->side))
            return one;
    }
    return NULL;
}

/* The speaker whom a denial contradicts, as the sentence names him: "the claim by X", "X's
 * account". */
static const struct mention *named_opponent(const struct document *doc,
                                            uint32_t first,
                                            uint32_t end,
                                            const struct speaker *speaker)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind == MENTION_PRONOUN || mention->generic)
            continue;
        struct speaker other = speech_of_mention(doc, mention);
        if (same_name(&other, speaker))
            continue;
        bool owns = mention->possessive &&
                    hit_in(doc, mention->end + 1, mention->end + 4 < end ? mention->end + 4 : end,
                           LEX_REPORT) != NULL;
        uint32_t low = mention->first > first + 3 ? mention->first - 3 : first;
        bool made =
            (word_is(doc, mention->first - 1, W_BY) || word_is(doc, mention->first - 1, W_FROM) ||
             word_is(doc, mention->first - 1, W_IN)) &&
            mention->first > first && mention->kind != MENTION_COUNTRY &&
            mention->kind != MENTION_OUTLET &&
            hit_in(doc, first, mention->first, LEX_REPORT) != NULL;
        bool contradicts = mention->first > first &&
                           hit_in(doc, low, mention->first, LEX_DENY) != NULL &&
                           mention->kind != MENTION_COUNTRY;
        if (owns || made || contradicts)
            return mention;
    }
    return NULL;
}

/* "The United States should stop misleading the public": who is told to stop. */
static const struct mention *
misleader(const struct document *doc, uint32_t first, uint32_t end, const struct speaker *speaker)
{
    const struct hit *falsehood = hit_in(doc, first, end, LEX_FALSEHOOD);
    if (falsehood == NULL || hit_in(doc, first, falsehood->first, LEX_APPEAL) == NULL)
        return NULL;
    for (size_t i = mention_from(doc, falsehood->first); i > 0; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->first < first)
            return NULL;
        struct speaker other = speech_of_mention(doc, mention);
        if (mention->kind != MENTION_PRONOUN && !same_name(&other, speaker))
            return mention;
    }
    return NULL;
}

static void set_denies(struct document *doc, struct record *record, const struct speaker *speaker)
{
    record->denies = copy_name(doc, speaker->name);
    record->denies_side = speaker->side;
}

static void
find_denied(struct document *doc, const struct voice *voices, struct statement *statement)
{
    uint32_t first = voices[statement->first_sentence].first;
    uint32_t end = doc->sentence[statement->last_sentence].end;
    const struct mention *opponent = named_opponent(doc, first, end, &statement->speaker);
    if (opponent == NULL)
        opponent = misleader(doc, first, end, &statement->speaker);
    if (opponent != NULL) {
        struct speaker other = speech_of_mention(doc, opponent);
        set_denies(doc, statement->record, &other);
        return;
    }
    /* What the question put to the speaker reports. */
    for (uint32_t i = statement->first_sentence; i > 0 && statement->first_sentence - i < 6; i--) {
        const struct voice *voice = &voices[i - 1];
        if (voices[statement->first_sentence].turn && !voice->asked && voice->turn)
            continue;
        if (!voice->asked)
            break;
        if (voice->reported) {
            set_denies(doc, statement->record, &voice->speaker);
            return;
        }
    }
}

/* Whom denials contradict, where the item has the claim itself. */
static void match_denials(struct document *doc, struct statement *statements, size_t count)
{
    for (size_t d = 0; d < count; d++) {
        struct record *denial = statements[d].record;
        if (denial->type != RECORD_DENIAL || denial->denies != NULL)
            continue;
        for (size_t c = 0; c < count && denial->denies == NULL; c++) {
            const struct record *claim = statements[c].record;
            if (claim->type == RECORD_CLAIM && claim->matter == denial->matter &&
                !same_name(&statements[c].speaker, &statements[d].speaker))
                set_denies(doc, denial, &statements[c].speaker);
        }
    }
}

static void mark_duties(const struct document *doc, bool *duty)
{
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        uint32_t start = doc->token[doc->sentence[i].first].start;
        uint32_t end = doc->token[doc->sentence[i].end - 1].end;
        duty[i] = false;
        for (size_t r = 0; r < doc->records->count && !duty[i]; r++) {
            const struct record_span *span = &doc->records->record[r].evidence[0];
            duty[i] = span->start < end && start < span->end;
        }
    }
}

/* Adds what a sentence says, or goes on with an earlier statement that it repeats. */
static void keep(struct document *doc,
                 const struct voice *voice,
                 uint32_t i,
                 const struct reading *reading,
                 struct statements *list)
{
    struct record_codes parties = {0};
    fill_parties(doc, reading, &voice->speaker, &parties);
    struct statement *same =
        find_same(list->statement, list->count, &voice->speaker, reading, &parties);
    if (same != NULL) {
        if (i - same->last_sentence <= MERGE_GAP) {
            extend(doc, same->record, i);
            same->last_sentence = i;
            add_codes(&same->record->parties, &parties);
        }
        return;
    }
    struct record *record = document_add(doc, reading->type, i, i);
    if (record != NULL && fill(doc, voice, reading, record))
        list->statement[list->count++] = (struct statement){record, voice->speaker, i, i};
}

void statement_extract(struct document *doc,
                       const struct document *title,
                       const struct author *author,
                       struct voice *voices,
                       bool *duty)
{
    struct statements list = {0};
    struct reader reader = {
        .doc = doc, .title = title, .voices = voices, .social = author->social, .duty = duty};
    if (doc->sentence_count == 0)
        return;
    mark_duties(doc, duty);
    reader.trade = matter_trade(doc, 0, (uint32_t)doc->token_count) +
                   2 * matter_trade(title, 0, (uint32_t)title->token_count);
    for (uint32_t i = 0; i < 2 * doc->sentence_count && !doc->records->full; i++) {
        struct reading reading = reading_of(&reader, i / 2, i % 2);
        if (reading.found)
            keep(doc, &voices[i / 2], i / 2, &reading, &list);
    }
    for (size_t i = 0; i < list.count; i++) {
        if (list.statement[i].record->type == RECORD_DENIAL)
            find_denied(doc, voices, &list.statement[i]);
    }
    match_denials(doc, list.statement, list.count);
}
