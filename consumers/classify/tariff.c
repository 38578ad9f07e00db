#include "consumers/classify/tariff.h"

#include <string.h>

#define ACTION_REACH 9  /* tokens between a tariff noun and the verb that moves it */
#define EXEMPT_REACH 24 /* ... and what is spared from it */
#define NOUN_REACH   10 /* tokens between a rate and a tariff noun that need no verb */

#define SHORT_ITEM 22 /* tokens of a list's item that gives a rate and no verb */

static enum tariff_status status_find(const struct document *document,
                                      const struct sentence *sentence)
{
    enum tariff_status best = STATUS_NONE;
    for (const struct tag *tag = NULL; (tag = tag_next(document, sentence, TAG_STATUS, tag));) {
        enum tariff_status one = tariff_status_parse(tag->entry->value ? tag->entry->value : "");
        if (tag->entry->note)
            return one;
        best = one > best ? one : best;
    }
    if (best)
        return best;
    return document->author.side ? STATUS_ANNOUNCED : STATUS_IN_FORCE;
}

static void rates_set(struct record *record, const struct measure *measure)
{
    bool gone = record->action == ACTION_REMOVE || record->action == ACTION_EXEMPT;
    if (measure->rate && gone && !measure->old) {
        record->rate_from = (struct record_number){true, measure->rate->value};
    } else if (measure->rate && measure->rate->role == RATE_POINTS) {
        bool cut = record->action == ACTION_LOWER || record->action == ACTION_SUSPEND ||
                   record->action == ACTION_REMOVE;
        record->rate_points =
            (struct record_number){true, cut ? -measure->rate->value : measure->rate->value};
    } else if (measure->rate) {
        record->rate = (struct record_number){true, measure->rate->value};
    }
    if (measure->old)
        record->rate_from = (struct record_number){true, measure->old->value};
}

static bool is_repeat(const struct document *document, const struct record *record)
{
    for (size_t i = 0; i + 1 < document->records->count; i++) {
        const struct record *other = &document->records->record[i];
        if (other->type != RECORD_TARIFF_CHANGE || other->action != record->action ||
            strcmp(other->imposer, record->imposer) != 0 ||
            other->rate.known != record->rate.known ||
            other->rate_points.known != record->rate_points.known ||
            other->rate.value != record->rate.value ||
            other->rate_points.value != record->rate_points.value)
            continue;
        if (strcmp(other->products, record->products) == 0 || !record->rate.known)
            return other->targets.count == record->targets.count &&
                   (record->targets.count == 0 ||
                    strcmp(other->targets.code[0], record->targets.code[0]) == 0);
    }
    return false;
}

static const char *products_find(const struct document *document,
                                 const struct sentence *sentence,
                                 const struct measure *measure)
{
    const struct tag *action = measure->action;
    const char *products = NULL;
    bool passive = action && action->first > sentence->first &&
                   tag_in(document, TAG_MODIFIER, action->first - 1, action->first) == NULL &&
                   (token_is(document, action->first - 1, "were") ||
                    token_is(document, action->first - 1, "was") ||
                    token_is(document, action->first - 1, "are") ||
                    token_is(document, action->first - 1, "be"));
    if (passive && tag_value_is(action, "exempt"))
        products = product_before(document, sentence->first, action->first - 1);
    /* "that for solar cells fifty percent, ...": the goods stand before their rate. */
    if (!products && measure->rate && measure->rate->end < sentence->end &&
        document->token[measure->rate->end].kind == TOKEN_MARK)
        products = product_phrase(document, measure->first, measure->rate->first);
    if (!products)
        products = product_phrase(
            document, measure->rate ? measure->rate->end : measure->noun->first, measure->end);
    if (!products)
        products = product_phrase(document, measure->first, measure->end);
    if (!products && measure->noun)
        products = product_before(document, sentence->first, measure->noun->first);
    if (!products && action && !measure->noun)
        products = product_before(document, sentence->first, action->first);
    return products ? products : "all goods";
}

