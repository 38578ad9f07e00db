#include "consumers/classify/product.h"
#include "consumers/classify/product_part.h"

#include <string.h>

#define MODIFIERS_MAX 2  /* words between "to" and the goods that a duty is extended to */
#define PHRASE_MAX    24 /* tokens of a phrase of goods */
#define ADVERB_MIN    9  /* bytes of a word in -ly that is taken for an adverb */
#define LIST_REACH    8  /* tokens of one item of a list */
#define SUBJECT_REACH 24 /* tokens from the start of a clause to goods in its subject */

const struct hit *product_place_at(const struct document *doc, uint32_t at)
{
    const struct hit *hit = hit_at(doc, at, LEX_COUNTRY);
    if (hit == NULL)
        hit = hit_at(doc, at, LEX_DEMONYM);
    return hit == NULL ? hit_at(doc, at, LEX_WORLD) : hit;
}

static bool is_rate(const struct document *doc, uint32_t at)
{
    return (doc->token[at].kind == TOKEN_NUMBER || hit_at(doc, at, LEX_NUMBER) != NULL) &&
           hit_in(doc, at, at + 4 < doc->token_count ? at + 4 : (uint32_t)doc->token_count,
                  LEX_PERCENT) != NULL;
}

/* "25 percent on cars and fifty on steel" */
static bool is_bare_rate(const struct document *doc, uint32_t at)
{
    return (doc->token[at].kind == TOKEN_NUMBER || hit_at(doc, at, LEX_NUMBER) != NULL) &&
           word_is(doc, at + 1, W_ON);
}

/* "ninety days", "90-day" */
static bool is_time(const struct document *doc, uint32_t at)
{
    bool number = doc->token[at].kind == TOKEN_NUMBER || hit_at(doc, at, LEX_NUMBER) != NULL;
    uint32_t end = at + 4 < doc->token_count ? at + 4 : (uint32_t)doc->token_count;
    const struct hit *period = number ? hit_in(doc, at, end, LEX_PERIOD) : NULL;
    /* "900 tractors a year" */
    bool each = period != NULL && period->first > at + 1 && word_is(doc, period->first - 1, W_A);
    return hit_at(doc, at, LEX_PERIOD) != NULL || (period != NULL && !each);
}

static bool is_verb(const struct document *doc, uint32_t at)
{
    if (doc->token[at].flags & TOKEN_HYPHEN) /* "solid-state" */
        return false;
    const struct hit *act = hit_at(doc, at, LEX_ACT);
    /* "legs and shoulders of pork", "on imported socks" */
    bool named = at > 0 && (word_is(doc, at - 1, W_ON) ||
                            hit_is(hit_over(doc, at - 1, LEX_STOP), 0, "goods"));
    bool noun = act != NULL && (hit_is(act, 1, "n") || word_is(doc, act->end, W_OF) || named);
    return (act != NULL && !noun && hit_over(doc, at, LEX_PRODUCT) == NULL) ||
           (hit_at(doc, at, LEX_SAY) != NULL && hit_at(doc, at, LEX_GOODS) == NULL);
}

/* Words that join goods in one phrase. */
static bool is_joining(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_AND) || word_is(doc, at, W_OR) || word_is(doc, at, W_OF) ||
           word_is(doc, at, W_THE) || word_is(doc, at, W_OTHER) || word_is(doc, at, W_ALL) ||
           word_is(doc, at, W_S) || word_is(doc, at, W_EVERY) || word_is(doc, at, W_SOME) ||
           word_is(doc, at, W_ITS) || word_is(doc, at, W_MOST) || word_is(doc, at, W_ANY) ||
           word_is(doc, at, W_BOTH) || word_is(doc, at, W_THEIR) || word_is(doc, at, W_THESE) ||
           word_is(doc, at, W_THOSE) || word_is(doc, at, W_SO) || word_is(doc, at, W_OUR);
}

/* "avocados next Monday", "tyres last July" */
static bool is_dating(const struct document *doc, uint32_t at)
{
    static const char *const words[] = {"last", "next", "late", "early"};
    return WORD_AMONG(doc, at, words) && at + 1 < doc->token_count &&
           (hit_at(doc, at + 1, LEX_WEEKDAY) != NULL || hit_at(doc, at + 1, LEX_MONTH) != NULL ||
            hit_at(doc, at + 1, LEX_PERIOD) != NULL);
}

