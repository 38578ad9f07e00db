#include "consumers/classify/foreseen.h"

#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define THINKER_BACK 3  /* tokens from who thinks to the verb */
#define OTHER_AHEAD  3  /* from there to whom it is of, and */
#define NONE_AHEAD   9  /* from "will not" to what will not be done */
#define DEED_AHEAD   12 /* to what that side will do */

/* Whose the one is that thinks: named right before the verb, else whoever speaks. */
static const char *thinker_of(const struct document *doc, uint32_t verb, const char *side)
{
    for (uint32_t back = 0; back < THINKER_BACK && back < verb; back++) {
        const struct mention *mention = mention_ending(doc, verb - back);
        if (mention != NULL && mention->kind != MENTION_PRONOUN)
            return mention->side != NULL ? mention->side : side;
    }
    return side;
}

/* The side that what is thought begins with. */
static const char *other_of(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t to = at + OTHER_AHEAD < end ? at + OTHER_AHEAD : end;
    for (; at < to; at++) {
        const struct mention *mention = mention_at(doc, at);
        if (mention != NULL && mention->side != NULL)
            return mention->side;
        const struct hit *place = side_place(doc, at);
        if (place != NULL)
            return place->entry->text[0];
    }
    return NULL;
}

static bool will_do(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t to = at + DEED_AHEAD < end ? at + DEED_AHEAD : end;
    for (; at < to; at++) {
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) || word_is(doc, at, W_TO))
            return true;
    }
    return false;
}

bool foreseen_in(
    const struct document *doc, uint32_t first, uint32_t end, const char *side, bool hoped)
{
    for (uint32_t h = doc->start[first].first; h < doc->start[end].first; h++) {
        const struct hit *hit = &doc->hit[h];
        bool thinks = hit->class == LEX_SAY && hit_is(hit, 0, "think");
        if (!thinks && !(hoped && hit->class == LEX_APPEAL && hit_is(hit, 1, "hope")))
            continue;
        const char *own = thinker_of(doc, hit->first, side);
        const char *other = other_of(doc, hit->end, end);
        if (own != NULL && other != NULL && strcmp(side_customs(own), side_customs(other)) != 0 &&
            will_do(doc, hit->end, end) && duty_next(doc, hit->end, end) != NULL)
            return true;
    }
    return false;
}

/* "wants", "is calling for", "says he will" */
static bool is_meant(const struct document *doc, uint32_t at, uint32_t end)
{
    for (; at < end; at++) {
        const struct hit *wish = hit_at(doc, at, LEX_UNREAL);
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) || word_is(doc, at, W_LL) ||
            hit_at(doc, at, LEX_INTENT) != NULL || (wish != NULL && !hit_is(wish, 0, "none")) ||
            hit_is(hit_at(doc, at, LEX_STAGE), 0, "proposed"))
            return true;
    }
    return false;
}

bool foreseen_rival(const struct document *doc,
                    uint32_t first,
                    uint32_t end,
                    const struct author *author)
{
    const struct speaker *own = &author->speaker;
    if (author->press || own->kind == MENTION_BODY || own->name.len == 0 || own->side == NULL)
        return false;
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *rival = &doc->mention[i];
        const struct hit *named = hit_at(doc, rival->first, LEX_PERSON);
        if (named == NULL || rival->side == NULL || rival->possessive ||
            strcmp(rival->side, own->side) != 0 || str_eq(mention_name(doc, rival), own->name) ||
            hit_at(doc, rival->first, LEX_ROLE) != NULL)
            continue;
        const struct hit *duty = duty_next(doc, rival->end, end);
        if (hit_is(named, 2, "head") && duty != NULL && is_meant(doc, rival->end, duty->first))
            return true;
    }
    return false;
}

/* "raise a tariff", "any levy of its own", "retaliate": not "be subject to the tariff". */
static bool is_deed(const struct document *doc, uint32_t at, uint32_t end)
{
    if (word_is(doc, at, W_BE))
        return false;
    bool acts = false;
    for (; at < end && doc->token[at].kind != TOKEN_PUNCT; at++) {
        const struct hit *plan = hit_at(doc, at, LEX_INTENT);
        if (plan != NULL && hit_is(plan, 1, "reply"))
            return true;
        acts = acts || hit_at(doc, at, LEX_ACT) != NULL;
        if (acts && hit_at(doc, at, LEX_TARIFF) != NULL)
            return true;
    }
    return false;
}

bool foreseen_none(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *none = hit_in(doc, first, end, LEX_PLAN); none != NULL;
         none = hit_in(doc, none->end, end, LEX_PLAN)) {
        uint32_t to = none->end + NONE_AHEAD < end ? none->end + NONE_AHEAD : end;
        if (!hit_is(none, 0, "thing") && is_deed(doc, none->end, to))
            return true;
    }
    return false;
}
