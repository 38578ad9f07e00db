/* A change as a record: its rates, its dates, its evidence. */
#include "consumers/classify/act.h"
#include "consumers/classify/bare.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/imposer_part.h"
#include "consumers/classify/joint.h"
#include "consumers/classify/others.h"
#include "consumers/classify/standing.h"
#include "consumers/classify/tariff.h"
#include "consumers/classify/when.h"

#include <string.h>

#define FOLLOW_MAX  2  /* sentences after a change that may date it */
#define START_REACH 4  /* tokens from a rate to "that was to start" */
#define SINCE_REACH 3  /* tokens from an earlier rate to the day since when it was paid */
#define DATING_MAX  25 /* tokens of a sentence that only gives a date */

void change_number(struct record_number *number, double value)
{
    number->known = true;
    number->value = value;
}

/* "halved its 35% tariff": the rate that was. */
static bool is_moved(const struct change *change)
{
    const struct hit *verb = change->act.verb;
    return change->rate->owned && verb != NULL && verb->end <= change->rate->first &&
           (hit_is(verb, 0, "raise") || hit_is(verb, 0, "lower"));
}

static void set_rates(const struct change *change, struct record *record)
{
    const struct rate *rate = change->rate;
    bool gone = !change->leaves &&
                (change->action == ACTION_REMOVE || change->action == ACTION_SUSPEND ||
                 (change->action == ACTION_EXEMPT && !change->act.keeps && !change->shares));
    /* "put off the rise from 25% to 30%": what stays */
    if (change->action == ACTION_SUSPEND && change->old != NULL && rate != NULL &&
        rate->part == RATE_NEW && rate->value > change->old->value) {
        change_number(&record->rate, change->old->value);
        return;
    }
    if (change->old != NULL)
        change_number(&record->rate_from, change->old->value);
    if (rate == NULL)
        return;
    record->rate_operator = rate->op;
    /* "a reprieve from an increase to 30%" */
    if (change->action == ACTION_SUSPEND && rate->led_by_to && change->old == NULL)
        return;
    /* "lifts the levy, which was to double to 50%" */
    if (change->act.averts)
        return;
    if (change->leaves) {
        change_number(&record->rate, rate->value);
    } else if (rate->part == RATE_POINTS && !(gone && !rate->by_unit)) {
        bool cut = change->action == ACTION_LOWER || gone;
        change_number(&record->rate_points, cut ? -rate->value : rate->value);
    } else if (change->old == NULL && rate->value > 0 && !rate->led_by_to &&
               (gone || ((rate->known || is_moved(change)) && change->action != ACTION_IMPOSE &&
                         change->action != ACTION_EXTEND))) {
        change_number(&record->rate_from, rate->value);
    } else {
        change_number(&record->rate, rate->value);
    }
}

/* "25%, rising to 40% on January 1", "10%, to be raised to 15% from July": the date behind is that
 * of the later step. */
static bool steps_on(const struct document *doc, const struct change *change)
{
    if (change->rate == NULL || change->rates_end <= change->rate->end)
        return false;
    for (const struct hit *act = hit_in(doc, change->rate->end, change->rates_end, LEX_ACT);
         act != NULL; act = hit_in(doc, act->end, change->rates_end, LEX_ACT)) {
        bool later = act_ends_with(doc, act->first, "ing") ||
                     (word_is(doc, act->first - 1, W_BE) && word_is(doc, act->first - 2, W_TO));
        if (later && word_is(doc, act->end, W_TO))
            return true;
    }
    return false;
}

/* A date of the sentence that is not another rate's: before all of them, or after all of them where
 * none has one of its own. */
static struct when sentence_date(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    bool one = change->rates_end == 0 || change->date_end >= sentence->end;
    uint32_t before = change->rates_end == 0 ? change->own_end : change->rates_first;
    if (one && change->own_first <= change->first)
        before = change->own_end;
    struct when when = when_effective(doc, sentence->first, sentence->first, before);
    if (when.known && !when.weak)
        return when;
    struct when after = {0};
    if (steps_on(doc, change) ||
        (!one && change->rate != NULL &&
         rated_deed_end(doc, change->rate->end, change->date_end) < change->date_end))
        return when;
    if (one)
        after = when_effective(doc, sentence->first, change->own_first, sentence->end);
    else if (!when_effective(doc, sentence->first, change->rates_first, change->rates_end).known)
        after = when_effective(doc, sentence->first, change->rates_end, sentence->end);
    else if (change->shares)
        after = when_effective(doc, sentence->first, change->rates_first, change->own_first);
    return after.known && (!after.weak || !when.known) ? after : when;
}