/* Ends a phrase of goods: a verb, most prepositions, a date, a rate. */
bool product_ends(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    if (token->kind == TOKEN_URL)
        return true;
    if (token->kind == TOKEN_QUOTE)
        return token->mark == '"';
    /* "medium- and heavy-duty trucks" */
    if (token->kind == TOKEN_PUNCT && token->mark == '-' && (token->flags & TOKEN_GLUED) &&
        (word_is(doc, at + 1, W_AND) || word_is(doc, at + 1, W_OR)))
        return false;
    if (token->kind == TOKEN_PUNCT)
        return token->mark != ',' && token->mark != '$' && token->mark != '&' && token->mark != '/';
    if (product_place_at(doc, at) != NULL || hit_at(doc, at, LEX_GOODS) != NULL)
        return false;
    if (hit_at(doc, at, LEX_PRODUCT) != NULL)
        return false;
    if (word_is_grammar(doc, at))
        return !is_joining(doc, at) && !(token->flags & TOKEN_HYPHEN);
    return is_rate(doc, at) || is_verb(doc, at) || hit_at(doc, at, LEX_WEEKDAY) != NULL ||
           hit_at(doc, at, LEX_MONTH) != NULL || hit_at(doc, at, LEX_DATE) != NULL ||
           hit_at(doc, at, LEX_WHEN) != NULL || hit_at(doc, at, LEX_PERCENT) != NULL ||
           (hit_at(doc, at, LEX_STOP) != NULL && !(token->flags & TOKEN_HYPHEN)) ||
           hit_at(doc, at, LEX_REASON) != NULL || is_time(doc, at) || is_dating(doc, at);
}

enum listing { LIST_ENDS, LIST_GOES_ON, LIST_UNTOLD };

static bool is_finite(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_WILL) || word_is(doc, at, W_IS) || word_is(doc, at, W_ARE) ||
           word_is(doc, at, W_HAS) || word_is(doc, at, W_HAVE) || word_is(doc, at, W_WAS) ||
           word_is(doc, at, W_WERE) || word_is(doc, at, W_WOULD) || word_is(doc, at, W_SHALL);
}

/* "A surtax on cars, buses and vans will be charged": whether the phrase at a token stands in the
 * subject of its clause, so that a verb after it is no other clause's. */
static bool is_in_subject(const struct document *doc, uint32_t at)
{
    uint32_t low = at > SUBJECT_REACH ? at - SUBJECT_REACH : 0;
    bool duty = false;
    for (uint32_t back = at; back > low; back--) {
        const struct token *token = &doc->token[back - 1];
        if (is_finite(doc, back - 1) || is_verb(doc, back - 1))
            return false;
        duty = duty || hit_over(doc, back - 1, LEX_TARIFF) != NULL;
        bool opens = (token->kind == TOKEN_PUNCT && token->mark != ',' && token->mark != '-' &&
                      hit_over(doc, back - 1, LEX_PERCENT) == NULL) ||
                     token->kind == TOKEN_QUOTE || (token->flags & TOKEN_LINE);
        if (opens)
            return duty;
    }
    return duty && low == 0;
}

/* Whether an item of a list of goods starts at *next, after a comma or an "and". LIST_UNTOLD: the
 * one after the next comma decides, where *next is then. */
static enum listing list_item(const struct document *doc, uint32_t *next, uint32_t end, bool comma)
{
    bool joined = false;
    uint32_t at = *next;
    if (at < end && comma &&
        (word_is(doc, at, W_AND) || word_is(doc, at, W_OR) || mark_is(doc, at, '&'))) {
        joined = true;
        at++;
    }
    if (at >= end || word_is(doc, at, W_A) || word_is(doc, at, W_AN) || word_is(doc, at, W_THAT) ||
        word_is(doc, at, W_THOSE) || is_rate(doc, at) || is_bare_rate(doc, at) ||
        product_ends(doc, at))
        return LIST_ENDS;
    /* "on Chinese goods, and China | answered": who does something, wherever the phrase may end. */
    const struct hit *who = hit_at(doc, at, LEX_COUNTRY);
    bool places = at > 1 && (hit_over(doc, at - 1, LEX_COUNTRY) != NULL ||
                             hit_over(doc, at - 2, LEX_COUNTRY) != NULL);
    if (who != NULL && !places && who->end < doc->token_count &&
        doc->token[who->end].kind == TOKEN_WORD && is_verb(doc, who->end) &&
        !is_in_subject(doc, at - 1))
        return LIST_ENDS;
    enum listing otherwise = !comma || joined ? LIST_GOES_ON : LIST_ENDS;
    /* "and China raised", "and India 26%": a clause of its own. */
    for (uint32_t look = at; look < end && look - at < LIST_REACH; look++) {
        bool joins = word_is(doc, look, W_AND) || word_is(doc, look, W_OR);
        if (joins || mark_is(doc, look, ',')) {
            if (!comma || joined || look == at)
                return look > at || !comma ? LIST_GOES_ON : LIST_ENDS;
            *next = look + 1;
            return joins ? LIST_GOES_ON : LIST_UNTOLD;
        }
        bool verb = is_verb(doc, look) || (is_finite(doc, look) && !word_is(doc, look, W_SHALL));
        if (verb && (!comma || joined) && is_in_subject(doc, at - 1))
            return otherwise;
        if (verb || is_rate(doc, look))
            return LIST_ENDS;
        if (product_ends(doc, look))
            return otherwise;
    }
    return otherwise;
}

