#include "consumers/classify/allegiance.h"

#include "consumers/classify/club.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define MENTIONS_MAX 400 /* among which a speaker is looked for */
#define LEADS_AHEAD  5   /* tokens from "who" to what somebody does */
#define DENIED_AHEAD 4   /* tokens from a country to what it has not done */

static bool is_kind(const struct speaker *speaker, const char *const *kinds)
{
    const struct lex_entry *entry = speaker->entry;
    if (entry == NULL || entry->class == LEX_PERSON || entry->class == LEX_COUNTRY)
        return false;
    const char *kind = entry->class == LEX_ORG ? entry->text[1] : entry->text[0];
    for (size_t i = 0; kinds[i] != NULL; i++) {
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    }
    return false;
}

bool allegiance_private(const struct speaker *speaker)
{
    static const char *const kinds[] = {"company", "body", "analyst", NULL};
    bool firm = speaker->entry != NULL && speaker->entry->class == LEX_FIRM;
    return firm || is_kind(speaker, kinds);
}

static bool is_public(const struct speaker *speaker)
{
    static const char *const kinds[] = {"head",     "minister", "official", "spokesperson",
                                        "lawmaker", "office",   "agency",   NULL};
    return is_kind(speaker, kinds);
}

/* "HANA NOVAK:" under "Interview with the trade minister": who answers there holds an office. */
static bool is_titled_public(const struct reader *reader,
                             const struct voice *voice,
                             const struct speaker *speaker)
{
    if (!voice->turn || voice->asked || voice->reported || speaker->kind != MENTION_PERSON ||
        speaker->role != NULL || speaker->entry != NULL)
        return false;
    for (size_t i = 0; i < reader->title->mention_count; i++) {
        struct speaker office = speech_of_mention(reader->title, &reader->title->mention[i]);
        if (office.kind == MENTION_ROLE && is_public(&office))
            return true;
    }
    return false;
}

/* "TAIPEI, April 3 -": where a report was written. */
static const char *dateline(const struct document *doc)
{
    const struct hit *capital = doc->token_count > 0 ? hit_at(doc, 0, LEX_CAPITAL) : NULL;
    return capital != NULL && (doc->token[0].flags & TOKEN_UPPER) ? capital->entry->text[0] : NULL;
}

/* "Seoul disputes ...", "Casa Rosada: no decree": whose headline it is. */
static const char *headline(const struct document *title)
{
    const struct mention *first = title->mention_count > 0 ? &title->mention[0] : NULL;
    if (first == NULL || first->first != 0)
        return NULL;
    bool office = first->kind == MENTION_BODY && first->named_side &&
                  first->end < title->token_count && mark_is(title, first->end, ':');
    return first->kind == MENTION_COUNTRY || office ? first->side : NULL;
}

/* A person whom the lexicon lists: it knows for whom. */
static bool is_listed(const struct document *doc, const struct speaker *speaker)
{
    return speaker->person != NO_INDEX && doc->person[speaker->person].office != NULL;
}

/* "Rita Olsen, who leads Norway's trade talks, said": whose they lead. */
static const char *told_of(const struct document *doc, const struct voice *voice)
{
    uint32_t at = voice->subject_end;
    uint32_t far = at + LEADS_AHEAD;
    uint32_t end = far < doc->token_count ? far : (uint32_t)doc->token_count;
    bool who = at + 2 < doc->token_count && doc->token[at].kind == TOKEN_PUNCT &&
               doc->token[at].mark == ',' && word_is(doc, at + 1, W_WHO) &&
               hit_in(doc, at + 2, end, LEX_LEADS) != NULL;
    for (size_t i = who ? mention_from(doc, at) : doc->mention_count; i < doc->mention_count; i++) {
        const struct mention *mention = &doc->mention[i];
        for (uint32_t t = at + 1; t < mention->first; t++) {
            if (doc->token[t].kind == TOKEN_PUNCT)
                return NULL;
        }
        struct speaker named = speech_of_mention(doc, mention);
        if (mention->side != NULL || allegiance_private(&named))
            return allegiance_private(&named) ? NULL : mention->side;
    }
    return NULL;
}

static struct str family_name(struct str name)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ')
        at--;
    return (struct str){name.ptr + at, name.len - at};
}

/* "PRESIDENT BORIC:" under "Remarks by President Lind and President Gabriel Boric of Chile": whose
 * guest the title says a speaker of a transcript to be; NULL: nobody's. */
