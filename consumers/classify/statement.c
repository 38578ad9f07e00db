#include "consumers/classify/statement.h"

#include "consumers/classify/afield.h"
#include "consumers/classify/allegiance.h"
#include "consumers/classify/answered.h"
#include "consumers/classify/context.h"
#include "consumers/classify/denied.h"
#include "consumers/classify/homeland.h"
#include "consumers/classify/joined.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/negation.h"
#include "consumers/classify/opponent.h"
#include "consumers/classify/particulars.h"
#include "consumers/classify/parties.h"
#include "consumers/classify/put.h"
#include "consumers/classify/reading.h"
#include "consumers/classify/rebutted.h"

#include <string.h>

/* Sentences between two of one statement that still count as neighbours. */
#define MERGE_GAP 2
#define CUE_MIN   4 /* see matter.c */
#define CUE_SURE  6 /* of cues that tell a matter by themselves: see matter.c */
/* Thousandths by which another matter must outweigh that of the sentence before. */
#define CONTINUE_MARGIN 1500
#define LEAN_BACK       3 /* sentences from a denial to the claim of the question */

static bool disjoint(const struct record_codes *a, const struct record_codes *b, const char *side)
{
    for (size_t i = 0; i < a->count; i++) {
        if ((side == NULL || strcmp(a->code[i], side) != 0) && record_codes_have(b, a->code[i]))
            return false;
    }
    return a->count > 1 && b->count > 1;
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
    record->speaker_side = allegiance_denier(reader, reading, record->speaker_side);
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
    /* "They called.", behind what they want */
    uint32_t verb = at + 1;
    verb += word_is(doc, verb, W_HAVE) || word_is(doc, verb, W_HAS);
    bool calls = reading->matter == MATTER_CONTACT && last->record->matter != MATTER_CONTACT &&
                 hit_is(hit_at(doc, verb, LEX_INITIATE), 0, "subject");
    if (calls)
        return false;
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

/* "As for the second point, it is made up": answers another part of what was asked. */
static bool opens_point(const struct document *doc, const struct reading *reading)
{
    static const char *const words[] = {"second", "third", "latter", "other"};
    uint32_t at = reading->from;
    at += (word_is(doc, at, W_AS) || word_is(doc, at, W_AND)) && at + 1 < reading->to;
    bool leads = word_is(doc, at, W_ON) || word_is(doc, at, W_FOR) || word_is(doc, at, W_TO);
    if (!leads || !word_is(doc, at + 1, W_THE) || reading->type != RECORD_DENIAL)
        return false;
    return WORD_AMONG(doc, at + 2, words);
}

/* "There was no call, and no talks are held": what stands behind another denial in its sentence. */
static bool is_second(const struct document *doc, const struct reading *reading)
{
    return reading->type == RECORD_DENIAL && reading->more == 3 &&
           negation_plain(doc, reading->from, reading->first);
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
    bool other = opens_point(doc, reading);
    goes_on = goes_on && !other;
    struct statement *same =
        goes_on ? last
        : other ? NULL
                : find_same(list->statement, list->count, reading->speaker, reading, &parties);
    if (same != NULL) {
        if (same->told && !same->flat && is_flat(reading) && i - same->last_sentence <= 1) {
            same->record->matter = reading->matter;
            same->flat = true;
        }
        if (i - same->last_sentence <= MERGE_GAP) {
            joined_extend(doc, same->record, i);
            same->last_sentence = i;
            if (!goes_on || same->record->parties.count < 2)
                joined_codes(&same->record->parties, &parties);
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
            .adds = is_apart(doc, i, reading) || other || is_second(doc, reading),
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
    bool any = false;
    for (unsigned part = 0; part < READING_PARTS && !doc->records->full; part++) {
        if (!reading_may_be(reader, i, part, more))
            continue;
        struct reading reading = reading_of(reader, i, part);
        if (part == 0)
            more = reading.more;
        if (reading.found)
            keep(doc, reader, i, &reading, list);
        any = any || reading.found;
    }
    struct speaker speaker;
    struct reading put;
    if (!any && !doc->records->full && put_read(reader, i, &speaker, &put))
        keep(doc, reader, i, &put, list);
}

/* From where on a question tells what its answer is about: its own first sentence where it says so
 * ("And the rebagging?"), else the text's. */
static uint32_t
asked_from(const struct document *doc, const struct voice *voices, uint32_t sentence)
{
    struct context question = context_question(voices, sentence);
    for (uint32_t i = question.first; i < question.end; i++) {
        const struct sentence *one = &doc->sentence[i];
        if (matter_guess(doc, one->first, one->end, CUE_MIN).matter != MATTER_NONE)
            return question.first;
    }
    return 0;
}

/* "That is untrue." is about what the claim is about that it answers, and so is what the model
 * alone takes for a denial: "Nothing of that kind has been decided". */
static void
lean_on_claims(const struct document *doc, const struct voice *voices, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct statement *denial = &list->statement[i];
        bool leans = denial->record->type == RECORD_DENIAL && !denial->flat &&
                     (denial->leans || denial->weighed || (denial->refutes && !denial->plain));
        uint32_t low = leans ? asked_from(doc, voices, denial->first_sentence) : 0;
        for (size_t c = i; c > 0 && leans; c--) {
            const struct statement *claim = &list->statement[c - 1];
            bool before = claim->last_sentence < denial->first_sentence &&
                          denial->first_sentence - claim->last_sentence <= LEAN_BACK &&
                          claim->last_sentence >= low;
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
    joined_names(doc, voices, &list);
    joined_denied(doc, &list);
    lean_on_claims(doc, voices, &list);
    joined_denials(doc, &list);
    answered_add(doc, &reader, &list);
    opponent_find(doc, voices, &list);
    joined_echoes(doc, &list);
    rebutted_add(doc, &reader, &list);
    allegiance_deduce(&list);
}
