/* One change of a duty made into a record: what is done, how firm it is, from when. */
#include "consumers/classify/chinese_duty.h"

#include <string.h>

#define DATED_AHEAD  3  /* sentences to the one that only says from when */
#define OLD_DAYS     60 /* a change in force for longer is background */
#define PLEDGE_REACH 10 /* tokens from "has agreed" to the deed */

static enum tariff_action action_of(const struct chinese_change *change)
{
    enum tariff_action action = tariff_action_parse(change->act->entry->text[0]);
    const struct rate *rate = change->rate;
    bool fixed = action == ACTION_SUSPEND || action == ACTION_EXTEND || action == ACTION_EXEMPT;
    if (rate != NULL && change->old != NULL && !fixed && rate->value != change->old->value)
        return rate->value > change->old->value ? ACTION_RAISE : ACTION_LOWER;
    /* Losing what was free of duty imposes one. */
    if (hit_is(change->duty, 0, "exempt") && rate == NULL &&
        (action == ACTION_REMOVE || action == ACTION_SUSPEND))
        return ACTION_IMPOSE;
    if (hit_is(change->act, 0, "adjust"))
        return ACTION_NONE;
    if (hit_is(change->act, 0, "apply"))
        return rate != NULL ? ACTION_IMPOSE : ACTION_NONE;
    return action;
}

bool chinese_has_stage(const struct document *doc, uint32_t first, uint32_t end, const char *status)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_STAGE); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_STAGE)) {
        if (hit_is(hit, 0, status))
            return true;
    }
    return false;
}

/* Where the part of a sentence begins that a token lies in: after a semicolon. */
static uint32_t part_first(const struct document *doc, uint32_t first, uint32_t at)
{
    for (; at > first; at--) {
        if (mark_is(doc, at - 1, ';'))
            break;
    }
    return at;
}

static enum tariff_status status_of(const struct chinese_scene *scene,
                                    const struct chinese_change *change,
                                    const struct when *when)
{
    const struct document *doc = scene->chinese->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    uint32_t first = part_first(doc, sentence->first, change->at);
    const struct hit *condition = hit_in(doc, first, change->at, LEX_CONDITION);
    if (chinese_has_stage(doc, first, sentence->end, "threatened") || condition != NULL)
        return STATUS_THREATENED;
    if (chinese_has_stage(doc, first, sentence->end, "proposed"))
        return STATUS_PROPOSED;
    if (when->known && doc->date_known)
        return when->day > doc->date_day ? STATUS_ANNOUNCED : STATUS_IN_FORCE;
    /* "已": done, where it stands by the deed itself. */
    uint32_t near = change->at > change->first + 8 ? change->at - 8 : change->first;
    if (chinese_has_stage(doc, near, change->end, "in_force"))
        return STATUS_IN_FORCE;
    if (chinese_has_stage(doc, first, sentence->end, "announced"))
        return STATUS_ANNOUNCED;
    bool own = !scene->chinese->author.press && scene->chinese->author.speaker.name.len > 0;
    const char *home = scene->chinese->author.speaker.side;
    return own && home != NULL && strcmp(home, change->imposer) == 0 ? STATUS_ANNOUNCED
                                                                     : STATUS_IN_FORCE;
}

static void set_number(struct record_number *number, double value)
{
    number->known = true;
    number->value = value;
}

/* "暂停实施24%的关税，保留10%": the rate that is left; false where the sentence tells none. */
static bool left_rate(const struct document *doc, const struct chinese_change *change, double *left)
{
    struct rate rates[RATES_MAX];
    uint32_t end = doc->sentence[change->sentence].end;
    size_t count = chinese_rates(doc, change->rate->end, end, rates);
    for (size_t r = 0; r < count; r++) {
        if (!rates[r].known)
            continue;
        *left = rates[r].value;
        return true;
    }
    return false;
}

static void
set_rates(const struct document *doc, const struct chinese_change *change, struct record *record)
{
    const struct rate *rate = change->rate;
    if (rate == NULL)
        return;
    enum tariff_action action = record->action;
    double left;
    if ((action == ACTION_SUSPEND || action == ACTION_EXTEND) && left_rate(doc, change, &left)) {
        set_number(&record->rate, left);
        return;
    }
    /* What is done away with, put off or spared is the rate until then. */
    bool ends = action == ACTION_SUSPEND || action == ACTION_EXEMPT || action == ACTION_REMOVE;
    if (ends && rate->part == RATE_NEW && !rate->led_by_to && change->old == NULL &&
        rate->value > 0) {
        set_number(&record->rate_from, rate->value);
        return;
    }
    bool cut = record->action == ACTION_LOWER || record->action == ACTION_REMOVE;
    bool points = rate->part == RATE_POINTS && (rate->by_unit || record->action == ACTION_IMPOSE ||
                                                record->action == ACTION_RAISE);
    if (points)
        set_number(&record->rate_points, cut ? -rate->value : rate->value);
    else
        set_number(&record->rate, rate->value);
    if (change->old != NULL)
        set_number(&record->rate_from, change->old->value);
    record->rate_operator = rate->op;
}