/* "25% since April, and 15% since 16 September": a month alone is no day, but it is its own. */
static bool has_month(const struct document *doc, const struct change *change, uint32_t end)
{
    if (change->rate == NULL || change->rates_end <= change->rate->end)
        return false;
    for (uint32_t at = change->rate->end; at + 1 < end; at++) {
        bool leads =
            word_is(doc, at, W_SINCE) || word_is(doc, at, W_IN) || word_is(doc, at, W_FROM);
        const struct hit *month = leads ? hit_at(doc, at + 1, LEX_MONTH) : NULL;
        if (month != NULL && !when_at(doc, at + 1, end).known)
            return true;
    }
    return false;
}

/* "Playing cards bear ten percent.", "Tamarind pays 17%, Baobab 18.8%": in the press too, another
 * part of the measure whose day has just been told. */
static bool bears_as_last(const struct tariff_scene *scene, const struct change *change)
{
    bool borne = change->act.pays || whom_is_case(scene, change->sentence);
    if (!scene->have_last || change->act.keeps || change->act.done ||
        strcmp(scene->last.imposer, change->imposer) != 0)
        return false;
    /* "raises its duties on 28 goods from May 2. That on salt goes to 20% from 5%." */
    bool details = scene->last.rate == NULL && scene->last.action == ACTION_RAISE &&
                   change->act.action == ACTION_RAISE;
    return details || (borne && change->old == NULL && scene->last.action == ACTION_IMPOSE);
}

/* Its own date first, then one of its sentence, then one of the sentence that dates it, then that
 * of the list it goes on with. */
static struct when effective_of(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t own_end = change->date_end > change->own_end ? change->date_end : change->own_end;
    struct when when = when_effective(doc, change->first, change->own_first, own_end);
    /* "which already collects 25%, will charge 10% from Monday": a day of the other rate */
    bool there = !when.known && change->rate != NULL &&
                 hit_in(doc, change->own_first, change->rate->first, LEX_BACKGROUND) != NULL;
    if (scene->answerer != NULL || there || (change->rate != NULL && change->rate->stays) ||
        (!when.known && has_month(doc, change, own_end)))
        return when;
    struct when weak = when;
    bool listed_dates = change->own_first > change->first;
    if (!when.known || (when.weak && !listed_dates)) {
        when = sentence_date(doc, change);
        weak = weak.known ? weak : when;
    }
    for (uint32_t i = change->sentence + 1;
         i <= change->last_sentence && (!when.known || when.weak); i++)
        when = when_effective(doc, doc->sentence[i].first, doc->sentence[i].first,
                              doc->sentence[i].end);
    if (!when.known || when.weak)
        when = weak;
    if (!when.known)
        when = dating_deadline(scene, change);
    if (!when.known)
        when = dating_of(scene, change);
    bool listed = !scene->author->social && change->rate != NULL &&
                  (!change->act.future || scene->author->press) &&
                  !scene->voices[change->sentence].turn &&
                  (!scene->author->press || bears_as_last(scene, change));
    if (!when.known && listed && dating_has_last(scene, change))
        when = (struct when){.known = true, .day = scene->last.day};
    return when.known ? when : dating_after_last(scene, change, own_end);
}

/* The same change of the other side. */
static bool emit_twin(struct tariff_scene *scene, const struct change *change, const char *other)
{
    struct document *doc = scene->doc;
    struct record first = doc->records->record[doc->records->count - 1];
    struct record *twin =
        document_add(doc, RECORD_TARIFF_CHANGE, change->sentence, change->last_sentence);
    if (twin == NULL)
        return false;
    *twin = first;
    twin->imposer = other;
    twin->targets = (struct record_codes){.count = 0};
    (void)record_codes_add(&twin->targets, change->imposer);
    return true;
}

/* "The dumping duties go up to 40% for Chile, for Peru to 30%": how high they are, not that they
 * rise. */
static bool is_reached(const struct tariff_scene *scene, const struct change *change)
{
    const struct rate *rate = change->rate;
    const struct change *last = &scene->last;
    bool likewise = scene->have_last && last->sentence == change->sentence &&
                    last->act.verb == change->act.verb && last->action == ACTION_IMPOSE;
    return change->action == ACTION_RAISE && rate != NULL && change->old == NULL &&
           rate->part == RATE_NEW && (rate->op == RATE_LE || likewise) &&
           whom_is_case(scene, change->sentence);
}

