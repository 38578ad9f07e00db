/* Dates that one sentence gives to the changes of others: a list's head, an order's last clause. */
#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/number.h"
#include "consumers/classify/tariff.h"
#include "consumers/classify/when.h"

#define AHEAD_MAX     8   /* sentences after a change, to the clause that says from when */
#define BEHIND_MAX    2   /* sentences before a change that say from when its duty is */
#define BACK_MAX      8   /* sentences of a list before it, to its head */
#define LATER_MAX     400 /* units of time by which a measure follows another */
#define PLANNED_REACH 8   /* tokens from "was to" to the day that was planned */
#define SUBJECT_MAX   14  /* tokens that may be the subject of a clause that gives a date */

/* "The rates of duty set out above shall apply ...", "Both measures begin ...". */
static bool speaks_of_measure(const struct document *doc, const struct sentence *sentence)
{
    uint32_t end = sentence->first + SUBJECT_MAX < sentence->end ? sentence->first + SUBJECT_MAX
                                                                 : sentence->end;
    bool points = word_is(doc, sentence->first, W_THEY) || word_is(doc, sentence->first, W_BOTH) ||
                  word_is(doc, sentence->first, W_THESE) || word_is(doc, sentence->first, W_IT);
    return points || duty_next(doc, sentence->first, end) != NULL ||
           hit_in(doc, sentence->first, end, LEX_MEASURE) != NULL;
}

static bool has_rates(const struct document *doc, const struct sentence *sentence)
{
    struct rate rates[RATES_MAX];
    return rate_find(doc, sentence->first, sentence->end, rates) > 0;
}

static struct when start_of(const struct document *doc, const struct sentence *sentence)
{
    struct when when = when_effective(doc, sentence->first, sentence->first, sentence->end);
    return when.known && !when.weak ? when : (struct when){0};
}

const struct sentence *dating_head(const struct document *doc, uint32_t i)
{
    for (uint32_t back = i; back > 0 && i - back < BACK_MAX && doc->sentence[back].line; back--) {
        const struct sentence *head = &doc->sentence[back - 1];
        const struct token *last = &doc->token[head->end - 1];
        if (last->kind == TOKEN_PUNCT && last->mark == ':')
            return head;
    }
    return NULL;
}

const struct sentence *dating_deed_head(const struct document *doc, const struct change *change)
{
    const struct sentence *item = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    bool leads = item->bullet && verb != NULL && verb->first == item->first &&
                 act_ends_with(doc, verb->first, "ing");
    return leads ? dating_head(doc, change->sentence) : NULL;
}

/* "Duties on tiles apply from 3 May. They come to 17% for Tamar.": what a sentence just before says
 * of the measure, where it is no change of its own. */
static struct when dated_before(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t low = change->sentence > BEHIND_MAX ? change->sentence - BEHIND_MAX : 0;
    if (scene->author->press && !whom_is_case(scene, change->sentence))
        return (struct when){0};
    for (uint32_t i = change->sentence; i > low; i--) {
        const struct sentence *before = &doc->sentence[i - 1];
        bool told = scene->have_last && scene->last.sentence + 1 >= i;
        if (told)
            break;
        struct when when = duty_next(doc, before->first, before->end) != NULL
                               ? start_of(doc, before)
                               : (struct when){0};
        if (when.known)
            return when;
    }
    return (struct when){0};
}

struct when dating_of(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    uint32_t i = change->sentence;
    if (scene->author->social || scene->voices[i].turn || change->act.done)
        return (struct when){0};
    const struct sentence *head = dating_head(doc, i);
    struct when when = head != NULL ? start_of(doc, head) : (struct when){0};
    if (when.known)
        return when;
    for (uint32_t next = i + 1; next < doc->sentence_count && next <= i + AHEAD_MAX; next++) {
        const struct sentence *sentence = &doc->sentence[next];
        if (!speaks_of_measure(doc, sentence) || has_rates(doc, sentence))
            continue;
        when = start_of(doc, sentence);
        if (when.known)
            return when;
    }
    return dated_before(scene, change);
}

/* "will cut its duty to 15% by March 1": the day by which a duty is to be lighter; not where all of
 * it hangs on a condition. */
struct when dating_deadline(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    bool lighter = change->act.action == ACTION_LOWER || change->act.action == ACTION_REMOVE;
    if (!lighter || change->act.done || scene->author->social ||
        hit_in(doc, sentence->first, sentence->end, LEX_CONDITION) != NULL)
        return (struct when){0};
    const struct hit *verb = change->act.verb;
    for (uint32_t at = change->own_first; at + 1 < change->own_end; at++) {
        /* "expires on June 1" */
        bool on = word_is(doc, at, W_ON) && verb != NULL && at == verb->end &&
                  change->act.action == ACTION_REMOVE;
        struct when when =
            on || word_is(doc, at, W_BY) ? when_at(doc, at + 1, change->own_end) : (struct when){0};
        if (when.known && when.to_day && (!on || when.day > doc->date_day))
            return when;
    }
    return (struct when){0};
}

