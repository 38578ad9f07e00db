/* What a verb or noun tells that is done to a duty. */
#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"
#include "consumers/classify/when.h"

#include <string.h>

#define OBJECT_MAX    7 /* tokens from a verb to the noun that says what it does */
#define AUXILIARY_MAX 4
#define BEGUN_REACH   4  /* tokens from "began" to "to charge": "began on Friday to charge" */
#define SUBJECT_MAX   16 /* tokens from the noun that is its subject to a verb */
#define ENTRY_REACH   16 /* tokens from "let in" to "without duty" */
#define LONGER_REACH  16 /* tokens from a verb to how much longer it is done */
#define OUT_REACH     48 /* tokens of a list of goods that are taken out of a duty */

bool act_is_noun(const struct hit *hit)
{
    return hit_is(hit, 1, "n");
}

/* Announcing, proposing, granting: what is done is told by its object. */
bool act_is_weak(const struct hit *hit)
{
    return hit_is(hit, 1, "w") || hit_is(hit, 1, "s");
}

bool act_ends_with(const struct document *doc, uint32_t at, const char *ending)
{
    const struct token *token = &doc->token[at];
    size_t len = strlen(ending);
    return token->end - token->start > len + 1 &&
           memcmp(doc->text + token->end - len, ending, len) == 0;
}

/* A form of "be" before a verb makes it passive, unless it is an -ing form. */
bool act_is_passive(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (act_is_noun(verb) || act_ends_with(doc, verb->first, "ing"))
        return false;
    for (uint32_t back = 1; back <= 3 && verb->first >= first + back; back++) {
        uint32_t at = verb->first - back;
        if (word_is(doc, at, W_IS) || word_is(doc, at, W_ARE) || word_is(doc, at, W_WAS) ||
            word_is(doc, at, W_WERE) || word_is(doc, at, W_BE) || word_is(doc, at, W_BEEN) ||
            word_is(doc, at, W_BEING))
            return true;
        if (hit_at(doc, at, LEX_ADVERB) == NULL && hit_at(doc, at, LEX_DATE) == NULL &&
            !word_is(doc, at, W_NOT) && !word_is(doc, at, W_NOW))
            break;
    }
    /* "the tariffs imposed by Beijing" */
    uint32_t look = verb->end;
    bool follows =
        look < doc->token_count &&
        (word_is(doc, look, W_BY) || word_is(doc, look, W_ON) || word_is(doc, look, W_FOR));
    bool past = act_ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL;
    return past && follows && verb->first > first &&
           (hit_over(doc, verb->first - 1, LEX_TARIFF) != NULL ||
            (word_is(doc, look, W_ON) && hit_over(doc, verb->first - 1, LEX_PERCENT) != NULL));
}

/* "began charging", "started to charge", "began on Friday to charge" */
static bool has_begun(const struct document *doc, const struct hit *verb, uint32_t first)
{
    uint32_t start = verb->first - (verb->first > first && word_is(doc, verb->first - 1, W_TO));
    uint32_t low = start > first + BEGUN_REACH ? start - BEGUN_REACH : first;
    bool dated = start > first && hit_over(doc, start - 1, LEX_WEEKDAY) != NULL;
    const struct hit *begins = NULL;
    for (uint32_t at = start; at > low && begins == NULL; at--) {
        begins = hit_over(doc, at - 1, LEX_ACT);
        if (!dated && at < start)
            break;
    }
    return begins != NULL && hit_is(begins, 1, "w") && hit_is(begins, 2, "subject") &&
           (!act_is_weak(verb) || hit_is(verb, 1, "s")) &&
           (act_ends_with(doc, begins->first, "ed") ||
            hit_at(doc, begins->first, LEX_PAST) != NULL);
}

/* "has cut its duty on corn to zero": what was done, which tells when. */
static const struct hit *
moved_to(const struct document *doc, const struct hit *verb, uint32_t first)
{
    const struct hit *moved = verb;
    if (!word_is(doc, verb->first, W_TO))
        return verb;
    for (const struct hit *hit = hit_in(doc, first, verb->first, LEX_ACT); hit != NULL;
         hit = hit_in(doc, hit->end, verb->first, LEX_ACT)) {
        if (!act_is_noun(hit) && !act_is_weak(hit))
            moved = hit;
    }
    return moved;
}

