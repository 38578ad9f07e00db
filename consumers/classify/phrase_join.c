#include "consumers/classify/phrase_join.h"

#include "consumers/classify/mention.h"

#include <string.h>

/* "Facundo Ibarra of the economy ministry": gives the body's side to the person just named. */
static bool join_member(struct document *doc)
{
    struct mention *body = &doc->mention[doc->mention_count - 1];
    struct mention *name = body - 1;
    bool of = body->first == name->end + 1 &&
              (word_is(doc, name->end, W_OF) || word_is(doc, name->end, W_FROM) ||
               word_is(doc, name->end, W_AT));
    if (!of || body->kind != MENTION_BODY || name->kind != MENTION_PERSON ||
        name->sentence != body->sentence)
        return false;
    struct person *person = &doc->person[name->person];
    if (person->side == NULL)
        person->side = body->side;
    name->side = person->side;
    name->end = body->end;
    doc->mention_count--;
    return true;
}

/* "Q Ms. Fairbairn, the chancellor of Austria says": who is asked, and another of whom is told
 * right behind the comma, as no second one closes an apposition. */
static bool
is_called(const struct document *doc, const struct mention *name, const struct mention *role)
{
    return name->first <= doc->sentence[name->sentence].first + 1 &&
           hit_at(doc, name->first, LEX_TITLE) != NULL &&
           hit_is(hit_at(doc, role->end, LEX_SAY), 0, "say");
}

static bool is_public(const struct lex_entry *office)
{
    static const char *const kinds[] = {"head", "minister", "official", "lawmaker"};
    for (size_t i = 0; office != NULL && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(office->text[0], kinds[i]) == 0)
            return true;
    }
    return false;
}

/* "A lawmaker from Iowa, Ruth Olsen,": the office of the person just named, and whose it is. */
void phrase_join_sent(struct document *doc)
{
    if (doc->mention_count < 2)
        return;
    struct mention *name = &doc->mention[doc->mention_count - 1];
    uint32_t comma = name->first - (name->first > 0);
    if (name->kind != MENTION_PERSON || name->entry != NULL || !mark_is(doc, comma, ','))
        return;
    const struct mention *role = name - 1;
    /* The country itself is a mention between them. */
    if (role->kind == MENTION_COUNTRY && doc->mention_count > 2)
        role--;
    struct person *person = &doc->person[name->person];
    uint32_t at = role->end + 1;
    at += word_is(doc, at, W_THE);
    const struct hit *place = mention_place(doc, at);
    if (place == NULL)
        place = hit_at(doc, at, LEX_PLACE);
    if (role->kind != MENTION_ROLE || role->person != NO_INDEX ||
        role->sentence != name->sentence || !mark_is(doc, name->end, ',') ||
        !is_public(role->entry) || !word_is(doc, role->end, W_FROM) || place == NULL ||
        place->end != comma || place->entry->part[0].len != 2 || person->role != NULL)
        return;
    person->role = role->entry;
    if (person->side == NULL)
        person->side = place->entry->text[0];
    name->entry = role->entry;
    name->side = person->side;
}

void phrase_join(struct document *doc)
{
    if (doc->mention_count < 2 || join_member(doc))
        return;
    struct mention *role = &doc->mention[doc->mention_count - 1];
    struct mention *name = role - 1;
    bool comma = role->first == name->end + 1 && doc->token[name->end].mark == ',';
    bool unknown = name->kind == MENTION_BODY && name->entry == NULL;
    if (unknown && comma && role->person == NO_INDEX && name->sentence == role->sentence) {
        name->side = role->side;
        name->end = role->end;
        name->entry = role->entry;
        doc->mention_count--;
        return;
    }
    if (role->kind != MENTION_ROLE || role->person != NO_INDEX || name->kind != MENTION_PERSON ||
        !comma || name->sentence != role->sentence)
        return;
    if (is_called(doc, name, role))
        return;
    struct person *person = &doc->person[name->person];
    if (person->side == NULL)
        person->side = role->side;
    if (person->role == NULL)
        person->role = role->entry;
    name->side = person->side;
    name->end = role->end;
    name->entry = role->entry;
    doc->mention_count--;
}
