#include "consumers/classify/product.h"

#include <string.h>

#define PHRASE_MAX 24 /* tokens of a phrase of goods */
#define ADVERB_MIN 9  /* bytes of a word in -ly that is taken for an adverb */
#define VERB_REACH 6  /* tokens from an auxiliary to what says how goods come in */
#define LIST_REACH 8  /* tokens of one item of a list */

static bool is_mark(const struct document *doc, uint32_t at, char mark)
{
    return at < doc->token_count && doc->token[at].kind == TOKEN_PUNCT &&
           doc->token[at].mark == mark;
}

static bool is_grammar(const struct document *doc, uint32_t at)
{
    return doc->token[at].word != 0 && doc->token[at].word < W_COUNT;
}

static const struct hit *place_at(const struct document *doc, uint32_t at)
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

/* "ninety days", "90-day" */
static bool is_time(const struct document *doc, uint32_t at)
{
    bool number = doc->token[at].kind == TOKEN_NUMBER || hit_at(doc, at, LEX_NUMBER) != NULL;
    uint32_t end = at + 4 < doc->token_count ? at + 4 : (uint32_t)doc->token_count;
    return hit_at(doc, at, LEX_PERIOD) != NULL ||
           (number && hit_in(doc, at, end, LEX_PERIOD) != NULL);
}

static bool is_verb(const struct document *doc, uint32_t at)
{
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

/* Ends a phrase of goods: a verb, most prepositions, a date, a rate. */
static bool ends_phrase(const struct document *doc, uint32_t at)
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
    if (place_at(doc, at) != NULL || hit_at(doc, at, LEX_GOODS) != NULL)
        return false;
    if (hit_at(doc, at, LEX_PRODUCT) != NULL)
        return false;
    if (is_grammar(doc, at))
        return !is_joining(doc, at) && !(token->flags & TOKEN_HYPHEN);
    return is_rate(doc, at) || is_verb(doc, at) || hit_at(doc, at, LEX_WEEKDAY) != NULL ||
           hit_at(doc, at, LEX_MONTH) != NULL || hit_at(doc, at, LEX_DATE) != NULL ||
           hit_at(doc, at, LEX_WHEN) != NULL || hit_at(doc, at, LEX_PERCENT) != NULL ||
           (hit_at(doc, at, LEX_STOP) != NULL && !(token->flags & TOKEN_HYPHEN)) ||
           hit_at(doc, at, LEX_REASON) != NULL || is_time(doc, at);
}

enum listing { LIST_ENDS, LIST_GOES_ON, LIST_UNTOLD };

/* Whether an item of a list of goods starts at *next, after a comma or an "and". LIST_UNTOLD: the
 * one after the next comma decides, where *next is then. */
static enum listing list_item(const struct document *doc, uint32_t *next, uint32_t end, bool comma)
{
    bool joined = false;
    uint32_t at = *next;
    if (at < end && comma && (word_is(doc, at, W_AND) || word_is(doc, at, W_OR))) {
        joined = true;
        at++;
    }
    if (at >= end || word_is(doc, at, W_A) || word_is(doc, at, W_AN) || word_is(doc, at, W_THAT) ||
        word_is(doc, at, W_THOSE) || is_rate(doc, at) || ends_phrase(doc, at))
        return LIST_ENDS;
    enum listing otherwise = !comma || joined ? LIST_GOES_ON : LIST_ENDS;
    /* "and China raised", "and India 26%": a clause of its own. */
    for (uint32_t look = at; look < end && look - at < LIST_REACH; look++) {
        bool joins = word_is(doc, look, W_AND) || word_is(doc, look, W_OR);
        if (joins || is_mark(doc, look, ',')) {
            if (!comma || joined || look == at)
                return look > at || !comma ? LIST_GOES_ON : LIST_ENDS;
            *next = look + 1;
            return joins ? LIST_GOES_ON : LIST_UNTOLD;
        }
        bool verb =
            is_verb(doc, look) || (is_grammar(doc, look) && !is_joining(doc, look) &&
                                   (word_is(doc, look, W_WILL) || word_is(doc, look, W_IS) ||
                                    word_is(doc, look, W_ARE) || word_is(doc, look, W_HAS) ||
                                    word_is(doc, look, W_HAVE) || word_is(doc, look, W_WAS) ||
                                    word_is(doc, look, W_WERE) || word_is(doc, look, W_WOULD)));
        if (verb || is_rate(doc, look))
            return LIST_ENDS;
        if (ends_phrase(doc, look))
            return otherwise;
    }
    return otherwise;
}

