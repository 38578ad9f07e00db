/* Steps of one duty: what a rate does to the earlier one that the document tells of. */
#include "consumers/classify/act.h"
#include "consumers/classify/tariff.h"
#include "consumers/classify/when.h"

#include <string.h>

#define ADJECTIVES   5  /* tokens from "higher" to the duty */
#define LONGER_BACK  8  /* tokens from "no longer" to "free of" */
#define WIDER_REACH  8  /* tokens from a duty to the goods that it is extended to */
#define TIME_REACH   36 /* tokens from "removed" to how long that lasts */
#define PERIOD_REACH 4  /* ... from "for" to "months" */

static bool has_targets(const struct record *a, const struct record *b)
{
    if (a->targets.count != b->targets.count)
        return false;
    for (size_t i = 0; i < a->targets.count; i++) {
        if (!record_codes_have(&b->targets, a->targets.code[i]))
            return false;
    }
    return true;
}

/* "20% from May. If nothing happens by July, 40%." */
static bool is_worse_threat(const struct record *step, const struct record *next)
{
    return next->status == STATUS_THREATENED && next->action == ACTION_IMPOSE &&
           next->rate.value > step->rate.value && step->action != ACTION_LOWER;
}

/* Whether `next` goes on from `step`: the same duty, at another rate, from a later day. */
static bool goes_on(const struct record *step, const struct record *next)
{
    bool burden = next->action == ACTION_IMPOSE || next->action == ACTION_RAISE ||
                  next->action == ACTION_LOWER;
    return burden && step->type == RECORD_TARIFF_CHANGE &&
           strcmp(step->imposer, next->imposer) == 0 &&
           strcmp(step->products, next->products) == 0 && has_targets(step, next) &&
           step->rate.known && next->rate.known && step->rate.value != next->rate.value &&
           !next->rate_from.known && step->action != ACTION_EXEMPT &&
           step->action != ACTION_REMOVE &&
           (is_worse_threat(step, next) || (step->effective != NULL && next->effective != NULL &&
                                            strcmp(step->effective, next->effective) < 0));
}

/* "The duty on tin is 20 percent. ... The rate on tin goes up to 30.": moved from what the text
 * told of the same goods. */
static bool moves_on(const struct record *step, const struct record *next)
{
    bool raises = next->action == ACTION_RAISE;
    return (raises || next->action == ACTION_LOWER) && step->type == RECORD_TARIFF_CHANGE &&
           next->rate.known && step->rate.known && !next->rate_from.known &&
           !next->rate_points.known && strcmp(step->imposer, next->imposer) == 0 &&
           strcmp(step->products, next->products) == 0 && has_targets(step, next) &&
           step->action != ACTION_EXEMPT && step->action != ACTION_REMOVE &&
           step->action != ACTION_SUSPEND &&
           (raises ? step->rate.value < next->rate.value : step->rate.value > next->rate.value);
}

void step_complete(struct record_list *records)
{
    for (size_t n = 1; n < records->count; n++) {
        struct record *next = &records->record[n];
        if (next->type != RECORD_TARIFF_CHANGE)
            continue;
        for (size_t s = n; s > 0; s--) {
            const struct record *step = &records->record[s - 1];
            if (moves_on(step, next)) {
                next->rate_from = step->rate;
                break;
            }
            if (!goes_on(step, next))
                continue;
            next->rate_from = step->rate;
            next->action = next->rate.value > step->rate.value ? ACTION_RAISE : ACTION_LOWER;
            break;
        }
    }
}

/* "Oman has raised the duty. It now stands at 15 percent.": what was done is told before. */
static bool is_moved_before(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct change *last = &scene->last;
    if (!scene->have_last || last->sentence + 1 != change->sentence || last->rate != NULL ||
        (last->action != ACTION_RAISE && last->action != ACTION_LOWER) ||
        change->action != ACTION_IMPOSE || change->rate == NULL || change->old != NULL ||
        change->rate->part != RATE_NEW || strcmp(last->imposer, change->imposer) != 0)
        return false;
    uint32_t first = doc->sentence[change->sentence].first;
    return word_is(doc, first, W_IT) || word_is(doc, first, W_THEY);
}

/* "a doubling of tariffs on steel and aluminium. Aluminium will be 20%" */
static bool
names_same_goods(const struct document *doc, const struct change *last, const struct change *change)
{
    uint32_t end = change->rate->first;
    for (const struct hit *one = hit_in(doc, change->own_first, end, LEX_PRODUCT); one != NULL;
         one = hit_in(doc, one->end, end, LEX_PRODUCT)) {
        for (const struct hit *two = hit_in(doc, last->own_first, last->own_end, LEX_PRODUCT);
             two != NULL; two = hit_in(doc, two->end, last->own_end, LEX_PRODUCT)) {
            if (one->entry == two->entry)
                return true;
        }
    }
    return false;
}

