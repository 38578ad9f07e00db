#include "consumers/classify/statement.h"

#include "consumers/classify/afield.h"
#include "consumers/classify/allegiance.h"
#include "consumers/classify/answered.h"
#include "consumers/classify/context.h"
#include "consumers/classify/denied.h"
#include "consumers/classify/homeland.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/opponent.h"
#include "consumers/classify/particulars.h"
#include "consumers/classify/parties.h"
#include "consumers/classify/reading.h"
#include "consumers/classify/rebutted.h"

#include <string.h>

/* Sentences between two of one statement that still count as neighbours. */
#define MERGE_GAP 2
#define CUE_MIN   4 /* see matter.c */
#define CUE_SURE  6 /* of cues that tell a matter by themselves: see matter.c */
/* Thousandths by which another matter must outweigh that of the sentence before. */
#define CONTINUE_MARGIN 1500
/* From a country's name to the official who speaks for it. */
#define NAMING_GAP 3
#define DENIER_GAP 6 /* ... of what a side denies: a report leads with it */
#define LEAN_BACK  3 /* sentences from a denial to the claim of the question */

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

static char *copy_name(struct document *doc, struct str name)
{
    char *copy = arena_copy_str(doc->arena, name);
    return copy;
}

static bool fill(struct document *doc,
                 const struct reader *reader,
                 uint32_t sentence,
                 const struct reading *reading,
                 const struct record_codes *parties,
                 struct record *record)
{
    struct voice voice = reader->voices[sentence];
    const struct speaker *speaker = reading->speaker;
    voice.speaker = *speaker;
    voice.verb = reading->verb;
    record->speaker = copy_name(doc, speaker->name);
    record->speaker_side = allegiance_of(reader, &reader->voices[sentence], speaker);
    record->speaker_role = speaker->role != NULL && speaker->role[0] != '\0' ? speaker->role : NULL;
    record->matter = reading->matter;
    record->denial_kind = reading->kind;
    record->from_question = voice.asked;
    record->parties = *parties;
    record->speaker_side =
        allegiance_accuser(reader, reading, &record->parties, record->speaker_side);
    particulars_fill(doc, &voice, reading, record);
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
        bool supposed = reading->type == RECORD_CLAIM && speaker->side == NULL;
        const char *side = supposed ? one->record->speaker_side : speaker->side;
        if (one->record->type == reading->type && one->record->matter == reading->matter &&
            statement_same_speaker(&one->speaker, speaker) &&
            !disjoint(&one->record->parties, parties, side))
            return one;
    }
    return NULL;
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

/* Takes statement `from` out of both lists. */
static void drop(struct document *doc, struct statements *list, size_t from)
{
    size_t at = (size_t)(list->statement[from].record - doc->records->record);
    for (size_t i = at; i + 1 < doc->records->count; i++)
        doc->records->record[i] = doc->records->record[i + 1];
    doc->records->count--;
    for (size_t i = from; i + 1 < list->count; i++) {
        list->statement[i] = list->statement[i + 1];
        list->statement[i].record--;
    }
    list->count--;
}

/* A country, body or office without a person, that a person or office of its own may speak for. */
static bool is_nameless(const struct speaker *speaker)
{
    return speaker->person == NO_INDEX && speaker->side != NULL &&
           (speaker->kind == MENTION_COUNTRY || speaker->kind == MENTION_BODY ||
            speaker->kind == MENTION_ROLE);
}

/* Whether a name may be that of an office: of the same kind, as far as is told. */
static bool holds_office(const struct speaker *name, const struct speaker *office)
{
    return office->kind != MENTION_ROLE || office->generic || name->role == NULL ||
           office->role == NULL || strcmp(name->role, office->role) == 0;
}

