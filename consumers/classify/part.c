/* A sentence with several rates: which words go with which rate. */
#include "consumers/classify/mention.h"
#include "consumers/classify/product.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define PARALLEL_MAX 2 /* tokens between the rates of a parallel list */
#define JOIN_REACH   4 /* tokens from "and" to the verb it joins */
#define PLURAL_MAX   3 /* words of goods that no list knows */
#define TAIL_MAX     8 /* tokens between a rate and what it falls on */

/* Words between a rate and its duty's noun or the preposition of its goods. */
static uint32_t
tail_end(const struct document *doc, const struct rate *rate, const struct rate *old, uint32_t end)
{
    uint32_t at = old != NULL && old->end > rate->end ? old->end : rate->end;
    uint32_t limit = at + TAIL_MAX < end ? at + TAIL_MAX : end;
    uint32_t stop = at;
    /* "30.6% of the CIF value for" */
    const struct hit *basis = hit_in(doc, at, limit, LEX_BASIS);
    if (basis != NULL && word_is(doc, at, W_OF))
        return basis->end;
    for (; at < limit; at++) {
        const struct hit *duty = hit_at(doc, at, LEX_TARIFF);
        if (duty != NULL) {
            stop = duty->end;
            break;
        }
        if (doc->token[at].kind != TOKEN_WORD || word_is_grammar(doc, at) ||
            hit_at(doc, at, LEX_PRODUCT) != NULL)
            break;
    }
    return stop;
}

/* The start of a rate's own words: "and an additional 10%", "one of 24%". */
static uint32_t lead_start(const struct document *doc, uint32_t from, uint32_t at)
{
    while (at > from) {
        uint32_t back = at - 1;
        const struct hit *act = hit_over(doc, back, LEX_ACT);
        /* "on imported socks and 25%" */
        if (act != NULL && back > from &&
            (word_is(doc, back - 1, W_ON) || hit_is(hit_over(doc, back - 1, LEX_STOP), 0, "goods")))
            break;
        bool small =
            word_is(doc, back, W_A) || word_is(doc, back, W_AN) || word_is(doc, back, W_AND) ||
            word_is(doc, back, W_TO) || word_is(doc, back, W_OF) || word_is(doc, back, W_AT) ||
            word_is(doc, back, W_THE) || mark_is(doc, back, ',') || mark_is(doc, back, ':') ||
            mark_is(doc, back, '(') || mark_is(doc, back, '-') ||
            hit_over(doc, back, LEX_RATE) != NULL || hit_over(doc, back, LEX_NUMBER) != NULL ||
            hit_over(doc, back, LEX_TARIFF) != NULL || word_is(doc, back, W_FROM) || act != NULL;
        if (!small)
            break;
        at = back;
    }
    return at;
}

static bool is_forward_word(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_ON) || word_is(doc, at, W_FOR) || word_is(doc, at, W_AGAINST) ||
           word_is(doc, at, W_UPON) || word_is(doc, at, W_FROM);
}

/* A semicolon ends what belongs to the last rate. */
static uint32_t clause_end(const struct document *doc, uint32_t from, uint32_t end)
{
    for (uint32_t at = from; at < end; at++) {
        if (mark_is(doc, at, ';'))
            return at;
    }
    return end;
}

/* "25% tariffs on X": what the rate falls on follows it. */
static bool is_forward(const struct document *doc, uint32_t tail, uint32_t end)
{
    if (tail + 1 >= end || !is_forward_word(doc, tail))
        return false;
    uint32_t next = tail + 1;
    if (word_is(doc, tail, W_FOR) && hit_at(doc, next + 1, LEX_PERIOD) != NULL) /* "for a year" */
        return false;
    return doc->token[next].kind != TOKEN_NUMBER && hit_at(doc, next, LEX_WEEKDAY) == NULL &&
           hit_at(doc, next, LEX_MONTH) == NULL && hit_at(doc, next, LEX_DATE) == NULL &&
           hit_at(doc, next, LEX_PERCENT) == NULL;
}

/* Where the next item of a list begins between two rates: after the last separator before its
 * goods. */
static uint32_t item_start(const struct document *doc, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at++) {
        if (mark_is(doc, at, ',') || mark_is(doc, at, ';') || word_is(doc, at, W_AND) ||
            word_is(doc, at, W_WHILE) || word_is(doc, at, W_BUT) ||
            (doc->token[at].flags & TOKEN_LINE && at > from) || mark_is(doc, at, ')'))
            return at + 1;
    }
    return from;
}

