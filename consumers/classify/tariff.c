#include "consumers/classify/tariff.h"

#include "consumers/classify/product.h"
#include "consumers/classify/when.h"

#include <string.h>

#define ACT_REACH   16 /* tokens between an act and the duty or rate it acts on */
#define FOLLOW_MAX  2  /* sentences after a change that may date or go on with it */
#define CHANGES_MAX 24 /* of one sentence */

struct scan {
    struct document *doc;
    const struct document *title;
    const struct author *author;
    const struct voice *voices;
    struct change last; /* the change read last */
    bool have_last;
    uint32_t last_sentence; /* that spoke of duties */
};

static bool has_duty(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_TARIFF); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_TARIFF)) {
        if (hit_over(doc, hit->first, LEX_DOMAIN) == NULL)
            return true;
    }
    return false;
}

/* Said to be untrue, asked, wished for, or only feared. */
static bool is_no_change(const struct scan *scan, uint32_t i, size_t rates)
{
    const struct document *doc = scan->doc;
    const struct sentence *sentence = &doc->sentence[i];
    const struct voice *voice = &scan->voices[i];
    if (sentence->question || hit_in(doc, sentence->first, sentence->end, LEX_FALSEHOOD) != NULL ||
        hit_in(doc, sentence->first, sentence->end, LEX_NONCOMMIT) != NULL ||
        (voice->verb != NULL && voice->verb->entry->class == LEX_DENY))
        return true;
    if (rates > 0)
        return false;
    if (hit_in(doc, sentence->first, sentence->end, LEX_APPEAL) != NULL)
        return true;
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        if (word_is(doc, at, W_COULD) || word_is(doc, at, W_MIGHT) || word_is(doc, at, W_MAY) || word_is(doc, at, W_IF))
            return true;
    }
    return false;
}

static bool is_act(const struct document *doc, const struct hit *act, bool nouns)
{
    if (!nouns && hit_is(act, 1, "n"))
        return false;
    for (uint32_t back = 1; back <= 3 && back <= act->first; back++) {
        const struct hit *neg = hit_at(doc, act->first - back, LEX_NEG);
        if (neg != NULL && hit_over(doc, neg->first, LEX_NONEG) == NULL)
            return false;
    }
    return true;
}

static uint32_t distance(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* The act on what stands at token `at`: the nearest before it, else after. */
static const struct hit *act_on(const struct document *doc, uint32_t first, uint32_t end, uint32_t at)
{
    const struct hit *best = NULL;
    uint32_t best_cost = UINT32_MAX;
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT)) {
        uint32_t cost = 2 * distance(act->first, at) + (act->first > at ? 3 : 0) + (hit_is(act, 1, "n") ? 6 : 0);
        if (is_act(doc, act, true) && distance(act->first, at) <= ACT_REACH && cost < best_cost) {
            best = act;
            best_cost = cost;
        }
    }
    return best;
}

/* The act whose object is a duty, for a change without a rate. */
static const struct hit *act_on_duty(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *best = NULL;
    uint32_t best_cost = UINT32_MAX;
    for (const struct hit *duty = hit_in(doc, first, end, LEX_TARIFF); duty != NULL;
         duty = hit_in(doc, duty->end, end, LEX_TARIFF)) {
        if (hit_over(doc, duty->first, LEX_DOMAIN) != NULL)
            continue;
        const struct hit *act = act_on(doc, first, end, duty->first);
        if (act != NULL && distance(act->first, duty->first) < best_cost) {
            best_cost = distance(act->first, duty->first);
            best = act;
        }
    }
    return best;
}

static void set_number(struct record_number *number, double value)
{
    number->known = true;
    number->value = value;
}

static void set_rates(const struct change *change, struct record *record)
{
    const struct rate *rate = change->rate;
    bool gone = change->action == ACTION_REMOVE || change->action == ACTION_SUSPEND;
    if (change->old != NULL)
        set_number(&record->rate_from, change->old->value);
    if (rate == NULL)
        return;
    record->rate_operator = rate->op;
    if (rate->part == RATE_POINTS) {
        bool cut = change->action == ACTION_LOWER || gone;
        set_number(&record->rate_points, cut ? -rate->value : rate->value);
    } else if (gone && change->old == NULL) {
        set_number(&record->rate_from, rate->value);
    } else {
        set_number(&record->rate, rate->value);
    }
}

/* Adds the record of a change; false where the list is full. */
static bool emit(struct scan *scan, struct change *change)
{
    struct document *doc = scan->doc;
    slots_fill(doc, scan->title, scan->author, &scan->voices[change->first_sentence],
               scan->have_last ? &scan->last : NULL, change);
    if (change->imposer == NULL)
        return true;
    struct when when = when_effective(doc, change->first, change->end);
    const struct sentence *sentence = &doc->sentence[change->first_sentence];
    if (!when.known)
        when = when_effective(doc, sentence->first, doc->sentence[change->last_sentence].end);
    change->action = stage_action(doc, change);
    struct record *record = document_add(doc, RECORD_TARIFF_CHANGE, change->first_sentence, change->last_sentence);
    if (record == NULL)
        return false;
    change->status = stage_status(doc, scan->author, change, when.known, when.day);
    record->imposer = change->imposer;
    record->targets = change->targets;
    record->action = change->action;
    record->status = change->status;
    record->products = change->products.len > 0 ? arena_copy_str(doc->arena, change->products) : "all goods";
    if (record->products == NULL)
        record->products = "all goods";
    set_rates(change, record);
    if (when.known)
        record->effective = when_text(doc, when.day);
    record->rules = change->rule;
    record->certainty = CERTAINTY_CERTAIN;
    record->confidence = 0.5 + (change->rate != NULL ? 0.25 : 0) + (change->act != NULL ? 0.1 : 0) +
                         (change->named_targets ? 0.1 : 0);
    scan->last = *change;
    scan->have_last = true;
    return true;
}

