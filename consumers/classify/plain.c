/* Sentences that surely tell a change, though the rules find out no more than their deed. */
#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/product.h"
#include "consumers/classify/tariff.h"

/* The first deed of a clause that is real and is done in one clause with a duty, else the first
 * real one, else the first one; nothing where it has none. */
static struct act plain_act(const struct document *doc, uint32_t first, uint32_t end)
{
    struct act best = {0};
    unsigned rank = 0;
    for (const struct hit *verb = hit_in(doc, first, end, LEX_ACT); verb != NULL && rank < 3;
         verb = hit_in(doc, verb->end, end, LEX_ACT)) {
        struct act act = act_of(doc, verb, end);
        if (act.action == ACTION_NONE || !act_is_verb(doc, verb))
            continue;
        const struct hit *duty = duty_nearest(doc, first, end, verb->first);
        bool apart = duty != NULL &&
                     (duty->first > verb->first ? clause_between(doc, verb->end, duty->first) > 0
                                                : clause_between(doc, duty->end, verb->first) > 0);
        unsigned one = !act_is_real(doc, verb, first) ? 1 : apart ? 2 : 3;
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
    if (hit_is(act.verb, 1, "freed") && act.verb->first > first)
        change.products = product_before(doc, first, act.verb->first);
    if (change.products.len == 0)
        change.products = change_goods(scene, &change);
    return change_emit(scene, &change);
}
