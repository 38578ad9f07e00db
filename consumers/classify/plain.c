/* Sentences that surely tell a change, though the rules find out no more than their deed. */
#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/product.h"
#include "consumers/classify/tariff.h"

#define UNFREE_BACK 4  /* tokens from "no longer" to "free" */
#define QUOTA_AHEAD 14 /* tokens from "increase" to the quota */

/* "which was to begin in May", "which were to have begun": what had been planned. */
static bool was_to(const struct document *doc, const struct hit *verb)
{
    uint32_t at = verb->first;
    at -= at > 0 && word_is(doc, at - 1, W_HAVE);
    return at > 1 && word_is(doc, at - 1, W_TO) &&
           (word_is(doc, at - 2, W_WAS) || word_is(doc, at - 2, W_WERE));
}

/* The first deed of a clause that is real and is done in one clause with a duty, else the first
 * real one, else the first one; nothing where it has none. */
static struct act plain_act(const struct document *doc, uint32_t first, uint32_t end)
{
    struct act best = {0};
    unsigned rank = 0;
    for (const struct hit *verb = hit_in(doc, first, end, LEX_ACT); verb != NULL && rank < 3;
         verb = hit_in(doc, verb->end, end, LEX_ACT)) {
        struct act act = act_of(doc, verb, end);
        if (act.action == ACTION_NONE || !act_is_verb(doc, verb) || !act_is_deed(doc, verb))
            continue;
        const struct hit *duty = duty_nearest(doc, first, end, verb->first);
        bool apart = duty != NULL &&
                     (duty->first > verb->first ? clause_between(doc, verb->end, duty->first) > 0
                                                : clause_between(doc, duty->end, verb->first) > 0);
        unsigned one = !act_is_real(doc, verb, first) || was_to(doc, verb) ? 1 : apart ? 2 : 3;
        if (one <= rank)
            continue;
        rank = one;
        best = act;
    }
    return best;
}

/* "tariffs could come down": what may become of a duty by itself is foretold, not done. */
static bool is_foretold(const struct document *doc, const struct hit *verb, const struct hit *duty)
{
    if (verb == NULL || duty == NULL || verb->first < 1 || duty->end > verb->first)
        return false;
    uint32_t modal = verb->first - 1;
    return word_is(doc, modal, W_COULD) || word_is(doc, modal, W_MAY) ||
           word_is(doc, modal, W_MIGHT);
}

/* "goods from the United States" */
static bool names_goods_of(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *goods = hit_in(doc, first, end, LEX_GOODS); goods != NULL;
         goods = hit_in(doc, goods->end, end, LEX_GOODS)) {
        uint32_t at = goods->end + 1;
        bool of = word_is(doc, goods->end, W_FROM) || word_is(doc, goods->end, W_OF);
        if (of && hit_at(doc, at + word_is(doc, at, W_THE), LEX_COUNTRY) != NULL)
            return true;
    }
    return false;
}

/* "go on entering free", "to free them from duty", "pays nothing": whether goods are let off. */
static bool says_free(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (word_spelled(doc, at, "nothing") && at > first && !word_spelled(doc, at - 1, "paid") &&
            hit_is(hit_over(doc, at - 1, LEX_ACT), 0, "impose"))
            return true;
        bool capital = (doc->token[at].flags & (TOKEN_CAPITAL | TOKEN_UPPER)) != 0;
        if (!word_spelled(doc, at, "free") || capital || word_spelled(doc, at + 1, "trade") ||
            mark_is(doc, at + 1, '-') || (doc->token[at].flags & TOKEN_HYPHEN) != 0)
            continue;
        uint32_t low = at > first + UNFREE_BACK ? at - UNFREE_BACK : first;
        bool longer = hit_in(doc, low, at, LEX_NEG) != NULL;
        for (uint32_t word = low; word < at; word++)
            longer = longer || word_spelled(doc, word, "longer") || word_spelled(doc, word, "been");
        /* "did away with the limit below which parcels come in free" */
        for (const struct hit *act = hit_in(doc, first, at, LEX_ACT); act != NULL && !longer;
             act = hit_in(doc, act->end, at, LEX_ACT))
            longer = hit_is(act, 0, "remove") || hit_is(act, 0, "suspend");
        if (!longer)
            return true;
    }
    return false;
}

/* "increase the quantity of in-quota imports", "raise the quota": more comes in at the low rate. */
static bool widens_quota(const struct document *doc, const struct act *act, uint32_t end)
{
    if (act->verb == NULL || act->action != ACTION_RAISE)
        return false;
    uint32_t high = act->verb->end + QUOTA_AHEAD < end ? act->verb->end + QUOTA_AHEAD : end;
    for (uint32_t at = act->verb->end; at < high; at++) {
        if (word_spelled(doc, at, "quota") || word_spelled(doc, at, "TRQ"))
            return true;
        if (hit_at(doc, at, LEX_PERCENT) != NULL || word_spelled(doc, at, "above"))
            return false;
    }
    return false;
}

/* The only new rate of a clause, which is the change's even where the rules would pass it over
 * ("means to charge duties of up to 38%"). */
static void take_only_rate(const struct rate *rates, size_t count, struct change *change)
{
    const struct rate *only = NULL;
    for (size_t r = 0; r < count; r++) {
        if (rates[r].part == RATE_OLD)
            continue;
        if (only != NULL)
            return;
        only = &rates[r];
    }
    change->rate = only;
    if (only != NULL && only->old != NO_INDEX)
        change->old = &rates[only->old];
}

bool plain_read(struct tariff_scene *scene, uint32_t i, uint32_t first, uint32_t end)
{
    struct document *doc = scene->doc;
    struct act act = plain_act(doc, first, end);
    const struct hit *duty = duty_next(doc, first, end);
    struct change change = {
        .sentence = i,
        .last_sentence = change_dated_by(scene, i),
        .first = first,
        .end = end,
        .own_first = first,
        .own_end = end,
        .duty = act.verb == NULL ? duty : duty_nearest(doc, first, end, act.verb->first),
        .act = act,
        .rule = "tariff.weighed"};
    struct rate rates[RATES_MAX];
    size_t count = rate_find(doc, first, end, rates);
    bool weak = (act.verb == NULL || hit_is(act.verb, 1, "w")) && !names_goods_of(doc, first, end);
    /* "The hearing begins on May 5." */
    if (is_foretold(doc, act.verb, change.duty) ||
        (duty == NULL && hit_is(act.verb, 1, "from")) || /* "freed from prison" */
        (weak && duty == NULL && count == 0))
        return true;
    take_only_rate(rates, count, &change);
    bool burden = change.act.action == ACTION_NONE || change.act.action == ACTION_IMPOSE ||
                  change.act.action == ACTION_RAISE;
    if (widens_quota(doc, &change.act, end)) {
        change.act.action = ACTION_LOWER;
    } else if (burden && change.rate == NULL && says_free(doc, first, end)) {
        change.act.action = ACTION_EXEMPT;
        change.act.spares = true;
    }
    if (hit_is(act.verb, 1, "freed") && act.verb->first > first)
        change.products = product_before(doc, first, act.verb->first);
    if (change.products.len == 0)
        change.products = change_goods(scene, &change);
    return change_emit(scene, &change);
}
