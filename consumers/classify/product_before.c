/* Goods named before a verb: "smartphones and computers were spared". */
#include "consumers/classify/product.h"
#include "consumers/classify/product_part.h"

#define PHRASE_MAX 24 /* tokens of a phrase of goods */
#define MADE_REACH 8  /* tokens from "made" to the verb behind where that is */
#define ORIGIN_MAX 8  /* tokens of where goods are from that are told with them */
#define VERB_REACH 6  /* tokens from an auxiliary to what says how goods come in */

static bool is_joining_pair(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_AND) || word_is(doc, at, W_OR);
}

static bool is_auxiliary(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_SHALL) || word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) ||
           word_is(doc, at, W_IS) || word_is(doc, at, W_ARE) || word_is(doc, at, W_BE) ||
           word_is(doc, at, W_NOW);
}

/* "mangoes, which pay thirty percent, come in at zero", "timber, as set forth in the annex, shall
 * be subject to": to before the clause between. */
static uint32_t skip_relative(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t end = verb;
    /* "fruits that can not be grown here will be exempt" */
    for (uint32_t at = first + 1; at < verb; at++) {
        bool noun =
            hit_over(doc, at - 1, LEX_PRODUCT) != NULL || hit_over(doc, at - 1, LEX_GOODS) != NULL;
        if (noun && (word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH)))
            return at;
    }
    while (end > first && !mark_is(doc, end - 1, ',') && is_auxiliary(doc, end - 1))
        end--;
    if (end <= first + 2 || !mark_is(doc, end - 1, ','))
        return verb;
    for (uint32_t at = end - 2; at > first; at--) {
        if (mark_is(doc, at, ','))
            return word_is(doc, at + 1, W_WHICH) || word_is(doc, at + 1, W_WHO) ||
                           word_is(doc, at + 1, W_AS)
                       ? at
                       : verb;
    }
    return verb;
}

/* "pumps will enter Ghana free of": to before the auxiliary of a verb that says nothing of duties.
 */
static uint32_t skip_verb(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = end; at > first + 1 && end - at < VERB_REACH; at--) {
        if (doc->token[at - 1].kind == TOKEN_PUNCT || hit_over(doc, at - 1, LEX_PRODUCT) != NULL)
            return end;
        if (word_is(doc, at - 1, W_WILL) || word_is(doc, at - 1, W_SHALL) ||
            (word_is(doc, at - 1, W_MAY) && !(doc->token[at - 1].flags & TOKEN_CAPITAL)) ||
            word_is(doc, at - 1, W_CAN) || word_is(doc, at - 1, W_WOULD))
            return at - 1;
    }
    return end;
}

/* "pulp classified in heading 4703 is", "articles of the headings listed in the annex are",
 * "watches shipped to America pay": to before where the goods are listed or go. */
static uint32_t skip_citation(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_STOP); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_STOP)) {
        bool goods = hit_in(doc, first, hit->first, LEX_PRODUCT) != NULL ||
                     hit_in(doc, first, hit->first, LEX_GOODS) != NULL;
        uint32_t place = product_skip_article(doc, hit->end, end);
        bool into = hit_is(hit, 0, "into") && hit_at(doc, place, LEX_COUNTRY) != NULL;
        if (goods && (hit_is(hit, 0, "cites") || into) &&
            hit_in(doc, hit->end, end, LEX_PRODUCT) == NULL &&
            hit_in(doc, first, hit->first, LEX_TARIFF) == NULL)
            return hit->first;
    }
    return end;
}

/* "aircraft made in America": to before where goods are made, of a phrase that ends with it. */
static uint32_t skip_made(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t low = end > first + MADE_REACH ? end - MADE_REACH : first;
    for (const struct hit *made = hit_in(doc, low, end, LEX_ORIGIN); made != NULL;
         made = hit_in(doc, made->end, end, LEX_ORIGIN)) {
        if (!hit_is(made, 0, "made") || made->first == first || !word_is(doc, made->end, W_IN) ||
            word_is_grammar(doc, made->first - 1) || doc->token[made->first - 1].kind != TOKEN_WORD)
            continue;
        uint32_t place = product_skip_article(doc, made->end + 1, end);
        const struct hit *where = place < end ? hit_at(doc, place, LEX_COUNTRY) : NULL;
        uint32_t rest = where != NULL ? where->end : end;
        while (where != NULL && rest < end && is_auxiliary(doc, rest))
            rest++;
        if (where != NULL && rest == end)
            return made->first;
    }
    return end;
}

/* "Effective March 4, 2026, such pumps": past the rest of a date that the goods stand after. */
static uint32_t skip_date(const struct document *doc, uint32_t first, uint32_t start, uint32_t end)
{
    bool dated = start > first && hit_over(doc, start - 1, LEX_MONTH) != NULL;
    for (unsigned numbers = 0; dated && start < end; start++) {
        if (doc->token[start].kind == TOKEN_NUMBER && numbers < 2)
            numbers++;
        else if (!mark_is(doc, start, ','))
            break;
    }
    return start;
}

/* "garments made with": where the verb stands by which goods before a token are made of those
 * behind it, or the token. */
static uint32_t made_of(const struct document *doc, uint32_t first, uint32_t at)
{
    bool of = word_is(doc, at, W_WITH) || word_is(doc, at, W_FROM) || word_is(doc, at, W_OF);
    const struct hit *made = of && at > first + 1 ? hit_over(doc, at - 1, LEX_ORIGIN) : NULL;
    return made != NULL && made->first > first && hit_is(made, 0, "made") &&
                   (hit_over(doc, made->first - 1, LEX_PRODUCT) != NULL ||
                    hit_over(doc, made->first - 1, LEX_GOODS) != NULL)
               ? made->first
               : at;
}

