/* Goods that are put on a list, asked about, or listed before their duty. */
#include "consumers/classify/goods_part.h"

#include "consumers/classify/act.h"
#include "consumers/classify/bare.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/product.h"
#include "consumers/classify/side.h"

#define BEARER_LEAD   5  /* tokens of what tells which goods, before their noun */
#define QUALIFIED_MAX 20 /* tokens of "goods that were loaded before July" */
#define MODIFIERS_MAX 4  /* words of "knitted cotton bags" */
#define ADDED_MAX     40 /* tokens of the goods that are added to a list */

/* "is adding nails to the list of articles that pay the steel tariff": what is put on the list. */
struct str goods_added(const struct document *doc, const struct change *change)
{
    const struct hit *add = hit_in(doc, change->first, change->own_end, LEX_ACT);
    while (add != NULL && !str_starts_with(str_of(add->entry->surface), STR("add")))
        add = hit_in(doc, add->end, change->own_end, LEX_ACT);
    if (add == NULL || act_is_noun(add))
        return (struct str){NULL, 0};
    uint32_t limit =
        add->end + ADDED_MAX < change->own_end ? add->end + ADDED_MAX : change->own_end;
    for (uint32_t at = add->end + 1; at < limit; at++) {
        if (!word_is(doc, at, W_TO))
            continue;
        uint32_t noun = at + 1 + (word_is(doc, at + 1, W_THE) || word_is(doc, at + 1, W_ITS));
        bool list = word_spelled(doc, noun, "list") ||
                    (noun > at + 1 && hit_at(doc, noun, LEX_GOODS) != NULL);
        return list ? product_phrase(doc, add->end, at) : (struct str){NULL, 0};
    }
    return (struct str){NULL, 0};
}

/* "What will the copper tariff be? - It'll be 40 percent." */
struct str goods_asked(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t asked = bare_question(scene, change->sentence);
    if (asked == NO_INDEX)
        return (struct str){NULL, 0};
    const struct sentence *question = &doc->sentence[asked];
    const struct hit *named = hit_in(doc, question->first, question->end, LEX_PRODUCT);
    const struct hit *duty = named != NULL ? hit_at(doc, named->end, LEX_TARIFF) : NULL;
    return product_named(doc, question->first, duty != NULL ? duty->first : question->end);
}

/* "increased the | steel and aluminum tariffs": where the goods begin that stand before a duty. */
uint32_t goods_list_from(const struct document *doc, uint32_t first, uint32_t duty)
{
    uint32_t from = hit_over(doc, duty - 1, LEX_PRODUCT)->first;
    while (from > first + 1) {
        uint32_t join = from - 1;
        join -= join > first && word_is(doc, join, W_AND) && mark_is(doc, join - 1, ',');
        const struct hit *before = word_is(doc, from - 1, W_AND) || mark_is(doc, from - 1, ',')
                                       ? hit_over(doc, join - (join > first), LEX_PRODUCT)
                                       : NULL;
        if (before == NULL || before->end != join || before->first < first)
            break;
        from = before->first;
    }
    return from;
}

/* The verb whose subject goods are, without what stands before it: "will", "still". */
static uint32_t subject_end(const struct document *doc, uint32_t first, uint32_t verb)
{
    /* "continue to remain exempt" */
    for (bool goes_on = true; goes_on && verb > first + 2;) {
        uint32_t last = verb - 1 - word_is(doc, verb - 1, W_TO);
        const struct hit *keeps = hit_over(doc, last, LEX_ACT);
        goes_on = hit_is(keeps, 0, "keep") && keeps->first > first;
        verb = goes_on ? keeps->first : verb;
    }
    while (verb > first && doc->token[verb - 1].kind == TOKEN_WORD &&
           hit_over(doc, verb - 1, LEX_PRODUCT) == NULL &&
           hit_over(doc, verb - 1, LEX_GOODS) == NULL &&
           (clause_is_finite(doc, verb - 1) || word_is(doc, verb - 1, W_BE) ||
            word_is(doc, verb - 1, W_MAY) || word_is(doc, verb - 1, W_CAN) ||
            word_is(doc, verb - 1, W_NOT) || word_is(doc, verb - 1, W_DO) ||
            word_spelled(doc, verb - 1, "still") || hit_over(doc, verb - 1, LEX_ADVERB) != NULL))
        verb--;
    return verb;
}

/* "qualifying for", "containing": what tells which of the goods before it are meant. */
static bool is_narrowing(const struct document *doc, uint32_t at)
{
    static const char *const words[] = {"qualifying", "containing", "eligible", "sewn", "woven"};
    return WORD_AMONG(doc, at, words);
}

