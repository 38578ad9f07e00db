/* Changes with a rate: one for each new rate of a sentence. */
#include "consumers/classify/act.h"
#include "consumers/classify/apart.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/target.h"
#include "consumers/classify/when.h"

#include <string.h>

#define DUTY_REACH 10 /* tokens from a deed to its rate */
#define CALL_REACH 7  /* tokens from "calls for" to the rate that is called for */
#define YEAR_MIN   1900
#define YEAR_MAX   2099
#define TIME_REACH 3 /* tokens from a rate to the month of its step */
#define LEFT_REACH 6 /* tokens from "leaving" to the rate that stays */

/* Nothing new is said of a rate that stays, unless the duty's owner or goods are named with it. */
static bool is_kept(const struct document *doc, const struct change *change)
{
    if (!change->act.keeps || change->action == ACTION_EXEMPT)
        return false;
    /* "The 25% rate stays for Britain." */
    for (uint32_t at = change->rate->end; at + 1 < change->own_end; at++) {
        uint32_t who = at + 1 + word_is(doc, at + 1, W_THE);
        if (word_is(doc, at, W_FOR) && hit_at(doc, who, LEX_COUNTRY) != NULL)
            return false;
    }
    /* "will keep the 10% tariff on Kenyan goods", "Thai goods keep the 19% rate" */
    const struct hit *verb = change->act.verb;
    bool bears = verb != NULL && verb->first > change->first && verb->end <= change->rate->first &&
                 (hit_over(doc, verb->first - 1, LEX_GOODS) != NULL ||
                  hit_over(doc, verb->first - 1, LEX_PRODUCT) != NULL);
    uint32_t own = bears ? change->own_first : change->rate->end;
    bool named = hit_in(doc, own, change->own_end, LEX_DEMONYM) != NULL ||
                 hit_in(doc, own, change->own_end, LEX_COUNTRY) != NULL;
    if (change->rate->known)
        return !named;
    return !(change->owned ||
             (change->rate != NULL &&
              (hit_in(doc, change->own_first, change->rate->first, LEX_COUNTRY) != NULL ||
               (change->rate->value > 0 &&
                hit_in(doc, change->own_first, change->rate->first, LEX_DEMONYM) != NULL) ||
               hit_in(doc, change->own_first, change->rate->first, LEX_CAPITAL) != NULL)));
}

/* "has charged 25% and will add another 25 points": a deed of its own, not how far the first went.
 */
static bool is_own_step(const struct document *doc, const struct change *parts, size_t i)
{
    const struct hit *verb = parts[i].act.verb;
    return i > 0 && parts[i].rate->another && verb != NULL &&
           verb->first >= parts[i - 1].rate->end && verb->end <= parts[i].rate->first &&
           !act_ends_with(doc, verb->first, "ing");
}

/* Steps in points beside the rate they lead to are told by that rate. */
static bool
is_step_to(const struct document *doc, const struct change *parts, size_t count, size_t i)
{
    if (!parts[i].rate->by_unit || parts[i].rate->off || is_own_step(doc, parts, i))
        return false;
    bool next = i + 1 < count && !parts[i + 1].rate->by_unit &&
                (parts[i + 1].shares || parts[i].shares || parts[i + 1].act.keeps);
    bool before = i > 0 && !parts[i - 1].rate->by_unit;
    return next || before;
}

static bool is_year(const struct document *doc, uint32_t at)
{
    return doc->token[at].kind == TOKEN_NUMBER && doc->token[at].value >= YEAR_MIN &&
           doc->token[at].value <= YEAR_MAX;
}

/* "with 50% to come after a week" */
static bool is_to_come(const struct document *doc, const struct change *change)
{
    uint32_t at = change->rate->end;
    return word_is(doc, at, W_TO) && word_spelled(doc, at + 1, "come");
}