/* A following sentence that only says from when: "The new rate takes effect on Saturday." */
static uint32_t dating_sentence(const struct scan *scan, uint32_t i)
{
    const struct document *doc = scan->doc;
    for (uint32_t next = i + 1; next < doc->sentence_count && next <= i + FOLLOW_MAX; next++) {
        const struct sentence *sentence = &doc->sentence[next];
        struct rate rates[RATES_MAX];
        if (rate_find(doc, sentence->first, sentence->end, rates) > 0)
            return i;
        if (hit_in(doc, sentence->first, sentence->end, LEX_WHEN) != NULL &&
            when_effective(doc, sentence->first, sentence->end).known && sentence->end - sentence->first < 25)
            return next;
    }
    return i;
}

/* An exemption beside a rate: "though smartphones were spared". */
static bool emit_exemption(struct scan *scan, uint32_t i, const struct hit *main_act)
{
    struct document *doc = scan->doc;
    const struct sentence *sentence = &doc->sentence[i];
    for (const struct hit *act = hit_in(doc, sentence->first, sentence->end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, sentence->end, LEX_ACT)) {
        if (act == main_act || !hit_is(act, 0, "exempt") || hit_is(act, 1, "n") || !is_act(doc, act, false))
            continue;
        struct change change = {.first_sentence = i, .last_sentence = i, .first = act->first, .end = sentence->end,
                                .act = act, .rule = "tariff.exempt"};
        change.products = product_before(doc, sentence->first, act->first);
        return emit(scan, &change);
    }
    return true;
}

static bool read_rates(struct scan *scan, uint32_t i, const struct rate *rates, size_t count)
{
    struct document *doc = scan->doc;
    const struct sentence *sentence = &doc->sentence[i];
    uint32_t last = dating_sentence(scan, i);
    uint32_t made = 0;
    const struct hit *main_act = NULL;
    for (size_t r = 0; r < count && made < CHANGES_MAX; r++) {
        if (rates[r].part == RATE_OLD)
            continue;
        size_t next = r + 1;
        while (next < count && rates[next].part == RATE_OLD)
            next++;
        struct change change = {.first_sentence = i, .last_sentence = last, .rate = &rates[r], .rule = "tariff.rate"};
        change.first = made == 0 ? sentence->first : rates[r].first;
        change.end = next < count ? rates[next].first : sentence->end;
        if (rates[r].old != NO_INDEX)
            change.old = &rates[rates[r].old];
        change.act = act_on(doc, sentence->first, change.end, rates[r].first);
        if (made == 0)
            main_act = change.act;
        change.products = product_find(doc, change.first, rates[r].end, change.end);
        if (change.products.len == 0 && scan->have_last && made > 0)
            change.products = scan->last.products;
        made++;
        if (!emit(scan, &change))
            return false;
    }
    return made == 0 || emit_exemption(scan, i, main_act);
}

static bool read_sentence(struct scan *scan, uint32_t i)
{
    struct document *doc = scan->doc;
    const struct sentence *sentence = &doc->sentence[i];
    struct rate rates[RATES_MAX];
    size_t count = rate_find(doc, sentence->first, sentence->end, rates);
    bool duty = has_duty(doc, sentence->first, sentence->end);
    bool follows = scan->have_last && i - scan->last.last_sentence <= 1;
    if (is_no_change(scan, i, count))
        return true;
    if (count > 0) {
        const struct hit *act = act_on(doc, sentence->first, sentence->end, rates[0].first);
        bool about_goods = hit_in(doc, sentence->first, sentence->end, LEX_PRODUCT) != NULL ||
                           hit_in(doc, sentence->first, sentence->end, LEX_GOODS) != NULL;
        if (duty || (follows && (act != NULL || about_goods)))
            return read_rates(scan, i, rates, count);
        return true;
    }
    const struct hit *act = duty ? act_on_duty(doc, sentence->first, sentence->end) : NULL;
    if (act == NULL)
        return true;
    struct change change = {.first_sentence = i, .last_sentence = dating_sentence(scan, i), .first = sentence->first,
                            .end = sentence->end, .act = act, .rule = "tariff.act"};
    change.products = product_find(doc, sentence->first, act->end, sentence->end);
    return emit(scan, &change);
}

void tariff_extract(struct document *doc,
                    const struct document *title,
                    const struct author *author,
                    const struct voice *voices)
{
    struct scan scan = {.doc = doc, .title = title, .author = author, .voices = voices};
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        if (!read_sentence(&scan, i))
            return;
    }
}