static void
read_tense(const struct document *doc, const struct hit *verb, uint32_t first, struct act *act)
{
    verb = moved_to(doc, verb, first);
    bool ing = act_ends_with(doc, verb->first, "ing");
    if (verb->first > first && word_is(doc, verb->first - 1, W_TO) && has_begun(doc, verb, first)) {
        act->done = true;
        return;
    }
    /* "will tariff", of which the noun alone is no verb */
    if (word_is(doc, verb->first, W_WILL)) {
        act->future = true;
        return;
    }
    for (uint32_t back = 1; back <= AUXILIARY_MAX && verb->first >= first + back; back++) {
        uint32_t at = verb->first - back;
        if (doc->token[at].kind != TOKEN_WORD)
            break;
        /* "exports to America face 20%": leads to a place, not to the verb. */
        if (word_is(doc, at, W_TO) && hit_is(verb, 1, "payer") &&
            (word_is(doc, at + 1, W_THE) || hit_at(doc, at + 1, LEX_COUNTRY) != NULL))
            break;
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) || word_is(doc, at, W_SHALL) ||
            word_is(doc, at, W_LL) || word_is(doc, at, W_TO)) {
            act->future = true;
            return;
        }
        if (word_is(doc, at, W_HAS) || word_is(doc, at, W_HAVE) || word_is(doc, at, W_HAD) ||
            word_is(doc, at, W_VE) || word_is(doc, at, W_WAS) || word_is(doc, at, W_WERE)) {
            /* "has been collecting" */
            bool goes_on = ing && back > 1 && word_is(doc, at + 1, W_BEEN);
            act->done = goes_on || (!ing && (!act_is_weak(verb) || hit_is(verb, 2, "done")));
            return;
        }
        if (word_is(doc, at, W_IS) || word_is(doc, at, W_ARE))
            return;
    }
    if (has_begun(doc, verb, first)) {
        act->done = true;
        return;
    }
    bool does = !act_is_weak(verb) || hit_is(verb, 2, "done");
    act->done =
        !act_is_noun(verb) && does && !ing && !hit_is(verb, 1, "payer") &&
        (act_ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL);
}

/* What a verb does to the thing a noun names: ending an exemption imposes, extending one exempts.
 */
static enum tariff_action combine(enum tariff_action verb, bool weak, enum tariff_action noun)
{
    if (weak || verb == ACTION_IMPOSE)
        return noun;
    if (noun == ACTION_EXEMPT)
        return verb == ACTION_REMOVE || verb == ACTION_SUSPEND ? ACTION_IMPOSE
               : verb == ACTION_EXTEND                         ? ACTION_EXTEND
                                                               : ACTION_EXEMPT;
    if (noun == ACTION_SUSPEND)
        return verb == ACTION_REMOVE   ? ACTION_IMPOSE
               : verb == ACTION_EXTEND ? ACTION_EXTEND
                                       : ACTION_SUSPEND;
    if (noun == ACTION_RAISE && verb == ACTION_REMOVE)
        return ACTION_REMOVE;
    return verb;
}

/* Keeping an exemption exempts, keeping up a suspension extends it. */
static enum tariff_action kept(enum tariff_action noun)
{
    return noun == ACTION_EXEMPT    ? ACTION_EXEMPT
           : noun == ACTION_SUSPEND ? ACTION_EXTEND
                                    : ACTION_NONE;
}

/* The noun of doing that a verb has for its object. */
const struct hit *act_object(const struct document *doc, const struct hit *verb, uint32_t end)
{
    if (hit_is(verb, 1, "payer"))
        return NULL;
    uint32_t from = act_past_time(doc, verb->end);
    uint32_t limit = from + OBJECT_MAX < end ? from + OBJECT_MAX : end;
    for (uint32_t at = from; at < limit; at++) {
        const struct token *token = &doc->token[at];
        /* "delay by 90 days an increase" */
        if (word_is(doc, at, W_BY) && at + 2 < limit && doc->token[at + 1].kind == TOKEN_NUMBER &&
            hit_at(doc, at + 2, LEX_PERIOD) != NULL) {
            at += 2;
            continue;
        }
        /* "delaying until July 1, 2026, the increase" */
        struct when until =
            word_is(doc, at, W_UNTIL) ? when_at(doc, at + 1, end) : (struct when){0};
        if (until.known) {
            at = until.end - (mark_is(doc, until.end, ',') ? 0 : 1);
            limit = at + OBJECT_MAX < end ? at + OBJECT_MAX : end;
            continue;
        }
        if (token->kind == TOKEN_PUNCT || word_is(doc, at, W_FROM) || word_is(doc, at, W_BY) ||
            (word_is(doc, at, W_TO) && at > verb->end) || word_is(doc, at, W_AFTER))
            return NULL;
        const struct hit *noun = hit_at(doc, at, LEX_ACT);
        if (noun != NULL && act_is_noun(noun))
            return noun;
        /* "decided to extend the exclusions", "signed an order delaying the increase": the other
         * verb's object */
        if (noun != NULL && at > verb->end &&
            (word_is(doc, at - 1, W_TO) || act_ends_with(doc, at, "ing")))
            return NULL;
        if (hit_at(doc, at, LEX_GOODS) != NULL || hit_at(doc, at, LEX_PERCENT) != NULL ||
            word_is(doc, at, W_ON))
            return NULL;
    }
    return NULL;
}

