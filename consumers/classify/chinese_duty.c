#include "consumers/classify/chinese_duty.h"

#include "consumers/classify/han.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define ORIGIN_REACH 40 /* tokens of "originating in the United States and Canada", to its "的" */
#define GOODS_REACH  4  /* from a country to the noun of its goods */
#define CASE_BACK    3  /* sentences from a measure back to the goods of its case */

/* Tokens that say on what a duty falls. */
struct stretch {
    uint32_t first;
    uint32_t end;
};

static bool is_to(const struct document *doc, uint32_t at)
{
    return chinese_is(doc, at, "对") || chinese_is(doc, at, "把") || chinese_is(doc, at, "将");
}

/* The end of the goods that begin at a token: where the duty, its rate or a deed is named. */
static uint32_t object_end(const struct document *doc, uint32_t at, uint32_t end)
{
    const enum lex_class classes[] = {LEX_TARIFF, LEX_ACT, LEX_PERCENT};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        const struct hit *hit = hit_in(doc, at, end, classes[i]);
        /* "进口汽车关税": the duty's name has the goods in it. */
        const struct hit *goods =
            hit != NULL && i == 0 ? hit_at(doc, hit->first, LEX_PRODUCT) : NULL;
        if (hit != NULL)
            end = goods != NULL && goods->end < hit->end ? goods->end : hit->first;
    }
    /* A number goes with its sign. */
    while (end > at && doc->token[end - 1].kind == TOKEN_NUMBER)
        end--;
    return end;
}

/* "对 X 加征": from the last preposition before the deed, within its sentence. Its X ends with the
 * clause, with the deed, or with the duty's noun. */
static struct stretch object_before(const struct document *doc, const struct chinese_change *change)
{
    uint32_t at = change->at;
    while (at > change->from && !is_to(doc, at - 1))
        at--;
    if (at == change->from || at == 0)
        return (struct stretch){0};
    at--;
    /* "对原产于印度的邻氯对硝基苯胺": one stands in the goods' own name. */
    for (uint32_t back = at; back > change->from && chinese_is(doc, at, "对"); back--) {
        if (doc->token[back - 1].kind == TOKEN_PUNCT && doc->token[back - 1].mark != HAN_MARK_LIST)
            break;
        if (chinese_is(doc, back - 1, "对") &&
            (hit_at(doc, back, LEX_ORIGIN) != NULL || mention_at(doc, back) != NULL)) {
            at = back - 1;
            break;
        }
    }
    /* "将对中国商品": the second one is the object's. */
    if (chinese_is(doc, at, "将") && change->at == at + 1)
        return (struct stretch){0};
    uint32_t end = chinese_clause_end(doc, at, change->at);
    if (end < change->at || (end > at && doc->token[end - 1].kind == TOKEN_PUNCT))
        end--;
    return (struct stretch){at, object_end(doc, at, end)};
}

static bool names_goods(const struct document *doc, struct stretch stretch)
{
    return hit_in(doc, stretch.first, stretch.end, LEX_PRODUCT) != NULL ||
           hit_in(doc, stretch.first, stretch.end, LEX_GOODS) != NULL;
}

/* "降低 X 的进口关税": between the deed and the duty's noun. */
static struct stretch object_after(const struct document *doc, const struct chinese_change *change)
{
    uint32_t first = change->at == change->act->first ? change->act->end : change->at;
    const struct hit *duty = hit_in(doc, first, change->end, LEX_TARIFF);
    for (uint32_t at = first; at < change->end; at++) {
        if (chinese_is(doc, at, "对") && !chinese_is(doc, at + 1, "等"))
            return (struct stretch){at, object_end(doc, at, change->end)};
    }
    if (duty == NULL)
        return (struct stretch){0};
    /* "免除美国半导体的125%关税": what stands before the duty's own rate. */
    if (change->rate != NULL && change->rate->first > first && change->rate->first < duty->first) {
        struct stretch own = {first, change->rate->first};
        size_t whose = mention_from(doc, own.first);
        bool of = whose < doc->mention_count && doc->mention[whose].first < own.end &&
                  doc->mention[whose].kind == MENTION_COUNTRY;
        return of || names_goods(doc, own) ? own : (struct stretch){0};
    }
    for (uint32_t at = first; at < duty->first; at++) {
        if (hit_at(doc, at, LEX_PERCENT) != NULL || doc->token[at].kind == TOKEN_NUMBER ||
            (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ','))
            return (struct stretch){0};
    }
    return (struct stretch){first, duty->first};
}

/* "X 不受关税约束": what an exemption spares, as its subject. */
static struct stretch subject(const struct document *doc, const struct chinese_change *change)
{
    (void)doc;
    return (struct stretch){change->first, change->act->first};
}

