#include "consumers/classify/person.h"

#include <string.h>

#define BODY_NAME_MAX   3 /* tokens */
#define NAME_MAX_TOKENS 6
#define PERSONS_BACK    500 /* persons among whom a name is looked for */
#define KEYS_AT_ONCE    32  /* of names in one look */

/* What a capitalised word may be other than an unlisted name. */
/* clang-format off */
#define OTHERS(X) \
    X(COUNTRY) X(DEMONYM) X(CAPITAL) X(PLACE) X(MONTH) X(WEEKDAY) X(ORG) X(OUTLET) X(TITLE) \
    X(ROLE) X(ORG_HEAD) X(REPORT) X(TARIFF) X(TRADE) X(TALKS) X(CONTACT) X(NOT_NAME) X(SAY) \
    X(DATE) X(STARTER)
/* clang-format on */

bool token_is_capital(const struct document *doc, uint32_t at)
{
    return at < doc->token_count && doc->token[at].kind == TOKEN_WORD &&
           (doc->token[at].flags & TOKEN_CAPITAL);
}

/* A capitalised word that may be part of a name nobody has listed. */
bool token_is_name(const struct document *doc, uint32_t at)
{
    static const struct hit_classes others = HIT_CLASSES(OTHERS);
    return token_is_capital(doc, at) && !word_is_grammar(doc, at) && !hit_any(doc, at, &others);
}

/* The end of a personal name that starts at a token, or the token itself. */
uint32_t person_name_end(const struct document *doc, uint32_t at, uint32_t limit)
{
    uint32_t first = at;
    while (at < limit && at - first < NAME_MAX_TOKENS) {
        const struct hit *person = hit_at(doc, at, LEX_PERSON);
        const struct token *token = &doc->token[at];
        bool initial = at > first && token->kind == TOKEN_PUNCT && token->mark == '.' &&
                       (token->flags & TOKEN_GLUED) &&
                       doc->token[at - 1].end - doc->token[at - 1].start <= 2;
        bool particle = at > first && at + 1 < limit && hit_at(doc, at, LEX_PARTICLE) != NULL &&
                        token_is_name(doc, at + 1);
        bool joined = at > first && (token->flags & TOKEN_HYPHEN);
        if (person != NULL)
            at = person->end;
        else if (token_is_name(doc, at) || initial || particle || joined)
            at++;
        else
            break;
    }
    while (at > first && doc->token[at - 1].kind == TOKEN_PUNCT)
        at--;
    return at;
}

uint32_t person_body_end(const struct document *doc, uint32_t at, uint32_t limit)
{
    uint32_t end = at;
    while (!token_is_capital(doc, at - 1) && end < limit && end - at < BODY_NAME_MAX &&
           token_is_name(doc, end))
        end++;
    bool speaks =
        end < limit && (hit_at(doc, end, LEX_SAY) != NULL || hit_at(doc, end, LEX_DENY) != NULL);
    return speaks ? end : at;
}

static bool same_word(struct str a, struct str b)
{
    return a.len > 1 && str_eq_nocase(a, b);
}

static struct str last_word(struct str name)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ')
        at--;
    return (struct str){name.ptr + at, name.len - at};
}

static struct str first_word(struct str name)
{
    struct str rest;
    return str_split(name, ' ', &rest);
}

static uint32_t hash_word(struct str word)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        hash = (hash ^ (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c)) * 16777619u;
    }
    return hash;
}

static bool is_same(struct str known, struct str name)
{
    if (same_word(known, name))
        return true;
    bool short_new = memchr(name.ptr, ' ', name.len) == NULL;
    bool short_known = memchr(known.ptr, ' ', known.len) == NULL;
    if (short_new)
        return same_word(last_word(known), name) || same_word(first_word(known), name);
    return short_known ? same_word(last_word(name), known)
                       : same_word(last_word(name), last_word(known)) &&
                             same_word(first_word(name), first_word(known));
}

/* Whether a word is the first or last of any of so many persons' names: a loop without a way out,
 * which compilers make of a few wide compares. */
static bool has_word(const struct person_key key[KEYS_AT_ONCE], uint32_t word)
{
    uint32_t any = 0;
    for (size_t i = 0; i < KEYS_AT_ONCE; i++)
        any |= (uint32_t)(key[i].first == word) | (uint32_t)(key[i].last == word);
    return any != 0;
}

/* A person of the same name: equal, or one is the family name (first or last) of the other. Those
 * of equal names have a last word in common, or the shorter is the other's first. */
uint32_t person_find(const struct document *doc, struct str name)
{
    size_t from = doc->person_count > PERSONS_BACK ? doc->person_count - PERSONS_BACK : 0;
    uint32_t last = hash_word(last_word(name));
    for (size_t i = from; i < doc->person_count; i++) {
        const struct person_key *key = &doc->person_key[i];
        if (doc->person_count - i >= KEYS_AT_ONCE && !has_word(key, last)) {
            i += KEYS_AT_ONCE - 1;
            continue;
        }
        if ((key->last == last || key->first == last) && is_same(doc->person[i].name, name))
            return (uint32_t)i;
    }
    return NO_INDEX;
}

static void name_person(struct document *doc, uint32_t index, struct str name)
{
    doc->person[index].name = name;
    doc->person_key[index] =
        (struct person_key){hash_word(first_word(name)), hash_word(last_word(name))};
}

static uint32_t person_note(struct document *doc, struct str name)
{
    uint32_t index = person_find(doc, name);
    if (index == NO_INDEX) {
        doc->person = document_grow(doc->person, &doc->person_capacity, doc->person_count + 1,
                                    sizeof *doc->person);
        doc->person_key = document_grow(doc->person_key, &doc->person_key_capacity,
                                        doc->person_count + 1, sizeof *doc->person_key);
        index = (uint32_t)doc->person_count++;
        doc->person[index] = (struct person){0};
        name_person(doc, index, name);
    } else if (name.len > doc->person[index].name.len) {
        name_person(doc, index, name);
    }
    return index;
}

/* Reads the person at [first, end): a lexicon's person keeps its side and listed name. */
uint32_t person_read(struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        const struct hit *hit = hit_at(doc, at, LEX_PERSON);
        if (hit == NULL)
            continue;
        /* "Luis Ebrard" is not the listed Marcelo Ebrard. */
        struct str given = document_span(doc, first, first + 1);
        struct str rest;
        /* "Vance-Hale" is nobody called Vance. */
        if (hit->end < end && (doc->token[hit->end].flags & TOKEN_HYPHEN))
            break;
        bool other = at > first && hit->end == end && given.len > 2 &&
                     !str_eq_nocase(given, str_split(hit->entry->part[1], ' ', &rest)) &&
                     hit_at(doc, first, LEX_TITLE) == NULL;
        if (other)
            break;
        uint32_t index = person_note(doc, hit->entry->part[1]);
        if (hit->entry->part[0].len > 0)
            doc->person[index].side = hit->entry->text[0];
        if (hit->entry->part[2].len > 0)
            doc->person[index].office = hit->entry->text[2];
        return index;
    }
    return person_note(doc, document_span(doc, first, end));
}