/* "25% from May", "25% in May", "25% from 2027" */
static bool is_timed(const struct document *doc, const struct change *change)
{
    uint32_t rate = change->rate->end;
    uint32_t high = rate + TIME_REACH < change->end ? rate + TIME_REACH : change->end;
    if (is_to_come(doc, change))
        return true;
    /* ", to be 50% in a week", "in the second, 21" */
    uint32_t at = change->rate->first;
    bool staged = word_is(doc, at - 1, W_BE) && word_is(doc, at - 2, W_TO);
    staged = staged || (mark_is(doc, at - 1, ',') && word_is(doc, at - 3, W_THE) &&
                        word_is(doc, at - 4, W_IN));
    uint32_t from = word_is(doc, rate, W_FROM) ? rate + 1 : rate;
    /* ", then 11.5% for a year", "40% in year three", "15% a year later" */
    staged = staged || word_spelled(doc, at - 1, "then") ||
             (word_is(doc, rate, W_IN) && hit_at(doc, rate + 1, LEX_PERIOD) != NULL) ||
             (hit_in(doc, rate, high, LEX_PERIOD) != NULL && word_spelled(doc, rate + 2, "later"));
    staged = staged ||
             (from > rate && (is_year(doc, from) || hit_in(doc, from, high, LEX_PERIOD) != NULL));
    return staged || when_effective(doc, change->first, change->own_first, change->own_end).known ||
           (word_is(doc, rate, W_IN) &&
            (hit_in(doc, rate, high, LEX_MONTH) != NULL || word_is(doc, rate + 1, W_THE)));
}

/* "13 per cent in the first year, 11 per cent from July": a later step of the same duty. */
static bool follows_step(const struct document *doc, const struct change *parts, size_t p)
{
    const struct change *change = &parts[p];
    /* "25% ..., doubling to 50% in a week" */
    const struct hit *verb = change->act.verb;
    bool moves = p > 0 && verb != NULL && change->rate->led_by_to &&
                 verb->first > parts[p - 1].rate->end && verb->end <= change->rate->first &&
                 (hit_is(verb, 0, "raise") || hit_is(verb, 0, "lower")) && change->shares;
    if (moves && change->old == NULL && change->rate->part == RATE_NEW &&
        change->rate->value != parts[p - 1].rate->value)
        return true;
    return p > 0 && change->shares && change->old == NULL && change->rate->part == RATE_NEW &&
           parts[p - 1].rate->part == RATE_NEW && change->rate->value != parts[p - 1].rate->value &&
           is_timed(doc, change);
}

/* "if he put a 50% tariff", "should impose 25%": a rate whose deed is only wished for or supposed.
 */
static bool wished(const struct document *doc, uint32_t first, const struct change *change)
{
    uint32_t rate = change->rate->first;
    uint32_t low = rate > first + DUTY_REACH ? rate - DUTY_REACH : first;
    const struct hit *verb = NULL;
    for (const struct hit *hit = hit_in(doc, low, rate, LEX_ACT); hit != NULL;
         hit = hit_in(doc, hit->end, rate, LEX_ACT))
        verb = hit_is(hit, 1, "n") || !act_is_deed(doc, hit) ? verb : hit;
    /* "is calling for a 10 percent tariff" */
    uint32_t start_of = doc->sentence[change->sentence].first;
    const struct hit *call =
        hit_in(doc, rate > start_of + CALL_REACH ? rate - CALL_REACH : start_of, rate, LEX_UNREAL);
    if (call != NULL && word_is(doc, call->end - 1, W_FOR) && hit_is(call, 0, "deed"))
        return true;
    if (change->act.verb != NULL || verb == NULL || act_is_real(doc, verb, first))
        return false;
    /* "shall not be charged more than 15 percent" */
    for (const struct hit *most = hit_in(doc, first, rate, LEX_RATE); most != NULL;
         most = hit_in(doc, most->end, rate, LEX_RATE)) {
        if (hit_is(most, 0, "le") && word_is(doc, most->first, W_NOT))
            return false;
    }
    uint32_t start = verb->first > first + DUTY_REACH ? verb->first - DUTY_REACH : first;
    for (uint32_t at = start; at < verb->first; at++) {
        if (word_is(doc, at, W_COULD) || word_is(doc, at, W_MAY) || word_is(doc, at, W_MIGHT))
            return false;
    }
    return verb->first > first && !word_is(doc, verb->first - 1, W_A) &&
           !word_is(doc, verb->first - 1, W_THE);
}