/* "a charge on onions leaving the country": put on what is sold to others, not on what comes in. */
static bool is_outward(const struct document *doc, const struct change *change)
{
    uint32_t first = change->own_first;
    if (change->act.pays || !record_codes_have(&change->targets, "*"))
        return false;
    for (const struct hit *hit = hit_in(doc, first, change->own_end, LEX_DOMAIN); hit != NULL;
         hit = hit_in(doc, hit->end, change->own_end, LEX_DOMAIN)) {
        if (hit_is(hit, 0, "outward"))
            return true;
    }
    return false;
}

/* "sparing it the 30 percent that was to start on Friday": what had not begun is put off. */
static bool is_spared_start(const struct document *doc, const struct change *change)
{
    if (change->rate == NULL || change->act.action != ACTION_EXEMPT)
        return false;
    uint32_t high = change->rate->end + START_REACH;
    for (uint32_t at = change->rate->end; at < high && at + 2 < doc->token_count; at++) {
        bool link = word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH);
        bool was = word_is(doc, at + 1, W_WAS) || word_is(doc, at + 1, W_WERE);
        if (link && was && word_is(doc, at + 2, W_TO))
            return true;
    }
    return false;
}

/* "its duty, which has stood at 39% since 7 August, to 15%": the day of the earlier rate. */
static bool
is_of_old(const struct document *doc, const struct change *change, const struct when *when)
{
    const struct rate *old = change->old;
    return old != NULL && word_is(doc, old->end, W_SINCE) && when->first > old->end &&
           when->first <= old->end + SINCE_REACH;
}

/* The same change of those who make it together, which falls on none of them. */
static bool emit_joint(struct tariff_scene *scene, const struct change *change)
{
    struct document *doc = scene->doc;
    struct record_codes others;
    joint_imposers(scene, change, &others);
    if (others.count == 0)
        return true;
    size_t made = doc->records->count - 1;
    struct record_codes targets = {.count = 0};
    for (size_t i = 0; i < change->targets.count; i++) {
        if (!record_codes_have(&others, change->targets.code[i]))
            (void)record_codes_add(&targets, change->targets.code[i]);
    }
    /* "Chile and Peru will remove their tariffs", in the text of who deals with both */
    const char *home = scene->author->speaker.side;
    bool all = targets.count == 0 || record_codes_have(&targets, "*");
    if (all && home != NULL && !scene->author->press && strcmp(home, change->imposer) != 0 &&
        !record_codes_have(&others, home)) {
        targets = (struct record_codes){.count = 0};
        (void)record_codes_add(&targets, home);
    }
    if (targets.count == 0)
        (void)record_codes_add(&targets, "*");
    doc->records->record[made].targets = targets;
    for (size_t i = 0; i < others.count; i++) {
        struct record *joint =
            document_add(doc, RECORD_TARIFF_CHANGE, change->sentence, change->last_sentence);
        if (joint == NULL)
            return false;
        *joint = doc->records->record[made];
        joint->imposer = others.code[i];
    }
    return true;
}

/* "on Russian resin. Saudi makers pay 8%": goods that are told before, of other people. */
static void drop_people(const struct tariff_scene *scene, struct change *change)
{
    const struct document *doc = scene->doc;
    const struct change *last = &scene->last;
    if (!scene->have_last || last->sentence == change->sentence || change->products.len == 0 ||
        change->products.ptr != last->products.ptr || !change->named_targets)
        return;
    const struct sentence *told = &doc->sentence[last->sentence];
    uint32_t at = told->first;
    while (at + 1 < told->end && doc->text + doc->token[at].start < change->products.ptr)
        at++;
    const struct hit *people = hit_at(doc, at, LEX_DEMONYM);
    if (people == NULL || doc->text + doc->token[at].start != change->products.ptr ||
        record_codes_have(&change->targets, people->entry->text[0]) || people->end >= told->end)
        return;
    size_t off = doc->token[people->end].start - doc->token[at].start;
    if (off >= change->products.len)
        return;
    change->products.ptr += off;
    change->products.len -= off;
    /* "Russian goods": of others, all goods */
    if (hit_at(doc, people->end, LEX_GOODS) != NULL)
        change->products.len = 0;
}

