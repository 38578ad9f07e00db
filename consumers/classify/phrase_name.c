#include "consumers/classify/phrase_name.h"

#include "consumers/classify/person.h"

#define REMIT_MAX 10 /* tokens from an office to the name, of what it is for */

uint32_t phrase_past_remit(const struct document *doc, uint32_t at, uint32_t limit)
{
    static const enum grammar_word words[] = {W_FOR, W_OF, W_ON, W_AT, W_IN, W_TO, W_WITH};
    bool remit = false;
    for (size_t i = 0; at < limit && i < sizeof words / sizeof words[0]; i++)
        remit = remit || word_is(doc, at, words[i]);
    for (uint32_t comma = at; remit && comma + 2 < limit && comma - at < REMIT_MAX; comma++) {
        if (hit_at(doc, comma, LEX_SAY) != NULL || hit_at(doc, comma, LEX_DENY) != NULL)
            break;
        if (doc->token[comma].kind == TOKEN_WORD)
            continue;
        uint32_t end = doc->token[comma].mark == ',' ? person_name_end(doc, comma + 1, limit) : 0;
        bool closes =
            end < limit && (doc->token[end].mark == ',' || hit_at(doc, end, LEX_SAY) != NULL ||
                            hit_at(doc, end, LEX_DENY) != NULL);
        return end > comma + 2 && closes ? comma : at;
    }
    return at;
}

/* A word that is a place's or a month's and may be a person's. */
static bool is_place_word(const struct document *doc, uint32_t at)
{
    static const enum lex_class classes[] = {LEX_COUNTRY, LEX_CAPITAL, LEX_PLACE, LEX_MONTH};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        const struct hit *hit = hit_at(doc, at, classes[i]);
        if (hit != NULL)
            return hit->end == at + 1;
    }
    return false;
}

/* Whether what stands at a token ends a name: a comma or a verb of saying. */
static bool closes_name(const struct document *doc, uint32_t at, uint32_t limit)
{
    return at < limit && (mark_is(doc, at, ',') || hit_at(doc, at, LEX_SAY) != NULL ||
                          hit_at(doc, at, LEX_DENY) != NULL);
}

/* The end of a name after an office, which may have a place in it ("Milan Jokic", "Paz Lima") or be
 * no more than places: "Jordan Chad, said". */
static uint32_t name_end(const struct document *doc, uint32_t from, uint32_t limit)
{
    if (from + 2 < limit && is_place_word(doc, from) && is_place_word(doc, from + 1) &&
        closes_name(doc, from + 2, limit))
        return from + 2;
    bool given = from + 1 < limit && is_place_word(doc, from) && token_is_name(doc, from + 1) &&
                 hit_at(doc, from + 1, LEX_OUTLET_HEAD) == NULL;
    uint32_t end = person_name_end(doc, from + given, limit);
    bool closes = closes_name(doc, end + 1, limit);
    return !given && end == from + 1 && closes && is_place_word(doc, end) ? end + 1 : end;
}

uint32_t
phrase_name_after(const struct document *doc, uint32_t at, uint32_t limit, uint32_t *name_first)
{
    uint32_t from = at;
    bool comma =
        from < limit && doc->token[from].mark == ',' && doc->token[from].kind == TOKEN_PUNCT;
    bool bracket =
        from < limit && doc->token[from].mark == '(' && doc->token[from].kind == TOKEN_PUNCT;
    if (comma || bracket)
        from++;
    while (from < limit && hit_at(doc, from, LEX_TITLE) != NULL)
        from = hit_at(doc, from, LEX_TITLE)->end +
               (hit_at(doc, from, LEX_TITLE)->end < limit &&
                doc->token[hit_at(doc, from, LEX_TITLE)->end].mark == '.');
    uint32_t end = name_end(doc, from, limit);
    bool titled = from > at + comma + bracket;
    /* "Spokesperson Makes Remarks": a verb of a title in capitals. */
    bool verb = end == from + 1 && from == at && doc->text[doc->token[from].end - 1] == 's' &&
                hit_at(doc, end, LEX_REPORT) != NULL && hit_at(doc, from, LEX_PERSON) == NULL;
    if (verb)
        return at;
    if (end == from ||
        (comma && !titled && end - from < 2 && hit_at(doc, from, LEX_PERSON) == NULL))
        return at;
    *name_first = from;
    return end;
}