/* "used", "made", "sent": a participle that tells more of the goods before it. */
static bool is_qualifying(const struct document *doc, uint32_t at)
{
    static const char *const words[] = {"used", "sent", "bought", "sold", "brought"};
    if (word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH))
        return true;
    at += word_is(doc, at, W_NOT); /* "cars not made here" */
    if (WORD_AMONG(doc, at, words))
        return true;
    const struct hit *made = hit_at(doc, at, LEX_ORIGIN);
    return (made != NULL && hit_is(made, 0, "made")) ||
           (act_ends_with(doc, at, "ed") && hit_at(doc, at, LEX_ACT) == NULL);
}

/* The last noun of goods that a phrase from a token begins with: "steel | tools", "knitted | bags".
 */
static const struct hit *noun_of_goods(const struct document *doc, uint32_t at, uint32_t end)
{
    const struct hit *last = NULL;
    for (unsigned words = 0; at < end && words < MODIFIERS_MAX; words++) {
        const struct hit *goods = hit_at(doc, at, LEX_GOODS);
        if (goods == NULL)
            goods = hit_at(doc, at, LEX_PRODUCT);
        if (goods == NULL && (last != NULL || doc->token[at].kind != TOKEN_WORD ||
                              word_is_grammar(doc, at) || hit_over(doc, at, LEX_TARIFF) != NULL))
            break;
        last = goods;
        at = goods != NULL ? goods->end : at + 1;
    }
    return last;
}

struct str goods_qualified(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    bool subject =
        change->act.pays || change->act.passive || change->act.spares || hit_is(verb, 2, "subject");
    if (verb == NULL || !subject || verb->first < change->own_first + 3)
        return (struct str){NULL, 0};
    uint32_t at = change->own_first;
    while (at < verb->first && (word_is(doc, at, W_THE) || word_is(doc, at, W_ALL) ||
                                word_is(doc, at, W_AND) || mark_is(doc, at, ',')))
        at++;
    uint32_t noun = at;
    at += word_is(doc, at, W_EVERY) || word_is(doc, at, W_ANY);
    uint32_t end = subject_end(doc, noun, verb->first);
    const struct hit *goods = noun_of_goods(doc, at, end);
    if (goods == NULL || goods->end + 1 >= end || end - noun > QUALIFIED_MAX ||
        !((goods->first == at && is_qualifying(doc, goods->end)) || is_narrowing(doc, goods->end)))
        return (struct str){NULL, 0};
    for (uint32_t mark = goods->end; mark < end; mark++) {
        if (doc->token[mark].kind == TOKEN_PUNCT && !mark_is(doc, mark, '$') &&
            !mark_is(doc, mark, '-'))
            return (struct str){NULL, 0};
    }
    return document_span(doc, noun, end);
}

/* "Kitchen sinks will be 40": what stands before a rate that is to be theirs; ptr NULL: nothing. */
static struct str goods_to_be(const struct document *doc, const struct change *change)
{
    const struct str none = {NULL, 0};
    if (change->rate == NULL || !change->backward || change->rate->first < change->own_first + 3)
        return none;
    uint32_t be = change->rate->first - 1;
    be -= word_is(doc, be, W_AT);
    bool is = word_is(doc, be, W_IS) || word_is(doc, be, W_ARE);
    be += is;
    if (!(is || (word_is(doc, be, W_BE) && word_is(doc, be - 1, W_WILL))) ||
        hit_in(doc, change->own_first, be, LEX_TARIFF) != NULL)
        return none;
    struct str goods = product_before(doc, change->own_first, be - 1);
    return goods.len > 0 ? goods : none;
}

struct str goods_let_in(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    if (verb == NULL)
        return goods_to_be(doc, change);
    if (change->rate == NULL || verb->end >= change->rate->first || !hit_is(verb, 2, "entry"))
        return (struct str){NULL, 0};
    uint32_t at = verb->end;
    at += word_is(doc, at, W_UP) && word_is(doc, at + 1, W_TO) ? 2 : 0;
    return product_phrase(doc, at, change->rate->first);
}

/* Where a noun phrase begins whose goods stand at `head`: "certain metal-intensive | equipment". */
static uint32_t modifiers_from(const struct document *doc, uint32_t first, uint32_t head)
{
    uint32_t at = head;
    while (at > first && head - at < BEARER_LEAD && doc->token[at - 1].kind == TOKEN_WORD &&
           !word_is_grammar(doc, at - 1) && hit_over(doc, at - 1, LEX_MONTH) == NULL &&
           hit_over(doc, at - 1, LEX_WEEKDAY) == NULL && hit_over(doc, at - 1, LEX_ACT) == NULL &&
           hit_over(doc, at - 1, LEX_DATE) == NULL && hit_over(doc, at - 1, LEX_STOP) == NULL &&
           hit_over(doc, at - 1, LEX_PERIOD) == NULL)
        at--;
    return at;
}

