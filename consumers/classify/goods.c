/* The goods of a change: in its own words, in those before it, or in the title. */
#include "consumers/classify/goods_part.h"
#include "consumers/classify/product.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define NOUN_BACK   3  /* sentences before "such articles" that name them */
#define FRONTED_MAX 4  /* tokens of "on kraft liner", goods that no list knows */
#define LISTED_MAX  16 /* tokens of what a line of a list names */
#define HEADED_MAX  6  /* ... and what another sentence has before a colon: "Cars: the duty goes" */

/* Where the clause turns to goods: at its duty or deed, whichever is told first. */
static uint32_t goods_from(const struct change *change)
{
    uint32_t from = change->rate != NULL ? change->rate->first : change->own_end;
    if (change->duty != NULL && change->duty->first >= change->own_first &&
        change->duty->first < from)
        from = change->duty->first;
    const struct hit *verb = change->act.verb;
    if (verb != NULL && verb->first >= change->own_first && verb->first < from)
        from = verb->end;
    return from;
}

/* "such articles": the goods whose general noun was named with a word of theirs before ("tungsten
 * articles"), in the sentence or one of a few before it. */
static struct str
goods_before_noun(const struct document *doc, uint32_t sentence, struct str products)
{
    uint32_t at = doc->sentence[sentence].first;
    while (at + 1 < doc->sentence[sentence].end && doc->text + doc->token[at].start <= products.ptr)
        at++;
    const struct hit *noun = hit_at(doc, at, LEX_GOODS);
    if (noun == NULL)
        return products;
    uint32_t low = sentence > NOUN_BACK ? sentence - NOUN_BACK : 0;
    for (const struct hit *hit = hit_in(doc, doc->sentence[low].first, at - 1, LEX_GOODS);
         hit != NULL; hit = hit_in(doc, hit->end, at - 1, LEX_GOODS)) {
        const struct token *word = hit->first > 0 ? &doc->token[hit->first - 1] : NULL;
        if (word == NULL || strcmp(hit->entry->surface, noun->entry->surface) != 0 ||
            word->kind != TOKEN_WORD || word_is_grammar(doc, hit->first - 1) ||
            hit_over(doc, hit->first - 1, LEX_GENERAL) != NULL ||
            hit_over(doc, hit->first - 1, LEX_ACT) != NULL)
            continue;
        const struct hit *name = hit_over(doc, hit->first - 1, LEX_PRODUCT);
        return product_phrase(doc, name != NULL ? name->first : hit->first - 1, hit->end);
    }
    return products;
}

/* "such cars", "those goods": what the text has named so before. */
static struct str named_before(const struct document *doc, uint32_t sentence, struct str products)
{
    static const char *const pointing[] = {"such ", "that ", "those ", "these ", "this "};
    bool points = false;
    struct str text = {products.ptr, 0};
    if (products.ptr != NULL)
        text.len =
            (size_t)(doc->text + doc->token[doc->sentence[sentence].end - 1].end - products.ptr);
    if (products.ptr < doc->text ||
        products.ptr >= doc->text + doc->token[doc->sentence[sentence].end - 1].end)
        return products;
    for (size_t i = 0; i < sizeof pointing / sizeof pointing[0]; i++)
        points = points || str_starts_with(text, str_of(pointing[i]));
    uint32_t first = doc->sentence[sentence].first;
    const struct hit *noun = NULL;
    for (const struct hit *hit = hit_in(doc, first, doc->sentence[sentence].end, LEX_PRODUCT);
         hit != NULL && points;
         hit = hit_in(doc, hit->end, doc->sentence[sentence].end, LEX_PRODUCT)) {
        const char *at = doc->text + doc->token[hit->first].start;
        if (at > products.ptr && at < products.ptr + products.len)
            noun = hit;
    }
    if (points && noun == NULL)
        return goods_before_noun(doc, sentence, products);
    for (uint32_t i = sentence; noun != NULL && i > 0; i--) {
        const struct sentence *before = &doc->sentence[i - 1];
        for (const struct hit *hit = hit_in(doc, before->first, before->end, LEX_PRODUCT);
             hit != NULL; hit = hit_in(doc, hit->end, before->end, LEX_PRODUCT)) {
            if (strcmp(hit->entry->surface, noun->entry->surface) != 0)
                continue;
            struct str named = product_before(doc, before->first, hit->end);
            return named.len > 0 ? named : products;
        }
    }
    return products;
}