/* Past one word of tokens that says whose or how many goods, not which; `at` where none stands. */
static uint32_t skip_word(const struct document *doc, uint32_t at, uint32_t end)
{
    static const char *const fillers[] = {"对", "把", "将", "的", "向", "各", "该",
                                          "项", "种", "亿", "万", "余", "多", "其",
                                          "自", "个", "至", "类", "但", "而"};
    const struct mention *mention = mention_at(doc, at);
    const struct hit *group = chinese_is(doc, at, "对") ? hit_at(doc, at + 1, LEX_GROUP) : NULL;
    if (group != NULL)
        return group->end;
    const struct hit *origin = hit_at(doc, at, LEX_ORIGIN);
    if (mention != NULL && mention->end <= end && mention->kind == MENTION_COUNTRY) {
        /* "美国产半导体" */
        bool made = chinese_is(doc, mention->end, "产") && !chinese_is(doc, mention->end + 1, "品");
        return mention->end + (made && mention->end < end);
    }
    if (origin != NULL) {
        for (uint32_t to = origin->end; to < end && to - at < ORIGIN_REACH; to++) {
            if (chinese_is(doc, to, "的"))
                return to + 1;
            /* "从中国进口汽车的": what follows are the goods. */
            if (chinese_is(doc, to, "进") && chinese_is(doc, to + 1, "口") && to + 2 < end)
                return to + 2;
        }
        return origin->end;
    }
    const enum lex_class classes[] = {LEX_TARGET, LEX_GENERAL, LEX_WORLD, LEX_GROUP};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        const struct hit *hit = hit_at(doc, at, classes[i]);
        if (hit != NULL && hit->end <= end)
            return hit->end;
    }
    for (size_t i = 0; i < sizeof fillers / sizeof fillers[0]; i++) {
        if (chinese_is(doc, at, fillers[i]))
            return at + 1;
    }
    bool money = chinese_is(doc, at, "美") && chinese_is(doc, at + 1, "元");
    money = money || (chinese_is(doc, at, "加") && chinese_is(doc, at + 1, "元")) ||
            (chinese_is(doc, at, "欧") && chinese_is(doc, at + 1, "元"));
    if (money)
        return at + 2;
    bool import = chinese_is(doc, at, "进") && chinese_is(doc, at + 1, "口");
    if (import)
        return at + 2;
    return doc->token[at].kind == TOKEN_NUMBER || doc->token[at].kind == TOKEN_QUOTE ? at + 1 : at;
}

static bool
ends_with(const struct document *doc, struct stretch stretch, const char *a, const char *b)
{
    return stretch.end >= stretch.first + 2 && chinese_is(doc, stretch.end - 2, a) &&
           chinese_is(doc, stretch.end - 1, b);
}

/* Where an adverb that ends a stretch begins ("统一", "分别"), or its end. */
static uint32_t adverb_before(const struct document *doc, struct stretch stretch)
{
    for (uint32_t back = 1; back <= 3 && stretch.end >= stretch.first + back; back++) {
        const struct hit *hit = hit_at(doc, stretch.end - back, LEX_ADVERB);
        if (hit != NULL && hit->end == stretch.end)
            return hit->first;
    }
    return stretch.end;
}

/* The goods in a stretch, without whose they are; empty: goods in general. */
static struct str goods_in(const struct document *doc, struct stretch stretch)
{
    for (uint32_t next; stretch.first < stretch.end; stretch.first = next) {
        next = skip_word(doc, stretch.first, stretch.end);
        if (next == stretch.first)
            break;
    }
    /* "美国商品的大部分报复性": goods, then more on the duty. */
    for (uint32_t at = stretch.first; at < stretch.end; at++) {
        if (chinese_is(doc, at, "的") && names_goods(doc, (struct stretch){stretch.first, at})) {
            stretch.end = at;
            break;
        }
    }
    for (bool more = true; more && stretch.first < stretch.end;) {
        bool of = chinese_is(doc, stretch.end - 1, "的") ||
                  chinese_is(doc, stretch.end - 1, "等") ||
                  doc->token[stretch.end - 1].kind != TOKEN_WORD;
        bool noun = ends_with(doc, stretch, "商", "品") || ends_with(doc, stretch, "产", "品") ||
                    ends_with(doc, stretch, "货", "物");
        uint32_t adverb = adverb_before(doc, stretch);
        if (adverb < stretch.end) {
            stretch.end = adverb;
            continue;
        }
        bool listed =
            noun && stretch.end >= stretch.first + 3 && chinese_is(doc, stretch.end - 3, "等");
        bool import = ends_with(doc, stretch, "进", "口");
        more = of || listed || import || (noun && stretch.end == stretch.first + 2);
        if (more)
            stretch.end -= of ? 1 : 2;
    }
    return document_span(doc, stretch.first, stretch.end);
}