/* Whether what follows a comma or an "and" goes on with the list of goods. */
static bool goes_on(const struct document *doc, uint32_t at, uint32_t end, bool comma)
{
    enum listing item = list_item(doc, &at, end, comma);
    while (item == LIST_UNTOLD)
        item = list_item(doc, &at, end, true);
    return item == LIST_GOES_ON;
}

static bool is_general_word(const struct document *doc, uint32_t at)
{
    return doc->token[at].kind == TOKEN_PUNCT || is_grammar(doc, at) ||
           hit_at(doc, at, LEX_CAPITAL) != NULL || hit_at(doc, at, LEX_GENERAL) != NULL;
}

/* Whether tokens name goods: not only places and general nouns. A general noun named with its
 * people ("Danish goods") does, "imports" and "all goods" don't. */
static bool names_goods(const struct document *doc, uint32_t first, uint32_t end)
{
    bool people = false;
    bool general = false;
    for (uint32_t at = first; at < end; at++) {
        const struct hit *place = place_at(doc, at);
        const struct hit *goods = hit_at(doc, at, LEX_GOODS);
        if (hit_at(doc, at, LEX_PRODUCT) != NULL)
            return true;
        if (place != NULL) {
            people = people || (place->entry->class != LEX_WORLD && !hit_at(doc, at, LEX_CAPITAL));
            at = place->end - 1;
        } else if (goods != NULL) {
            general = general || !hit_is(goods, 0, "imports");
            at = goods->end - 1;
        } else if (!is_general_word(doc, at)) {
            return true;
        }
    }
    return people && general;
}

