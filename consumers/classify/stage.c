/* What is done to a duty, and how firm it is. */
#include "consumers/classify/act.h"
#include "consumers/classify/tariff.h"
#include "consumers/classify/when.h"

#include <string.h>

#define LOSS_REACH 2 /* tokens from "lose" to the duty */
#define NEAR       3 /* sentences after what is in force that go on with it */
#define BY_LEAD    3 /* tokens before "by imposing" at the head of a sentence */

#define RECITAL_LEAD   8 /* tokens before the order that a recital names, and */
#define RECITAL_NUMBER 4 /* from there to its day */

/* "put another 25 points on", "10 percent more", "a much higher tariff": a duty that is there
 * already grows, though the verb only imposes. */
static enum tariff_action heavier_or_lighter(const struct change *change)
{
    const struct rate *rate = change->rate;
    if (rate != NULL && rate->part == RATE_POINTS && (rate->by_unit || rate->another))
        return ACTION_RAISE;
    if (hit_is(change->duty, 0, "higher"))
        return ACTION_RAISE;
    if (hit_is(change->duty, 0, "lower"))
        return ACTION_LOWER;
    return ACTION_IMPOSE;
}

enum tariff_action stage_action(const struct change *change)
{
    enum tariff_action action = change->act.action;
    const struct rate *rate = change->rate;
    bool fixed = action == ACTION_SUSPEND || action == ACTION_EXTEND || action == ACTION_EXEMPT;
    if (change->act.averts)
        return action;
    if (rate != NULL && change->old != NULL && rate->part == RATE_NEW && !fixed &&
        rate->value != change->old->value) {
        /* "cranes, which paid nothing until now, will pay 25%" */
        if (change->old->value == 0 && change->act.action == ACTION_IMPOSE)
            return ACTION_IMPOSE;
        return rate->value > change->old->value ? ACTION_RAISE : ACTION_LOWER;
    }
    /* Losing what was free of duty imposes one; keeping it exempts. */
    if (hit_is(change->duty, 0, "exempt") && rate == NULL) {
        if (action == ACTION_REMOVE || action == ACTION_SUSPEND ||
            hit_is(change->act.verb, 1, "loss"))
            return ACTION_IMPOSE;
        if (action == ACTION_EXTEND)
            return ACTION_EXTEND;
        bool spares =
            change->act.keeps || action == ACTION_EXEMPT || hit_is(change->act.verb, 1, "s");
        return spares ? ACTION_EXEMPT : ACTION_NONE;
    }
    /* "extends preferential access to coffee", and taking it away raises the duty */
    if (hit_is(change->duty, 0, "favour") && rate == NULL) {
        bool away = action == ACTION_REMOVE || action == ACTION_SUSPEND ||
                    hit_is(change->act.verb, 1, "loss");
        return away ? ACTION_RAISE : change->act.lasts ? action : ACTION_LOWER;
    }
    /* "almonds lose the extra duty that India put on them" */
    const struct hit *duty = change->duty;
    if (hit_is(change->act.verb, 1, "loss") && rate == NULL && duty != NULL &&
        !hit_is(duty, 0, "exempt") && duty->first >= change->act.verb->end &&
        duty->first - change->act.verb->end <= LOSS_REACH)
        return ACTION_REMOVE;
    if (action == ACTION_NONE)
        action = ACTION_IMPOSE;
    /* "takes 20 points off" */
    if (rate != NULL && rate->by_unit && (rate->off || hit_is(change->act.verb, 1, "loss")))
        return ACTION_LOWER;
    /* "will let in 500 cars a year at 6 percent": at less than others */
    if (action == ACTION_IMPOSE && hit_is(change->act.verb, 2, "entry") && rate != NULL &&
        rate->part == RATE_NEW && rate->value > 0)
        return ACTION_LOWER;
    /* "takes theirs to zero", "we pay zero" */
    if (rate != NULL && rate->value == 0 && rate->part == RATE_NEW &&
        (action == ACTION_RAISE || (action == ACTION_IMPOSE && change->old == NULL &&
                                    rate->op != RATE_GE && !hit_is(change->act.verb, 1, "w"))))
        return ACTION_REMOVE;
    /* "removing 10 percentage points of the rate", "lifted its tariff by 10 points" */
    if (action == ACTION_REMOVE && rate != NULL && rate->by_unit)
        return rate->by && hit_is(change->act.verb, 1, "lift") ? ACTION_RAISE : ACTION_LOWER;
    /* "taking its tariffs to 25%", "lifted its tariff to 25%" */
    if (action == ACTION_REMOVE && rate != NULL && rate->led_by_to && rate->value > 0)
        return hit_is(change->act.verb, 1, "lift") ? ACTION_RAISE : ACTION_LOWER;
    if (hit_is(change->duty, 0, "quota") && rate == NULL &&
        (action == ACTION_IMPOSE || action == ACTION_RAISE))
        return ACTION_LOWER;
    return action == ACTION_IMPOSE ? heavier_or_lighter(change) : action;
}