/* "Washington raises its duties on Chinese goods. Cars will pay 100%, chips 50%.": the rates of
 * what was told before without one. */
static bool is_detail(const struct tariff_scene *scene, const struct change *change)
{
    const struct change *last = &scene->last;
    if (!scene->have_last || last->sentence + 1 < change->sentence ||
        change->action != ACTION_IMPOSE || change->rate == NULL || change->old != NULL ||
        change->rate->part != RATE_NEW || strcmp(last->imposer, change->imposer) != 0 ||
        !(change->act.pays || change->act.verb == NULL) ||
        (last->action != ACTION_RAISE && last->action != ACTION_LOWER))
        return false;
    if (last->details)
        return true;
    const struct document *doc = scene->doc;
    bool goods = last->products.len == 0 || names_same_goods(doc, last, change);
    for (uint32_t at = last->own_first; at < last->own_end && !goods; at++)
        goods = hit_at(doc, at, LEX_GOODS) != NULL && hit_at(doc, at, LEX_PRODUCT) == NULL;
    const struct hit *duty = last->duty;
    bool many = duty != NULL && doc->text[doc->token[duty->end - 1].end - 1] == 's';
    return last->sentence < change->sentence && last->rate == NULL && goods && many &&
           !hit_is(duty, 0, "quota");
}

/* "doubled the duty to 50%. Only Britain stays at 25%.": who is spared what was told before. */
static bool stays_below(const struct tariff_scene *scene, const struct change *change)
{
    const struct change *last = &scene->last;
    const struct record_list *records = scene->doc->records;
    if (!scene->have_last || records->count == 0 || last->sentence + 1 < change->sentence ||
        !change->act.keeps || !change->named_targets || change->rate == NULL ||
        change->rate->part != RATE_NEW || strcmp(last->imposer, change->imposer) != 0)
        return false;
    const struct record *before = &records->record[records->count - 1];
    return (last->action == ACTION_RAISE || last->action == ACTION_IMPOSE) && before->rate.known &&
           change->rate->value < before->rate.value && record_codes_have(&last->targets, "*");
}

/* "Bolts pay 35 percent ... Those of Norway stay at 15.": less than what the text puts on all. */
static bool is_left_below(const struct tariff_scene *scene, const struct change *change)
{
    const struct record_list *records = scene->doc->records;
    const struct rate *rate = change->rate;
    if (rate == NULL || rate->part != RATE_NEW || !change->named_targets || change->old != NULL ||
        change->action != ACTION_IMPOSE || record_codes_have(&change->targets, "*") ||
        !change->act.keeps)
        return false;
    for (size_t r = 0; r < records->count; r++) {
        const struct record *record = &records->record[r];
        bool burden = record->action == ACTION_IMPOSE || record->action == ACTION_RAISE;
        if (record->type == RECORD_TARIFF_CHANGE && burden && record->rate.known &&
            record->rate.value > rate->value && record_codes_have(&record->targets, "*") &&
            strcmp(record->imposer, change->imposer) == 0)
            return true;
    }
    return false;
}

/* "no longer enter free of duty" */
static bool is_freed_no_more(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    if (change->action != ACTION_EXEMPT || verb == NULL)
        return false;
    for (uint32_t at = verb->first; at > change->first + 1 && verb->first - at < LONGER_BACK;
         at--) {
        if (doc->token[at - 1].kind == TOKEN_PUNCT)
            return false;
        if (word_is(doc, at - 2, W_NO) && word_spelled(doc, at - 1, "longer"))
            return true;
    }
    return false;
}

/* "extended its 25% duty to trucks", unlike "to March 2029": put on goods that did not bear it. */
static bool is_widened(const struct document *doc, const struct change *change)
{
    const struct hit *duty = change->duty;
    if (change->action != ACTION_EXTEND || duty == NULL || hit_is(duty, 0, "exempt") ||
        hit_is(duty, 0, "favour") || !word_is(doc, duty->end, W_TO))
        return false;
    uint32_t end = duty->end + WIDER_REACH < doc->token_count ? duty->end + WIDER_REACH
                                                              : (uint32_t)doc->token_count;
    for (uint32_t at = duty->end + 1; at < end && doc->token[at].kind != TOKEN_PUNCT; at++) {
        if (when_at(doc, at, end).known || hit_at(doc, at, LEX_PERIOD) != NULL)
            return false;
        if (hit_at(doc, at, LEX_PRODUCT) != NULL || hit_at(doc, at, LEX_GOODS) != NULL)
            return true;
    }
    return false;
}