/* A deed, but not a name of goods that is spelt like one: "steel shelving". */
static bool has_deed(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT)) {
        if (hit_over(doc, act->first, LEX_PRODUCT) == NULL)
            return true;
    }
    return false;
}

/* "Final findings: opal glassware from China": what a title says comes from somewhere. */
struct str goods_of_title(const struct document *title)
{
    uint32_t first = 0;
    for (uint32_t at = 0; at + 1 < title->token_count; at++) {
        const struct token *token = &title->token[at];
        bool opens = (token->kind == TOKEN_PUNCT && token->mark == ':') ||
                     word_is(title, at, W_ON) || word_is(title, at, W_OF) ||
                     word_is(title, at, W_FOR);
        if (opens)
            first = at + 1;
        uint32_t place = at + 1 + word_is(title, at + 1, W_THE);
        bool from = word_is(title, at, W_FROM) && place < title->token_count &&
                    (hit_at(title, place, LEX_COUNTRY) != NULL ||
                     hit_at(title, place, LEX_DEMONYM) != NULL);
        if (from && at > first && hit_in(title, first, at, LEX_TARIFF) == NULL &&
            !has_deed(title, first, at))
            return product_phrase(title, first, at);
    }
    return (struct str){NULL, 0};
}

/* "Oslo doubled its tariff on rice. Lima suspended its own": another's duty, on other goods. */
static bool is_others(const struct tariff_scene *scene, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    const char *who = verb != NULL && !change->act.passive && !change->act.pays
                          ? side_subject(scene->doc, change->first, verb->first)
                          : NULL;
    return who != NULL && scene->last.imposer != NULL && strcmp(who, scene->last.imposer) != 0 &&
           scene->last.sentence < change->sentence;
}

/* What a change falls on that names no goods: what the one just before does; of a notice, what its
 * title says. */
static struct str title_products(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *title = scene->title;
    struct str products = {NULL, 0};
    uint32_t titled = 0;
    if (scene->answerer != NULL)
        return products;
    /* "Gold is excluded. The rate applies from May 3." */
    bool rest = scene->have_last && scene->last.action == ACTION_EXEMPT &&
                scene->last.sentence < change->sentence && change->duty != NULL &&
                change->duty->first <= scene->doc->sentence[change->sentence].first + 1;
    if (scene->have_last && scene->last.sentence + 1 >= change->sentence)
        return is_others(scene, change) || rest ? products : scene->last.products;
    if (title->token_count > 0 && !scene->author->press && !scene->author->social) {
        products = goods_of_title(title);
        if (products.len > 0)
            return products;
        /* "Duties to Address the Flow of Drugs" */
        const struct hit *reason = hit_in(title, 0, (uint32_t)title->token_count, LEX_REASON);
        titled = reason != NULL ? reason->first : (uint32_t)title->token_count;
        products = product_named(title, 0, titled);
    }
    return products.len > 0 && hit_in(title, 0, titled, LEX_PRODUCT) != NULL
               ? products
               : (struct str){NULL, 0};
}

/* Whether a sentence is numbered so: "(2) Imports of ...". */
static bool has_number(const struct document *doc, const struct sentence *sentence, double number)
{
    uint32_t at = sentence->first;
    if (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == '(')
        at++;
    return at + 1 < sentence->end && doc->token[at].kind == TOKEN_NUMBER &&
           doc->token[at].value == number && doc->token[at + 1].kind == TOKEN_PUNCT;
}

/* "the rate in clause 2": the goods of the change that the clause has told. */
static struct str clause_goods(const struct document *doc, const struct change *change)
{
    struct str goods = {NULL, 0};
    uint32_t end = change->rate != NULL ? change->rate->first : change->own_end;
    const struct hit *cue = hit_in(doc, change->own_first, end, LEX_CLAUSE);
    if (cue == NULL || cue->end + 1 >= end)
        return goods;
    uint32_t at = cue->end + (doc->token[cue->end].kind == TOKEN_PUNCT);
    if (doc->token[at].kind != TOKEN_NUMBER)
        return goods;
    for (uint32_t i = 0; i < change->sentence; i++) {
        const struct sentence *clause = &doc->sentence[i];
        if (!has_number(doc, clause, doc->token[at].value))
            continue;
        for (size_t r = 0; r < doc->records->count; r++) {
            const struct record *record = &doc->records->record[r];
            if (record->type == RECORD_TARIFF_CHANGE &&
                record->evidence[0].start == doc->token[clause->first].start)
                goods = str_of(record->products);
        }
    }
    return goods;
}

