#include "consumers/classify/bare.h"

#include "consumers/classify/act.h"
#include "consumers/classify/imposer_part.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#define GOODS_BACK    4  /* tokens from goods to "is", and their rate */
#define SUBJECT_REACH 24 /* tokens from the goods to the verb by which they bear a rate */
#define BEAR_REACH    4  /* tokens between what is borne and its rate */
#define GOODS_REACH   6  /* tokens from "on" to the goods of a rate */
#define ACTOR_REACH   5 /* tokens from whose deed it is to the deed: "Mexico last week announced" */
#define DUTY_REACH    4 /* tokens from a rate to the duty that it is of */
#define TOLD_REACH    8 /* tokens from a duty past its goods to whose deed it is */
#define QUESTION_BACK 3 /* sentences from an answer to its question */
#define ANSWER_REACH  9 /* tokens from "it will be" to the rate */
#define VENUE_REACH   8 /* tokens from a rate to the country where it is borne */

static bool has_core(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_TRADE); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_TRADE)) {
        if (hit_is(hit, 0, "core"))
            return true;
    }
    return false;
}

/* Whether goods, or a country's things, are named. */
static bool has_goods(const struct document *doc, uint32_t first, uint32_t end)
{
    return hit_in(doc, first, end, LEX_GOODS) != NULL ||
           hit_in(doc, first, end, LEX_PRODUCT) != NULL ||
           hit_in(doc, first, end, LEX_DEMONYM) != NULL ||
           hit_in(doc, first, end, LEX_COUNTRY) != NULL;
}

static uint32_t within(uint32_t at, uint32_t reach, uint32_t end)
{
    return at + reach < end ? at + reach : end;
}

/* "the 25%", "their extra 25%": the token of the word that makes it known, or NO_INDEX. */
static uint32_t article_of(const struct document *doc, uint32_t first, const struct rate *rate)
{
    uint32_t at = rate->first;
    while (at > first &&
           (hit_over(doc, at - 1, LEX_RATE) != NULL || word_spelled(doc, at - 1, "second")))
        at--;
    if (at <= first)
        return NO_INDEX;
    at--;
    bool known = word_is(doc, at, W_THE) || word_is(doc, at, W_THIS) || word_is(doc, at, W_THAT) ||
                 word_is(doc, at, W_ITS) || word_is(doc, at, W_THEIR);
    return known ? at : NO_INDEX;
}

/* "that Mexico announced", "the United States put": whose deed the rate is, by a relative clause.
 */
static bool is_deed_of(const struct document *doc, uint32_t at, uint32_t end)
{
    at += word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH);
    at += word_is(doc, at, W_THE);
    size_t i = mention_from(doc, at > 0 ? at - 1 : 0);
    if (i >= doc->mention_count || doc->mention[i].first > at || doc->mention[i].side == NULL ||
        doc->mention[i].end >= end)
        return false;
    uint32_t from = doc->mention[i].end;
    const struct hit *act = hit_in(doc, from, within(from, ACTOR_REACH, end), LEX_ACT);
    return hit_is(act, 0, "impose") && !act_is_noun(act) && !hit_is(act, 1, "payer") &&
           hit_in(doc, from, act->first, LEX_NEG) == NULL;
}

/* "since June", "from Friday", "of 1 August", "that begins on March 23" */
static bool is_timed(const struct document *doc, uint32_t at, uint32_t end)
{
    if (word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH)) {
        const struct hit *act = hit_in(doc, at + 1, within(at, ACTOR_REACH, end), LEX_ACT);
        return hit_is(act, 2, "subject") && act_is_weak(act);
    }
    bool led = word_is(doc, at, W_SINCE) || word_is(doc, at, W_FROM) || word_is(doc, at, W_OF) ||
               word_is(doc, at, W_ON);
    uint32_t day = at + 1 + word_is(doc, at + 1, W_THE);
    return led && (when_at(doc, day, end).known || when_at(doc, at + 1, end).known);
}

/* "on goods from Laos" */
static bool is_on_goods(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = within(at, GOODS_REACH, end);
    for (uint32_t stop = at; stop < high; stop++) {
        if (doc->token[stop].kind == TOKEN_PUNCT && doc->token[stop].mark != '-')
            high = stop;
    }
    return word_is(doc, at, W_ON) && has_goods(doc, at + 1, high);
}

/* "has been collected since Thursday" */
static bool is_collected(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t verb = at;
    while (verb < end &&
           (word_is(doc, verb, W_HAS) || word_is(doc, verb, W_IS) || word_is(doc, verb, W_BEEN) ||
            word_is(doc, verb, W_NOW) || word_is(doc, verb, W_BEING) || word_is(doc, verb, W_WAS)))
        verb++;
    const struct hit *act = verb > at ? hit_at(doc, verb, LEX_ACT) : NULL;
    return act != NULL && hit_is(act, 0, "impose") && act_is_passive(doc, act, at);
}

static bool
is_of_duties(const struct document *doc, const struct change_gates *gates, const struct rate *rate)
{
    return !rate->by_unit && hit_in(doc, gates->first, rate->end, LEX_SHARE) == NULL &&
           hit_in(doc, gates->first, gates->end, LEX_DOMAIN) == NULL;
}