/* Whether what follows a comma or an "and" goes on with the list of goods. */
bool product_goes_on(const struct document *doc, uint32_t at, uint32_t end, bool comma)
{
    enum listing item = list_item(doc, &at, end, comma);
    while (item == LIST_UNTOLD)
        item = list_item(doc, &at, end, true);
    return item == LIST_GOES_ON;
}

static bool is_general_word(const struct document *doc, uint32_t at)
{
    return doc->token[at].kind == TOKEN_PUNCT || doc->token[at].kind == TOKEN_NUMBER ||
           word_is_grammar(doc, at) || hit_at(doc, at, LEX_CAPITAL) != NULL ||
           hit_at(doc, at, LEX_GENERAL) != NULL;
}

/* Whether tokens name goods: not only places and general nouns. A general noun named with its
 * people or number ("Danish goods", "ninety products") does, "imports" and "all goods" don't. */
static bool names_goods(const struct document *doc, uint32_t first, uint32_t end)
{
    bool people = false;
    bool general = false;
    bool counted = false;
    bool sum = false; /* "$200 billion of imports" */
    for (uint32_t at = first; at < end; at++) {
        const struct hit *place = product_place_at(doc, at);
        if (place == NULL)
            place = hit_at(doc, at, LEX_GROUP);
        const struct hit *goods = hit_at(doc, at, LEX_GOODS);
        if (hit_at(doc, at, LEX_PRODUCT) != NULL)
            return true;
        if (place != NULL) {
            people = people || (place->entry->class != LEX_WORLD && !hit_at(doc, at, LEX_CAPITAL));
            at = place->end - 1;
        } else if (goods != NULL) {
            general = general || !hit_is(goods, 0, "imports");
            at = goods->end - 1;
        } else if (hit_at(doc, at, LEX_NUMBER) != NULL) {
            counted = true;
            sum = sum || hit_is(hit_at(doc, at, LEX_NUMBER), 1, "x");
        } else if (!is_general_word(doc, at)) {
            return true;
        }
    }
    return sum || ((people || counted) && general);
}

uint32_t product_skip_article(const struct document *doc, uint32_t at, uint32_t end)
{
    while (at < end && hit_at(doc, at, LEX_COUNTRY) == NULL && /* "The Gambia" */
           (word_is(doc, at, W_THE) || word_is(doc, at, W_ITS) || word_is(doc, at, W_THEIR) ||
            word_is(doc, at, W_OUR) || word_is(doc, at, W_BOTH) || word_is(doc, at, W_SOME) ||
            word_is(doc, at, W_A) || word_is(doc, at, W_AN) || word_is(doc, at, W_ANOTHER)))
        at++;
    return at;
}

/* "accordingly": no shorter word in -ly, many of which are nouns. */
static bool is_adverb(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    return hit_at(doc, at, LEX_ADVERB) != NULL ||
           (token->end - token->start >= ADVERB_MIN &&
            memcmp(doc->text + token->end - 2, "ly", 2) == 0);
}