/* "which was to start on May 1", "due on May 1", "would otherwise have begun on May 1": a day that
 * had been planned, at token `at` of a change. */
bool dating_was_planned(const struct document *doc, const struct change *change, uint32_t at)
{
    uint32_t low = at > change->first + PLANNED_REACH ? at - PLANNED_REACH : change->first;
    const struct hit *verb = change->act.verb;
    enum tariff_action action = change->act.action;
    if (at < change->first ||
        !(action == ACTION_SUSPEND || action == ACTION_REMOVE || action == ACTION_EXTEND))
        return false;
    if (verb != NULL && verb->end > low && verb->end <= at)
        low = verb->end;
    for (uint32_t back = at; back > low; back--) {
        struct str word = document_span(doc, back - 1, back);
        bool was =
            back > low + 1 && (word_is(doc, back - 2, W_WAS) || word_is(doc, back - 2, W_WERE));
        if (doc->token[back - 1].kind == TOKEN_PUNCT && !mark_is(doc, back - 1, ','))
            return false;
        if ((was && word_is(doc, back - 1, W_TO)) || str_eq_nocase(word, STR("otherwise")) ||
            str_eq_nocase(word, STR("due")) || str_eq_nocase(word, STR("planned")))
            return true;
    }
    return false;
}

/* "the duty that it was to collect from Thursday has been put off", "delayed the increase that was
 * due on May 1": the day that it will not be. */
bool dating_is_dropped(const struct document *doc,
                       const struct change *change,
                       const struct when *when)
{
    const struct hit *verb = change->act.verb;
    enum tariff_action action = change->act.action;
    bool drops = action == ACTION_SUSPEND || action == ACTION_REMOVE || action == ACTION_EXTEND;
    if (!drops || verb == NULL || !when->known || when->first < change->first)
        return false;
    for (uint32_t at = change->first; at < when->first && action == ACTION_SUSPEND; at++) {
        if (!word_is(doc, at, W_THAT) && !word_is(doc, at, W_WHICH))
            continue;
        if (at > verb->first)
            return word_is(doc, at + 1, W_WAS) || word_is(doc, at + 1, W_WERE);
        return when->first < verb->first && clause_main_after(doc, at, verb->first);
    }
    return false;
}

bool dating_has_last(const struct tariff_scene *scene, const struct change *change)
{
    return scene->have_last && scene->last.dated && scene->last.sentence + 1 >= change->sentence;
}

/* "two weeks later", "a day after that", "ninety days later": how many days, or -1. */
static int days_later(const struct document *doc, uint32_t at, uint32_t end)
{
    double value = 1;
    uint32_t after = number_read(doc, at, end, &value);
    if (after == at && (word_is(doc, at, W_A) || word_is(doc, at, W_AN)))
        after++;
    const struct hit *unit = after > at && after < end ? hit_at(doc, after, LEX_PERIOD) : NULL;
    int days = unit != NULL ? when_number(unit) : 0;
    if (days <= 0 || value < 1 || value > LATER_MAX || unit->end >= end)
        return -1;
    bool later = word_spelled(doc, unit->end, "later");
    bool after_that = word_is(doc, unit->end, W_AFTER) && unit->end + 1 < end &&
                      word_is(doc, unit->end + 1, W_THAT);
    return later || after_that ? (int)value * days : -1;
}

static struct when counted_from_last(const struct tariff_scene *scene, uint32_t first, uint32_t end)
{
    struct when when = {.day = scene->last.day, .to_day = true, .after_last = true};
    for (uint32_t at = first; at < end && !when.known; at++) {
        int days = days_later(scene->doc, at, end);
        when.known = days >= 0 || hit_is(hit_at(scene->doc, at, LEX_DATE), 1, "same");
        when.day += days > 0 ? days : 0;
    }
    return when;
}

struct when
dating_after_last(const struct tariff_scene *scene, const struct change *change, uint32_t end)
{
    if (!dating_has_last(scene, change))
        return (struct when){0};
    struct when when = counted_from_last(scene, change->own_first, end);
    const struct sentence *sentence = &scene->doc->sentence[change->sentence];
    if (!when.known && scene->last.sentence < change->sentence)
        return counted_from_last(scene, sentence->first, sentence->end);
    /* "Helmets get 30% on the same day, and saddles 50%." */
    if (!when.known && scene->last.dated_by_last)
        return (struct when){.known = true, .day = scene->last.day, .after_last = true};
    return when;
}