/* The noun of doing that is a verb's subject: "the suspension is prolonged". */
static const struct hit *subject_noun(const struct document *doc, const struct hit *verb)
{
    uint32_t low = verb->first > SUBJECT_MAX ? verb->first - SUBJECT_MAX : 0;
    for (uint32_t at = verb->first; at > low; at--) {
        const struct token *token = &doc->token[at - 1];
        if (token->kind == TOKEN_PUNCT || (token->flags & TOKEN_LINE))
            return NULL;
        const struct hit *noun = hit_at(doc, at - 1, LEX_ACT);
        bool led = at > 2 && (hit_over(doc, at - 2, LEX_TARIFF) != NULL ||
                              hit_over(doc, at - 2, LEX_COUNTRY) != NULL);
        uint32_t duty = led ? at - 1 : at;
        bool known = duty > 1 && (word_is(doc, duty - 2, W_THE) || word_is(doc, duty - 2, W_THIS) ||
                                  word_is(doc, duty - 2, W_THAT) || word_is(doc, duty - 2, W_ITS) ||
                                  word_is(doc, duty - 2, W_S) || word_is(doc, duty - 2, W_EACH));
        if (noun != NULL && act_is_noun(noun) && known)
            return noun;
    }
    return NULL;
}

/* "kept the exclusions alive": what a verb of keeping says its object is. */
static const struct hit *predicate(const struct document *doc, const struct hit *verb, uint32_t end)
{
    uint32_t limit = verb->end + LONGER_REACH < end ? verb->end + LONGER_REACH : end;
    for (const struct hit *hit = hit_in(doc, verb->end, limit, LEX_ACT); hit != NULL;
         hit = hit_in(doc, hit->end, limit, LEX_ACT)) {
        if (hit_is(hit, 1, "p"))
            return clause_between(doc, verb->end, hit->first) == 0 ? hit : NULL;
    }
    return NULL;
}

bool act_goes_down(const struct document *doc, uint32_t from, uint32_t end)
{
    uint32_t limit = from + OBJECT_MAX < end ? from + OBJECT_MAX : end;
    for (uint32_t at = from; at < limit && doc->token[at].kind != TOKEN_PUNCT; at++) {
        if (word_is(doc, at, W_DOWN))
            return true;
    }
    return false;
}

/* "from its tariff", "out of the duties", "off the list of goods that pay": what goods are taken
 * out of, in tokens [at, end); the token behind it, or NO_INDEX. */
static uint32_t out_of(const struct document *doc, uint32_t at, uint32_t end)
{
    bool out = word_spelled(doc, at, "out");
    bool off = word_is(doc, at, W_OFF);
    if (!word_is(doc, at, W_FROM) && !off && !(out && word_is(doc, at + 1, W_OF)))
        return NO_INDEX;
    /* "took 10% off tea" */
    uint32_t list = at + (out ? 2 : 1);
    uint32_t near = list + 3 < end ? list + 3 : end;
    return off && hit_in(doc, list, near, LEX_NO_GOODS) == NULL ? NO_INDEX : list;
}

/* "pepper, cloves and nutmeg": things that no list of goods knows are goods where they are many. */
static bool is_list(const struct document *doc, uint32_t first, uint32_t end)
{
    bool comma = false;
    for (uint32_t at = first; at < end; at++) {
        comma = comma || mark_is(doc, at, ',');
        if (comma && word_is(doc, at, W_AND) && at + 1 < end)
            return true;
    }
    return false;
}

