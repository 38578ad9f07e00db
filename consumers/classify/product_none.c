/* What stands where goods do, but is none. */
#include "consumers/classify/product_part.h"

/* Whether a token can't be what a duty falls on: people and their offices, papers, sums, times. */
static bool is_no_goods(const struct document *doc, uint32_t at, bool whole)
{
    const struct hit *hit = hit_over(doc, at, LEX_NO_GOODS);
    if (hit != NULL)
        return whole || !hit_is(hit, 0, "alone");
    return hit_over(doc, at, LEX_ROLE) != NULL || hit_over(doc, at, LEX_ORG) != NULL ||
           hit_over(doc, at, LEX_ORG_HEAD) != NULL || hit_over(doc, at, LEX_PERSON) != NULL ||
           hit_over(doc, at, LEX_OUTLET) != NULL ||
           (whole &&
            (hit_over(doc, at, LEX_NUMBER) != NULL || hit_over(doc, at, LEX_PERIOD) != NULL ||
             hit_over(doc, at, LEX_CLOCK) != NULL));
}

/* "export prices", "the truck makers' alliance": goods only for a modifier of what no goods are. */
static bool is_modifier(const struct document *doc, uint32_t goods, uint32_t end)
{
    const struct hit *last = hit_over(doc, end - 1, LEX_NO_GOODS);
    if (last == NULL)
        last = hit_over(doc, end - 1, LEX_ORG_HEAD);
    if (last == NULL || hit_is(last, 0, "alone") || last->first <= goods ||
        hit_over(doc, end - 1, LEX_PRODUCT) != NULL)
        return false;
    for (uint32_t at = goods + 1; at < last->first; at++) {
        if (doc->token[at].kind != TOKEN_WORD || word_is_grammar(doc, at))
            return false;
    }
    return true;
}

/* "price tags" and "law books" are goods: a noun before another only says what kind they are,
 * unless it is a plural. */
static bool is_head(const struct document *doc, uint32_t at, uint32_t end)
{
    const char *after = doc->text + doc->token[at].end;
    if (at + 1 < end && (*after == '\'' || doc->token[at + 1].mark == '\'')) /* "workers' boots" */
        return false;
    return at + 1 >= end || doc->token[at + 1].kind != TOKEN_WORD || word_is_grammar(doc, at + 1) ||
           product_place_at(doc, at + 1) != NULL || doc->text[doc->token[at].end - 1] == 's';
}

/* "sixty-one firms", "the Cabinet Secretary", "a date": no goods, whatever leads to them, unless
 * the phrase knows some goods as well. */
bool product_is_none(const struct document *doc, uint32_t first, uint32_t end)
{
    if (hit_is(hit_at(doc, first, LEX_NO_GOODS), 0, "over"))
        return true;
    for (uint32_t at = first; at < end; at++) {
        bool goods = hit_at(doc, at, LEX_PRODUCT) != NULL || hit_at(doc, at, LEX_GOODS) != NULL;
        if (goods && hit_over(doc, at, LEX_ROLE) == NULL) /* the Cabinet Secretary's is none */
            return is_modifier(doc, at, end);
    }
    bool whole = end - first == 1;
    for (uint32_t at = first; at < end; at++) {
        if (is_head(doc, at, end) && is_no_goods(doc, at, whole))
            return true;
    }
    return false;
}