static uint32_t skip_article(const struct document *doc, uint32_t at, uint32_t end)
{
    while (at < end &&
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

static struct str phrase_between(const struct document *doc, uint32_t at, uint32_t stop)
{
    while (stop > at && (doc->token[stop - 1].kind == TOKEN_PUNCT ||
                         (is_joining(doc, stop - 1) && !word_is(doc, stop - 1, W_ALL))))
        stop--;
    while (stop > at && is_adverb(doc, stop - 1))
        stop--;
    at = skip_article(doc, at, stop);
    if (stop <= at)
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

static struct str phrase_at(const struct document *doc, uint32_t at, uint32_t end, uint32_t *after)
{
    *after = end;
    at = skip_article(doc, at, end);
    while (at < end && hit_at(doc, at, LEX_STOP) != NULL && hit_at(doc, at, LEX_GENERAL) != NULL)
        at++;
    const struct hit *goods = at < end ? hit_at(doc, at, LEX_GOODS) : NULL;
    if (hit_is(goods, 0, "all"))
        return (struct str){doc->text + doc->token[at].start, 0};
    /* "imports of steel" */
    if (goods != NULL && goods->end < end && word_is(doc, goods->end, W_OF) &&
        place_at(doc, skip_article(doc, goods->end + 1, end)) == NULL)
        at = skip_article(doc, goods->end + 1, end);
    if (at < end && word_is(doc, at, W_THAT) && hit_at(doc, at + 1, LEX_PRODUCT) != NULL)
        at++;
    uint32_t stop = at;
    while (stop < end && stop - at < PHRASE_MAX &&
           (!ends_phrase(doc, stop) || stop == at || is_that_are(doc, stop))) {
        bool comma = is_mark(doc, stop, ',');
        /* "articles that are products of Mexico" */
        if (stop > at && stop + 2 < end && is_that_are(doc, stop)) {
            stop += 2;
            continue;
        }
        /* "lumber of any country" */
        if (stop > at && word_is(doc, stop, W_OF) && hit_at(doc, stop + 1, LEX_WORLD) != NULL)
            break;
        if ((comma || word_is(doc, stop, W_AND) || word_is(doc, stop, W_OR)) &&
            !goes_on(doc, stop + 1, end, comma))
            break;
        if (stop == at &&
            (is_rate(doc, stop) || hit_at(doc, stop, LEX_MONTH) != NULL ||
             hit_at(doc, stop, LEX_WEEKDAY) != NULL || hit_at(doc, stop, LEX_DATE) != NULL ||
             hit_at(doc, stop, LEX_TARIFF) != NULL || is_time(doc, stop) ||
             hit_at(doc, stop, LEX_REASON) != NULL || hit_at(doc, stop, LEX_STOP) != NULL))
            return (struct str){NULL, 0};
        stop++;
    }
    *after = stop;
    return phrase_between(doc, at, stop);
}

struct str product_phrase(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t stop;
    struct str phrase = phrase_at(doc, at, end, &stop);
    /* "key goods such as steel and copper" */
    uint32_t next = stop < end && is_mark(doc, stop, ',') ? stop + 1 : stop;
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
    at = skip_article(doc, at, (uint32_t)doc->token_count);
    return hit_at(doc, at, LEX_PRODUCT) != NULL || hit_at(doc, at, LEX_GOODS) != NULL;
}

struct str product_after(const struct document *doc, uint32_t first, uint32_t end)
{
    for (int round = 0; round < 2; round++) {
        for (uint32_t at = first; at + 1 < end; at++) {
            if (hit_at(doc, at, LEX_REASON) != NULL)
                break;
            if (!is_lead(doc, at, round) || is_rate(doc, at + 1))
                continue;
            struct str phrase = product_phrase(doc, at + 1, end);
            /* "for", "of" and "to" lead to much else. */
            if (round == 1 && (phrase.len == 0 || !word_is(doc, at, W_FOR)) &&
                !leads_to_goods(doc, at + 1))
                continue;
            if (phrase.ptr != NULL)
                return phrase;
        }
    }
    return (struct str){NULL, 0};
}

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
    while (end > first && !is_mark(doc, end - 1, ',') && is_auxiliary(doc, end - 1))
        end--;
    if (end <= first + 2 || !is_mark(doc, end - 1, ','))
        return verb;
    for (uint32_t at = end - 2; at > first; at--) {
        if (is_mark(doc, at, ','))
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
            word_is(doc, at - 1, W_MAY) || word_is(doc, at - 1, W_CAN) ||
            word_is(doc, at - 1, W_WOULD))
            return at - 1;
    }
    return end;
}

struct str product_before(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t end = skip_verb(doc, first, skip_relative(doc, first, verb));
    while (
        end > first && doc->token[end - 1].kind == TOKEN_WORD && place_at(doc, end - 1) == NULL &&
        ((is_grammar(doc, end - 1) && !word_is(doc, end - 1, W_ALL)) ||
         hit_over(doc, end - 1, LEX_ADVERB) != NULL || hit_over(doc, end - 1, LEX_PERIOD) != NULL))
        end--;
    uint32_t start = end;
    while (start > first && end - start < PHRASE_MAX) {
        uint32_t at = start - 1;
        bool from =
            word_is(doc, at, W_FROM) && place_at(doc, skip_article(doc, at + 1, end)) != NULL;
        if (hit_over(doc, at, LEX_TARIFF) != NULL ||
            (hit_over(doc, at, LEX_STOP) != NULL && !from &&
             !(doc->token[at].flags & TOKEN_HYPHEN)))
            break;
        bool comma = is_mark(doc, at, ',');
        if (comma && start < end && !goes_on(doc, at + 1, verb, true))
            break;
        if (ends_phrase(doc, at) && !from)
            break;
        start--;
    }
    const struct hit *imports = start < end ? hit_at(doc, start, LEX_GOODS) : NULL;
    if (imports != NULL && hit_is(imports, 0, "imports") && word_is(doc, imports->end, W_OF) &&
        place_at(doc, skip_article(doc, imports->end + 1, end)) == NULL)
        start = imports->end + 1;
    /* Its own preposition belongs to the phrase ("goods of China"); what leads it in doesn't. */
    while (start < end &&
           (is_mark(doc, start, ',') || word_is(doc, start, W_AND) || word_is(doc, start, W_SO)))
        start++;
    /* "Except as set out in this order, imports of timber" */
    if (start > first && is_grammar(doc, start - 1) && !is_joining_pair(doc, start - 1)) {
        uint32_t comma = start;
        while (comma < end && !is_mark(doc, comma, ','))
            comma++;
        if (comma < end && hit_in(doc, start, comma, LEX_PRODUCT) == NULL &&
            hit_in(doc, start, comma, LEX_GOODS) == NULL)
            start = comma + 1;
    }
    /* "today's date, steel" */
    if (start < end && word_is(doc, start, W_S)) {
        while (start < end && !is_mark(doc, start, ','))
            start++;
        start++;
    }
    for (uint32_t at = start; at < end; at++) {
        if (word_is(doc, at, W_FROM))
            end = at;
    }
    return phrase_between(doc, start, end);
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