/* "will not be zero", "is not 20%": what a duty is not. */
static bool is_denied(const struct document *doc, uint32_t first, const struct change *change)
{
    uint32_t last = change->rate->first;
    if (last < first + 2)
        return false;
    last -= word_is(doc, last - 1, W_AT) ? 2 : 1;
    if (word_is(doc, last, W_BE))
        return last > first && hit_at(doc, last - 1, LEX_NEG) != NULL;
    return last > first && hit_at(doc, last, LEX_NEG) != NULL &&
           (word_is(doc, last - 1, W_IS) || word_is(doc, last - 1, W_ARE) ||
            word_is(doc, last - 1, W_WAS) || word_is(doc, last - 1, W_WERE));
}

/* "may suspend the 8% tariff": what is done to the rate, if it is; no verb where nothing is. */
static struct act possible_act(const struct document *doc, uint32_t first, uint32_t rate)
{
    uint32_t low = rate > first + DUTY_REACH ? rate - DUTY_REACH : first;
    for (const struct hit *verb = hit_in(doc, low, rate, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, rate, LEX_ACT)) {
        uint32_t before = verb->first > first ? verb->first - 1 : first;
        bool may = word_is(doc, before, W_COULD) || word_is(doc, before, W_MAY) ||
                   word_is(doc, before, W_MIGHT);
        /* "is weighing whether to take away the 5% levy" */
        may = may ||
              (before > first && word_is(doc, before, W_TO) && word_is(doc, before - 1, W_WHETHER));
        if (!may || hit_is(verb, 1, "n") || clause_comma(doc, verb->end, rate))
            continue;
        struct act act = act_of(doc, verb, rate);
        act.may = true;
        return act;
    }
    return (struct act){0};
}

/* "leaving a rate of 10 percent": what stays when another part goes. */
static bool is_left(const struct document *doc, const struct change *change)
{
    uint32_t rate = change->rate->first;
    uint32_t low = rate > change->own_first + LEFT_REACH ? rate - LEFT_REACH : change->own_first;
    for (const struct hit *hit = hit_in(doc, low, rate, LEX_RATE); hit != NULL;
         hit = hit_in(doc, hit->end, rate, LEX_RATE)) {
        if (hit_is(hit, 0, "left"))
            return true;
    }
    return false;
}

/* "and Iraq 20% on Turkish hazelnuts": who does to a rate what another did to the one before. */
static const struct mention *gapped(const struct document *doc, const struct change *part)
{
    uint32_t rate = part->rate->first;
    for (size_t i = mention_from(doc, part->first);
         i < doc->mention_count && doc->mention[i].first < rate; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->end == rate && mention->kind == MENTION_COUNTRY && mention->first > 0 &&
            word_is(doc, mention->first - 1, W_AND) && word_is(doc, part->rate->end, W_ON))
            return mention;
    }
    return NULL;
}

/* "will raise A and cut B": a verb that looks like its past is to come, as the one it is joined to.
 */
static void share_tense(const struct document *doc, const struct act *before, struct act *act)
{
    const struct hit *verb = act->verb;
    if (verb == NULL || before->verb == NULL || verb == before->verb || !before->future ||
        !act->done || verb->first < before->verb->end + 2 ||
        !(word_is(doc, verb->first - 1, W_AND) || word_is(doc, verb->first - 1, W_BUT)) ||
        act_ends_with(doc, verb->first, "ed"))
        return;
    act->done = false;
    act->future = true;
}

/* "suspended 24 percent for a year, while keeping 10 percent": the second is what is left. */
static bool leaves_next(const struct change *parts, size_t count, size_t i)
{
    return count == 2 && i == 0 && parts[1].act.keeps && parts[0].rate->part != RATE_OLD &&
           parts[1].rate->part == RATE_NEW && parts[1].rate->value < parts[0].rate->value;
}

/* "has been raised to 120%, and that on tobacco to 60%, by a decree that came into force": the move
 * is that of the rate before, not what is told of the paper. */
static void share_move(const struct change *before, struct change *part)
{
    const struct hit *verb = part->act.verb;
    const struct hit *moved = before->act.verb;
    bool other = verb == NULL || (verb->first >= part->rate->end && hit_is(verb, 1, "w"));
    if (other && part->rate->led_by_to && before->rate->led_by_to && moved != NULL &&
        moved->end <= before->rate->first &&
        (hit_is(moved, 0, "raise") || hit_is(moved, 0, "lower")))
        part->act = before->act;
}