/* "Lithium-ion batteries: 25 percent": what a line names before its colon. */
static struct str listed_goods(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t end = change->rate != NULL ? change->rate->first : change->own_first;
    uint32_t colon = sentence->first;
    while (colon < end && colon - sentence->first < LISTED_MAX &&
           !(doc->token[colon].kind == TOKEN_PUNCT && doc->token[colon].mark == ':'))
        colon++;
    bool named = colon < end && doc->token[colon].kind == TOKEN_PUNCT &&
                 (sentence->line || colon - sentence->first <= HEADED_MAX) &&
                 change->own_first <= colon &&
                 hit_in(doc, sentence->first, colon, LEX_PRODUCT) != NULL &&
                 hit_in(doc, sentence->first, colon, LEX_TARIFF) == NULL &&
                 hit_in(doc, sentence->first, colon, LEX_ACT) == NULL;
    return named ? product_phrase(doc, sentence->first, colon) : (struct str){NULL, 0};
}

/* "walnuts (20%) and pistachios (15%)", "..., on helmets 12 percent": what stands before the rate.
 */
static struct str goods_before(const struct document *doc, const struct change *change)
{
    uint32_t at = change->rate->first;
    uint32_t from = change->own_first;
    /* "and that on tin to 6 percent" */
    uint32_t lead = from + word_is(doc, from, W_AND);
    lead += word_is(doc, lead, W_THAT) || word_is(doc, lead, W_THOSE);
    if (word_is(doc, lead, W_ON) || word_is(doc, lead, W_FOR))
        return product_phrase(doc, lead + 1, at);
    bool opens = at > change->own_first && doc->token[at - 1].kind == TOKEN_PUNCT &&
                 doc->token[at - 1].mark == '(';
    if (opens)
        return product_before(doc, change->own_first, at - 1);
    /* "and bells 50%": goods that no list knows */
    from += word_is(doc, from, W_AND);
    bool known =
        hit_in(doc, from, at, LEX_PRODUCT) != NULL || hit_in(doc, from, at, LEX_GOODS) != NULL ||
        hit_in(doc, from, at, LEX_COUNTRY) != NULL || hit_in(doc, from, at, LEX_DEMONYM) != NULL;
    return from < at && !known && hit_in(doc, from, at, LEX_ACT) == NULL
               ? product_phrase(doc, from, at)
               : (struct str){NULL, 0};
}

/* The goods of a case: those of the change before, those whose imports the sentence before is
 * about, or those that the title names. */
static struct str case_goods(const struct tariff_scene *scene, uint32_t sentence)
{
    const struct document *doc = scene->doc;
    if (scene->have_last && scene->last.sentence + 1 >= sentence)
        return scene->last.products;
    const struct sentence *before = sentence > 0 ? &doc->sentence[sentence - 1] : NULL;
    for (const struct hit *hit = before != NULL ? hit_in(doc, before->first, before->end, LEX_GOODS)
                                                : NULL;
         hit != NULL; hit = hit_in(doc, hit->end, before->end, LEX_GOODS)) {
        struct str named = hit_is(hit, 0, "imports") && word_is(doc, hit->end, W_OF)
                               ? product_phrase(doc, hit->end + 1, before->end)
                               : (struct str){NULL, 0};
        if (named.len > 0)
            return named;
    }
    return scene->author->social ? (struct str){NULL, 0} : goods_of_title(scene->title);
}

/* "are to be collected: walnuts go to 120%": what follows a colon names its own goods. */
static struct str goods_after_colon(const struct document *doc, const struct change *change)
{
    uint32_t at = change->rate->first;
    while (at > change->own_first &&
           !(doc->token[at - 1].kind == TOKEN_PUNCT &&
             (doc->token[at - 1].mark == ':' || doc->token[at - 1].mark == ';')))
        at--;
    bool named = at > change->own_first && hit_in(doc, at, change->rate->first, LEX_PRODUCT) &&
                 hit_in(doc, at, change->rate->first, LEX_TARIFF) == NULL;
    return named ? product_phrase(doc, at, change->rate->first) : (struct str){NULL, 0};
}

