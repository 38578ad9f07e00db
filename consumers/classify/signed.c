#include "consumers/classify/signed.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/person.h"

#include <string.h>

#define SIGNED_WITHIN   6 /* sentences */
#define NAME_MIN        2 /* words */
#define NAME_MAX        4
#define OFFICE_WORDS(X) X(TITLE) X(ROLE) X(ROLE_MOD)
#define NAME_AFTER      6 /* words of an office before it */

/* "By the authority vested in me as President": who holds the office on the item's date. */
const struct lex_entry *signed_by_office(const struct document *doc)
{
    uint32_t sentences =
        doc->sentence_count < SIGNED_WITHIN ? (uint32_t)doc->sentence_count : SIGNED_WITHIN;
    if (sentences == 0)
        return NULL;
    uint32_t end = doc->sentence[sentences - 1].end;
    const struct hit *hit = hit_in(doc, 0, end, LEX_SIGNER);
    while (hit != NULL &&
           (hit_is(hit, 0, "joint") || hit_is(hit, 0, "closing") || hit->entry->part[3].len > 0))
        hit = hit_in(doc, hit->end, end, LEX_SIGNER);
    return hit == NULL ? NULL : hit->entry;
}

/* "Adjusting Imports of Copper", "A Proclamation on Copper": the title of what a head of state
 * signs, or NULL. */
const struct lex_entry *signed_title(const struct document *title)
{
    uint32_t end = (uint32_t)title->token_count;
    for (const struct hit *hit = hit_in(title, 0, end, LEX_SIGNER); hit != NULL;
         hit = hit_in(title, hit->end, end, LEX_SIGNER)) {
        uint32_t last = hit_is(hit, 3, "titled") ? 1 : 0;
        if (hit->entry->part[3].len > 0 && hit->first <= last)
            return hit->entry;
    }
    return NULL;
}

/* "The Minister for Foreign Trade, Marleen Oster": a last line that is no more than a name with its
 * office; NULL: there is none. */
static const struct mention *signed_below(const struct document *doc)
{
    if (doc->sentence_count < 2)
        return NULL;
    const struct sentence *last = &doc->sentence[doc->sentence_count - 1];
    uint32_t end = last->end;
    while (end > last->first && doc->token[end - 1].kind == TOKEN_PUNCT)
        end--;
    for (size_t i = mention_from(doc, last->first); i < doc->mention_count; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->person != NO_INDEX && doc->person[mention->person].role != NULL &&
            mention->first <= last->first + 1 && mention->end == end)
            return mention;
    }
    return NULL;
}

/* "Yours faithfully, Camilo Restrepo, Minister-Counsellor": who signed a letter, or NULL. */
const struct mention *signed_letter(const struct document *doc)
{
    uint32_t end = (uint32_t)doc->token_count;
    const struct hit *closing = hit_in(doc, 0, end, LEX_SIGNER);
    while (closing != NULL && !hit_is(closing, 0, "closing"))
        closing = hit_in(doc, closing->end, end, LEX_SIGNER);
    if (closing == NULL)
        return signed_below(doc);
    size_t i = mention_from(doc, closing->end);
    const struct mention *writer = i < doc->mention_count ? &doc->mention[i] : NULL;
    return writer != NULL && writer->person != NO_INDEX && writer->first <= closing->end + 1
               ? writer
               : NULL;
}

/* Past the words of an office before a name: "Deputy Assistant Secretary Marisol Quintana". */
static uint32_t past_office(const struct document *doc, uint32_t at, uint32_t end)
{
    static const struct hit_classes office = HIT_CLASSES(OFFICE_WORDS);
    while (at < end && (hit_any(doc, at, &office) || doc->token[at].kind == TOKEN_PUNCT))
        at++;
    return at;
}

struct str signed_name(const struct document *doc)
{
    static const struct str none = {NULL, 0};
    if (doc->sentence_count < 2)
        return none;
    const struct sentence *last = &doc->sentence[doc->sentence_count - 1];
    uint32_t end = last->end;
    while (end > last->first &&
           (doc->token[end - 1].kind == TOKEN_PUNCT || word_spelled(doc, end - 1, "mp")))
        end--;
    uint32_t first = past_office(doc, last->first, end);
    if (first + NAME_MIN > end || end - first > NAME_MAX || first > last->first + NAME_AFTER ||
        person_name_end(doc, first, end) != end || mention_place(doc, first) != NULL)
        return none;
    bool bracket = first > 0 && mark_is(doc, first - 1, '(');
    return last->line || bracket ? document_span(doc, first, end) : none;
}