/* "has scrapped 15% on toys and will halve the tariff on cloth to 7%": where the words of the next
 * rate's own deed begin, or `to`. */
static uint32_t next_deed(const struct document *doc, uint32_t from, uint32_t to)
{
    uint32_t start = to;
    for (uint32_t at = from; at + 1 < to; at++) {
        bool join = word_is(doc, at, W_AND) || word_is(doc, at, W_WHILE) ||
                    word_is(doc, at, W_BUT) || mark_is(doc, at, ';');
        uint32_t high = at + JOIN_REACH < to ? at + JOIN_REACH : to;
        const struct hit *act = join ? hit_in(doc, at + 1, high, LEX_ACT) : NULL;
        if (act != NULL && !hit_is(act, 1, "n") && !hit_is(act, 1, "payer") &&
            (hit_in(doc, act->end, to, LEX_TARIFF) != NULL ||
             hit_in(doc, act->end, to, LEX_PRODUCT) != NULL || word_is(doc, act->end, W_IT) ||
             word_is(doc, act->end, W_THEM)))
            start = at;
    }
    return start;
}

static bool names_something(const struct document *doc, uint32_t first, uint32_t end)
{
    return hit_in(doc, first, end, LEX_COUNTRY) != NULL ||
           hit_in(doc, first, end, LEX_DEMONYM) != NULL ||
           hit_in(doc, first, end, LEX_PRODUCT) != NULL ||
           hit_in(doc, first, end, LEX_GOODS) != NULL || hit_in(doc, first, end, LEX_WORLD) != NULL;
}

/* "(20 percent,) on helmets 12 percent": goods that no list knows, by their preposition. */
static bool leads_in_goods(const struct document *doc, uint32_t item, uint32_t lead)
{
    /* "and that on tin to 6 percent" */
    uint32_t that = item + word_is(doc, item, W_AND);
    if (word_is(doc, that, W_THAT) || word_is(doc, that, W_THOSE))
        item = that + 1;
    return item + 1 < lead && (word_is(doc, item, W_ON) || word_is(doc, item, W_FOR)) &&
           hit_at(doc, item + 1, LEX_PERIOD) == NULL && product_phrase(doc, item + 1, lead).len > 0;
}

/* "gets 30%, and bells 50%": a plural that no list knows, before its rate. */
static bool is_plural(const struct document *doc, uint32_t item, uint32_t lead)
{
    item += word_is(doc, item, W_AND);
    if (lead <= item || lead - item > PLURAL_MAX)
        return false;
    for (uint32_t at = item; at < lead; at++) {
        const struct token *token = &doc->token[at];
        if (token->kind != TOKEN_WORD || word_is_grammar(doc, at) ||
            (token->flags & TOKEN_CAPITAL) || hit_over(doc, at, LEX_ACT) != NULL ||
            hit_over(doc, at, LEX_RATE) != NULL || hit_over(doc, at, LEX_PERIOD) != NULL ||
            hit_over(doc, at, LEX_TARIFF) != NULL || hit_over(doc, at, LEX_STOP) != NULL)
            return false;
    }
    return doc->text[doc->token[lead - 1].end - 1] == 's';
}

/* "20 percent for Chile; for Peru it is 30 percent": where the words of the next rate begin, which
 * names what it falls on before it, or `to`. */
static uint32_t next_item(
    const struct document *doc, uint32_t from, uint32_t to, const struct change *next, uint32_t end)
{
    uint32_t tail = tail_end(doc, next->rate, next->old, end);
    if (is_forward(doc, tail, end))
        return to;
    for (uint32_t at = from; at + 2 < to; at++) {
        bool apart = mark_is(doc, at, ',') || mark_is(doc, at, ';') || word_is(doc, at, W_AND);
        if (apart && (word_is(doc, at + 1, W_FOR) || word_is(doc, at + 1, W_ON)) &&
            names_something(doc, at + 2, to))
            return at + 1;
    }
    return to;
}

static size_t cut_at_rates(const struct rate *rates, size_t count, struct change parts[RATES_MAX])
{
    size_t made = 0;
    for (size_t r = 0; r < count; r++) {
        if (rates[r].part == RATE_OLD)
            continue;
        parts[made] = (struct change){.rate = &rates[r], .rule = "tariff.rate"};
        if (rates[r].old != NO_INDEX)
            parts[made].old = &rates[rates[r].old];
        made++;
    }
    return made;
}

/* "145%, sparing phones, and China has answered with 125%": what goes on after goods that are let
 * off, by somebody else, is not of those goods; where that begins, or `item`. */