static bool stage_in(const struct document *doc, uint32_t first, uint32_t end, const char *stage)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_STAGE); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_STAGE)) {
        if (hit_is(hit, 0, stage))
            return true;
    }
    return false;
}

static bool has_future(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) || word_is(doc, at, W_SHALL) ||
            word_is(doc, at, W_LL))
            return true;
    }
    return false;
}

/* "has taken action, including by raising tariffs" */
static bool after_perfect(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    if (verb == NULL || hit_in(doc, sentence->first, sentence->end, LEX_DATE) != NULL)
        return false;
    const struct token *token = &doc->token[verb->first];
    if (token->end - token->start < 5 || memcmp(doc->text + token->end - 3, "ing", 3) != 0)
        return false;
    for (uint32_t at = sentence->first; at < verb->first; at++) {
        if ((word_is(doc, at, W_HAS) || word_is(doc, at, W_HAVE)) && !word_is(doc, at + 1, W_TO))
            return hit_is(hit_in(doc, at, verb->first, LEX_STOP), 0, "list") ||
                   hit_is(hit_over(doc, verb->first - 1, LEX_STOP), 0, "list") ||
                   hit_is(hit_over(doc, verb->first - 2, LEX_STOP), 0, "list");
    }
    return false;
}

/* "The President has taken several steps, including: - Raising duties on tin" */
static bool is_listed_as_done(const struct document *doc, const struct change *change)
{
    const struct sentence *head = dating_deed_head(doc, change);
    for (uint32_t at = head != NULL ? head->first : 0; head != NULL && at < head->end; at++) {
        if ((word_is(doc, at, W_HAS) || word_is(doc, at, W_HAVE)) && !word_is(doc, at + 1, W_TO))
            return true;
    }
    return false;
}

/* "In Proclamation 9704 of March 8, 2018 (...), the President decided to impose ...": an order
 * recites what an earlier one did. */
static bool is_recital(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    if (scene->author->press || scene->author->social || !doc->date_known ||
        (verb != NULL && verb->first > sentence->first &&
         (word_is(doc, verb->first - 1, W_SHALL) || word_is(doc, verb->first - 1, W_WILL))))
        return false;
    uint32_t low = sentence->first + RECITAL_LEAD < sentence->end ? sentence->first + RECITAL_LEAD
                                                                  : sentence->end;
    const struct hit *order = hit_in(doc, sentence->first, low, LEX_INSTRUMENT);
    uint32_t high = order == NULL ? 0 : order->end + RECITAL_NUMBER;
    for (uint32_t at = order == NULL ? high : order->end; at < high && at + 1 < sentence->end;
         at++) {
        if (hit_is(order, 1, "number") && word_is(doc, at, W_OF)) {
            struct when when = when_at(doc, at + 1, sentence->end);
            return when.known && when.to_day && when.day < doc->date_day;
        }
    }
    return false;
}

/* "I determined that it was necessary to impose", "I invoked my authority to impose", "(b) revoked
 * the exclusion", "resulted in increases": what an official text tells of the past. */
static bool is_looked_back_at(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    if (scene->author->press || scene->author->social || scene->voices[change->sentence].turn ||
        verb == NULL)
        return false;
    uint32_t first = sentence->first;
    bool item = mark_is(doc, first, '(') && mark_is(doc, first + 2, ')');
    if (item && verb->first == first + 3 && act_ends_with(doc, verb->first, "ed"))
        return true;
    for (uint32_t at = first; at + 1 < verb->first; at++) {
        struct str word = document_span(doc, at, at + 1);
        struct str after = document_span(doc, at + 1, at + 2);
        bool deemed =
            word_is(doc, at, W_WAS) && word_is(doc, at - 1, W_IT) &&
            (str_eq_nocase(after, STR("necessary")) || str_eq_nocase(after, STR("appropriate")));
        bool led = str_eq_nocase(word, STR("invoked")) ||
                   (str_eq_nocase(word, STR("resulted")) && word_is(doc, at + 1, W_IN));
        if (at > first && (deemed || led))
            return true;
    }
    return false;
}