/* "英国汽车输美关税": goods that the duty is named by. */
static struct str goods_of_duty(const struct document *doc, const struct chinese_change *change)
{
    const struct hit *first = NULL;
    const struct hit *last = NULL;
    uint32_t end = change->duty != NULL ? change->duty->end : change->act->first;
    for (const struct hit *hit = hit_in(doc, change->first, end, LEX_PRODUCT); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_PRODUCT)) {
        if (last == NULL || hit->first > last->end + 1)
            first = hit;
        last = hit;
    }
    return first == NULL ? (struct str){NULL, 0} : document_span(doc, first->first, last->end);
}

static void
add_targets(const struct document *doc, struct stretch stretch, struct record_codes *codes)
{
    for (size_t i = mention_from(doc, stretch.first);
         i < doc->mention_count && doc->mention[i].first < stretch.end; i++) {
        const struct mention *one = &doc->mention[i];
        bool to = one->entry != NULL && one->entry->class == LEX_TARGET &&
                  strcmp(one->entry->text[1], "to") == 0;
        bool into = one->first > 0 && (chinese_is(doc, one->first - 1, "至") ||
                                       chinese_is(doc, one->first - 1, "到"));
        if (one->side != NULL && !to && !into && one->kind == MENTION_COUNTRY)
            (void)record_codes_add(codes, one->side);
    }
    for (const struct hit *group = hit_in(doc, stretch.first, stretch.end, LEX_GROUP);
         group != NULL; group = hit_in(doc, group->end, stretch.end, LEX_GROUP)) {
        for (size_t i = 0; i < LEX_PARTS_MAX && !hit_is(group, 0, "both"); i++) {
            if (group->entry->part[i].len > 0)
                (void)record_codes_add(codes, group->entry->text[i]);
        }
    }
    bool all = hit_in(doc, stretch.first, stretch.end, LEX_WORLD) != NULL;
    for (uint32_t at = stretch.first; at + 2 < stretch.end && codes->count == 0 && !all; at++)
        all = doc->token[at].kind == TOKEN_NUMBER && chinese_is(doc, at + 1, "个") &&
              chinese_is(doc, at + 2, "国");
    if (all && codes->count == 0)
        (void)record_codes_add(codes, "*");
}

/* "from China", "goods of China": whose goods, not who imposes. */
static bool is_of_goods(const struct document *doc, const struct mention *mention)
{
    uint32_t near = mention->end + GOODS_REACH;
    near = near < doc->token_count ? near : (uint32_t)doc->token_count;
    uint32_t at = mention->end;
    /* "对美国将关税提高": who does it. */
    if (chinese_is(doc, at, "将") || chinese_is(doc, at, "把"))
        return false;
    at += chinese_is(doc, at, "的") || chinese_is(doc, at, "对") || chinese_is(doc, at, "输");
    const struct hit *goods = hit_at(doc, at, LEX_GOODS);
    const struct hit *product = hit_at(doc, at, LEX_PRODUCT);
    bool to = hit_at(doc, mention->end, LEX_TARGET) != NULL &&
              hit_is(hit_at(doc, mention->end, LEX_TARGET), 1, "to");
    if (to || ((goods != NULL || product != NULL) && near > at))
        return true;
    static const char *const words[] = {"对", "从", "自", "于", "把", "向", "和", "、", "因"};
    for (size_t i = 0; mention->first > 0 && i < sizeof words / sizeof words[0]; i++) {
        if (chinese_is(doc, mention->first - 1, words[i]))
            return true;
    }
    return false;
}

/* The side that puts the duty on: the last one before the deed that is no target. */
static const char *
imposer_in(const struct document *doc, const struct chinese_change *change, uint32_t first)
{
    const char *side = NULL;
    for (size_t i = mention_from(doc, first);
         i < doc->mention_count && doc->mention[i].end <= change->at; i++) {
        const struct mention *one = &doc->mention[i];
        bool to = one->entry != NULL && one->entry->class == LEX_TARGET &&
                  strcmp(one->entry->text[1], "to") == 0;
        if (one->side == NULL || strcmp(one->side, "WTO") == 0)
            continue;
        if (to || (!one->generic && !is_of_goods(doc, one) &&
                   !record_codes_have(&change->targets, one->side)))
            side = one->side;
    }
    return side;
}

/* "因印度购买石油对其商品加征": whose goods "its" are, the side named last that isn't the imposer.
 */
