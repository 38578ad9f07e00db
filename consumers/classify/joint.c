#include "consumers/classify/joint.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#include <string.h>

#define VERB_NEAR 6 /* tokens from the list to the verb: "have both agreed to" */

/* "Mexico | and | Canada", "Peru |,| Chile": whether one country of a list follows another. */
static bool is_listed(const struct document *doc, const struct mention *a, const struct mention *b)
{
    uint32_t at = a->end;
    at += mark_is(doc, at, ',');
    at += word_is(doc, at, W_AND);
    at += word_is(doc, at, W_THE);
    return at > a->end && at == b->first && !a->possessive && a->kind == MENTION_COUNTRY &&
           b->kind == MENTION_COUNTRY && a->sentence == b->sentence;
}

/* "between Peru and Chile", "with Peru and Chile": no subject. */
static bool is_object(const struct document *doc, const struct mention *first)
{
    static const enum grammar_word words[] = {W_BETWEEN, W_WITH, W_ON,  W_FROM, W_OF,
                                              W_AGAINST, W_BY,   W_FOR, W_TO,   W_IN};
    uint32_t at = first->first;
    at -= at > 0 && word_is(doc, at - 1, W_THE);
    for (size_t i = 0; at > 0 && i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at - 1, words[i]))
            return true;
    }
    return hit_at(doc, first->first, LEX_DEMONYM) != NULL;
}

void joint_imposers(const struct tariff_scene *scene,
                    const struct change *change,
                    struct record_codes *others)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = change->act.verb;
    *others = (struct record_codes){.count = 0};
    if (verb == NULL || change->act.passive || change->act.pays || hit_is(verb, 1, "n") ||
        hit_is(verb, 2, "subject"))
        return;
    const char *subject = side_subject(doc, change->first, verb->first);
    if (subject == NULL || strcmp(subject, change->imposer) != 0)
        return;
    /* The list whose last country is the subject. */
    size_t last = mention_from(doc, verb->first);
    while (last > 0 && doc->mention[last - 1].first >= change->first) {
        const struct mention *mention = &doc->mention[--last];
        if (mention->kind == MENTION_COUNTRY && mention->side != NULL &&
            strcmp(mention->side, subject) == 0)
            break;
    }
    if (last == doc->mention_count || doc->mention[last].end + VERB_NEAR < verb->first)
        return;
    size_t at = last;
    while (at > 0 && at < doc->mention_count && doc->mention[at - 1].first >= change->first &&
           is_listed(doc, &doc->mention[at - 1], &doc->mention[at]))
        at--;
    if (at == last || is_object(doc, &doc->mention[at]) || doc->mention[last].possessive ||
        hit_at(doc, doc->mention[last].first, LEX_DEMONYM) != NULL)
        return;
    for (; at < last; at++) {
        const char *side = doc->mention[at].side;
        if (side != NULL && strcmp(side, change->imposer) != 0)
            (void)record_codes_add(others, side);
    }
}