/* "The 35% on shirts and the 15% on cloth will carry on": both are the subject of one verb. */
static void share_end(const struct document *doc, struct change *part, const struct change *next)
{
    const struct hit *verb = next->act.verb;
    uint32_t from = part->rate->end;
    uint32_t to = next->rate->first;
    if (part->act.verb != NULL || verb == NULL || verb->first < next->rate->end ||
        act_is_noun(verb) || next->act.pays ||
        !(hit_is(verb, 2, "subject") || next->act.passive || hit_is(verb, 0, "extend")) ||
        hit_in(doc, from, to, LEX_ACT) != NULL || word_is(doc, to - 1, W_S) ||
        part->rate->by_unit != next->rate->by_unit)
        return;
    bool joined = false;
    for (uint32_t at = from; at < to; at++) {
        if (mark_is(doc, at, ';'))
            return;
        joined = joined || word_is(doc, at, W_AND) || mark_is(doc, at, ',');
    }
    for (uint32_t at = next->rate->end; at < verb->first && joined; at++)
        joined = !(mark_is(doc, at, ',') && word_is(doc, at + 1, W_AND));
    if (joined)
        part->act = next->act;
}

/* "stays at 5 percent rather than 3.5", "is held at 10 rather than 25": what might have been is no
 * earlier rate, and what would have been more is put off. */
static void stays_at(const struct document *doc, struct change *change)
{
    const struct hit *verb = change->act.verb;
    if (!change->act.keeps || change->old == NULL || verb->end >= change->rate->first ||
        !word_is(doc, change->rate->first - 1, W_AT))
        return;
    bool rises = change->old->value > change->rate->value;
    change->act.action = rises ? ACTION_SUSPEND : ACTION_EXTEND;
    change->act.keeps = false;
    change->leaves = true;
    change->old = NULL;
}

uint32_t rated_deed_end(const struct document *doc, uint32_t rate, uint32_t next)
{
    for (uint32_t at = rate; at < next; at++) {
        const struct hit *act = hit_in(doc, at + 1, next, LEX_ACT);
        /* "are currently 10% and are set to rise to 17%" */
        if (word_is(doc, at, W_AND) && act != NULL && word_is(doc, act->end, W_TO) &&
            next - act->end == 1 && clause_is_finite(doc, at + 1))
            return at;
        /* "raised it to 18% and will raise it again, to 35%" */
        if (word_is(doc, at, W_AND) && word_is(doc, at + 1, W_WILL) && act != NULL &&
            act->first == at + 2 && apart_takes_it(doc, act))
            return at;
        if (!mark_is(doc, at, ';'))
            continue;
        size_t i = mention_from(doc, at + 1);
        if (act != NULL && i < doc->mention_count && doc->mention[i].first < act->first)
            return at;
    }
    return next;
}

/* The deed of each part; true where a step in points tells that the rest of a duty is suspended. */
static bool read_acts(const struct document *doc,
                      uint32_t sentence,
                      uint32_t first,
                      uint32_t end,
                      struct change *parts,
                      size_t made,
                      enum tariff_action *left)
{
    bool suspends = false;
    for (size_t p = 0; p < made; p++) {
        uint32_t rate = parts[p].rate->end;
        uint32_t act_end = p + 1 < made ? rated_deed_end(doc, rate, parts[p + 1].rate->first) : end;
        parts[p].act = act_on(doc, first, act_end, parts[p].rate->first);
        const struct hit *verb = parts[p].act.verb;
        bool weighs = hit_is(verb, 1, "w") && word_is(doc, verb->end, W_WHETHER);
        struct act possible = {0};
        if (verb == NULL || weighs)
            possible = possible_act(doc, first, parts[p].rate->first);
        if (verb == NULL || possible.verb != NULL)
            parts[p].act = possible;
        if (p > 0)
            share_move(&parts[p - 1], &parts[p]);
        if (p > 0)
            share_tense(doc, &parts[p - 1].act, &parts[p].act);
        asked_read(doc, doc->sentence[sentence].first, &parts[p]);
    }
    for (size_t p = made; p > 1; p--)
        share_end(doc, &parts[p - 2], &parts[p - 1]);
    enum tariff_action held = ACTION_SUSPEND;
    for (size_t p = 0; p < made; p++) {
        enum tariff_action action = parts[p].act.action;
        bool holds = action == ACTION_SUSPEND ||
                     (action == ACTION_EXTEND && hit_is(parts[p].act.verb, 0, "suspend"));
        if (!holds || !(is_step_to(doc, parts, made, p) || leaves_next(parts, made, p)))
            continue;
        suspends = true;
        held = action;
    }
    if (suspends)
        *left = held;
    return suspends;
}