/* "extended the June 1 deadline for the 50% tariff": what was to begin begins later. */
static bool is_later_deadline(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct hit *verb = change->act.verb;
    if (change->action != ACTION_EXTEND || verb == NULL || hit_is(change->duty, 0, "exempt"))
        return false;
    /* "He asked for a later deadline. I agreed to the extension." */
    if (change->rate == NULL && change->duty == NULL && act_is_noun(verb) && scene->have_last &&
        scene->last.action == ACTION_SUSPEND && scene->last.sentence + 1 == change->sentence)
        return true;
    uint32_t end = change->rate != NULL   ? change->rate->first
                   : change->duty != NULL ? change->duty->first
                                          : change->end;
    for (uint32_t at = verb->end; at < end; at++) {
        if (word_spelled(doc, at, "deadline"))
            return true;
    }
    return false;
}

/* "for six months", "until the end of July", in tokens [first, end) */
static bool is_for_a_time(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        const struct token *token = &doc->token[at];
        if (token->kind == TOKEN_PUNCT && (token->mark == ';' || token->mark == '('))
            return false;
        if (word_is(doc, at, W_AFTER) || word_is(doc, at, W_WHICH) || word_is(doc, at, W_WHO) ||
            word_is(doc, at, W_THAT) || word_is(doc, at, W_HAD))
            return false;
        uint32_t day = at + 1 + word_is(doc, at + 1, W_THE);
        if (word_is(doc, at, W_UNTIL) &&
            (when_at(doc, day, end).known || word_spelled(doc, day, "end")))
            return true;
        uint32_t high = at + PERIOD_REACH < end ? at + PERIOD_REACH : end;
        bool some = word_is(doc, at + 1, W_A) || doc->token[at + 1].kind == TOKEN_NUMBER ||
                    hit_at(doc, at + 1, LEX_NUMBER) != NULL;
        if (word_is(doc, at, W_FOR) && some && hit_in(doc, at + 1, high, LEX_PERIOD) != NULL &&
            hit_in(doc, at + 1, high, LEX_PERCENT) == NULL)
            return true;
    }
    return false;
}

/* "scrapped the duty for a year": what is removed for a time is suspended. */
static bool is_lifted_for_a_time(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    if (change->action != ACTION_REMOVE || verb == NULL || change->leaves || change->backward ||
        (change->rate != NULL && change->rate->value == 0))
        return false;
    uint32_t limit =
        verb->end + TIME_REACH < change->own_end ? verb->end + TIME_REACH : change->own_end;
    return is_for_a_time(doc, verb->end, limit);
}

/* "will keep its duty on rice at 35% until the end of the year" */
static bool is_kept_for_a_time(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    return change->action == ACTION_IMPOSE && change->act.keeps && verb != NULL &&
           hit_is(verb, 0, "keep") && !hit_is(verb, 2, "subject") && change->rate != NULL &&
           change->old == NULL && verb->first < change->rate->first &&
           is_for_a_time(doc, change->rate->end, change->own_end);
}

/* "The 25% duty stays for five years", "the 10% rate remains as it is": what is said of a duty
 * whose rate is named before it. */
static bool is_left_standing(const struct change *change)
{
    const struct act *act = &change->act;
    return (change->action == ACTION_IMPOSE || change->action == ACTION_NONE) && act->keeps &&
           act->verb != NULL && !act_is_noun(act->verb) && change->rate != NULL &&
           change->old == NULL && !change->leaves && !change->shares &&
           change->rate->part == RATE_NEW && act->verb->first >= change->rate->end;
}

/* "will go on charging 41% for another five years", "duties of 40% continue until June" */
static bool is_prolonged(const struct document *doc, const struct change *change)
{
    if ((change->action != ACTION_IMPOSE && change->action != ACTION_RAISE) ||
        change->rate == NULL || change->old != NULL || change->rate->part != RATE_NEW)
        return false;
    for (uint32_t at = change->own_first + 1; at + 2 < change->own_end; at++) {
        struct str word = document_span(doc, at, at + 1);
        uint32_t high = at + PERIOD_REACH < change->own_end ? at + PERIOD_REACH : change->own_end;
        bool more = str_eq_nocase(word, STR("another")) || str_eq_nocase(word, STR("further"));
        if (more && at > change->rate->end &&
            (word_is(doc, at - 1, W_FOR) || word_is(doc, at - 2, W_FOR)) &&
            hit_in(doc, at + 1, high, LEX_PERIOD) != NULL)
            return true;
        bool on = str_eq_nocase(word, STR("continue")) || str_eq_nocase(word, STR("continues"));
        if (on && at >= change->rate->end &&
            (word_is(doc, at + 1, W_UNTIL) || word_is(doc, at + 1, W_TO)) &&
            when_at(doc, at + 2, change->own_end).known)
            return true;
    }
    return false;
}

/* "ordered higher Section 301 tariffs": what is put on takes the place of something; ACTION_NONE
 * where no word says of what. */