/* "On kraft liner the rate is cut to 10%", "For olive oil the bill foresees": the goods that a
 * sentence begins with, and names no others; not "On paper the duty on tea is cut". */
static struct str fronted_goods(const struct document *doc, const struct change *change)
{
    uint32_t first = doc->sentence[change->sentence].first;
    bool as = word_is(doc, first, W_AS) && word_is(doc, first + 1, W_FOR); /* "As for tin" */
    first += as;
    uint32_t at = first + 1;
    uint32_t end = change->duty != NULL   ? change->duty->first
                   : change->rate != NULL ? change->rate->first
                                          : first;
    if (change->own_first > first + 1 || !(word_is(doc, first, W_ON) || word_is(doc, first, W_FOR)))
        return (struct str){NULL, 0};
    while (at < end && !word_is(doc, at, W_THE) && !mark_is(doc, at, ','))
        at++;
    bool unlike = hit_in(doc, first + 1, at, LEX_TARIFF) != NULL ||
                  hit_in(doc, first + 1, at, LEX_WEEKDAY) != NULL ||
                  hit_in(doc, first + 1, at, LEX_MONTH) != NULL ||
                  hit_in(doc, first + 1, at, LEX_DATE) != NULL ||
                  hit_in(doc, first + 1, at, LEX_PERIOD) != NULL ||
                  hit_in(doc, first + 1, at, LEX_COUNTRY) != NULL ||
                  hit_in(doc, first + 1, at, LEX_DEMONYM) != NULL ||
                  hit_in(doc, at, change->own_end, LEX_PRODUCT) != NULL ||
                  hit_in(doc, at, change->own_end, LEX_GOODS) != NULL;
    bool known = hit_in(doc, first + 1, at, LEX_PRODUCT) != NULL;
    bool plain = word_is(doc, at, W_THE) && at - first <= FRONTED_MAX;
    bool named = at < end && !unlike && (known || plain);
    return named ? product_phrase(doc, first + 1, at) : (struct str){NULL, 0};
}

/* Whether a phrase of the change's sentence has a word for goods. */
static bool
names_goods(const struct document *doc, const struct change *change, struct str products)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const char *start = doc->text + doc->token[sentence->first].start;
    const char *end = doc->text + doc->token[sentence->end - 1].end;
    if (products.ptr < start || products.ptr >= end)
        return true;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        const char *word = doc->text + doc->token[at].start;
        if (word < products.ptr || word >= products.ptr + products.len)
            continue;
        if (word == products.ptr && !(at > sentence->first && word_is(doc, at - 1, W_FOR)))
            return true;
        if (hit_over(doc, at, LEX_PRODUCT) != NULL || hit_over(doc, at, LEX_GOODS) != NULL ||
            (doc->token[at].flags & TOKEN_CAPITAL) == 0)
            return true;
    }
    return false;
}

/* "The duty of 50% leaves out aircraft": where the goods that a rate falls on end. */
static uint32_t goods_end(const struct document *doc, const struct change *change)
{
    if (change->rate == NULL)
        return change->own_end;
    /* "100% on China over its curbs on rare earths": why, but not "boats over 40 feet" */
    for (uint32_t at = change->rate->end; at + 1 < change->own_end; at++) {
        if (word_is(doc, at, W_OVER) && doc->token[at + 1].kind != TOKEN_NUMBER &&
            !word_is(doc, at + 1, W_THE) && hit_at(doc, at + 1, LEX_NUMBER) == NULL)
            return at;
    }
    /* "39% since Thursday, except for gold" */
    const struct hit *but = hit_in(doc, change->rate->end, change->own_end, LEX_EXCEPTION);
    if (but != NULL && mark_is(doc, but->first - 1, ','))
        return but->first;
    for (const struct hit *act = hit_in(doc, change->rate->end, change->own_end, LEX_ACT);
         act != NULL; act = hit_in(doc, act->end, change->own_end, LEX_ACT)) {
        if (hit_is(act, 0, "exempt") && act->entry->part[1].len == 0 && act != change->act.verb)
            return act->first;
    }
    return change->own_end;
}

/* The goods of the change that the sentence told before; not in "145% on Chinese goods, and China
 * answered with 125%". */
