/* Which person or body of the text an office is that speaks, or a name that it has had before. */
#include "consumers/classify/naming.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define LEADS_AHEAD  7   /* tokens from a name to what somebody leads */
#define BIND_MAX     4   /* sentences between an office and the name it gets */
#define RENAME_MAX   100 /* sentences before in which that office is the name's */
#define PERSONS_MAX  500 /* persons and mentions among which an office or body is looked for */
#define MENTIONS_MAX 500

static bool same_speaker(const struct speaker *a, const struct speaker *b)
{
    if (a->person != NO_INDEX || b->person != NO_INDEX)
        return a->person == b->person;
    return str_eq_nocase(a->name, b->name);
}

static bool ends_with(struct str name, struct str end)
{
    return name.len >= end.len &&
           str_eq_nocase((struct str){name.ptr + name.len - end.len, end.len}, end);
}

/* "his trade adviser said ... Gordon Sayles told": a name without an office belongs to the office
 * that spoke just before. */
void naming_bind(struct document *doc, struct voice *voices, uint32_t at)
{
    struct speaker *name = &voices[at].speaker;
    if (name->person == NO_INDEX || doc->person[name->person].side != NULL)
        return;
    const struct lex_entry *role = doc->person[name->person].role;
    /* "Frederick Go, who leads the delegation": one who is told of is nobody named before; "Joseph
     * Mwangi, who is on tour" may be. */
    uint32_t after = voices[at].subject_end;
    uint32_t far = after + LEADS_AHEAD;
    uint32_t end = far < doc->token_count ? far : (uint32_t)doc->token_count;
    bool leads = hit_in(doc, after, end, LEX_LEADS) != NULL;
    bool told = after + 1 < doc->token_count && doc->token[after].kind == TOKEN_PUNCT &&
                doc->token[after].mark == ',' &&
                ((word_is(doc, after + 1, W_WHO) && leads) || word_is(doc, after + 1, W_A) ||
                 word_is(doc, after + 1, W_AN) || word_is(doc, after + 1, W_THE));
    if (told)
        return;
    for (uint32_t back = 1; back <= BIND_MAX && back <= at; back++) {
        struct speaker office = voices[at - back].speaker;
        if (office.name.len == 0 || same_speaker(&office, name))
            continue;
        if (office.person != NO_INDEX || office.generic ||
            (office.kind != MENTION_ROLE && office.kind != MENTION_BODY))
            continue;
        /* "The presidential office denied it. Spokesperson Ines Ruiz said": the office's own */
        bool voice_of = office.kind == MENTION_BODY && role != NULL &&
                        strcmp(role->text[0], "spokesperson") == 0;
        if (role != NULL && !voice_of && !ends_with(office.name, str_of(role->surface)))
            continue;
        struct person *person = &doc->person[name->person];
        person->side = office.side;
        if (office.kind != MENTION_ROLE) {
            name->side = office.side;
            return;
        }
        person->role = office.entry;
        name->side = office.side;
        name->role = office.role;
        name->entry = office.entry;
        for (uint32_t i = at > RENAME_MAX ? at - RENAME_MAX : 0; i < at; i++) {
            if (same_speaker(&voices[i].speaker, &office))
                voices[i].speaker = *name;
        }
        return;
    }
}

static bool is_head(const struct person *person)
{
    const char *office = person->office != NULL ? person->office
                         : person->role != NULL ? person->role->text[0]
                                                : NULL;
    return office != NULL && person->side != NULL && strcmp(office, "head") == 0;
}

/* "the president" is not Prime Minister Carney. */
static bool is_titled_otherwise(const struct person *person, const struct lex_entry *title)
{
    const struct lex_entry *role = person->role;
    return role != NULL && strcmp(role->text[0], "head") == 0 &&
           strcmp(role->text[1], "any") != 0 && strcmp(title->text[1], "any") != 0 &&
           strcmp(role->surface, title->surface) != 0;
}

/* The one head of a side, or of any where it is NULL, whom the text names; NO_INDEX where there is
 * none, or two. */
static uint32_t
find_head(const struct document *doc, const char *side, const struct lex_entry *title)
{
    uint32_t head = NO_INDEX;
    for (uint32_t i = 0; i < doc->person_count && i < PERSONS_MAX; i++) {
        const struct person *person = &doc->person[i];
        bool own = side == NULL || (person->side != NULL && strcmp(person->side, side) == 0);
        if (!own || !is_head(person) || is_titled_otherwise(person, title))
            continue;
        if (head != NO_INDEX)
            return NO_INDEX;
        head = i;
    }
    return head;
}

