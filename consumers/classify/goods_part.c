/* Goods that are put on a list, asked about, or listed before their duty. */
#include "consumers/classify/goods_part.h"

#include "consumers/classify/act.h"
#include "consumers/classify/bare.h"
#include "consumers/classify/product.h"

#define ADDED_MAX 40 /* tokens of the goods that are added to a list */

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
        bool list = str_eq_nocase(document_span(doc, noun, noun + 1), STR("list")) ||
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