/* "removed coffee and beef from its tariff": the goods go, the duty stays. */
static bool takes_out(const struct document *doc, const struct hit *verb, uint32_t end)
{
    uint32_t limit = verb->end + OUT_REACH < end ? verb->end + OUT_REACH : end;
    uint32_t from = verb->end;
    while (from < limit && out_of(doc, from, end) == NO_INDEX)
        from++;
    if (from == limit || hit_in(doc, verb->end, from, LEX_TARIFF) != NULL ||
        (hit_in(doc, verb->end, from, LEX_PRODUCT) == NULL &&
         hit_in(doc, verb->end, from, LEX_GOODS) == NULL && !is_list(doc, verb->end, from)))
        return false;
    uint32_t what = out_of(doc, from, end);
    uint32_t reach = word_is(doc, from, W_OFF) ? 2 * OBJECT_MAX : OBJECT_MAX;
    return duty_next(doc, what, what + reach < end ? what + reach : end) != NULL;
}

bool act_takes_off(const struct document *doc, const struct hit *verb, uint32_t end)
{
    uint32_t limit = verb->end + OBJECT_MAX < end ? verb->end + OBJECT_MAX : end;
    /* "takes the customs duty off seeds" */
    const struct hit *duty = hit_in(doc, verb->end, limit, LEX_TARIFF);
    if (duty != NULL && duty->end < end && word_is(doc, duty->end, W_OFF) &&
        doc->token[duty->end + 1].kind != TOKEN_NUMBER &&
        clause_between(doc, verb->end, duty->first) == 0)
        return true;
    const struct hit *unit = hit_in(doc, verb->end, limit, LEX_PERCENT);
    uint32_t at = verb->end;
    bool known = word_is(doc, at, W_THE) || word_is(doc, at, W_ITS) || word_is(doc, at, W_THEIR) ||
                 word_is(doc, at, W_OUR) || word_is(doc, at, W_THAT);
    if (unit == NULL || !known || hit_is(unit, 0, "points"))
        return false;
    return word_is(doc, unit->end, W_OFF) || word_is(doc, at - 1, W_OFF);
}

bool act_is_let(const struct document *doc, uint32_t first, const struct hit *verb)
{
    if (!hit_is(verb, 1, "end") || act_ends_with(doc, verb->first, "ed"))
        return false;
    uint32_t low = verb->first > first + OUT_REACH / 2 ? verb->first - OUT_REACH / 2 : first;
    for (uint32_t at = verb->first; at > low; at--) {
        if (mark_is(doc, at - 1, ';') || mark_is(doc, at - 1, ','))
            return false;
        if (word_is(doc, at - 1, W_LET))
            return duty_next(doc, at, verb->first) != NULL;
    }
    return false;
}

/* "will hold its rate on tin at 19 percent": leaves it there. */
static bool holds_at(const struct document *doc, const struct hit *verb, uint32_t end)
{
    if (strcmp(verb->entry->surface, "hold") != 0)
        return false;
    uint32_t limit = verb->end + LONGER_REACH < end ? verb->end + LONGER_REACH : end;
    for (uint32_t at = verb->end; at + 2 < limit && doc->token[at].kind != TOKEN_PUNCT; at++) {
        if (word_is(doc, at, W_AT) && hit_in(doc, at + 1, at + 4, LEX_PERCENT) != NULL)
            return true;
    }
    return false;
}

/* "will let in wheat, maize and peas without duty": how goods come in that are let in. */
static bool comes_free(const struct document *doc, uint32_t from, uint32_t end)
{
    uint32_t limit = from + ENTRY_REACH < end ? from + ENTRY_REACH : end;
    for (uint32_t at = from; at < limit && !mark_is(doc, at, ';'); at++) {
        const struct hit *duty = hit_over(doc, at, LEX_TARIFF);
        if (hit_is(duty, 0, "exempt") || hit_is(hit_at(doc, at, LEX_ACT), 1, "free") ||
            (duty != NULL && (word_is(doc, duty->first - 1, W_WITHOUT) ||
                              (word_is(doc, duty->first - 1, W_OF) && at > from + 1 &&
                               word_spelled(doc, duty->first - 2, "free")))))
            return true;
    }
    return false;
}