static const char *
its_side(const struct document *doc, const struct chinese_change *change, struct stretch before)
{
    const char *side = NULL;
    if (change->imposer == NULL || !chinese_is(doc, before.first, "对") ||
        !chinese_is(doc, before.first + 1, "其"))
        return NULL;
    for (size_t i = mention_from(doc, doc->sentence[change->sentence].first);
         i < doc->mention_count && doc->mention[i].end <= before.first; i++) {
        const struct mention *one = &doc->mention[i];
        if (one->kind == MENTION_COUNTRY && one->side != NULL &&
            strcmp(one->side, change->imposer) != 0)
            side = one->side;
    }
    return side;
}

bool chinese_duty_is_remedy(const struct document *doc, const struct chinese_change *change)
{
    static const char *const names[] = {"反倾销", "反补贴", "保障措施"};
    const struct hit *hit = hit_in(doc, change->first, change->end, LEX_INSTRUMENT);
    for (size_t i = 0; hit != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(hit->entry->surface, names[i]) == 0)
            return hit_is(change->act, 0, "impose");
    }
    return false;
}

void chinese_duty(const struct chinese *chinese,
                  const struct speaker *speaker,
                  struct chinese_change *change)
{
    const struct document *doc = chinese->doc;
    bool lighter = hit_is(change->act, 0, "exempt");
    struct stretch before = object_before(doc, change);
    struct stretch after = object_after(doc, change);
    struct stretch whose = {0};
    bool named = hit_in(doc, after.first, after.end, LEX_PRODUCT) != NULL &&
                 hit_in(doc, before.first, before.end, LEX_PRODUCT) == NULL;
    if (before.end > before.first && names_goods(doc, before) && !named)
        whose = before;
    else if (after.end > after.first)
        whose = after;
    else if (before.end > before.first && chinese_is(doc, before.first, "对"))
        whose = before;
    else if (lighter)
        whose = subject(doc, change);
    change->products = goods_in(doc, whose);
    change->owns = whose.end > whose.first;
    if (!change->owns)
        change->products = goods_of_duty(doc, change);
    add_targets(doc, before, &change->targets);
    if (change->targets.count == 0)
        add_targets(doc, whose, &change->targets);
    /* "中国商品的关税": goods of a country without a preposition. */
    for (size_t i = mention_from(doc, change->from);
         i < doc->mention_count && doc->mention[i].first < change->end &&
         change->targets.count == 0;
         i++) {
        const struct mention *one = &doc->mention[i];
        bool to = one->entry != NULL && one->entry->class == LEX_TARGET &&
                  strcmp(one->entry->text[1], "to") == 0;
        if (one->kind == MENTION_COUNTRY && one->side != NULL && !to &&
            (one->generic || is_of_goods(doc, one)))
            (void)record_codes_add(&change->targets, one->side);
    }
    change->imposer = imposer_in(doc, change, change->from);
    if (change->imposer == NULL)
        change->imposer = imposer_in(doc, change, doc->sentence[change->sentence].first);
    if (change->imposer == NULL && speaker != NULL && speaker->name.len > 0)
        change->imposer = speaker->side;
    const char *its = change->targets.count == 0 ? its_side(doc, change, before) : NULL;
    if (its != NULL)
        (void)record_codes_add(&change->targets, its);
    /* "商务部裁定…存在倾销。…实施临时反倾销措施": whose notice it is. */
    const struct author *author = &chinese->author;
    if (change->imposer == NULL && speaker == NULL && !author->press &&
        chinese_duty_is_remedy(doc, change))
        change->imposer = author->speaker.side;
}

void chinese_duty_of_case(const struct document *doc, struct chinese_change *change)
{
    uint32_t low = change->sentence > CASE_BACK ? change->sentence - CASE_BACK : 0;
    if (!chinese_duty_is_remedy(doc, change))
        return;
    const struct hit *origin = NULL;
    uint32_t first = doc->sentence[low].first;
    for (const struct hit *hit = hit_in(doc, first, change->act->first, LEX_ORIGIN); hit != NULL;
         hit = hit_in(doc, hit->end, change->act->first, LEX_ORIGIN))
        origin = hit;
    if (origin == NULL)
        return;
    struct stretch goods = {origin->first,
                            chinese_clause_end(doc, origin->first, change->act->first)};
    for (uint32_t at = origin->end; at < goods.end; at++) {
        if (chinese_is(doc, at, "存") && chinese_is(doc, at + 1, "在"))
            goods.end = at;
    }
    if (goods.end > goods.first && doc->token[goods.end - 1].kind == TOKEN_PUNCT)
        goods.end--;
    add_targets(doc, goods, &change->targets);
    change->products = goods_in(doc, goods);
}