/* "By placing duties on them, we are bringing jobs home.": what already does something. */
static bool is_at_work(const struct tariff_scene *scene, const struct change *change)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    const struct hit *verb = change->act.verb;
    if (scene->author->press || verb == NULL || verb->first == sentence->first ||
        verb->first > sentence->first + BY_LEAD || !word_is(doc, verb->first - 1, W_BY) ||
        !act_ends_with(doc, verb->first, "ing"))
        return false;
    for (uint32_t at = verb->end; at + 1 < sentence->end; at++) {
        bool does = word_is(doc, at, W_IS) || word_is(doc, at, W_ARE) || word_is(doc, at, W_HAS) ||
                    word_is(doc, at, W_HAVE);
        if (does)
            return act_ends_with(doc, at + 1, "ing") || act_ends_with(doc, at + 1, "ed");
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD))
            return false;
    }
    return false;
}

/* "will go on paying 25%", "still pays 25%", "continues to bear 200%": as it has done so far. */
static bool goes_on(const struct document *doc, const struct change *change)
{
    const struct hit *verb = change->act.verb;
    if (verb == NULL || change->rate == NULL || verb->first < change->first + 1)
        return false;
    if (change->act.keeps)
        return !change->act.future && verb->first < change->rate->first &&
               hit_is(verb, 2, "subject");
    struct str before = document_span(doc, verb->first - 1, verb->first);
    const struct hit *goes = verb->first > change->first + 1 && word_is(doc, verb->first - 1, W_TO)
                                 ? hit_over(doc, verb->first - 2, LEX_ACT)
                                 : NULL;
    return change->act.pays && (word_is(doc, verb->first + 1, W_ON) || hit_is(goes, 0, "keep") ||
                                str_eq_nocase(before, STR("still")));
}

static bool has_would(const struct document *doc, const struct change *change)
{
    for (uint32_t at = change->first; at < change->end; at++) {
        if (word_is(doc, at, W_WOULD))
            return true;
    }
    return false;
}

/* A duty that another one answers is there, unless its own words say otherwise. */
static enum tariff_status
stage_answered(const struct document *doc, const struct change *change, bool future)
{
    if (stage_in(doc, change->first, change->end, "threatened"))
        return STATUS_THREATENED;
    if (stage_in(doc, change->first, change->end, "proposed"))
        return STATUS_PROPOSED;
    return future ? STATUS_ANNOUNCED : STATUS_IN_FORCE;
}

/* "goes up with effect from tomorrow": its own words say from when. */
static bool is_dated_itself(const struct document *doc, const struct change *change)
{
    struct when when = when_effective(doc, change->first, change->own_first, change->own_end);
    return when.known && !when.weak;
}

/* "has recommended, and the Minister has approved", "accepted the recommendation" */
static bool is_approved(const struct document *doc, const struct sentence *sentence)
{
    static const char *const words[] = {"approved", "accepted", "adopted", "endorsed"};
    for (uint32_t at = sentence->first; at < sentence->end; at++) {
        bool done =
            at > sentence->first && (word_is(doc, at - 1, W_HAS) || word_is(doc, at - 1, W_HAVE));
        if (done && WORD_AMONG(doc, at, words))
            return true;
    }
    return false;
}

static bool is_proposed(const struct document *doc, const struct change *change)
{
    const struct sentence *sentence = &doc->sentence[change->sentence];
    if (is_approved(doc, sentence))
        return false;
    for (const struct hit *hit = hit_in(doc, sentence->first, sentence->end, LEX_STAGE);
         hit != NULL; hit = hit_in(doc, hit->end, sentence->end, LEX_STAGE)) {
        if (hit_is(hit, 0, "proposed") && !stage_is_of_old(doc, change, hit->first))
            return true;
    }
    return false;
}

/* "At one in the morning the tariffs started: 30 percent for Peru, 12 for Chile" */
static bool is_listed_start(const struct document *doc, const struct change *change)
{
    if (change->rate == NULL)
        return false;
    uint32_t first = doc->sentence[change->sentence].first;
    for (uint32_t at = first + 2; at < change->rate->first; at++) {
        struct str word = document_span(doc, at - 1, at);
        if (mark_is(doc, at, ':') && doc->token[at - 1].kind == TOKEN_WORD)
            return (str_eq_nocase(word, STR("started")) || str_eq_nocase(word, STR("began")) ||
                    str_eq_nocase(word, STR("landed"))) &&
                   hit_in(doc, first, at, LEX_TARIFF) != NULL;
    }
    return false;
}

/* Where the title tells of a proposal, or what goes on from one "would" be: proposed too. */
static bool
is_of_a_proposal(const struct tariff_scene *scene, const struct change *change, bool pending)
{
    const struct document *doc = scene->doc;
    if (!scene->author->press && !scene->author->social && !is_dated_itself(doc, change) &&
        stage_in(scene->title, 0, (uint32_t)scene->title->token_count, "proposed") && pending)
        return true;
    /* "Producers in Canada would pay 14%.", "Lorries would go from 20% to 30%." */
    return (change->act.pays || hit_is(change->act.verb, 2, "subject")) && scene->have_last &&
           scene->last.status == STATUS_PROPOSED && scene->last.sentence + 1 >= change->sentence &&
           has_would(doc, change);
}