static bool speaks_for(const struct statement *name, const struct statement *side)
{
    bool named = name->speaker.person != NO_INDEX ||
                 (side->speaker.kind == MENTION_COUNTRY && name->speaker.kind != MENTION_COUNTRY);
    bool same = name->record->matter == side->record->matter ||
                ((side->told || (side->refutes && !side->flat)) &&
                 name->first_sentence == side->last_sentence + 1);
    /* "Kenya brushed the account aside. Trade secretary Ruth Njoroge told reporters that": whose
     * secretary, is not said. */
    bool next = side->record->type == RECORD_DENIAL && side->speaker.kind == MENTION_COUNTRY &&
                name->first_sentence == side->last_sentence + 1 && name->speaker.side == NULL &&
                name->speaker.role != NULL;
    const char *own_side =
        name->speaker.side != NULL ? name->speaker.side : name->record->speaker_side;
    bool own = own_side != NULL && strcmp(own_side, side->speaker.side) == 0;
    /* "The presidency disputed A. Its spokesman also disputed B." */
    bool apart = name->adds && name->record->matter != side->record->matter;
    return named && same && !apart && name->record->type == side->record->type && (own || next) &&
           holds_office(&name->speaker, &side->speaker);
}

/* "China said that ... Guo Jiakun spoke at the briefing.": the next sentence tells who it was. */
static void
name_by_next(struct document *doc, const struct voice *voices, struct statement *statement)
{
    uint32_t next = statement->last_sentence + 1;
    if (statement->speaker.kind != MENTION_COUNTRY || !is_nameless(&statement->speaker) ||
        next >= doc->sentence_count ||
        doc->sentence[next].paragraph > doc->sentence[next - 1].paragraph + 1)
        return;
    const struct speaker *speaker = &voices[next].speaker;
    if (!voices[next].reported || speaker->person == NO_INDEX || speaker->side == NULL ||
        strcmp(speaker->side, statement->speaker.side) != 0 || hit_is(voices[next].verb, 1, "act"))
        return;
    statement->speaker = *speaker;
    statement->record->speaker = copy_name(doc, speaker->name);
    statement->record->speaker_role = speaker->role;
    extend(doc, statement->record, next);
    statement->last_sentence = next;
}

/* Makes one statement of two that stand beside each other. */
static void take_in(struct statement *into, const struct statement *other)
{
    struct record_span *to = &into->record->evidence[0];
    const struct record_span *from = &other->record->evidence[0];
    to->start = from->start < to->start ? from->start : to->start;
    to->end = from->end > to->end ? from->end : to->end;
    if (other->first_sentence < into->first_sentence)
        into->first_sentence = other->first_sentence;
    if (other->last_sentence > into->last_sentence)
        into->last_sentence = other->last_sentence;
    add_codes(&into->record->parties, &other->record->parties);
}

/* "China contradicted the report. Guo Jiakun, a spokesperson, said ...": one statement, the
 * spokesperson's. */
static void name_speakers(struct document *doc, const struct voice *voices, struct statements *list)
{
    for (size_t i = 0; i < list->count;) {
        struct statement *side = &list->statement[i];
        struct statement *name = NULL;
        for (size_t n = 0; is_nameless(&side->speaker) && n < list->count && name == NULL; n++) {
            struct statement *other = &list->statement[n];
            uint32_t gap = side->record->type == RECORD_DENIAL ? DENIER_GAP : NAMING_GAP;
            bool near = other->first_sentence <= side->last_sentence + gap &&
                        side->first_sentence <= other->last_sentence + gap;
            if (n != i && near && speaks_for(other, side))
                name = other;
        }
        if (name == NULL) {
            name_by_next(doc, voices, side);
            i++;
            continue;
        }
        take_in(name, side);
        drop(doc, list, i);
    }
}

/* A denial that says itself what did not happen: "There was no call". */
static bool is_flat(const struct reading *reading)
{
    return reading->type == RECORD_DENIAL && reading->told_end == 0 && reading->ruled &&
           reading->weight >= CUE_MIN && matter_happens(reading->matter);
}

/* "She also disputed that", "nor are there talks", "denied A and that B": told as something beside
 * what was said before. */