bool bare_is_known(const struct tariff_scene *scene,
                   const struct change_gates *gates,
                   const struct rate *rate)
{
    const struct document *doc = scene->doc;
    uint32_t at = rate->end;
    uint32_t end = gates->end;
    if (article_of(doc, gates->first, rate) == NO_INDEX || !is_of_duties(doc, gates, rate))
        return false;
    bool deed =
        is_deed_of(doc, at, end) &&
        (scene->speaks_of_duties || has_goods(doc, at + 2, within(at, 2 * GOODS_REACH, end)));
    bool goods = has_goods(doc, gates->first, rate->first) || scene->speaks_of_duties;
    return deed || is_on_goods(doc, at, end) ||
           (scene->speaks_of_duties && is_timed(doc, at, end)) ||
           (goods && is_collected(doc, at, end));
}

bool bare_is_dated(const struct tariff_scene *scene,
                   const struct change_gates *gates,
                   const struct rate *rate)
{
    const struct document *doc = scene->doc;
    return scene->speaks_of_duties && article_of(doc, gates->first, rate) != NO_INDEX &&
           is_of_duties(doc, gates, rate) &&
           (is_timed(doc, rate->end, gates->end) || is_deed_of(doc, rate->end, gates->end));
}

/* "the 32% duty that Washington announced for us", "the 10% tariff on tea which Canada has had": a
 * duty with its rate, told of in passing; somebody's deed all the same. */
bool bare_is_told(const struct tariff_scene *scene,
                  const struct change_gates *gates,
                  const struct rate *rate)
{
    const struct document *doc = scene->doc;
    uint32_t end = gates->end;
    const struct hit *duty = hit_in(doc, rate->end, within(rate->end, DUTY_REACH, end), LEX_TARIFF);
    if (duty == NULL || !is_of_duties(doc, gates, rate) ||
        article_of(doc, gates->first, rate) == NO_INDEX)
        return false;
    uint32_t high = within(duty->end, TOLD_REACH, end);
    for (uint32_t at = duty->end; at < high && doc->token[at].kind == TOKEN_WORD; at++) {
        if (word_is(doc, at, W_THAT) || word_is(doc, at, W_WHICH))
            return is_deed_of(doc, at, end);
    }
    return is_deed_of(doc, duty->end, end);
}

/* "in the United States", "at Uganda's border", "on what it sells to Japan": where a rate is borne.
 */
static bool is_borne_there(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t high = within(at, VENUE_REACH, end);
    for (uint32_t in = at; in < high; in++) {
        if (doc->token[in].kind == TOKEN_PUNCT)
            return false;
        if (word_is(doc, in, W_ON) && word_is(doc, in + 1, W_WHAT))
            return true;
        if (!word_is(doc, in, W_IN) && !word_is(doc, in, W_AT) && !word_is(doc, in, W_INTO))
            continue;
        uint32_t place = in + 1 + word_is(doc, in + 1, W_THE);
        if (side_place(doc, place) != NULL)
            return true;
    }
    return false;
}

/* "now pays", "has paid ... since May": told as news, not as how things are. */
static bool is_news(const struct document *doc, const struct change_gates *gates, uint32_t verb)
{
    bool perfect = word_is(doc, verb - 1, W_HAS) || word_is(doc, verb - 1, W_HAVE) ||
                   word_is(doc, verb - 1, W_VE);
    /* "Switzerland is paying 39%." */
    bool paying = (word_is(doc, verb - 1, W_IS) || word_is(doc, verb - 1, W_ARE)) &&
                  act_ends_with(doc, verb, "ing");
    if (paying)
        return true;
    bool now = word_is(doc, verb - 1, W_NOW) || word_is(doc, gates->first, W_NOW);
    bool since = false;
    for (uint32_t at = gates->first; at < gates->end && perfect; at++)
        since = since || word_is(doc, at, W_SINCE);
    return now || since;
}

/* "everything that these ship to us" */
static bool comes_to_us(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        if (word_is(doc, at, W_TO) && word_is(doc, at + 1, W_US))
            return true;
    }
    return false;
}