/* What else the sentence says. */
static void fill_extras(const struct chinese_scene *scene,
                        const struct chinese_change *change,
                        const struct when *start,
                        struct record *record)
{
    const struct document *doc = scene->chinese->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    struct when end = chinese_expiry(doc, sentence->first, sentence->end, start);
    if (end.known)
        record->expires = when_text(doc, end.day);
    const struct hit *instrument = hit_in(doc, sentence->first, sentence->end, LEX_INSTRUMENT);
    if (instrument != NULL)
        record->instrument =
            arena_copy_str(doc->arena, document_span(doc, instrument->first, instrument->end));
    record->retaliation = hit_in(doc, sentence->first, sentence->end, LEX_RETALIATION) != NULL;
    const struct hit *condition = hit_in(doc, sentence->first, sentence->end, LEX_CONDITION);
    if (record->status == STATUS_THREATENED && condition != NULL) {
        uint32_t stop = chinese_clause_end(doc, condition->first, sentence->end);
        record->condition =
            arena_copy_str(doc->arena, document_span(doc, condition->first, stop - 1));
    }
    bool old = start->known && doc->date_known && start->day < doc->date_day - OLD_DAYS;
    record->temporality = record->status == STATUS_THREATENED ? TEMPORALITY_HYPOTHETICAL
                          : record->status != STATUS_IN_FORCE ? TEMPORALITY_FUTURE
                          : old                               ? TEMPORALITY_BACKGROUND
                                                              : TEMPORALITY_CURRENT;
}

/* A later sentence that only says from when: "以上调整自…起施行。" */
static uint32_t dated_by(const struct document *doc, uint32_t i, struct when *when)
{
    for (uint32_t next = i + 1; next < doc->sentence_count && next <= i + DATED_AHEAD; next++) {
        const struct sentence *sentence = &doc->sentence[next];
        if (hit_in(doc, sentence->first, sentence->end, LEX_PERCENT) != NULL ||
            hit_in(doc, sentence->first, sentence->end, LEX_ACT) != NULL)
            break;
        *when = chinese_start(doc, sentence->first, sentence->end);
        if (when->known)
            return next;
    }
    return i;
}

static struct when start_of(struct chinese_scene *scene, struct chinese_change *change)
{
    const struct document *doc = scene->chinese->doc;
    /* The date before a sentence's clauses is that of them all; one after a deed is its own. */
    struct when own = chinese_start(doc, change->first, change->end);
    struct when when = own.known ? own : scene->stated;
    bool later = when.known && when.first >= change->end &&
                 hit_in(doc, change->end, when.first, LEX_ACT) != NULL;
    if (when.known && !later)
        return when;
    when = (struct when){0};
    if (change->sentence == scene->dated_at ||
        (scene->dated.known && change->sentence - scene->dated_at <= CHINESE_LIST_MAX))
        when = scene->dated;
    if (!when.known && !scene->chinese->author.press)
        change->last_sentence = dated_by(doc, change->sentence, &when);
    return when;
}

static void take_from_last(const struct chinese_scene *scene, struct chinese_change *change)
{
    const struct chinese_change *last = &scene->last;
    bool listed = scene->have_last && change->sentence - last->sentence <= CHINESE_LIST_MAX;
    if (!listed)
        return;
    bool same = last->sentence == change->sentence;
    if (change->imposer == NULL)
        change->imposer = last->imposer;
    if (same && !change->owns && change->products.len == 0 && change->targets.count == 0)
        change->products = last->products;
    if (change->targets.count == 0 && last->imposer != NULL && change->imposer != NULL &&
        strcmp(last->imposer, change->imposer) == 0 && (same || !scene->chinese->author.press))
        change->targets = last->targets;
}

/* What one side says of another's duties: a claim or a complaint, unless it has a rate; "A says
 * that B has agreed to cut" is a claim of A's with a rate, too. */
static bool is_of_others(const struct document *doc,
                         const struct speaker *speaker,
                         const struct chinese_change *change)
{
    if (speaker == NULL || !change->told || speaker->side == NULL ||
        strcmp(speaker->side, change->imposer) == 0)
        return false;
    uint32_t low = change->act->first > PLEDGE_REACH ? change->act->first - PLEDGE_REACH : 0;
    return change->rate == NULL || hit_in(doc, low, change->act->first, LEX_DEAL) != NULL;
}

/* "未与墨西哥签约的国家": nobody's duty falls on his own goods. */
static void drop_side(struct record_codes *codes, const char *side)
{
    size_t kept = 0;
    for (size_t i = 0; i < codes->count; i++) {
        if (strcmp(codes->code[i], side) != 0)
            codes->code[kept++] = codes->code[i];
    }
    codes->count = kept;
}

bool chinese_emit(struct chinese_scene *scene,
                  const struct speaker *speaker,
                  struct chinese_change *change)
{
    struct document *doc = scene->chinese->doc;
    enum tariff_action action = action_of(change);
    if (action == ACTION_NONE)
        return true;
    chinese_duty(scene->chinese, speaker, change);
    take_from_last(scene, change);
    if (change->imposer == NULL || is_of_others(scene->chinese->doc, speaker, change))
        return true;
    if (change->targets.count == 0 && change->products.len == 0)
        chinese_duty_of_case(doc, change);
    drop_side(&change->targets, change->imposer);
    if (change->targets.count == 0)
        (void)record_codes_add(&change->targets, "*");
    struct when when = start_of(scene, change);
    struct record *record =
        document_add(doc, RECORD_TARIFF_CHANGE, change->sentence, change->last_sentence);
    if (record == NULL)
        return false;
    record->imposer = change->imposer;
    record->targets = change->targets;
    record->action = action;
    record->status = status_of(scene, change, &when);
    record->products =
        change->products.len > 0 ? arena_copy_str(doc->arena, change->products) : NULL;
    if (record->products == NULL)
        record->products = "all goods";
    set_rates(doc, change, record);
    if (when.known)
        record->effective = when_text(doc, when.day);
    record->rules = change->rate != NULL ? "chinese.change.rate" : "chinese.change.deed";
    record->certainty = CERTAINTY_CERTAIN;
    record->confidence = 0.55 + (change->rate != NULL ? 0.25 : 0) +
                         (strcmp(record->targets.code[0], "*") != 0 ? 0.1 : 0);
    fill_extras(scene, change, &when, record);
    scene->last = *change;
    scene->have_last = true;
    return true;
}