static struct str goods_of_last(const struct tariff_scene *scene, const struct change *change)
{
    bool counters = change->rate != NULL && hit_in(scene->doc, change->own_first,
                                                   change->rate->first, LEX_RETALIATION) != NULL;
    bool same = scene->have_last && scene->last.sentence == change->sentence;
    return same && scene->answerer == NULL && !counters ? scene->last.products
                                                        : (struct str){NULL, 0};
}

/* "Producers in Canada pay 14%", "15 percent for Yantai": on the goods of the case. */
static struct str
goods_of_case(const struct tariff_scene *scene, const struct change *change, struct str products)
{
    bool firm = change->rate != NULL && products.len > 0 && scene->author->gazette &&
                !names_goods(scene->doc, change, products);
    if ((products.len > 0 && !firm) || scene->answerer != NULL ||
        !whom_is_case(scene, change->sentence))
        return products;
    struct str named = case_goods(scene, change->sentence);
    return named.len > 0 ? named : products;
}

struct str change_goods(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t end = goods_end(doc, change);
    uint32_t deed = change->rate != NULL   ? change->rate->end
                    : change->duty != NULL ? change->duty->first
                                           : change->own_first;
    uint32_t start = change->rate != NULL ? change->rate->first : deed;
    const struct hit *verb = change->act.verb;
    struct str products = change->products;
    bool subject = verb != NULL && verb->first > change->own_first && verb->first < start &&
                   (change->act.pays || change->act.passive || hit_is(verb, 2, "subject"));
    if (change->shares)
        return products.ptr == NULL && scene->have_last ? scene->last.products : products;
    if (products.ptr == NULL)
        products = goods_qualified(doc, change);
    if (products.ptr == NULL)
        products = goods_let_in(doc, change);
    if (products.ptr == NULL)
        products = goods_added(doc, change);
    if (products.ptr == NULL)
        products = clause_goods(doc, change);
    if (products.ptr == NULL)
        products = fronted_goods(doc, change);
    if (products.ptr == NULL)
        products = listed_goods(doc, change);
    if (products.ptr == NULL && change->backward && change->rate != NULL)
        products = goods_after_colon(doc, change);
    if (products.ptr == NULL && change->backward && change->rate != NULL &&
        change->own_first > change->first)
        products = goods_before(doc, change);
    if (products.ptr == NULL && subject && change->act.pays)
        products = goods_bearing(doc, change);
    const struct hit *duty = change->duty;
    bool own_duty =
        duty != NULL && duty->first >= change->own_first && duty->end + 1 < change->own_end;
    if (products.ptr == NULL && own_duty && duty->end < start && word_is(doc, duty->end, W_ON))
        products = product_phrase(doc, duty->end + 1, change->own_end);
    if (products.ptr == NULL)
        products = product_after(doc, deed, end);
    if (products.len == 0) {
        struct str named = product_after(doc, goods_from(change), end);
        products = named.len > 0 || products.ptr == NULL ? named : products;
    }
    if (products.len == 0 && own_duty && duty->first > change->own_first &&
        hit_over(doc, duty->first - 1, LEX_PRODUCT) != NULL)
        products =
            product_named(doc, goods_list_from(doc, change->own_first, duty->first), duty->first);
    if (products.ptr == NULL && change->backward && subject)
        products = product_before(doc, change->own_first, verb->first);
    if (products.ptr == NULL && verb != NULL && verb->end < start &&
        (hit_in(doc, verb->end, start, LEX_GOODS) != NULL ||
         (!change->act.passive && !change->act.pays && change->duty == NULL &&
          hit_in(doc, verb->end, start, LEX_PRODUCT) != NULL)))
        products = product_phrase(doc, verb->end, start);
    if (products.ptr == NULL && change->backward && change->own_first > change->first)
        products = product_named(doc, change->own_first, start);
    if (products.ptr == NULL)
        products = product_named(doc, goods_from(change),
                                 goods_purpose_from(doc, goods_from(change), end));
    products = goods_of_subject(doc, change, products);
    if (products.ptr == NULL)
        products = goods_of_last(scene, change);
    if (products.ptr == NULL)
        products = goods_asked(scene, change);
    if (products.ptr == NULL)
        products = title_products(scene, change);
    products = goods_of_case(scene, change, products);
    products = goods_of_firm(scene, change, products);
    if (products.len == 0) {
        struct str over = goods_over_quota(scene, change);
        products = over.len > 0 ? over : products;
    }
    return named_before(doc, change->sentence, products);
}