static uint32_t past_spared(const struct document *doc, uint32_t item, uint32_t rate)
{
    const struct hit *spares = NULL;
    for (const struct hit *act = hit_in(doc, item, rate, LEX_ACT); act != NULL && spares == NULL;
         act = hit_in(doc, act->end, rate, LEX_ACT))
        spares = hit_is(act, 0, "exempt") ? act : NULL;
    for (uint32_t at = spares != NULL ? spares->end : rate; at + 1 < rate; at++) {
        const struct mention *who = mention_at(doc, at + 1);
        if ((word_is(doc, at, W_AND) || word_is(doc, at, W_BUT) || word_is(doc, at, W_WHILE)) &&
            who != NULL && who->side != NULL && hit_in(doc, who->end, rate, LEX_ACT) != NULL)
            return at + 1;
    }
    return item;
}

size_t part_cut(const struct document *doc,
                uint32_t first,
                uint32_t end,
                const struct rate *rates,
                size_t count,
                struct change parts[RATES_MAX])
{
    size_t made = cut_at_rates(rates, count, parts);
    uint32_t past = first; /* end of the words of the rates before */
    for (size_t i = 0; i < made; i++) {
        struct change *part = &parts[i];
        part->first = first;
        part->end = end;
        uint32_t limit = i + 1 < made ? parts[i + 1].rate->first : end;
        uint32_t tail = tail_end(doc, part->rate, part->old, limit);
        bool forward = is_forward(doc, tail, limit);
        uint32_t low = part->old != NULL && part->old->first < part->rate->first
                           ? part->old->first
                           : part->rate->first;
        uint32_t lead = lead_start(doc, past, low);
        uint32_t item = i == 0 ? first : past_spared(doc, item_start(doc, past, lead), low);
        part->backward =
            !forward && (i == 0 || names_something(doc, item, lead) ||
                         (low > past && mark_is(doc, low - 1, '(')) ||
                         (i > 0 && parts[i - 1].backward && is_plural(doc, item, lead)) ||
                         leads_in_goods(doc, item, lead));
        part->shares = !forward && !part->backward;
        part->own_first = part->backward ? item : lead;
        past = tail;
        if (forward)
            past = i + 1 < made
                       ? lead_start(doc, tail,
                                    parts[i + 1].old != NULL &&
                                            parts[i + 1].old->first < parts[i + 1].rate->first
                                        ? parts[i + 1].old->first
                                        : parts[i + 1].rate->first)
                       : end;
        if (forward && i + 1 < made) {
            past = next_deed(doc, tail, clause_end(doc, tail, past));
            past = next_item(doc, tail, past, &parts[i + 1],
                             i + 2 < made ? parts[i + 2].rate->first : end);
        }
        part->own_end = forward || i + 1 == made ? past : tail;
        part->own_end = clause_end(doc, tail, i + 1 == made ? end : part->own_end);
        if (i == 0)
            part->own_first = first;
        part->date_end = limit;
        part->rates_first = rates[0].first;
        part->rates_end = rates[count - 1].end;
    }
    return made;
}

/* "Laos and Fiji", but not "Chile raised its duties on Peruvian tin" */
static bool is_joined(const struct document *doc, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at++) {
        if (!word_is(doc, at, W_AND) && !word_is(doc, at, W_THE) && !word_is(doc, at, W_FOR) &&
            !mark_is(doc, at, ','))
            return false;
    }
    return true;
}

/* The last places named in a row. */
static size_t
list_places(const struct document *doc, uint32_t first, uint32_t end, const char *codes[RATES_MAX])
{
    size_t count = 0;
    uint32_t last = first;
    for (uint32_t at = first; at < end && count < RATES_MAX; at++) {
        const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
        if (place == NULL)
            place = hit_at(doc, at, LEX_DEMONYM);
        if (place == NULL || hit_at(doc, place->end, LEX_TARIFF) != NULL)
            continue;
        if (count > 0 && !is_joined(doc, last, at))
            count = 0;
        codes[count++] = place->entry->text[0];
        last = place->end;
        at = place->end - 1;
    }
    return count;
}