struct str goods_bearing(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    uint32_t deed = change->rate != NULL   ? change->rate->first
                    : change->duty != NULL ? change->duty->first
                                           : change->own_end;
    if (verb == NULL || !change->act.pays || verb->first <= change->own_first || verb->first > deed)
        return (struct str){NULL, 0};
    /* "Goods of Chile pay the ordinary duty, 30 percent for clothes" */
    uint32_t after = change->rate != NULL ? change->rate->end : change->own_end;
    if ((word_is(doc, after, W_FOR) || word_is(doc, after, W_ON)) &&
        hit_at(doc, after + 1, LEX_PRODUCT) != NULL)
        return (struct str){NULL, 0};
    const struct hit *head = hit_in(doc, change->own_first, verb->first, LEX_PRODUCT);
    const struct hit *goods = hit_in(doc, change->own_first, verb->first, LEX_GOODS);
    if (head == NULL || (goods != NULL && goods->first < head->first))
        head = goods;
    if (head == NULL || hit_is(head, 0, "imports") ||
        hit_over(doc, head->first, LEX_TARIFF) != NULL)
        return (struct str){NULL, 0};
    uint32_t from = modifiers_from(doc, change->own_first, head->first);
    /* "articles of Canada": all of them */
    if (head == goods && from == head->first)
        return (struct str){NULL, 0};
    /* who buys, makes or sells them is no goods */
    for (uint32_t at = change->own_first; at < from; at++) {
        if (hit_at(doc, at, LEX_WORLD) != NULL || hit_at(doc, at, LEX_GENERAL) != NULL ||
            word_is(doc, at, W_THAT) || word_is(doc, at, W_WHO) || word_is(doc, at, W_WHICH) ||
            hit_at(doc, at, LEX_TARIFF) != NULL || hit_at(doc, at, LEX_ACT) != NULL ||
            clause_is_finite(doc, at) || hit_at(doc, at, LEX_CONDITION) != NULL ||
            hit_at(doc, at, LEX_SAY) != NULL)
            return (struct str){NULL, 0};
    }
    struct str bearing = product_phrase(doc, from, verb->first);
    struct str whole = product_before(doc, change->own_first, verb->first);
    for (uint32_t at = head->end; at < verb->first; at++) {
        bool inside = doc->text + doc->token[at].start < bearing.ptr + bearing.len;
        if (mark_is(doc, at, ',') && !inside)
            return (struct str){NULL, 0};
        /* "said that goods from", "they sell" */
        if (hit_at(doc, at, LEX_SAY) != NULL || word_is(doc, at, W_THEY) || word_is(doc, at, W_WE))
            return (struct str){NULL, 0};
    }
    bool covers = whole.len > 0 && whole.ptr <= bearing.ptr &&
                  whole.ptr + whole.len >= bearing.ptr + bearing.len;
    return bearing.len == 0 ? (struct str){NULL, 0} : covers ? whole : bearing;
}

uint32_t goods_purpose_from(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *why = hit_in(doc, first, end, LEX_REASON);
    while (why != NULL && !word_is(doc, why->first, W_TO))
        why = hit_in(doc, why->end, end, LEX_REASON);
    for (const struct hit *list = why == NULL ? NULL : hit_in(doc, why->end, end, LEX_STOP);
         list != NULL; list = hit_in(doc, list->end, end, LEX_STOP)) {
        if (hit_is(list, 0, "list"))
            return end;
    }
    return why != NULL ? why->first : end;
}

/* "Cars brought here from Chile go to 25%": what bears the duty, whatever is said of it between. */
struct str
goods_of_subject(const struct document *doc, const struct change *change, struct str products)
{
    const struct hit *verb = change->act.verb;
    uint32_t deed = change->rate != NULL ? change->rate->first : change->own_end;
    if (products.len > 0 || verb == NULL || verb->first >= deed ||
        !(change->act.pays || change->act.passive || hit_is(verb, 2, "subject")))
        return products;
    uint32_t first = side_told_from(doc, change->own_first, verb->first);
    const struct hit *goods = hit_in(doc, first, verb->first, LEX_PRODUCT);
    bool duty = duty_next(doc, first, verb->first) != NULL;
    /* "everything they ship" */
    for (uint32_t at = first; goods != NULL && at < goods->first; at++)
        duty = duty || word_spelled(doc, at, "everything") || word_spelled(doc, at, "whatever");
    /* "They buy our coal, and they will pay 15%" */
    for (uint32_t at = first; at < verb->first; at++)
        duty =
            duty || word_is(doc, at, W_THEY) || word_is(doc, at, W_YOU) || word_is(doc, at, W_WE);
    if (goods == NULL || duty || hit_in(doc, first, verb->first, LEX_REASON) != NULL ||
        hit_in(doc, first, goods->first, LEX_ACT) != NULL)
        return products;
    struct str before = product_before(doc, first, verb->first);
    bool whole = before.len > 0 && before.ptr <= doc->text + doc->token[goods->first].start;
    struct str named = whole ? before : product_named(doc, first, verb->first);
    return named.len > 0 ? named : products;
}