/* To before what stands between the goods and the verb; *tail: where the last words of the goods
 * begin that are read as they are ("older than ten years"), or the end. */
static uint32_t goods_end(const struct document *doc, uint32_t first, uint32_t verb, uint32_t *tail)
{
    uint32_t end = skip_verb(doc, first, skip_relative(doc, first, verb));
    end = skip_made(doc, first, skip_citation(doc, first, end));
    /* "pork continues to pay" */
    const struct hit *goes_on =
        end > first + 1 && word_is(doc, end - 1, W_TO) ? hit_over(doc, end - 2, LEX_ACT) : NULL;
    if (goes_on != NULL && goes_on->first > first && hit_is(goes_on, 0, "keep"))
        end = goes_on->first;
    uint32_t auxiliary = end;
    while (auxiliary > first && is_auxiliary(doc, auxiliary - 1))
        auxiliary--;
    uint32_t older = product_older_start(doc, first, auxiliary);
    if (older < auxiliary)
        end = auxiliary;
    while (older == auxiliary && end > first && doc->token[end - 1].kind == TOKEN_WORD &&
           product_place_at(doc, end - 1) == NULL &&
           ((word_is_grammar(doc, end - 1) && !word_is(doc, end - 1, W_ALL)) ||
            hit_over(doc, end - 1, LEX_ADVERB) != NULL ||
            hit_over(doc, end - 1, LEX_PERIOD) != NULL))
        end--;
    *tail = older < auxiliary ? older : end;
    return end;
}

/* To past what leads a phrase of goods in, and is none of it. */
static uint32_t skip_lead(const struct document *doc, uint32_t first, uint32_t start, uint32_t end)
{
    const struct hit *imports = start < end ? hit_at(doc, start, LEX_GOODS) : NULL;
    if (imports != NULL && hit_is(imports, 0, "imports") && word_is(doc, imports->end, W_OF) &&
        product_place_at(doc, product_skip_article(doc, imports->end + 1, end)) == NULL)
        start = imports->end + 1;
    start = skip_date(doc, first, start, end);
    /* Its own preposition belongs to the phrase ("goods of China"); what leads it in doesn't. */
    while (start < end &&
           (mark_is(doc, start, ',') || word_is(doc, start, W_AND) || word_is(doc, start, W_SO)))
        start++;
    /* "Except as set out in this order, imports of timber" */
    if (start > first && word_is_grammar(doc, start - 1) && !is_joining_pair(doc, start - 1)) {
        uint32_t comma = start;
        while (comma < end && !mark_is(doc, comma, ','))
            comma++;
        if (comma < end && hit_in(doc, start, comma, LEX_PRODUCT) == NULL &&
            hit_in(doc, start, comma, LEX_GOODS) == NULL)
            start = comma + 1;
    }
    /* "today's date, steel" */
    if (start < end && word_is(doc, start, W_S)) {
        while (start < end && !mark_is(doc, start, ','))
            start++;
        start++;
    }
    return start;
}

struct str product_before(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t start;
    uint32_t end = goods_end(doc, first, verb, &start);
    while (start > first && end - start < PHRASE_MAX) {
        uint32_t at = start - 1;
        if (start < end && made_of(doc, first, at) < at) {
            start = made_of(doc, first, at);
            continue;
        }
        bool from = word_is(doc, at, W_FROM) &&
                    product_place_at(doc, product_skip_article(doc, at + 1, end)) != NULL;
        if (hit_over(doc, at, LEX_TARIFF) != NULL ||
            (hit_over(doc, at, LEX_STOP) != NULL && !from &&
             !(doc->token[at].flags & TOKEN_HYPHEN)))
            break;
        bool comma = mark_is(doc, at, ',');
        if (comma && start < end && !product_goes_on(doc, at + 1, verb, true))
            break;
        uint32_t measure = product_measure_start(doc, first, start);
        if (measure < start) {
            start = measure;
            continue;
        }
        if (product_ends(doc, at) && !from)
            break;
        start--;
    }
    /* "any country that buys its oil will face": what a country does, not what the duty falls on */
    bool of_place = start > first + 1 &&
                    (word_is(doc, start - 1, W_THAT) || word_is(doc, start - 1, W_WHO)) &&
                    (hit_over(doc, start - 2, LEX_WORLD) != NULL ||
                     hit_over(doc, start - 2, LEX_GENERAL) != NULL);
    if (of_place)
        return (struct str){NULL, 0};
    start = skip_lead(doc, first, start, end);
    const struct hit *goods = start < end ? hit_at(doc, start, LEX_GOODS) : NULL;
    bool theirs = goods != NULL && !hit_is(goods, 0, "imports") && !hit_is(goods, 0, "all") &&
                  end - goods->end <= ORIGIN_MAX;
    for (uint32_t at = start; at < end; at++) {
        /* "goods from Chile" are named by nothing else */
        if (word_is(doc, at, W_FROM) && !(theirs && at == goods->end))
            end = at;
    }
    return product_between(doc, start, end);
}

struct str product_among(const struct document *doc, uint32_t first, uint32_t verb)
{
    bool relative = false;
    for (uint32_t at = verb; at > first; at--) {
        relative = relative || word_is(doc, at - 1, W_THAT) || word_is(doc, at - 1, W_WHICH);
        bool be = word_is(doc, at - 1, W_IS) || word_is(doc, at - 1, W_ARE);
        if (be && relative && (word_is(doc, at, W_AMONG) || word_is(doc, at, W_ON)))
            return product_before(doc, first, at - 1);
    }
    return (struct str){NULL, 0};
}