static bool is_added(const struct document *doc, const struct reading *reading)
{
    const struct hit *verb = reading->verb;
    if (verb != NULL && verb->entry->class == LEX_DENY && verb->first < reading->from)
        return word_is(doc, reading->from, W_THAT);
    if (verb != NULL && strcmp(verb->entry->surface, "add") == 0)
        return true;
    /* "...; she denied that", "..., and it said that" */
    uint32_t from = reading->from;
    bool resumes = verb != NULL && verb->first > from && from > 0 &&
                   (mark_is(doc, from - 1, ';') || word_is(doc, from - 1, W_AND)) &&
                   hit_at(doc, from, LEX_SAY) == NULL && word_is_grammar(doc, from);
    /* "denied A, and denied that B" */
    bool again = verb != NULL && verb->entry->class == LEX_DENY && verb->first == from &&
                 from > 0 && word_is(doc, from - 1, W_AND);
    if (resumes || again)
        return true;
    uint32_t end = verb != NULL ? verb->end : from;
    if (reading->told_end > reading->told_first && reading->told_first > end &&
        reading->told_first < reading->to)
        end = reading->told_first;
    for (uint32_t at = from; at < end; at++) {
        if (word_is(doc, at, W_ALSO))
            return true;
    }
    return word_is(doc, reading->from + quote_is(doc, reading->from), W_NOR);
}

/* Whether a denial is told as something else, and says of what it is. */
static bool is_apart(const struct document *doc, uint32_t i, const struct reading *reading)
{
    bool told = reading->told_end > reading->told_first;
    uint32_t first = told ? reading->told_first : reading->first;
    uint32_t end = told ? reading->told_end : reading->end;
    return reading->type == RECORD_DENIAL && is_added(doc, reading) &&
           (is_flat(reading) || ((!told || reading->told_sentence == i) &&
                                 matter_guess(doc, first, end, CUE_MIN).matter == reading->matter));
}

/* Whether what a denial denies stands in its sentence before what is said. */
static bool is_asked_about(const struct reading *reading, uint32_t i)
{
    return reading->type == RECORD_DENIAL && reading->told_end > reading->told_first &&
           reading->told_sentence == i && reading->told_first < reading->first;
}

/* Whether a sentence goes on with the statement before it: the same speaker claims or denies right
 * after it what the model takes for another matter, but not surely so. */
static bool continues(const struct document *doc,
                      const struct statement *last,
                      const struct reading *reading,
                      uint32_t i)
{
    if (reading->ruled && reading->weight >= CUE_MIN && is_added(doc, reading))
        return false;
    /* "Asked about a pact, she replied that there was none" */
    if (is_asked_about(reading, i))
        return false;
    /* Where the rules find a claim of their own, it is one; a denial mostly goes on with another.
     */
    bool own = reading->ruled && (reading->type == RECORD_CLAIM || reading->weight >= CUE_SURE);
    return reading->judged && !own && last->record->type == reading->type &&
           last->last_sentence + 1 >= i &&
           statement_same_speaker(&last->speaker, reading->speaker) &&
           reading->matters[reading->matter] - reading->matters[last->record->matter] <
               CONTINUE_MARGIN;
}

/* "It will come, and without a price tag," after a plan: says more of what was claimed right
 * before, by "it" or "they", with weak words for any other matter. */
static bool says_more(const struct document *doc,
                      const struct statement *last,
                      const struct reading *reading,
                      uint32_t i)
{
    uint32_t at = reading->from + (doc->token[reading->from].kind == TOKEN_QUOTE);
    bool points = word_is(doc, at, W_IT) || word_is(doc, at, W_THEY) || word_is(doc, at, W_THAT);
    /* "They agreed to hold the next meeting soon." */
    bool same = matter_happens(reading->matter) && last->record->matter == MATTER_CONTACT &&
                !matter_trade(doc, reading->from, reading->to);
    return points && reading->type == RECORD_CLAIM && last->record->type == RECORD_CLAIM &&
           last->last_sentence + 1 == i &&
           (!reading->ruled || reading->weight < CUE_SURE || same) &&
           statement_same_speaker(&last->speaker, reading->speaker) &&
           hit_in(doc, reading->from, reading->to, LEX_TARIFF) == NULL;
}

