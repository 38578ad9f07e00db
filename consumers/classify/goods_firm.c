/* Rates for the firms of a case, or for what a quota does not let in: goods that are told before.
 */
#include "consumers/classify/mention.h"
#include "consumers/classify/product.h"
#include "consumers/classify/tariff.h"

#define GOODS_BACK 4 /* sentences before a firm's rate that name the goods of the case */

/* A word that is spelt like a name where it stands. */
static bool is_name_word(const struct document *doc, uint32_t at, uint32_t sentence_first)
{
    const struct token *token = &doc->token[at];
    if (token->kind != TOKEN_WORD || !(token->flags & TOKEN_CAPITAL))
        return false;
    if (at > sentence_first)
        return true;
    /* "Pistachios face 17 percent" begins with a capital too */
    return doc->text[token->end - 1] != 's';
}

/* "Tamar Ceramics", "Jinhua and Oak": names alone, none of them known for goods or a place. */
static bool is_firm(const struct document *doc, const struct sentence *sentence, struct str goods)
{
    bool named = false;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        const char *start = doc->text + doc->token[at].start;
        if (start < goods.ptr || start >= goods.ptr + goods.len ||
            doc->token[at].kind == TOKEN_PUNCT)
            continue;
        /* "Tamar Steel" */
        bool called = named && (doc->token[at].flags & TOKEN_CAPITAL);
        bool goods_word = hit_over(doc, at, LEX_PRODUCT) != NULL && !called;
        if (goods_word || hit_over(doc, at, LEX_GOODS) != NULL ||
            hit_over(doc, at, LEX_COUNTRY) != NULL || hit_over(doc, at, LEX_DEMONYM) != NULL)
            return false;
        if (is_name_word(doc, at, sentence->first))
            named = true;
        else if (!named || !word_is_grammar(doc, at))
            return false;
    }
    return named;
}

static struct str goods_told_before(const struct tariff_scene *scene, uint32_t sentence)
{
    const struct document *doc = scene->doc;
    uint32_t low = sentence > GOODS_BACK ? sentence - GOODS_BACK : 0;
    if (scene->have_last && scene->last.sentence >= low && scene->last.products.len > 0)
        return scene->last.products;
    for (uint32_t i = sentence; i > low; i--) {
        struct str named = product_named(doc, doc->sentence[i - 1].first, doc->sentence[i - 1].end);
        if (named.len > 0)
            return named;
    }
    struct str titled = goods_of_title(scene->title);
    return titled.len > 0 ? titled
                          : product_named(scene->title, 0, (uint32_t)scene->title->token_count);
}

struct str
goods_of_firm(const struct tariff_scene *scene, const struct change *change, struct str goods)
{
    const struct sentence *sentence = &scene->doc->sentence[change->sentence];
    if (goods.len == 0 || scene->author->social || change->rate == NULL ||
        !is_firm(scene->doc, sentence, goods) || !whom_is_case(scene, change->sentence))
        return goods;
    return goods_told_before(scene, change->sentence);
}

/* "Quotas on steel shrink by half; volumes beyond them pay 50 percent." */
struct str goods_over_quota(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *over = NULL;
    for (const struct hit *hit = hit_in(doc, change->own_first, change->own_end, LEX_NO_GOODS);
         hit != NULL && over == NULL; hit = hit_in(doc, hit->end, change->own_end, LEX_NO_GOODS)) {
        if (hit_is(hit, 0, "over"))
            over = hit;
    }
    if (over == NULL)
        return (struct str){NULL, 0};
    const struct hit *named = hit_in(doc, sentence->first, over->first, LEX_PRODUCT);
    return named != NULL ? document_span(doc, named->first, named->end)
                         : goods_told_before(scene, change->sentence);
}