enum tariff_status stage_status(const struct tariff_scene *scene,
                                const struct change *change,
                                bool dated,
                                long long effective_day)
{
    const struct document *doc = scene->doc;
    const struct sentence *sentence = &doc->sentence[change->sentence];
    bool first_part = change->own_first <= change->first;
    uint32_t first = first_part || change->shares ? sentence->first : change->own_first;
    uint32_t end = change->own_end;
    bool future = change->act.future || has_future(doc, change->own_first, end);
    if (scene->answerer != NULL)
        return stage_answered(doc, change, future || (dated && effective_day > doc->date_day));
    if (change->given_up || (change->rate != NULL && change->rate->stays))
        return dated && effective_day > doc->date_day ? STATUS_ANNOUNCED
               : dated || !change->given_up           ? STATUS_IN_FORCE
                                                      : STATUS_ANNOUNCED;
    bool listed_done = is_listed_as_done(doc, change) || is_listed_start(doc, change);
    if (!listed_done && (stage_is_threat(scene, change) || change->act.may))
        return STATUS_THREATENED;
    if (is_proposed(doc, change) && !stage_in(doc, first, end, "in_force"))
        return STATUS_PROPOSED;
    if (change->stands)
        return STATUS_IN_FORCE;
    /* What goes on for longer than was said goes on from a day to come. */
    if (change->planned ||
        (change->action == ACTION_EXTEND && !change->act.done &&
         (!change->act.keeps || hit_is(change->act.verb, 2, "subject")) && !scene->author->social))
        return STATUS_ANNOUNCED;
    if (is_of_a_proposal(scene, change, !stage_in(doc, first, end, "in_force")))
        return STATUS_PROPOSED;
    bool past = change->act.done && !scene->author->press && !scene->author->social &&
                hit_in(doc, sentence->first, sentence->end, LEX_DATE) == NULL;
    past = past || (!scene->author->press && !scene->author->social && !future &&
                    after_perfect(doc, change));
    past = past || listed_done || is_recital(scene, change) || is_at_work(scene, change) ||
           is_looked_back_at(scene, change);
    if (past && !(dated && effective_day > doc->date_day))
        return STATUS_IN_FORCE;
    if (dated && doc->date_known)
        return effective_day > doc->date_day || change->act.future ? STATUS_ANNOUNCED
                                                                   : STATUS_IN_FORCE;
    bool to_come = change->act.future && !change->act.keeps && change->rate != NULL;
    if (stage_in(doc, first, end, "in_force") && !to_come)
        return STATUS_IN_FORCE;
    /* "39% is charged since May. Medicines are not subject to it." */
    if (change->action == ACTION_EXEMPT && !future && scene->have_last && change->rate == NULL &&
        scene->last.status == STATUS_IN_FORCE && scene->last.sentence + 1 >= change->sentence)
        return STATUS_IN_FORCE;
    if (change->action != ACTION_EXEMPT && goes_on(doc, change))
        return STATUS_IN_FORCE;
    /* "The duty took hold today. Lorries pay 10%, boats are not touched." */
    bool borne = (change->act.pays && !change->act.keeps) ||
                 (change->action == ACTION_EXEMPT && change->rate == NULL);
    if (borne && !future && scene->have_last && scene->last.status == STATUS_IN_FORCE &&
        scene->last.imposer != NULL && strcmp(scene->last.imposer, change->imposer) == 0 &&
        scene->last.sentence + NEAR >= change->sentence)
        return STATUS_IN_FORCE;
    if (future || stage_in(doc, first, end, "announced"))
        return STATUS_ANNOUNCED;
    bool listed = change->act.pays && scene->have_last && scene->last.status == STATUS_ANNOUNCED &&
                  scene->last.sentence + 1 >= change->sentence;
    if (listed)
        return STATUS_ANNOUNCED;
    /* "For Iceland the rate is 10%.": as the change that it goes on from */
    if (change->act.verb == NULL && change->rate != NULL && scene->have_last &&
        scene->last.sentence + 1 >= change->sentence)
        return scene->last.status;
    bool reporter = scene->author->press || scene->voices[change->sentence].asked;
    /* "Washington charges 26% on Indian goods": how things are */
    if (reporter && hit_is(change->act.verb, 2, "level") && change->rate != NULL &&
        !change->act.passive)
        return STATUS_IN_FORCE;
    if (reporter || scene->author->social || scene->voices[change->sentence].turn)
        return change->act.done || change->act.pays || change->act.keeps ? STATUS_IN_FORCE
                                                                         : STATUS_ANNOUNCED;
    return STATUS_ANNOUNCED;
}