/* Adds what a sentence says, or goes on with an earlier statement that it repeats. */
static void keep(struct document *doc,
                 const struct reader *reader,
                 uint32_t i,
                 const struct reading *reading,
                 struct statements *list)
{
    struct record_codes parties = {0};
    parties_fill(reader, i, reading, &parties);
    struct statement *last = list->count > 0 ? &list->statement[list->count - 1] : NULL;
    bool goes_on = last != NULL && reading->anaphoric && reading->type == RECORD_DENIAL &&
                   !is_apart(doc, i, reading) && last->record->type == RECORD_DENIAL &&
                   last->last_sentence + 1 == i &&
                   statement_same_speaker(&last->speaker, reading->speaker);
    goes_on = goes_on || (last != NULL &&
                          (continues(doc, last, reading, i) || says_more(doc, last, reading, i)));
    struct statement *same =
        goes_on ? last
                : find_same(list->statement, list->count, reading->speaker, reading, &parties);
    if (same != NULL) {
        if (same->told && !same->flat && is_flat(reading) && i - same->last_sentence <= 1) {
            same->record->matter = reading->matter;
            same->flat = true;
        }
        if (i - same->last_sentence <= MERGE_GAP) {
            extend(doc, same->record, i);
            same->last_sentence = i;
            if (!goes_on || same->record->parties.count < 2)
                add_codes(&same->record->parties, &parties);
        }
        return;
    }
    struct record *record = document_add(doc, reading->type, i, i);
    if (record != NULL && fill(doc, reader, i, reading, &parties, record))
        list->statement[list->count++] = (struct statement){
            .record = record,
            .speaker = *reading->speaker,
            .first_sentence = i,
            .last_sentence = i,
            .told = reading->told_end > reading->told_first,
            .told_sentence = reading->told_sentence,
            .plain = reading->told_end > reading->told_first && reading->told_sentence == i &&
                     matter_guess(doc, reading->told_first, reading->told_end,
                                  is_asked_about(reading, i) ? CUE_MIN : CUE_SURE)
                             .matter == reading->matter,
            .flat = is_flat(reading),
            .own = reading->type == RECORD_DENIAL && reading->ruled && reading->weight >= CUE_MIN &&
                   matter_happens(reading->matter),
            .adds = is_apart(doc, i, reading),
            .leans = reading->anaphoric || strcmp(reading->rule, "denial.no") == 0,
            .weighed = reading->judged && !reading->ruled,
            .refutes = reading->kind == DENIAL_FALSEHOOD ||
                       strcmp(reading->rule, "denial.falsehood") == 0};
}

static void read_sentence(struct document *doc,
                          const struct reader *reader,
                          uint32_t i,
                          struct statements *list)
{
    unsigned more = 0;
    for (unsigned part = 0; part < READING_PARTS && !doc->records->full; part++) {
        if (!reading_may_be(reader, i, part, more))
            continue;
        struct reading reading = reading_of(reader, i, part);
        if (part == 0)
            more = reading.more;
        if (reading.found)
            keep(doc, reader, i, &reading, list);
    }
}

static void join_denied(struct document *doc, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t n = 0;
        while (n < list->count && !denied_holds(doc, &list->statement[i], &list->statement[n]))
            n++;
        if (n == list->count)
            continue;
        struct statement *denial = &list->statement[n];
        take_in(denial, &list->statement[i]);
        drop(doc, list, i--);
    }
}

/* "No call took place. Reports that talks will begin are false.": each says itself what it denies.
 */
static bool denies_other(const struct statement *one, const struct statement *next)
{
    bool apart = next->record->matter != one->record->matter &&
                 next->first_sentence > one->last_sentence && !one->leans;
    bool both = one->own && next->own && !one->refutes && !next->refutes && !next->leans;
    return apart && (both || (next->plain && !one->told && (one->flat || !one->refutes)));
}

/* Whether two denials of one speaker that stand beside each other are one: "The story is false.
 * There was no call", or the second is but the model's word. */