struct str product_between(const struct document *doc, uint32_t at, uint32_t stop)
{
    while (stop > at && (doc->token[stop - 1].kind == TOKEN_PUNCT ||
                         (is_joining(doc, stop - 1) && !word_is(doc, stop - 1, W_ALL))))
        stop--;
    while (stop > at && is_adverb(doc, stop - 1))
        stop--;
    /* "steel import quotas" */
    if (stop > at + 1 && hit_is(hit_over(doc, stop - 1, LEX_NO_GOODS), 0, "trim") &&
        hit_in(doc, at, stop - 1, LEX_PRODUCT) != NULL) {
        stop--;
        stop -= stop > at + 1 && hit_is(hit_over(doc, stop - 1, LEX_GOODS), 0, "imports");
    }
    at += stop > at + 1 && word_is(doc, at, W_OF); /* "exemption of pumps" */
    at = product_skip_article(doc, at, stop);
    /* "retaliation for the steel tariffs" */
    bool duty = stop > at && hit_over(doc, stop - 1, LEX_TARIFF) != NULL;
    if (stop <= at || duty || product_is_none(doc, at, stop))
        return (struct str){NULL, 0};
    if (!names_goods(doc, at, stop))
        return (struct str){doc->text + doc->token[at].start, 0};
    return document_span(doc, at, stop);
}

static bool is_that_are(const struct document *doc, uint32_t at)
{
    return at > 0 && word_is(doc, at, W_THAT) && word_is(doc, at + 1, W_ARE) &&
           hit_over(doc, at - 1, LEX_GOODS) != NULL && at + 2 < doc->token_count &&
           hit_at(doc, at + 2, LEX_GOODS) != NULL;
}

/* "goods from Norway and Chile", but not "imports from": to after the places that only they name.
 */
static uint32_t goods_of_place(const struct document *doc, uint32_t at, uint32_t stop, uint32_t end)
{
    const struct hit *goods = stop > at ? hit_over(doc, stop - 1, LEX_GOODS) : NULL;
    if (goods == NULL || goods->first != at || goods->end != stop || hit_is(goods, 0, "imports") ||
        hit_is(goods, 0, "all") || !word_is(doc, stop, W_FROM))
        return stop;
    uint32_t next = product_skip_article(doc, stop + 1, end);
    const struct hit *place = next < end ? hit_at(doc, next, LEX_COUNTRY) : NULL;
    while (place != NULL && place->end <= end) {
        stop = place->end;
        bool joins = word_is(doc, stop, W_AND) || mark_is(doc, stop, ',');
        next = joins ? product_skip_article(doc, stop + 1, end) : end;
        place = next < end ? hit_at(doc, next, LEX_COUNTRY) : NULL;
    }
    return stop;
}

/* "more than 1,400 products", "some 60 kinds of soap": the words before how many they are. */
static uint32_t count_lead(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t lead = word_is(doc, at, W_MORE) && word_is(doc, at + 1, W_THAN) ? 2
                    : word_is(doc, at, W_OVER)                               ? 1
                                                                             : 0;
    bool counts = at + lead + 1 < end && doc->token[at + lead].kind == TOKEN_NUMBER &&
                  doc->token[at + lead + 1].kind == TOKEN_WORD && !is_rate(doc, at + lead) &&
                  !is_time(doc, at + lead);
    return counts ? lead : 0;
}

static struct str phrase_at(const struct document *doc, uint32_t at, uint32_t end, uint32_t *after)
{
    *after = end;
    if (at < end && hit_at(doc, at, LEX_DATE) != NULL) /* "on the same day" */
        return (struct str){NULL, 0};
    at = product_skip_article(doc, at, end);
    while (at < end && hit_at(doc, at, LEX_STOP) != NULL && hit_at(doc, at, LEX_GENERAL) != NULL)
        at++;
    const struct hit *goods = at < end ? hit_at(doc, at, LEX_GOODS) : NULL;
    if (hit_is(goods, 0, "all"))
        return (struct str){doc->text + doc->token[at].start, 0};
    /* "imports of steel" */
    if (goods != NULL && goods->end < end && word_is(doc, goods->end, W_OF) &&
        product_place_at(doc, product_skip_article(doc, goods->end + 1, end)) == NULL)
        at = product_skip_article(doc, goods->end + 1, end);
    if (at < end && word_is(doc, at, W_THAT) && hit_at(doc, at + 1, LEX_PRODUCT) != NULL)
        at++;
    /* "some of the pipes" */
    if (at > 0 && word_is(doc, at, W_OF) && word_is(doc, at - 1, W_SOME))
        at = product_skip_article(doc, at + 1, end);
    uint32_t stop = at + count_lead(doc, at, end);
    while (stop < end && stop - at < PHRASE_MAX &&
           (!product_ends(doc, stop) || stop == at || is_that_are(doc, stop))) {
        bool comma = mark_is(doc, stop, ',');
        /* "articles that are products of Mexico" */
        if (stop > at && stop + 2 < end && is_that_are(doc, stop)) {
            stop += 2;
            continue;
        }
        /* "lumber of any country" */
        if (stop > at && word_is(doc, stop, W_OF) && hit_at(doc, stop + 1, LEX_WORLD) != NULL)
            break;
        if ((comma || word_is(doc, stop, W_AND) || word_is(doc, stop, W_OR)) &&
            !product_goes_on(doc, stop + 1, end, comma))
            break;
        if (stop == at &&
            (word_is(doc, stop, W_HOW) || is_rate(doc, stop) ||
             hit_at(doc, stop, LEX_MONTH) != NULL || hit_at(doc, stop, LEX_WEEKDAY) != NULL ||
             hit_at(doc, stop, LEX_DATE) != NULL || hit_at(doc, stop, LEX_TARIFF) != NULL ||
             is_time(doc, stop) || hit_at(doc, stop, LEX_REASON) != NULL ||
             hit_at(doc, stop, LEX_STOP) != NULL))
            return (struct str){NULL, 0};
        stop++;
    }
    stop = product_measured(doc, at, goods_of_place(doc, at, stop, end), end);
    *after = stop;
    return product_between(doc, at, stop);
}