static enum tariff_action than_before(const struct document *doc, const struct change *change)
{
    static const char *const more[] = {"higher", "steeper", "stiffer", "heavier"};
    const struct hit *duty = change->duty;
    if (change->action != ACTION_IMPOSE || change->rate != NULL || duty == NULL)
        return ACTION_NONE;
    for (uint32_t at = duty->first; at > change->own_first && duty->first - at < ADJECTIVES; at--) {
        if (doc->token[at - 1].kind == TOKEN_PUNCT || word_is_grammar(doc, at - 1))
            return ACTION_NONE;
        if (WORD_AMONG(doc, at - 1, more))
            return ACTION_RAISE;
        if (word_spelled(doc, at - 1, "lower"))
            return ACTION_LOWER;
    }
    return ACTION_NONE;
}

/* "otherwise it's back to 25 percent": what was lowered goes up again. */
static bool is_back_up(const struct document *doc, const struct change *change)
{
    const struct rate *rate = change->rate;
    if (change->action != ACTION_IMPOSE || rate == NULL || change->old != NULL ||
        rate->part != RATE_NEW || rate->value == 0 || rate->first < change->first + 2)
        return false;
    uint32_t at = rate->first - 1;
    return word_is(doc, at, W_TO) && word_spelled(doc, at - 1, "back") &&
           (change->act.verb == NULL || !hit_is(change->act.verb, 0, "lower"));
}

/* "will create a quota of 900 tons at a 10 percent tariff": less than others pay. */
static bool is_quota_rate(const struct document *doc, const struct change *change)
{
    static const char *const outside[] = {"beyond", "above", "exceeding", "outside", "excess"};
    const struct hit *verb = change->act.verb;
    if (change->action != ACTION_IMPOSE || change->rate == NULL || change->rate->part != RATE_NEW ||
        change->old != NULL || change->rate->first < change->own_first || hit_is(verb, 1, "payer"))
        return false;
    bool quota = false;
    for (uint32_t at = change->own_first; at < change->rate->first; at++) {
        if (word_is(doc, at, W_OVER) || WORD_AMONG(doc, at, outside))
            return false;
        quota = quota || word_spelled(doc, at, "quota") || word_spelled(doc, at, "TRQ");
    }
    return quota && word_is(doc, change->rate->first - 1, W_A)
               ? word_is(doc, change->rate->first - 2, W_AT)
               : quota && word_is(doc, change->rate->first - 1, W_AT);
}

/* "determined not to impose the tariff on energy": energy is let off. */
static bool is_let_off(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    return change->action == ACTION_IMPOSE && change->rate == NULL && verb != NULL &&
           verb->first > change->first + 1 && word_is(doc, verb->first - 1, W_TO) &&
           word_is(doc, verb->first - 2, W_NOT);
}

/* "will maintain its duty of 19 percent", "keeps its 19% rate": prolonged at that height. */
static bool is_kept_up(const struct change *change)
{
    const struct act *act = &change->act;
    return change->action == ACTION_IMPOSE && act->keeps && change->rate != NULL &&
           !change->shares && change->old == NULL &&
           (!hit_is(act->verb, 2, "subject") || act->passive);
}

enum tariff_action step_action(const struct tariff_scene *scene, struct change *change)
{
    if (is_moved_before(scene, change))
        return scene->last.action;
    change->details = is_detail(scene, change);
    if (change->details)
        return scene->last.action;
    if (is_left_below(scene, change)) {
        change->leaves = true;
        return ACTION_EXEMPT;
    }
    if (stays_below(scene, change))
        return ACTION_EXEMPT;
    if (is_lifted_for_a_time(scene->doc, change) || is_later_deadline(scene, change))
        return ACTION_SUSPEND;
    if (is_kept_for_a_time(scene->doc, change) || is_prolonged(scene->doc, change))
        return ACTION_EXTEND;
    if (is_left_standing(change)) {
        change->stands = !change->act.future &&
                         !is_for_a_time(scene->doc, change->act.verb->end, change->own_end);
        return ACTION_EXTEND;
    }
    if (is_let_off(scene->doc, change))
        return ACTION_EXEMPT;
    if (is_kept_up(change))
        return ACTION_EXTEND;
    enum tariff_action later = step_later(scene, change);
    if (later != ACTION_NONE)
        return later;
    enum tariff_action than = than_before(scene->doc, change);
    if (than != ACTION_NONE)
        return than;
    if (is_back_up(scene->doc, change))
        return ACTION_RAISE;
    if (is_quota_rate(scene->doc, change) || step_is_relief(scene->doc, change))
        return ACTION_LOWER;
    return is_freed_no_more(scene->doc, change) || is_widened(scene->doc, change)
               ? ACTION_IMPOSE
               : step_multiple(scene->doc, change);
}