/* "The American leader" is the one head of the Americans whom the text names. Where a title has no
 * country with it, and the one that the text would give it has a head by another title, it is the
 * only other head's. */
static void name_head(const struct document *doc, struct speaker *speaker)
{
    if (speaker->person != NO_INDEX || speaker->side == NULL || speaker->entry == NULL ||
        speaker->role == NULL || strcmp(speaker->role, "head") != 0 ||
        strchr(speaker->entry->surface, ' ') != NULL)
        return;
    uint32_t head = find_head(doc, speaker->side, speaker->entry);
    bool other = false;
    for (uint32_t i = 0; i < doc->person_count && i < PERSONS_MAX; i++)
        other =
            other || (is_head(&doc->person[i]) && strcmp(doc->person[i].side, speaker->side) == 0 &&
                      is_titled_otherwise(&doc->person[i], speaker->entry));
    if (head == NO_INDEX && other && !speaker->named_side)
        head = find_head(doc, NULL, speaker->entry);
    if (head == NO_INDEX)
        return;
    speaker->person = head;
    speaker->name = doc->person[head].name;
    speaker->side = doc->person[head].side;
}

/* An office without a name is the person whose office it was said to be. */
void speech_name_office(const struct document *doc, struct speaker *speaker)
{
    if (speaker->kind != MENTION_ROLE || speaker->person != NO_INDEX || speaker->generic)
        return;
    for (uint32_t i = 0; i < doc->person_count && i < PERSONS_MAX; i++) {
        const struct person *person = &doc->person[i];
        bool same = person->role != NULL && speaker->entry != NULL &&
                    (person->role == speaker->entry ||
                     strcmp(person->role->surface, speaker->entry->surface) == 0);
        if (same && (person->side == speaker->side || speaker->side == NULL ||
                     (person->side != NULL && strcmp(person->side, speaker->side) == 0))) {
            speaker->name = person->name;
            speaker->person = i;
            speaker->side = person->side;
            return;
        }
    }
    name_head(doc, speaker);
}

static bool is_upper_name(struct str name)
{
    return name.len > 0 && (unsigned char)name.ptr[0] >= 'A' && (unsigned char)name.ptr[0] <= 'Z';
}

/* "the council" is the Prairie Soybean Council, where that was named before. */
void naming_body(const struct document *doc,
                 const struct author *author,
                 struct speaker *speaker,
                 uint32_t token)
{
    if (speaker->kind != MENTION_BODY || speaker->entry == NULL ||
        memchr(speaker->name.ptr, ' ', speaker->name.len) != NULL)
        return;
    for (size_t i = 0; i < doc->mention_count && i < MENTIONS_MAX && doc->mention[i].first < token;
         i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->kind != MENTION_BODY || mention->entry == NULL || mention->generic ||
            !ends_with(mention_name(doc, mention), speaker->name) ||
            (speaker->side != NULL && mention->side != NULL &&
             strcmp(speaker->side, mention->side) != 0))
            continue;
        struct str name = mention_name(doc, mention);
        if (name.len > speaker->name.len && is_upper_name(name)) {
            speaker->name = name;
            if (speaker->side == NULL)
                speaker->side = mention->side;
            return;
        }
    }
    /* "The company" in its own words is the company. */
    bool own = !author->press && author->speaker.kind == MENTION_BODY &&
               author->speaker.name.len > 0 &&
               memchr(author->speaker.name.ptr, ' ', author->speaker.name.len) != NULL;
    if (own && speaker->entry->class == LEX_ORG_HEAD &&
        (speaker->side == NULL || author->speaker.side == NULL ||
         strcmp(speaker->side, author->speaker.side) == 0))
        speaker->name = author->speaker.name;
}

void naming_author(const struct document *doc, struct speaker *author)
{
    speech_name_office(doc, author);
    if (author->kind != MENTION_ROLE || author->person != NO_INDEX || author->role == NULL ||
        strcmp(author->role, "head") == 0)
        return;
    uint32_t only = NO_INDEX;
    for (uint32_t i = 0; i < doc->person_count && i < PERSONS_MAX; i++) {
        const struct person *person = &doc->person[i];
        bool same = person->role != NULL && strcmp(person->role->text[0], author->role) == 0;
        bool own =
            person->side == NULL || author->side == NULL || strcmp(person->side, author->side) == 0;
        if (!same || !own)
            continue;
        if (only != NO_INDEX)
            return;
        only = i;
    }
    if (only == NO_INDEX)
        return;
    author->person = only;
    author->name = doc->person[only].name;
}