struct str product_phrase(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t stop;
    struct str phrase = phrase_at(doc, at, end, &stop);
    /* "key goods such as steel and copper" */
    uint32_t next = stop < end && mark_is(doc, stop, ',') ? stop + 1 : stop;
    const struct hit *list = next < end ? hit_at(doc, next, LEX_STOP) : NULL;
    if (phrase.len > 0 || list == NULL || !hit_is(list, 0, "list"))
        return phrase;
    struct str listed = phrase_at(doc, list->end, end, &stop);
    return listed.len > 0 ? listed : phrase;
}

static bool is_lead(const struct document *doc, uint32_t at, int round)
{
    if (round == 0)
        return word_is(doc, at, W_ON) || word_is(doc, at, W_AGAINST) || word_is(doc, at, W_UPON);
    return word_is(doc, at, W_FOR) || word_is(doc, at, W_OF) || word_is(doc, at, W_TO);
}

static bool leads_to_goods(const struct document *doc, uint32_t at)
{
    at = product_skip_article(doc, at, (uint32_t)doc->token_count);
    return hit_at(doc, at, LEX_PRODUCT) != NULL || hit_at(doc, at, LEX_GOODS) != NULL;
}

/* "applying the steel tariff to further derivative goods", but not "tariffs to address the flow" */
static bool falls_on_goods(const struct document *doc, uint32_t to)
{
    if (!word_is(doc, to, W_TO) || hit_over(doc, to - 1, LEX_TARIFF) == NULL)
        return false;
    for (uint32_t at = to + 1; at < doc->token_count && at <= to + MODIFIERS_MAX + 1; at++) {
        if (hit_at(doc, at, LEX_PRODUCT) != NULL || hit_at(doc, at, LEX_GOODS) != NULL)
            return true;
        if (word_is_grammar(doc, at) || product_ends(doc, at))
            return false;
    }
    return false;
}

struct str product_after(const struct document *doc, uint32_t first, uint32_t end)
{
    for (int round = 0; round < 2; round++) {
        for (uint32_t at = first; at + 1 < end; at++) {
            if (hit_at(doc, at, LEX_REASON) != NULL)
                break;
            /* "under a deal on steel" */
            bool of_deal = at > first && hit_over(doc, at - 1, LEX_DEAL) != NULL &&
                           hit_over(doc, at - 1, LEX_TARIFF) == NULL;
            if (!is_lead(doc, at, round) || is_rate(doc, at + 1) || of_deal)
                continue;
            struct str phrase = product_phrase(doc, at + 1, end);
            bool of_duty = phrase.len > 0 && at > first && falls_on_goods(doc, at);
            /* "for", "of" and "to" lead to much else. */
            if (round == 1 && !of_duty && (phrase.len == 0 || !word_is(doc, at, W_FOR)) &&
                !leads_to_goods(doc, at + 1))
                continue;
            if (phrase.ptr != NULL)
                return phrase;
        }
    }
    return (struct str){NULL, 0};
}

struct str product_named(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *product = hit_in(doc, first, end, LEX_PRODUCT);
    if (product == NULL)
        return (struct str){NULL, 0};
    uint32_t from = product->first;
    while (from > first && doc->token[from - 1].kind == TOKEN_WORD &&
           (doc->token[from].flags & TOKEN_HYPHEN || hit_at(doc, from - 1, LEX_DEMONYM) != NULL))
        from--;
    return product_phrase(doc, from, end);
}
