/* What a sentence does to a second duty that it only points to: "cut its duty on tin and scrapped
 * the one on lead". */
#include "consumers/classify/act.h"
#include "consumers/classify/product.h"

#define VERB_REACH 12 /* tokens from the goods to the verb: "that on copper wire was abolished" */
#define LIKE_REACH 3  /* tokens behind the goods to "too", "as well" */

/* "that on", "those on", "the one for": the token behind, where the goods begin; 0 where there is
 * none. */
static uint32_t goods_of_one(const struct document *doc, uint32_t at)
{
    bool that = word_is(doc, at, W_THAT) || word_is(doc, at, W_THOSE);
    struct str word = document_span(doc, at + 1, at + 2);
    bool one = word_is(doc, at, W_THE) &&
               (str_eq_nocase(word, STR("one")) || str_eq_nocase(word, STR("ones")));
    uint32_t on = at + (one ? 2 : 1);
    return (that || one) && (word_is(doc, on, W_ON) || word_is(doc, on, W_FOR)) ? on + 1 : 0;
}

/* Where another clause begins behind the goods, or the end. */
static uint32_t segment_end(const struct document *doc, uint32_t at, uint32_t end)
{
    while (at < end && !mark_is(doc, at, ';') && !mark_is(doc, at, '.') &&
           !word_is(doc, at, W_WHILE) && !word_is(doc, at, W_BUT))
        at++;
    return at;
}

static bool is_like(const struct document *doc, uint32_t at, uint32_t goods, uint32_t end)
{
    /* "as well as those on coffee" */
    if (at > 2 && word_spelled(doc, at - 2, "well"))
        return true;
    if (!word_is(doc, at - 1, W_AND))
        return false;
    uint32_t high = goods + LIKE_REACH + 1 < end ? goods + LIKE_REACH + 1 : end;
    for (uint32_t word = goods + 1; word < high; word++) {
        struct str span = document_span(doc, word, word + 1);
        if (str_eq_nocase(span, STR("too")) || str_eq_nocase(span, STR("likewise")) ||
            (str_eq_nocase(span, STR("well")) && word_is(doc, word - 1, W_AS)))
            return true;
    }
    return false;
}

/* What is done to the duty pointed to: by the verb before it, by a passive one behind its goods, or
 * as to the one before; nothing where none of them says so. */
static struct act
deed_of(const struct tariff_scene *scene, uint32_t at, uint32_t goods, uint32_t end, bool *like)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = hit_over(doc, at - 1, LEX_ACT);
    *like = false;
    if (verb != NULL && verb->end == at && !act_is_noun(verb))
        return act_is_real(doc, verb, doc->sentence[scene->last.sentence].first)
                   ? act_of(doc, verb, end)
                   : (struct act){0};
    uint32_t high = goods + VERB_REACH < end ? goods + VERB_REACH : end;
    for (verb = hit_in(doc, goods, high, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, high, LEX_ACT)) {
        if (!act_is_noun(verb) && act_is_passive(doc, verb, goods) &&
            act_is_real(doc, verb, goods) && !act_is_weak(verb))
            return act_of(doc, verb, end);
    }
    *like = is_like(doc, at, goods, end);
    struct act act = *like ? scene->last.act : (struct act){0};
    act.action = *like ? scene->last.action : act.action;
    return act;
}

/* "lifted the one on bananas to 60" */
static bool goes_to_number(const struct document *doc, uint32_t goods, uint32_t end)
{
    for (uint32_t at = goods; at + 1 < end; at++) {
        bool number =
            doc->token[at + 1].kind == TOKEN_NUMBER || hit_at(doc, at + 1, LEX_NUMBER) != NULL;
        if (word_is(doc, at, W_TO) && number)
            return true;
    }
    return false;
}

bool further_read(struct tariff_scene *scene, uint32_t i, uint32_t first, uint32_t end)
{
    struct document *doc = scene->doc;
    for (uint32_t at = first + 2; at + 2 < end; at++) {
        uint32_t goods = goods_of_one(doc, at);
        if (goods == 0 || !scene->have_last || scene->last.sentence != i)
            continue;
        uint32_t stop = segment_end(doc, goods, end);
        struct rate rates[RATES_MAX];
        struct str products = product_phrase(doc, goods, stop);
        if (products.len == 0 || products.ptr == scene->last.products.ptr ||
            rate_find(doc, at, stop, rates) > 0)
            continue;
        bool like = false;
        if (goes_to_number(doc, goods, stop))
            continue;
        struct act act = deed_of(scene, at, goods, stop, &like);
        if (act.verb == NULL && !like)
            continue;
        struct change change = {.sentence = i,
                                .last_sentence = i,
                                .first = first,
                                .end = end,
                                .own_first = at,
                                .own_end = stop,
                                .shares = true,
                                .duty = scene->last.duty,
                                .act = act,
                                .rate = like ? scene->last.rate : NULL,
                                .products = products,
                                .rule = "tariff.act"};
        if (act.action == ACTION_NONE || act.keeps)
            continue;
        if (!change_emit(scene, &change))
            return false;
    }
    return true;
}