bool bare_is_borne(const struct tariff_scene *scene,
                   const struct change_gates *gates,
                   const struct rate *rates)
{
    const struct document *doc = scene->doc;
    uint32_t first = gates->first;
    uint32_t end = gates->end;
    struct act act = act_on(doc, first, end, rates[0].first);
    if (!act.pays || rates[0].first < act.verb->end ||
        rates[0].first - act.verb->end > BEAR_REACH || hit_in(doc, first, end, LEX_DOMAIN) != NULL)
        return false;
    uint32_t verb = act.verb->first;
    uint32_t low = verb > first + SUBJECT_REACH ? verb - SUBJECT_REACH : first;
    bool goods =
        hit_in(doc, low, verb, LEX_PRODUCT) != NULL || hit_in(doc, low, verb, LEX_GOODS) != NULL;
    if (hit_in(doc, first, rates[0].end, LEX_SHARE) != NULL)
        return false;
    bool place = hit_in(doc, first, end, LEX_COUNTRY) != NULL ||
                 hit_in(doc, first, end, LEX_DEMONYM) != NULL || comes_to_us(doc, low, verb);
    bool two = rates[0].old != NO_INDEX;
    bool core = has_core(doc, first, end);
    bool there = is_borne_there(doc, rates[0].end, end);
    /* "Foreign pork pays 40 percent": how things are, unless it is said from when. */
    if (!two && !act.future && !is_news(doc, gates, verb) &&
        !when_effective(doc, first, first, end).known)
        return false;
    /* "Peru is paying 39%", in a text of duties */
    const struct mention *payer = verb > first + 1 ? mention_ending(doc, verb - 1) : NULL;
    if (payer != NULL && payer->kind == MENTION_COUNTRY && is_news(doc, gates, verb) &&
        (scene->speaks_of_duties || scene->author->social))
        return true;
    /* "Britain is to pay no more than 10 percent.", after a change */
    const struct mention *begins = mention_at(doc, first);
    if (gates->follows && act.future && scene->speaks_of_duties && begins != NULL &&
        begins->kind == MENTION_COUNTRY && verb - begins->end <= BEAR_REACH)
        return true;
    return (goods && (scene->speaks_of_duties || core || place || two)) || (core && two) ||
           (there && has_goods(doc, low, verb) && (scene->speaks_of_duties || core));
}

bool bare_is_dated_goods(const struct tariff_scene *scene,
                         const struct change_gates *gates,
                         const struct rate *rates)
{
    const struct document *doc = scene->doc;
    uint32_t first = gates->first;
    uint32_t rate = rates[0].first;
    if (!scene->author->social || rate == first || hit_over(doc, rate, LEX_PERCENT) != NULL)
        return false;
    uint32_t low = rate > first + GOODS_BACK ? rate - GOODS_BACK : first;
    bool is = word_is(doc, rate - 1, W_IS) || word_is(doc, rate - 1, W_ARE) ||
              mark_is(doc, rate - 1, ',') || mark_is(doc, rate - 1, ':');
    uint32_t next = rates[0].end;
    bool closes = next >= gates->end || doc->token[next].kind == TOKEN_PUNCT ||
                  word_is_grammar(doc, next) || hit_at(doc, next, LEX_WHEN) != NULL;
    return is && closes && hit_in(doc, low, rate, LEX_PRODUCT) != NULL &&
           hit_in(doc, first, gates->end, LEX_SHARE) == NULL &&
           hit_in(doc, first, gates->end, LEX_DOMAIN) == NULL &&
           when_effective(doc, first, first, gates->end).known;
}

uint32_t bare_question(const struct tariff_scene *scene, uint32_t i)
{
    const struct document *doc = scene->doc;
    uint32_t low = i > QUESTION_BACK ? i - QUESTION_BACK : 0;
    if (!scene->voices[i].turn || scene->voices[i].asked)
        return NO_INDEX;
    while (i > low && !scene->voices[i - 1].asked)
        i--;
    if (i == low)
        return NO_INDEX;
    const struct sentence *asked = &doc->sentence[i - 1];
    bool duty = duty_next(doc, asked->first, asked->end) != NULL;
    bool goods = hit_in(doc, asked->first, asked->end, LEX_PRODUCT) != NULL;
    return asked->question && (duty || (goods && scene->speaks_of_duties)) ? i - 1 : NO_INDEX;
}

bool bare_is_answer(const struct tariff_scene *scene,
                    const struct change_gates *gates,
                    const struct rate *rate)
{
    const struct document *doc = scene->doc;
    uint32_t low =
        rate->first > gates->first + ANSWER_REACH ? rate->first - ANSWER_REACH : gates->first;
    bool it = false;
    bool be = false;
    for (uint32_t at = low; at < rate->first; at++) {
        it = it || word_is(doc, at, W_IT) || word_is(doc, at, W_THEY);
        be = be || (it && word_is(doc, at, W_BE));
    }
    return be && is_of_duties(doc, gates, rate) &&
           bare_question(scene, gates->sentence) != NO_INDEX;
}

bool bare_is_crossing(const struct tariff_scene *scene,
                      const struct change_gates *gates,
                      const struct rate *rates)
{
    const struct document *doc = scene->doc;
    if (!bare_is_borne(scene, gates, rates))
        return false;
    uint32_t verb = act_on(doc, gates->first, gates->end, rates[0].first).verb->first;
    uint32_t low = verb > gates->first + SUBJECT_REACH ? verb - SUBJECT_REACH : gates->first;
    bool goods =
        hit_in(doc, low, verb, LEX_PRODUCT) != NULL || hit_in(doc, low, verb, LEX_GOODS) != NULL;
    bool deal = scene->author->press && hit_in(doc, low, verb, LEX_DEMONYM) != NULL &&
                hit_in(doc, doc->sentence[gates->sentence].first, verb, LEX_DEAL) != NULL;
    return goods && (deal || imposer_into(doc, low, verb) != NULL ||
                     is_borne_there(doc, rates[0].end, gates->end));
}
