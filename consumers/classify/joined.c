#include "consumers/classify/joined.h"

#include "consumers/classify/denied.h"
#include "consumers/classify/mention.h"

#include <string.h>

/* From a country's name to the official who speaks for it. */
#define NAMING_GAP 3
#define DENIER_GAP 6 /* ... of what a side denies: a report leads with it */
#define SPOKES     6 /* bytes of "spokes" */

void joined_extend(struct document *doc, struct record *record, uint32_t sentence)
{
    const struct sentence *one = &doc->sentence[sentence];
    uint32_t start = doc->token[one->first].start;
    uint32_t end = doc->token[one->end - 1].end;
    struct record_span *last = &record->evidence[record->evidence_count - 1];
    if (start >= last->start && end > last->end)
        last->end = end;
}

void joined_codes(struct record_codes *to, const struct record_codes *from)
{
    for (size_t i = 0; i < from->count; i++)
        (void)record_codes_add(to, from->code[i]);
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
    bool apart = name->record->matter != side->record->matter &&
                 (name->adds || (name->own && name->flat && side->plain));
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
    statement->record->speaker = arena_copy_str(doc->arena, speaker->name);
    statement->record->speaker_role = speaker->role;
    joined_extend(doc, statement->record, next);
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
    joined_codes(&into->record->parties, &other->record->parties);
}

/* Whether an office's name is but that of a spokesman, or ends with a word of a body's. */
static bool is_mouth_of(struct str name, struct str body)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ')
        at--;
    struct str last = {name.ptr + at, name.len - at};
    bool plain = last.len > SPOKES && memcmp(last.ptr, "spokes", SPOKES) == 0;
    for (size_t i = 0; i + last.len <= body.len && !plain; i++)
        plain = last.len > 0 && str_eq_nocase((struct str){body.ptr + i, last.len}, last);
    return plain;
}

/* "The embassy said no envoy was there. "None is," a spokesperson for the embassy said": no second
 * voice. */
static bool echoes(const struct statement *mouth, const struct statement *body)
{
    const struct record *one = body->record;
    const struct record *other = mouth->record;
    return one->type == RECORD_DENIAL && other->type == RECORD_DENIAL &&
           one->matter == other->matter && mouth->first_sentence == body->last_sentence + 1 &&
           mouth->speaker.kind == MENTION_ROLE && mouth->speaker.person == NO_INDEX &&
           mouth->speaker.role != NULL && strcmp(mouth->speaker.role, "spokesperson") == 0 &&
           (other->speaker_side == NULL || strcmp(other->speaker_side, body->speaker.side) == 0) &&
           is_mouth_of(mouth->speaker.name, body->speaker.name);
}

/* Takes in what a side's unnamed spokesman says over. */
void joined_echoes(struct document *doc, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t n = 0;
        while (n < list->count && is_nameless(&list->statement[i].speaker) &&
               (n == i || !echoes(&list->statement[n], &list->statement[i])))
            n++;
        if (n == list->count || !is_nameless(&list->statement[i].speaker))
            continue;
        take_in(&list->statement[i], &list->statement[n]);
        drop(doc, list, n);
        i -= n < i;
    }
}

/* "China contradicted the report. Guo Jiakun, a spokesperson, said ...": one statement, the
 * spokesperson's. */
void joined_names(struct document *doc, const struct voice *voices, struct statements *list)
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

static bool is_negated(const struct document *doc, const struct statement *statement)
{
    const struct hit *neg = hit_in(doc, doc->sentence[statement->first_sentence].first,
                                   doc->sentence[statement->last_sentence].end, LEX_NEG);
    return neg != NULL && !hit_is(neg, 0, "weak");
}

static bool is_of_duties(enum matter matter)
{
    return matter == MATTER_TARIFF_LEVEL || matter == MATTER_TRADE_EFFECT ||
           matter == MATTER_TARIFF_PLAN;
}

/* "Households don't pay. The exporters are eating it.": says over what was denied, by "it" or
 * "them". */
static bool
says_over(const struct document *doc, const struct statement *claim, const struct statement *denial)
{
    const struct sentence *sentence = &doc->sentence[claim->first_sentence];
    bool refers = false;
    for (uint32_t at = sentence->first; at < sentence->end; at++)
        refers = refers || word_is(doc, at, W_IT) || word_is(doc, at, W_THEM);
    return refers && claim->first_sentence == denial->last_sentence + 1 &&
           claim->last_sentence == claim->first_sentence && is_of_duties(claim->record->matter) &&
           is_of_duties(denial->record->matter) &&
           hit_in(doc, sentence->first, sentence->end, LEX_TARIFF) == NULL;
}

/* Whether a claim belongs to a denial: told only to be denied, said over by "it", or found by the
 * model alone in the sentences of the denial or, negated and of its matter, beside them. */
static bool
holds(const struct document *doc, const struct statement *claim, const struct statement *denial)
{
    /* "Somebody wrote that I am backing down. Wrong!": told only to be denied. */
    if (denial->told && claim->record->type == RECORD_CLAIM &&
        claim->first_sentence == denial->told_sentence &&
        claim->last_sentence == denial->told_sentence &&
        denial->told_sentence < denial->first_sentence &&
        statement_same_speaker(&denial->speaker, &claim->speaker))
        return true;
    if (claim->record->type != RECORD_CLAIM || denial->record->type != RECORD_DENIAL ||
        !statement_same_speaker(&denial->speaker, &claim->speaker))
        return false;
    /* "We sell above cost. The charge is false.": how a firm trades itself is told against it. */
    bool conduct = claim->record->speaker_side == NULL &&
                   claim->record->matter == MATTER_TRADE_CONDUCT &&
                   denial->record->matter == MATTER_TRADE_CONDUCT &&
                   claim->first_sentence <= denial->last_sentence + 1 &&
                   denial->first_sentence <= claim->last_sentence + 1;
    if (conduct || !claim->weighed)
        return conduct || says_over(doc, claim, denial);
    bool within = denial->first_sentence <= claim->first_sentence &&
                  claim->last_sentence <= denial->last_sentence;
    bool beside = claim->first_sentence <= denial->last_sentence + 1 &&
                  denial->first_sentence <= claim->last_sentence + 1;
    return within ||
           (beside && claim->record->matter == denial->record->matter && is_negated(doc, claim));
}

void joined_denied(struct document *doc, struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t n = 0;
        while (n < list->count && !holds(doc, &list->statement[i], &list->statement[n]))
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
    if (next->record->matter == one->record->matter)
        return false;
    bool both = one->own && next->own && one->flat && next->flat && !one->refutes && !next->refutes;
    bool named = next->plain && next->first_sentence > one->last_sentence && !one->told &&
                 !one->leans && (one->flat || !one->refutes);
    /* "The charge of dumping is false. Equally false is the claim that jobs were lost." */
    bool told = one->plain && next->plain && next->first_sentence > one->last_sentence;
    return both || named || told;
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

void joined_denials(struct document *doc, struct statements *list)
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