/* Adds the record of a change; false where the list is full. */
bool change_emit(struct tariff_scene *scene, struct change *change)
{
    struct document *doc = scene->doc;
    if (is_spared_start(doc, change))
        change->act.action = ACTION_SUSPEND;
    slots_fill(scene, change);
    if (change->imposer == NULL || is_outward(doc, change))
        return true;
    /* "we go down to 30%, they go down to 10": no step of one duty */
    if (change->stepped && scene->have_last && strcmp(scene->last.imposer, change->imposer) != 0)
        change->old = NULL;
    drop_people(scene, change);
    struct when when = effective_of(scene, change);
    when.known = when.known && !is_of_old(doc, change, &when);
    change->planned = dating_is_dropped(doc, change, &when);
    when.known = when.known && !change->planned && !dating_was_planned(doc, change, when.first);
    change->dated = when.known;
    change->dated_by_last = when.after_last;
    change->action = stage_action(change);
    if (is_reached(scene, change))
        change->action = ACTION_IMPOSE;
    change->action = standing_zero(scene, change, step_action(scene, change));
    bool level = others_level(scene, change) || standing_is(scene, change);
    scene->tells_level = scene->tells_level || level;
    if (change->action == ACTION_NONE || level || others_pledge(scene, change))
        return true;
    struct record *record =
        document_add(doc, RECORD_TARIFF_CHANGE, change->sentence, change->last_sentence);
    if (record == NULL)
        return false;
    change->status = stage_status(scene, change, when.known, when.day);
    /* "And furniture? - It'll be 25 percent." */
    bool answered = change->act.verb == NULL && change->duty == NULL && !when.known &&
                    bare_question(scene, change->sentence) != NO_INDEX;
    if (answered && change->status == STATUS_ANNOUNCED)
        change->status = STATUS_THREATENED;
    if (change->status == STATUS_PROPOSED)
        when = when_effective(doc, change->first, change->own_first, change->own_end);
    record->imposer = change->imposer;
    const char *other = mutual_other(scene, change);
    if (other != NULL) {
        change->targets = (struct record_codes){.count = 0};
        (void)record_codes_add(&change->targets, other);
    }
    record->targets = change->targets;
    record->action = change->action;
    record->status = change->status;
    record->products =
        change->products.len > 0 ? arena_copy_str(doc->arena, change->products) : NULL;
    if (record->products == NULL)
        record->products = "all goods";
    set_rates(change, record);
    /* "in May the duty was raised": tells that it is done, but no day */
    bool month_past = when.weak && !when.to_day && when.day <= doc->date_day;
    if (when.known && !month_past)
        record->effective = when_text(doc, when.day);
    record->rules = change->rule;
    record->certainty = CERTAINTY_CERTAIN;
    record->confidence = 0.5 + (change->rate != NULL ? 0.25 : 0) +
                         (change->act.verb != NULL ? 0.1 : 0) + (change->named_targets ? 0.1 : 0);
    change->dated = when.known;
    change->day = when.day;
    extra_fill(scene, change, record);
    scene->last = *change;
    scene->have_last = true;
    return other == NULL ? emit_joint(scene, change) : emit_twin(scene, change, other);
}

/* "It's 10 as of today." */
static bool tells_number(const struct document *doc, const struct sentence *sentence)
{
    for (uint32_t at = sentence->first + 1; at < sentence->end; at++) {
        if (doc->token[at].kind == TOKEN_NUMBER &&
            (word_is(doc, at - 1, W_S) || word_is(doc, at - 1, W_IS) || word_is(doc, at - 1, W_BE)))
            return true;
    }
    return false;
}

static bool says_start(const struct document *doc, const struct sentence *sentence)
{
    struct when when = when_effective(doc, sentence->first, sentence->first, sentence->end);
    bool cue = when.counted || hit_in(doc, sentence->first, sentence->end, LEX_WHEN) != NULL;
    return when.known && !when.weak && cue;
}

static bool has_rates(const struct document *doc, const struct sentence *sentence)
{
    struct rate rates[RATES_MAX];
    return rate_find(doc, sentence->first, sentence->end, rates) > 0;
}

/* A following sentence that only says from when: "The new rate takes effect on Saturday." */
uint32_t change_dated_by(const struct tariff_scene *scene, uint32_t i)
{
    const struct document *doc = scene->doc;
    for (uint32_t next = i + 1; next < doc->sentence_count && next <= i + FOLLOW_MAX; next++) {
        const struct sentence *sentence = &doc->sentence[next];
        if (scene->voices[next].asked)
            return i;
        if (sentence->end - sentence->first >= DATING_MAX || tells_number(doc, sentence) ||
            !says_start(doc, sentence))
            continue;
        /* Looked for last, since few sentences come so far. */
        for (uint32_t at = i + 1; at <= next; at++) {
            if (has_rates(doc, &doc->sentence[at]))
                return i;
        }
        return next;
    }
    return i;
}