static const char *
guest_of(const struct reader *reader, const struct voice *voice, const struct speaker *speaker)
{
    const struct document *title = reader->title;
    if (!voice->turn || voice->asked || voice->reported || speaker->person == NO_INDEX ||
        is_listed(reader->doc, speaker))
        return NULL;
    for (size_t i = 0; i < title->mention_count; i++) {
        const struct mention *mention = &title->mention[i];
        if (mention->person == NO_INDEX)
            continue;
        uint32_t of = mention->end + 1;
        const struct hit *place = word_is(title, mention->end, W_OF)
                                      ? hit_at(title, of + word_is(title, of, W_THE), LEX_COUNTRY)
                                      : NULL;
        const char *side = place != NULL ? place->entry->text[0] : mention->side;
        struct str name = title->person[mention->person].name;
        if (side != NULL && str_eq_nocase(family_name(name), family_name(speaker->name)))
            return side;
    }
    return NULL;
}

/* Whether the text names a speaker with the country of their office anywhere. */
static bool has_named_side(const struct document *doc, const struct speaker *speaker)
{
    if (speaker->named_side || speaker->person == NO_INDEX)
        return speaker->named_side;
    for (size_t i = 0; i < doc->mention_count && i < MENTIONS_MAX; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->person == speaker->person && mention->named_side)
            return true;
    }
    return false;
}

/* "Icelandic premier at rally", over "Poland has come round, Prime Minister Sigrun Hall said":
 * whose the office is that the headline begins with, where a speaker holds one like it; else NULL.
 */
static const char *titled_office(const struct reader *reader, const struct speaker *speaker)
{
    const struct document *title = reader->title;
    const struct mention *office = title->mention_count > 0 ? &title->mention[0] : NULL;
    bool opens = office != NULL && office->first == 0 && office->kind == MENTION_ROLE &&
                 office->entry != NULL && office->named_side && !office->possessive;
    bool holds = opens && reader->press && speaker->person != NO_INDEX && speaker->role != NULL &&
                 strcmp(office->entry->text[0], speaker->role) == 0 &&
                 !is_listed(reader->doc, speaker) && !has_named_side(reader->doc, speaker);
    return holds ? office->side : NULL;
}

const char *
allegiance_of(const struct reader *reader, const struct voice *voice, const struct speaker *speaker)
{
    bool world = speaker->side != NULL && strcmp(speaker->side, "WTO") == 0;
    if (allegiance_private(speaker) && !world && !is_listed(reader->doc, speaker))
        return NULL;
    if (!world && !is_listed(reader->doc, speaker) && club_speaks(reader->doc, voice, speaker))
        return NULL;
    const char *guest = guest_of(reader, voice, speaker);
    if (guest != NULL)
        return guest;
    const char *told = speaker->side == NULL && speaker->kind == MENTION_PERSON && voice->reported
                           ? told_of(reader->doc, voice)
                           : NULL;
    if (told != NULL)
        return told;
    const char *titled = titled_office(reader, speaker);
    if (titled != NULL)
        return titled;
    bool known = speaker->person != NO_INDEX && reader->homeland != NULL;
    if (speaker->side == NULL && speaker->supposed != NULL && !known)
        return speaker->supposed;
    if (speaker->side != NULL || (!is_public(speaker) && !is_titled_public(reader, voice, speaker)))
        return speaker->side;
    if (!reader->press)
        return voice->asked ? NULL : reader->homeland;
    const char *side = dateline(reader->doc);
    return side != NULL ? side : headline(reader->title);
}

/* Of two sides of whom one is contradicted, the other denies; and who is denied by the one speaks
 * for the other, where it is an office. */
static const char *other_side(const struct record_codes *parties, const char *side)
{
    if (side == NULL || parties->count != 2 || !record_codes_have(parties, side))
        return NULL;
    return parties->code[strcmp(parties->code[0], side) == 0];
}

/* "has promised", "had rung": what is told of another country's doing, not of one's own. */
static bool comes_forward(const struct document *doc, uint32_t verb)
{
    verb += word_is(doc, verb, W_HAS) || word_is(doc, verb, W_HAD) || word_is(doc, verb, W_HAVE);
    const struct hit *hit = hit_at(doc, verb, LEX_INITIATE);
    return hit != NULL && !hit_is(hit, 0, "by");
}