/* The goods of a list, one item each. */
static size_t
list_goods(const struct document *doc, uint32_t first, uint32_t end, struct str goods[RATES_MAX])
{
    size_t count = 0;
    uint32_t from = first;
    /* not "said on Friday" */
    while (from < end && (!is_forward_word(doc, from) || hit_at(doc, from + 1, LEX_WEEKDAY) ||
                          hit_at(doc, from + 1, LEX_MONTH) || hit_at(doc, from + 1, LEX_DATE)))
        from++;
    from++;
    for (uint32_t at = from; at <= end && count < RATES_MAX; at++) {
        bool cut = at == end || mark_is(doc, at, ',') || word_is(doc, at, W_AND);
        if (!cut)
            continue;
        struct str one = product_phrase(doc, from, at);
        if (one.len > 0)
            goods[count++] = one;
        from = at + 1;
    }
    return count;
}

/* "for Malaysia and Thailand are 81.2% and 154.6%": nothing but "and" stands between the rates. */
static bool is_parallel(const struct document *doc, const struct change *parts, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        uint32_t next = parts[i + 1].rate->first;
        if (parts[i].old != NULL || parts[i + 1].old != NULL ||
            next - parts[i].rate->end > PARALLEL_MAX)
            return false;
        for (uint32_t at = parts[i].rate->end; at < next; at++) {
            if (!word_is(doc, at, W_AND) && !mark_is(doc, at, ','))
                return false;
        }
    }
    uint32_t after = parts[count - 1].rate->end;
    uint32_t before = parts[0].rate->first;
    const char *codes[RATES_MAX];
    struct str goods[RATES_MAX];
    return (after >= parts[0].end || doc->token[after].kind != TOKEN_WORD) &&
           (list_places(doc, parts[0].first, before, codes) == count ||
            list_goods(doc, parts[0].first, before, goods) == count);
}

void part_respectively(const struct document *doc, struct change *parts, size_t count)
{
    if (count < 2 || (hit_in(doc, parts[0].first, parts[0].end, LEX_RESPECTIVE) == NULL &&
                      !is_parallel(doc, parts, count)))
        return;
    uint32_t before = parts[0].rate->first;
    uint32_t after = parts[count - 1].rate->end;
    uint32_t end = parts[0].end;
    const struct hit *cue = hit_in(doc, after, end, LEX_RESPECTIVE);
    if (cue != NULL && cue->first > after + 1)
        end = cue->first;
    const char *codes[RATES_MAX];
    struct str goods[RATES_MAX];
    bool places = list_places(doc, after, end, codes) == count;
    if (!places)
        places = list_places(doc, parts[0].first, before, codes) == count;
    bool products = !places && (list_goods(doc, after, end, goods) == count ||
                                list_goods(doc, parts[0].first, before, goods) == count);
    for (size_t i = 0; i < count && (places || products); i++) {
        parts[i].listed = true;
        parts[i].backward = parts[i].shares = false;
        if (places)
            (void)record_codes_add(&parts[i].targets, codes[i]);
        else
            parts[i].products = goods[i];
    }
}

/* The country that a rate stands after, or NULL. */
static const struct mention *object_of(const struct document *doc, const struct change *part)
{
    const struct mention *mention = mention_ending(doc, part->rate->first);
    bool country = mention != NULL && mention->kind == MENTION_COUNTRY && mention->side != NULL &&
                   mention->first > part->first && !mention->possessive;
    return country ? mention : NULL;
}

void part_objects(const struct document *doc, struct change *parts, size_t count)
{
    const struct mention *first = count > 1 ? object_of(doc, &parts[0]) : NULL;
    uint32_t verb = first == NULL ? 0 : first->first - 1;
    verb -= verb > 0 && word_is(doc, verb, W_THE);
    if (first == NULL || !hit_is(hit_over(doc, verb, LEX_ACT), 1, "d"))
        return;
    for (size_t p = 1; p < count; p++) {
        struct change *part = &parts[p];
        const struct mention *object = object_of(doc, part);
        if (object == NULL)
            return;
        (void)record_codes_add(&part->targets, object->side);
        while (object > doc->mention && side_is_joined(doc, (size_t)(object - doc->mention) - 1) &&
               object[-1].first > parts[p - 1].rate->end) {
            object--;
            (void)record_codes_add(&part->targets, object->side);
        }
        uint32_t at = object->first;
        while (at > parts[p - 1].rate->end &&
               (word_is(doc, at - 1, W_AND) || word_is(doc, at - 1, W_THE) ||
                mark_is(doc, at - 1, ',')))
            at--;
        if (parts[p - 1].own_end > at)
            parts[p - 1].own_end = at;
        part->own_first = object->first;
        part->listed = part->shares = true;
        part->backward = false;
    }
    (void)record_codes_add(&parts[0].targets, first->side);
    parts[0].listed = true;
}
