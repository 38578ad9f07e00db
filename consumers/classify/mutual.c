/* Changes of two sides told as one: "each side takes 20 points off the other's goods". */
#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

static bool is_code(const char *side)
{
    return side != NULL && strcmp(side, "WTO") != 0 && strcmp(side, "*") != 0;
}

static uint32_t deed_at(const struct change *change)
{
    return change->act.verb != NULL ? change->act.verb->first
           : change->rate != NULL   ? change->rate->first
                                    : change->end;
}

/* "Chile and Peru intend to remove their tariffs", in a text of a third's own that deals with both:
 * each does so for the third. */
static bool
are_partners(const struct tariff_scene *scene, const struct mention *one, const struct mention *two)
{
    const char *home = scene->author->speaker.side;
    return home != NULL && !scene->author->press && strcmp(one->side, home) != 0 &&
           strcmp(two->side, home) != 0;
}

/* "under which Peruvian grapes will pay 5% in Chile": whether the change's own words name the goods
 * of one of the two alone. */
static bool names_origin(const struct document *doc, const struct change *change)
{
    for (uint32_t at = change->own_first; at < change->own_end; at++) {
        const struct hit *place = side_place(doc, at);
        if (place == NULL || !record_codes_have(&change->targets, place->entry->text[0]))
            continue;
        uint32_t from = at - (at > 0 && word_is(doc, at - 1, W_THE));
        const struct token *noun = &doc->token[place->end];
        bool goods = place->end < change->own_end && noun->kind == TOKEN_WORD &&
                     (noun->flags & TOKEN_CAPITAL) == 0 && !word_is_grammar(doc, place->end) &&
                     hit_at(doc, place->end, LEX_ACT) == NULL &&
                     hit_at(doc, place->end, LEX_TARIFF) == NULL;
        if ((goods && place->entry->class == LEX_DEMONYM) ||
            (from > change->own_first && word_is(doc, from - 1, W_FROM)))
            return true;
    }
    return false;
}

/* The other one of two countries that act together: "the United States and Britain agreed to". */
static const char *joined_other(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t deed = deed_at(change);
    for (size_t i = mention_from(doc, doc->sentence[change->sentence].first);
         i + 1 < doc->mention_count && doc->mention[i + 1].first < deed; i++) {
        const struct mention *one = &doc->mention[i];
        const struct mention *two = one + 1;
        bool first = i == 0 || !side_is_joined(doc, i - 1);
        bool last = i + 2 >= doc->mention_count || !side_is_joined(doc, i + 1);
        if (!side_is_joined(doc, i) || !first || !last || two->side == NULL ||
            are_partners(scene, one, two) ||
            side_after_object(doc, doc->sentence[change->sentence].first, one->first))
            continue;
        if (strcmp(one->side, change->imposer) == 0)
            return two->side;
        if (strcmp(two->side, change->imposer) == 0)
            return one->side;
    }
    return NULL;
}

/* The partner of whoever imposes, where "both sides" do. */
static const char *paired_other(const struct document *doc, const struct change *change)
{
    if (change->targets.count == 1 && is_code(change->targets.code[0]))
        return change->targets.code[0];
    for (size_t i = 0; i < 2; i++) {
        const char *side = doc->country[i];
        if (is_code(side) && strcmp(side, change->imposer) != 0)
            return side;
    }
    return NULL;
}

/* "They agreed to suspend all tariffs", in the readout of a call with another's president: who is
 * the one foreign side of the title. */
static const char *agreed_other(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct document *title = scene->title;
    const char *home = scene->author->speaker.side;
    uint32_t first = doc->sentence[change->sentence].first;
    const struct hit *verb = change->act.verb;
    if (scene->author->press || scene->author->social || home == NULL || verb == NULL ||
        strcmp(home, change->imposer) != 0)
        return NULL;
    /* "Suspend the tariffs for five years.", under an understanding's title */
    bool agree = verb->first == first && !act_ends_with(doc, first, "ing") &&
                 hit_in(title, 0, (uint32_t)title->token_count, LEX_DEAL) != NULL;
    bool they = false;
    for (uint32_t at = first; at < verb->first; at++) {
        struct str word = document_span(doc, at, at + 1);
        they = they || word_is(doc, at, W_THEY) || str_eq_nocase(word, STR("leaders")) ||
               str_eq_nocase(word, STR("presidents")) || str_eq_nocase(word, STR("ministers"));
        agree = agree || (they && str_starts_with(word, STR("agree")));
    }
    const char *other = NULL;
    for (size_t i = 0; agree && i < title->mention_count; i++) {
        const char *side = title->mention[i].side;
        if (!is_code(side) || strcmp(side, home) == 0)
            continue;
        if (other != NULL && strcmp(side, other) != 0)
            return NULL;
        other = side;
    }
    bool only =
        other != NULL && change->targets.count == 1 && strcmp(change->targets.code[0], other) == 0;
    return only || !change->named_targets ? other : NULL;
}

/* "mutual", "the other's goods"; "both sides" only as who acts. */
static bool has_cue(const struct document *doc, const struct change *change)
{
    uint32_t verb = deed_at(change);
    for (const struct hit *hit = hit_in(doc, change->first, change->end, LEX_MUTUAL); hit != NULL;
         hit = hit_in(doc, hit->end, change->end, LEX_MUTUAL)) {
        if (!hit_is(hit, 0, "subject"))
            return true;
        if (hit->end <= verb && clause_between(doc, hit->end, verb) == 0 &&
            !side_after_object(doc, change->first, hit->first))
            return true;
    }
    return false;
}

const char *mutual_other(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    bool relief = change->action == ACTION_LOWER || change->action == ACTION_SUSPEND ||
                  change->action == ACTION_REMOVE || change->action == ACTION_EXTEND;
    if (change->owned)
        return NULL;
    if (relief) {
        const char *other = joined_other(scene, change);
        bool only = other != NULL && change->targets.count == 1 &&
                    strcmp(change->targets.code[0], other) == 0 && !names_origin(doc, change);
        if (other != NULL && (only || !change->named_targets))
            return other;
        other = agreed_other(scene, change);
        if (other != NULL)
            return other;
    }
    return has_cue(doc, change) && side_subject(doc, change->first, deed_at(change)) == NULL
               ? paired_other(doc, change)
               : NULL;
}