static void measure_add(struct document *document, size_t index, const struct measure *measure)
{
    const struct sentence *sentence = &document->sentence[index];
    const char *imposer = tariff_imposer(document, sentence, measure);
    if (!imposer)
        return;
    struct record *record = document_record(document, RECORD_TARIFF_CHANGE, index);
    if (!record)
        return;
    record->imposer = imposer;
    const char *action = measure->action ? measure->action->entry->value : NULL;
    record->action = tariff_action_parse(action ? action : "impose");
    if (measure->rate && measure->old && measure->rate->role == RATE_NEW)
        record->action = measure->rate->value > measure->old->value ? ACTION_RAISE
                         : record->action == ACTION_SUSPEND         ? ACTION_SUSPEND
                                                                    : ACTION_LOWER;
    record->status = status_find(document, sentence);
    rates_set(record, measure);
    tariff_targets(document, measure->first, measure->end, imposer, &record->targets);
    if (record->targets.count == 0)
        tariff_targets(document, sentence->first, sentence->end, imposer, &record->targets);
    if (tag_in(document, TAG_EVERYONE, sentence->first, sentence->end))
        record->targets.count = 0;
    else if (record->targets.count == 0)
        tariff_targets_inherit(document, sentence, record);
    if (record->targets.count == 0)
        record_codes_add(&record->targets, "*");
    record->products = products_find(document, sentence, measure);
    if (measure->rate)
        record->effective = when_effective(document, sentence, measure->rate->first, measure->end);
    if (!record->effective)
        record->effective = when_effective(document, sentence, sentence->first, sentence->end);
    record->rules = measure->rate ? "tariff.rate" : "tariff.action";
    record->confidence = measure->rate && measure->action ? 0.85 : 0.65;
    record->certainty = CERTAINTY_CERTAIN;
    record->temporality = record->status == STATUS_IN_FORCE     ? TEMPORALITY_CURRENT
                          : record->status == STATUS_THREATENED ? TEMPORALITY_HYPOTHETICAL
                                                                : TEMPORALITY_FUTURE;
    if (is_repeat(document, record))
        document->records->count--;
}

/* "de minimis exemption": a noun that holds a verb's word. */
static bool tag_in_tariff(const struct document *document, const struct tag *action)
{
    uint32_t low = action->first > 3 ? action->first - 3 : 0;
    for (const struct tag *tag = tag_in(document, TAG_TARIFF, low, action->end + 3); tag;
         tag = tag_in(document, TAG_TARIFF, tag->end, action->end + 3))
        if (tag->first <= action->first && tag->end >= action->end)
            return true;
    return false;
}

/* "has not agreed to remove", "offered to drop", "should lift": nothing that happens. */
static bool is_unreal(const struct document *document,
                      const struct sentence *sentence,
                      const struct tag *action)
{
    uint32_t low = action->first > sentence->first + 7 ? action->first - 7 : sentence->first;
    for (uint32_t at = low; at < action->first; at++)
        if (document->token[at].kind == TOKEN_MARK)
            low = at + 1;
    bool adjective = action->first > sentence->first && action->end - action->first == 1 &&
                     tag_in(document, TAG_TARIFF, action->end, action->end + 3) &&
                     (token_is(document, action->first - 1, "on") ||
                      token_is(document, action->first - 1, "for") ||
                      token_is(document, action->first - 1, "about"));
    bool spared = tag_value_is(action, "exempt") || tag_value_is(action, "suspend");
    return adjective || tag_in(document, TAG_APPEAL, low, action->first) ||
           (!spared && tag_in(document, TAG_NEGATION, low, action->first));
}

static const struct tag *
action_near(const struct document *document, const struct sentence *sentence, uint32_t at)
{
    const struct tag *best = NULL;
    for (const struct tag *tag = NULL; (tag = tag_next(document, sentence, TAG_ACTION, tag));)
        if ((tag->first < at || !best) && !tag_in_tariff(document, tag) &&
            (!tag_value_is(tag, "exempt") || (!best && tag->first < at)))
            best = tag;
    return best;
}

/* One measure for each new rate; the old rate next to it goes with it. */
static size_t measures_of_rates(struct document *document,
                                size_t index,
                                const struct tag *noun,
                                const struct rate *rates,
                                size_t count)
{
    const struct sentence *sentence = &document->sentence[index];
    size_t made = 0;
    uint32_t from = sentence->first, used = 0, past = sentence->first;
    for (size_t i = 0; i < count; i++) {
        if (rates[i].role == RATE_OLD)
            continue;
        struct measure measure = {.noun = noun, .rate = &rates[i], .first = from};
        if (i > 0 && rates[i - 1].role == RATE_OLD && rates[i - 1].first >= from)
            measure.old = &rates[i - 1];
        else if (i + 1 < count && rates[i + 1].role == RATE_OLD)
            measure.old = &rates[i + 1];
        if (measure.old && measure.old->end > used)
            used = measure.old->end;
        measure.end = sentence->end;
        for (size_t k = i + 1; k < count && measure.end == sentence->end; k++)
            if (rates[k].role != RATE_OLD)
                measure.end = rates[k].first;
        measure.action = action_near(document, sentence, rates[i].first);
        if (made > 0)
            measure.first = token_is(document, rates[i].end, ",") ? past : rates[i].first;
        size_t before = document->records->count;
        measure_add(document, index, &measure);
        made += document->records->count - before;
        past = rates[i].end;
        from = rates[i].end > used ? rates[i].end : used;
    }
    return made;
}