/* What a part says beside its rate. */
static void fill_part(const struct tariff_scene *scene, struct change *parts, size_t made, size_t p)
{
    const struct document *doc = scene->doc;
    struct change *change = &parts[p];
    const struct mention *other = p > 0 && !change->backward ? gapped(doc, change) : NULL;
    if (other != NULL)
        change->imposer = other->side;
    const struct mention *next = p + 1 < made ? gapped(doc, &parts[p + 1]) : NULL;
    if (next != NULL && next->first > change->rate->end && next->first <= change->own_end)
        change->own_end = next->first - 1;
    asked_to_give_in(scene, change);
    change->products = change_goods(scene, change);
    if (target_of_total(scene, change))
        change->products = scene->last.products;
    if (change->given_up && change->products.ptr == scene->last.products.ptr)
        change->products = (struct str){NULL, 0};
    change->stepped = follows_step(doc, parts, p);
    if (change->stepped)
        change->old = parts[p - 1].rate;
    if (change->stepped && is_to_come(doc, change)) {
        change->act.future = true;
        change->act.done = false;
    }
}

bool rated_read(struct tariff_scene *scene,
                uint32_t i,
                uint32_t first,
                uint32_t end,
                const struct rate *rates,
                size_t count)
{
    struct document *doc = scene->doc;
    struct change parts[RATES_MAX];
    bool was = rated_is_what_was(scene, i, first, rates, count);
    was = was && (scene->last.action == ACTION_REMOVE || scene->last.action == ACTION_SUSPEND ||
                  scene->last.action == ACTION_EXEMPT);
    const struct act undone = scene->last.act;
    uint32_t own = apart_before(doc, first, rates[0].first);
    if (own > first && !deed_read(scene, i, first, own - 1, NULL, true))
        return false;
    first = own;
    size_t made = part_cut(doc, first, end, rates, count, parts);
    const struct hit *used = NULL;
    bool told = false;
    part_respectively(doc, parts, made);
    part_objects(doc, parts, made);
    uint32_t tail = made > 0 ? apart_after(doc, parts[made - 1].rate->end, end) : end;
    if (made > 0 && parts[made - 1].own_end > tail)
        parts[made - 1].own_end = tail;
    enum tariff_action left = ACTION_NONE;
    bool suspends = read_acts(doc, i, first, tail, parts, made, &left);
    bool rest = suspends && leaves_next(parts, made, 0);
    listed_read(doc, first, parts, made);
    for (size_t p = 0; p < made; p++) {
        struct change *change = &parts[p];
        change->sentence = i;
        change->last_sentence = change_dated_by(scene, i);
        uint32_t at = change->rate->first;
        change->duty = duty_nearest(doc, side_told_from(doc, first, at), end, at);
        if (is_step_to(doc, parts, made, p) || (rest && p == 0)) {
            if (p == 0 && made > 1 && parts[1].shares) {
                parts[1].shares = false;
                parts[1].own_first = parts[0].own_first;
            }
            continue;
        }
        if (suspends) {
            change->act.action = left;
            change->act.keeps = false;
        }
        if (was)
            change->act = undone;
        stays_at(doc, change);
        change->leaves = change->leaves || suspends || is_left(doc, change);
        if (change->act.verb != NULL)
            used = change->act.verb;
        fill_part(scene, parts, made, p);
        if (rest && change->products.len == 0)
            change->products = change_goods(scene, &parts[0]);
        if (wished(doc, first, change) || is_denied(doc, first, change) || is_kept(doc, change))
            continue;
        told = true;
        if (!change_emit(scene, change))
            return false;
    }
    tail = told ? tail : end;
    scene->old = made == 0 && count == 1 ? &rates[0] : NULL;
    bool room = deed_read(scene, i, first, tail, told ? used : NULL, !told) &&
                (tail == end || deed_read(scene, i, tail, end, NULL, true));
    scene->old = NULL;
    return room;
}