/* What becomes of a duty by the noun that a verb has for its object or subject. */
static void read_noun(const struct document *doc, const struct hit *noun, struct act *act)
{
    const struct hit *verb = act->verb;
    bool relief = hit_is(noun, 0, "exempt") || hit_is(noun, 0, "suspend");
    enum tariff_action named = tariff_action_parse(noun->entry->text[0]);
    if (act->action != ACTION_EXEMPT) {
        act->action = act->keeps ? kept(named) : combine(act->action, act_is_weak(verb), named);
        act->keeps = act->keeps && act->action == ACTION_NONE;
    }
    /* "will lose its exemption from duty" */
    if (hit_is(verb, 1, "loss") && relief)
        act->action = ACTION_IMPOSE;
    /* "will not renew the exemption" */
    uint32_t not_at = verb->first - (verb->first > 0);
    not_at -= not_at > 0 && word_is(doc, not_at, W_BE);
    if (act->action == ACTION_EXTEND && hit_over(doc, not_at, LEX_NEG) != NULL && relief)
        act->action = ACTION_IMPOSE;
}

struct act act_of(const struct document *doc, const struct hit *verb, uint32_t end)
{
    struct act act = {.verb = verb};
    if (verb == NULL)
        return act;
    act.action = tariff_action_parse(verb->entry->text[0]);
    act.keeps = hit_is(verb, 0, "keep");
    if (holds_at(doc, verb, end)) {
        act.action = ACTION_NONE;
        act.keeps = true;
    }
    act.pays = hit_is(verb, 1, "payer");
    uint32_t floor = verb->first > 8 ? verb->first - 8 : 0;
    act.passive = act_is_passive(doc, verb, floor);
    const struct hit *noun = act_is_noun(verb) ? NULL : act_object(doc, verb, end);
    if (noun == NULL && (act.passive || act_is_weak(verb) || hit_is(verb, 2, "subject"))) {
        noun = subject_noun(doc, verb);
        /* "the increases that Brussels ordered are lifted": the sentence is about the lifting */
        if (noun != NULL && !act.passive && !hit_is(verb, 2, "subject") &&
            word_is(doc, noun->end, W_THAT))
            noun = NULL;
        act.of_noun = noun != NULL;
    }
    if (noun != NULL)
        read_noun(doc, noun, &act);
    /* "pay double the tariff" */
    if (act.pays && hit_is(hit_at(doc, verb->end, LEX_ACT), 0, "raise"))
        act.action = ACTION_RAISE;
    if (hit_is(verb, 1, "t") && act_goes_down(doc, verb->end, end))
        act.action = ACTION_LOWER;
    if (hit_is(verb, 1, "t") && act_takes_off(doc, verb, end))
        act.action = ACTION_REMOVE;
    bool takes = act.action == ACTION_REMOVE || hit_is(verb, 1, "t");
    if (takes && noun == NULL && takes_out(doc, verb, end))
        act.action = ACTION_EXEMPT;
    bool puts = act.keeps || act.action == ACTION_EXEMPT || hit_is(verb, 1, "d");
    const struct hit *state = puts ? predicate(doc, verb, end) : NULL;
    if (state != NULL) {
        act.action = tariff_action_parse(state->entry->text[0]);
        /* "stays on hold" */
        if (act.keeps && act.action == ACTION_SUSPEND)
            act.action = ACTION_EXTEND;
        act.keeps = false;
    }
    if (hit_is(verb, 2, "entry") && comes_free(doc, verb->end, end))
        act.action = ACTION_EXEMPT;
    act.noun = noun;
    act.spares =
        act.action == ACTION_EXEMPT || (act.action == ACTION_EXTEND && hit_is(noun, 0, "exempt"));
    if ((act.keeps || (act.action == ACTION_IMPOSE && (act_is_weak(verb) || act.pays))) &&
        act_for_longer(doc, verb->end, end)) {
        act.action = ACTION_EXTEND;
        act.keeps = false;
        act.lasts = true;
    }
    /* "may bring it in without paying duty for another six months", "suspended for a further year",
     * unlike "put off for another year" */
    bool free = act.action == ACTION_EXEMPT && hit_is(verb, 1, "free");
    bool holds = act.action == ACTION_SUSPEND && noun == NULL && !act_is_noun(verb) &&
                 state == NULL && act_is_holding(doc, verb);
    if (((free || holds) && act_for_longer(doc, verb->end, end)) ||
        (holds && act_is_done_on(doc, verb))) {
        act.action = ACTION_EXTEND;
        act.lasts = true;
    }
    read_tense(doc, verb, floor, &act);
    return act;
}