static bool is_one_denial(const struct statement *one, const struct statement *next)
{
    if (denies_other(one, next))
        return false;
    return one->record->type == RECORD_DENIAL && next->record->type == RECORD_DENIAL &&
           next->first_sentence <= one->last_sentence + 1 &&
           one->first_sentence <= next->first_sentence &&
           !(next->record->matter != one->record->matter &&
             (next->adds || (one->adds && one->first_sentence == next->first_sentence))) &&
           statement_same_speaker(&one->speaker, &next->speaker) &&
           (one->told || next->told || one->leans || (one->refutes && !one->flat) ||
            (next->weighed && !next->flat));
}

/* The first statement that is one denial with statement `i`, or the count. */
static size_t find_one_denial(const struct statements *list, size_t i)
{
    size_t n = 0;
    while (n < list->count && (n == i || !is_one_denial(&list->statement[i], &list->statement[n])))
        n++;
    return n;
}

static void join_denials(struct document *doc, struct statements *list)
{
    for (size_t i = 0; i < list->count;) {
        size_t n = find_one_denial(list, i);
        if (n == list->count) {
            i++;
            continue;
        }
        struct statement *one = &list->statement[i];
        const struct statement *next = &list->statement[n];
        bool own = one->refutes && !one->told && !next->weighed;
        if (!one->flat && ((next->flat && one->told && !one->plain) || own))
            one->record->matter = next->record->matter;
        one->flat = one->flat || next->flat;
        take_in(one, next);
        drop(doc, list, n);
        i -= n < i;
    }
}

/* "That is untrue." is about what the claim is about that it answers, and so is what the model
 * alone takes for a denial: "Nothing of that kind has been decided". */
static void lean_on_claims(const struct voice *voices, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct statement *denial = &list->statement[i];
        bool leans = denial->record->type == RECORD_DENIAL && !denial->flat &&
                     (denial->leans || denial->weighed || (denial->refutes && !denial->plain));
        for (size_t c = i; c > 0 && leans; c--) {
            const struct statement *claim = &list->statement[c - 1];
            bool before = claim->last_sentence < denial->first_sentence &&
                          denial->first_sentence - claim->last_sentence <= LEAN_BACK;
            bool asked = voices[claim->last_sentence].asked;
            if (claim->record->type == RECORD_CLAIM && before && asked) {
                denial->record->matter = claim->record->matter;
                break;
            }
        }
    }
}

void statement_extract(struct document *doc,
                       const struct document *title,
                       const struct author *author,
                       struct voice *voices,
                       bool *duty,
                       uint8_t *matter)
{
    struct statements list = {0};
    struct reader reader = {.doc = doc,
                            .author = author,
                            .title = title,
                            .voices = voices,
                            .social = author->social,
                            .duty = duty,
                            .matter = matter};
    if (doc->sentence_count == 0)
        return;
    mark_duties(doc, duty);
    memset(matter, 0, doc->sentence_count);
    reader.title_matter = context_title(title);
    reader.press = author->press;
    if (!author->press && author->speaker.side == NULL && doc->home == NULL)
        reader.homeland = homeland_of(doc, title);
    reader.tariffs = matter_words(doc, LEX_TARIFF, READER_WORDS_MAX);
    reader.trades = matter_words(doc, LEX_TRADE, READER_WORDS_MAX);
    reader.plain = matter_plain_trade(title, 1);
    reader.plain += matter_plain_trade(doc, READER_WORDS_MAX - reader.plain);
    reader.changes = doc->records->count > 0;
    reader.trade = matter_trade(doc, 0, (uint32_t)doc->token_count) ||
                   matter_trade(title, 0, (uint32_t)title->token_count) ||
                   context_goods(doc, title);
    reader.afield = afield_text(&reader, author->speaker.side);
    for (uint32_t i = 0; i < doc->sentence_count && !doc->records->full; i++) {
        if (reading_may_say(&reader, i))
            read_sentence(doc, &reader, i, &list);
    }
    name_speakers(doc, voices, &list);
    join_denied(doc, &list);
    lean_on_claims(voices, &list);
    join_denials(doc, &list);
    answered_add(doc, &reader, &list);
    opponent_find(doc, voices, &list);
    rebutted_add(doc, &reader, &list);
    allegiance_deduce(&list);
}