static bool is_near(const struct tag *a, const struct tag *b, uint32_t reach)
{
    uint32_t gap = a->first > b->first ? a->first - b->first : b->first - a->first;
    return gap <= reach;
}

/* Whether a rate stands so close to a tariff noun that it is that tariff's ("a 25% tariff"). */
static bool rate_at_noun(const struct document *document,
                         const struct sentence *sentence,
                         const struct tag *noun,
                         const struct rate *rates,
                         size_t count)
{
    if (matter_find(document, sentence->first, sentence->end) == MATTER_TARIFF_LEVEL)
        return false;
    for (size_t i = 0; noun && i < count; i++) {
        uint32_t gap =
            rates[i].first > noun->first ? rates[i].first - noun->end : noun->first - rates[i].end;
        if (gap <= NOUN_REACH)
            return true;
    }
    return false;
}

/* "The new rate takes effect on Saturday.": the date of the sentence before. */
static void date_follows(struct document *document, size_t index, size_t from)
{
    if (index + 1 >= document->sentence_count)
        return;
    const struct sentence *next = &document->sentence[index + 1];
    if (next->end - next->first > 18 || tag_next(document, next, TAG_ACTION, NULL) ||
        !(tag_next(document, next, TAG_STATUS, NULL)))
        return;
    const char *date = when_effective(document, next, next->first, next->end);
    for (size_t i = from; date && i < document->records->count; i++) {
        struct record *record = &document->records->record[i];
        if (record->effective)
            continue;
        record->effective = date;
        record->evidence[0].end = document->token[next->end - 1].end;
    }
}

/* Measures that no rate tells: the first verb near the noun, and every exemption. */
static size_t
measures_of_verbs(struct document *document, size_t index, const struct tag *noun, bool bare)
{
    const struct sentence *sentence = &document->sentence[index];
    size_t before = document->records->count;
    for (const struct tag *tag = NULL; (tag = tag_next(document, sentence, TAG_ACTION, tag));) {
        bool exempt = tag_value_is(tag, "exempt");
        if (!(exempt || bare) || tag_in_tariff(document, tag) ||
            is_unreal(document, sentence, tag) ||
            !is_near(tag, noun, exempt ? EXEMPT_REACH : ACTION_REACH))
            continue;
        struct measure measure = {
            .noun = noun, .action = tag, .first = sentence->first, .end = sentence->end};
        measure_add(document, index, &measure);
        bare = false;
    }
    return document->records->count - before;
}

/* Whether the sentence, or a short one after it, calls what is told false. */
static bool is_refuted(const struct document *document, size_t index)
{
    const struct sentence *sentence = &document->sentence[index];
    if (tag_next(document, sentence, TAG_FALSE, NULL))
        return true;
    const struct sentence *next = sentence + 1;
    return index + 1 < document->sentence_count && next->end - next->first < 14 &&
           tag_next(document, next, TAG_FALSE, NULL);
}

bool tariff_read(struct document *document, size_t index)
{
    const struct sentence *sentence = &document->sentence[index];
    const struct tag *noun = tag_next(document, sentence, TAG_TARIFF, NULL);
    const struct tag *action = tag_next(document, sentence, TAG_ACTION, NULL);
    struct rate rates[SENTENCE_RATES_MAX];
    size_t count = rate_find(document, sentence->first, sentence->end, rates);
    if (is_refuted(document, index) || tag_next(document, sentence, TAG_VETO, NULL) ||
        sentence->question || (sentence->asked && count == 0))
        return false;
    const struct record_list *list = document->records;
    bool goes_on = index > 0 && list->count > 0 &&
                   list->record[list->count - 1].type == RECORD_TARIFF_CHANGE &&
                   list->record[list->count - 1].evidence[0].end ==
                       document->token[document->sentence[index - 1].end - 1].end;
    bool threat = count > 0 && tag_next(document, sentence, TAG_PLACE, NULL) &&
                  tag_value_is(tag_next(document, sentence, TAG_STATUS, NULL), "threatened");
    bool item = goes_on && count > 0 && !tag_next(document, sentence, TAG_SAY, NULL) &&
                sentence->end - sentence->first < SHORT_ITEM &&
                matter_find(document, sentence->first, sentence->end) != MATTER_TRADE_EFFECT;
    if (!noun && !(action && count > 0 && (goes_on || threat)) && !item)
        return false;
    size_t from = list->count;
    bool made = false;
    if (count > 0 && (action || item || rate_at_noun(document, sentence, noun, rates, count)))
        made = measures_of_rates(document, index, noun, rates, count) > 0;
    if (noun && action)
        made = measures_of_verbs(document, index, noun, !made) > 0 || made;
    if (made)
        date_follows(document, index, from);
    return made;
}
