#include "consumers/classify/signed.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/person.h"

#include <stdio.h>
#include <string.h>

#define SIGNED_WITHIN   6 /* sentences */
#define JOINT_MAX       2
#define JOINT_WITHIN    3 /* sentences in which the other party is named */
#define JOINT_BYTES     128
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

/* "Lowering Costs: Remarks by Secretary Ruiz": whose words they are, a title says itself. */
static bool names_speaker(const struct document *title, uint32_t from)
{
    for (uint32_t at = from + 1; at < title->token_count; at++) {
        if (word_is(title, at, W_BY) && hit_over(title, at - 1, LEX_REPORT) != NULL)
            return true;
    }
    return false;
}

/* "Adjusting Imports of Copper", "A Proclamation on Copper": the title of what a head of state
 * signs, or NULL. */
const struct lex_entry *signed_title(const struct document *title)
{
    uint32_t end = (uint32_t)title->token_count;
    for (const struct hit *hit = hit_in(title, 0, end, LEX_SIGNER); hit != NULL;
         hit = hit_in(title, hit->end, end, LEX_SIGNER)) {
        bool titled = hit_is(hit, 3, "titled");
        if (hit->entry->part[3].len > 0 && hit->first <= (titled ? 1 : 0))
            return titled || !names_speaker(title, hit->end) ? hit->entry : NULL;
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

/* The name that the lexicon has first for a side; empty: none. */
static struct str country_name(const struct document *title, const char *side)
{
    for (uint32_t i = 1; i < lexicon_entry_count(title->lexicon); i++) {
        const struct lex_entry *entry = lexicon_entry(title->lexicon, i);
        if (lexicon_fit(title->lexicon, i)->class == LEX_COUNTRY &&
            strcmp(entry->text[0], side) == 0)
            return str_of(entry->surface);
    }
    return (struct str){NULL, 0};
}

/* A country's name, in full where the text has "U.S.". */
static struct str full_name(const struct document *title, const struct hit *place)
{
    struct str name = document_span(title, place->first, place->end);
    bool brief =
        place->end == place->first + 1 && (title->token[place->first].flags & TOKEN_UPPER) != 0;
    struct str full = brief ? country_name(title, place->entry->text[0]) : (struct str){NULL, 0};
    return full.len > 0 ? full : name;
}

/* The places in tokens [0, end) whose sides are not noted yet: joins them; returns how many now. */
static size_t add_places(const struct document *doc,
                         uint32_t end,
                         const char *side[JOINT_MAX],
                         struct str name[JOINT_MAX],
                         size_t count)
{
    for (uint32_t at = 0; at < end && count < JOINT_MAX; at++) {
        const struct hit *pair = hit_at(doc, at, LEX_GROUP);
        /* "the U.S.-China meeting" */
        if (pair != NULL && count == 0 && pair->entry->part[1].len > 0 &&
            pair->entry->part[2].len == 0) {
            for (; count < JOINT_MAX; count++) {
                side[count] = pair->entry->text[count];
                name[count] = country_name(doc, side[count]);
            }
            break;
        }
        const struct hit *one = mention_place(doc, at);
        bool scene = at > 0 && (word_is(doc, at - 1, W_IN) || word_is(doc, at - 1, W_AT));
        if (one == NULL || scene)
            continue;
        if (count == 0 || strcmp(side[count - 1], one->entry->text[0]) != 0) {
            side[count] = one->entry->text[0];
            name[count++] = full_name(doc, one);
        }
        at = one->end - 1;
    }
    return count;
}

/* A title that begins with "Joint statement", or with countries before it. */
static bool is_joint_title(const struct document *title, const struct hit *joint)
{
    for (uint32_t at = 0; at < joint->first; at++) {
        const struct hit *place = mention_place(title, at);
        if (place != NULL)
            at = place->end - 1;
        else if (title->token[at].kind != TOKEN_PUNCT && !word_is(title, at, W_AND))
            return false;
    }
    return true;
}

bool signed_jointly(const struct document *doc,
                    const struct document *title,
                    const char *home,
                    struct author *author)
{
    const struct hit *joint = hit_in(title, 0, (uint32_t)title->token_count, LEX_SIGNER);
    const char *side[JOINT_MAX];
    struct str part[JOINT_MAX];
    if (!hit_is(joint, 0, "joint"))
        return false;
    size_t count = add_places(title, (uint32_t)title->token_count, side, part, 0);
    if (count < JOINT_MAX && home != NULL && is_joint_title(title, joint) &&
        doc->sentence_count > 0) {
        if (count == 0 || strcmp(side[0], home) != 0) {
            side[JOINT_MAX - 1] = count > 0 ? side[0] : NULL;
            part[JOINT_MAX - 1] = count > 0 ? part[0] : (struct str){NULL, 0};
            side[0] = home;
            part[0] = country_name(title, home);
            count += part[0].len > 0;
        }
        uint32_t last = doc->sentence_count < JOINT_WITHIN ? (uint32_t)doc->sentence_count - 1
                                                           : JOINT_WITHIN - 1;
        if (count == 1)
            count = add_places(doc, doc->sentence[last].end, side, part, count);
    }
    if (count < JOINT_MAX)
        return false;
    char names[JOINT_BYTES];
    int len = snprintf(names, sizeof names, "%.*s and %.*s", STR_ARG(part[0]), STR_ARG(part[1]));
    if (len <= 0 || (size_t)len >= sizeof names)
        return false;
    const char *name = arena_copy_str(doc->arena, (struct str){names, (size_t)len});
    if (name == NULL)
        return false;
    memcpy(author->joint, side, sizeof author->joint);
    author->speaker =
        (struct speaker){.name = {name, (size_t)len}, .person = NO_INDEX, .kind = MENTION_BODY};
    return true;
}