const char *allegiance_accuser(const struct reader *reader,
                               const struct reading *reading,
                               const struct record_codes *parties,
                               const char *side)
{
    const struct document *doc = reader->doc;
    uint32_t first = reading->first;
    bool gives = matter_happens(reading->matter);
    if (reading->type != RECORD_CLAIM || side == NULL || reading->verb == NULL ||
        (reading->matter != MATTER_TRADE_CONDUCT && !gives) ||
        has_named_side(doc, reading->speaker))
        return side;
    while (first < reading->end &&
           (doc->token[first].kind != TOKEN_WORD || word_is(doc, first, W_THE)))
        first++;
    const struct mention *accused = mention_at(doc, first);
    uint32_t next = accused != NULL ? accused->end : 0;
    bool acts = accused != NULL && accused->kind == MENTION_COUNTRY && !accused->possessive &&
                accused->side != NULL && strcmp(accused->side, side) == 0 &&
                hit_at(doc, first, LEX_DEMONYM) == NULL && !word_is(doc, next, W_IS) &&
                !word_is(doc, next, W_WAS) && !word_is(doc, next, W_WILL) &&
                (!gives || comes_forward(doc, next));
    const char *home = reader->press ? dateline(doc) : reader->homeland;
    if (!acts || (home != NULL && strcmp(home, side) == 0))
        return side;
    return home != NULL ? home : other_side(parties, side);
}

/* "India levies no such rate", "no grower was ever charged that by Canada": whose deed it is that
 * is denied to have been done, or NULL. */
static const char *undone_by(const struct document *doc, const struct reading *reading)
{
    uint32_t first = reading->first;
    while (first < reading->end &&
           (doc->token[first].kind != TOKEN_WORD || word_is(doc, first, W_THE)))
        first++;
    const struct mention *doer = mention_at(doc, first);
    uint32_t far = doer != NULL && doer->end + DENIED_AHEAD < reading->end
                       ? doer->end + DENIED_AHEAD
                       : reading->end;
    if (doer != NULL && doer->kind == MENTION_COUNTRY && !doer->possessive &&
        hit_at(doc, first, LEX_DEMONYM) == NULL && hit_in(doc, doer->end, far, LEX_NEG) != NULL)
        return doer->side;
    bool passive = hit_at(doc, first, LEX_NEG) != NULL;
    for (uint32_t at = first; passive && at + 1 < reading->end; at++) {
        const struct mention *by = word_is(doc, at, W_BY) ? mention_at(doc, at + 1) : NULL;
        if (by != NULL && by->kind == MENTION_COUNTRY && !by->possessive)
            return by->side;
    }
    return NULL;
}

const char *
allegiance_denier(const struct reader *reader, const struct reading *reading, const char *side)
{
    const struct document *doc = reader->doc;
    const struct speaker *speaker = reading->speaker;
    bool met = reading->matter == MATTER_CONTACT || reading->matter == MATTER_TALKS;
    if (reading->type != RECORD_DENIAL || met || !reader->press || speaker->role == NULL ||
        has_named_side(doc, speaker) || is_listed(doc, speaker))
        return side;
    const char *own = dateline(doc) == NULL ? undone_by(doc, reading) : NULL;
    return own != NULL ? own : side;
}

static void deduce(struct statements *list, struct statement *denial)
{
    struct record *record = denial->record;
    bool office = denial->speaker.kind == MENTION_ROLE || denial->speaker.kind == MENTION_PERSON;
    if (record->speaker_side == NULL && office)
        record->speaker_side = other_side(&record->parties, record->denies_side);
    for (size_t c = 0; c < list->count; c++) {
        struct record *claim = list->statement[c].record;
        const struct speaker *speaker = &list->statement[c].speaker;
        bool denied = claim->type == RECORD_CLAIM && record->denies != NULL &&
                      claim->speaker != NULL && strcmp(claim->speaker, record->denies) == 0;
        bool unknown = claim->speaker_side == NULL && speaker->kind == MENTION_ROLE;
        /* "Q: President Lind says you called.", in a briefing elsewhere: hardly the host's own. */
        bool host = claim->from_question && speaker->person != NO_INDEX && !speaker->named_side &&
                    speaker->role != NULL && claim->speaker_side != NULL &&
                    record->speaker_side != NULL &&
                    strcmp(claim->speaker_side, record->speaker_side) == 0;
        const char *other =
            denied && (unknown || host) ? other_side(&record->parties, record->speaker_side) : NULL;
        if (other == NULL)
            continue;
        claim->speaker_side = other;
        if (record->denies_side == NULL || host)
            record->denies_side = other;
    }
}

void allegiance_deduce(struct statements *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->statement[i].record->type == RECORD_DENIAL)
            deduce(list, &list->statement[i]);
    }
}
