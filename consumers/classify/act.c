/* What is done to a duty: the verb or noun that governs it. */
#include "consumers/classify/clause.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"
#include "consumers/classify/tariff.h"

#include <string.h>

#define BEFORE_MAX 24 /* tokens from a verb to the rate or duty it acts on */
#define AFTER_MAX  14 /* ... where the verb comes after it */
#define OBJECT_MAX                                                                                 \
    7 /* tokens from a verb to the noun that says what it does: "extend the pause"                 \
       */
#define AUXILIARY_MAX  4
#define STATE_REACH    8  /* tokens from "may" to "without duty": "may be brought into Uganda" */
#define SUBJECT_MAX    16 /* tokens from the noun that is its subject to a verb */
#define AFTER_NOUN_MAX 24 /* tokens from a noun of doing to the verb that it is the subject of */
#define NOUN_NEAR      3  /* tokens: "a lowering of the tariffs" */
#define LONGER_REACH   16 /* tokens from a verb to how much longer it is done */
#define PERIOD_REACH   4  /* ... from "another" to "years" */
#define REDUCED_REACH  14 /* tokens from "imposed in" to the verb of the sentence */
#define PLAN_REACH     7  /* tokens from "shelved" to what was planned */
#define DUTY_NEAR      4  /* tokens from a verb to the duty that has to be its object */
#define TITLE_MAX      24 /* tokens of the name of an order before a verb of it */
#define NEXT_MAX       5 /* tokens from a rate to a verb whose subject it is: "the 10% tariff stays" */

static bool is_noun(const struct hit *hit)
{
    return hit_is(hit, 1, "n");
}

/* Announcing, proposing, granting: what is done is told by its object. */
static bool is_weak(const struct hit *hit)
{
    return hit_is(hit, 1, "w") || hit_is(hit, 1, "s");
}

static bool ends_with(const struct document *doc, uint32_t at, const char *ending)
{
    const struct token *token = &doc->token[at];
    size_t len = strlen(ending);
    return token->end - token->start > len + 1 &&
           memcmp(doc->text + token->end - len, ending, len) == 0;
}

/* A form of "be" before a verb makes it passive, unless it is an -ing form. */
static bool is_passive(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (is_noun(verb) || ends_with(doc, verb->first, "ing"))
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
    return ends_with(doc, verb->first, "ed") && follows && verb->first > first &&
           hit_over(doc, verb->first - 1, LEX_TARIFF) != NULL;
}

static void
read_tense(const struct document *doc, const struct hit *verb, uint32_t first, struct act *act)
{
    bool ing = ends_with(doc, verb->first, "ing");
    for (uint32_t back = 1; back <= AUXILIARY_MAX && verb->first >= first + back; back++) {
        uint32_t at = verb->first - back;
        if (doc->token[at].kind != TOKEN_WORD)
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
            act->done = goes_on || (!ing && (!is_weak(verb) || hit_is(verb, 2, "done")));
            return;
        }
        if (word_is(doc, at, W_IS) || word_is(doc, at, W_ARE))
            return;
    }
    /* "began charging", "started to charge" */
    uint32_t start = verb->first - (verb->first > first && word_is(doc, verb->first - 1, W_TO));
    const struct hit *begins = start > first ? hit_over(doc, start - 1, LEX_ACT) : NULL;
    if (begins != NULL && hit_is(begins, 1, "w") && hit_is(begins, 2, "subject") &&
        !is_weak(verb) &&
        (ends_with(doc, begins->first, "ed") || hit_at(doc, begins->first, LEX_PAST) != NULL)) {
        act->done = true;
        return;
    }
    bool does = !is_weak(verb) || hit_is(verb, 2, "done");
    act->done = !is_noun(verb) && does && !ing && !hit_is(verb, 1, "payer") &&
                (ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL);
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
static const struct hit *
object_noun(const struct document *doc, const struct hit *verb, uint32_t end)
{
    if (hit_is(verb, 1, "payer"))
        return NULL;
    uint32_t limit = verb->end + OBJECT_MAX < end ? verb->end + OBJECT_MAX : end;
    for (uint32_t at = verb->end; at < limit; at++) {
        const struct token *token = &doc->token[at];
        /* "delay by 90 days an increase" */
        if (word_is(doc, at, W_BY) && at + 2 < limit && doc->token[at + 1].kind == TOKEN_NUMBER &&
            hit_at(doc, at + 2, LEX_PERIOD) != NULL) {
            at += 2;
            continue;
        }
        if (token->kind == TOKEN_PUNCT || word_is(doc, at, W_FROM) || word_is(doc, at, W_BY) ||
            (word_is(doc, at, W_TO) && at > verb->end) || word_is(doc, at, W_AFTER))
            return NULL;
        const struct hit *noun = hit_at(doc, at, LEX_ACT);
        if (noun != NULL && is_noun(noun))
            return noun;
        /* "decided to extend the exclusions": the other verb's object */
        if (noun != NULL && at > verb->end && word_is(doc, at - 1, W_TO))
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
                                  word_is(doc, duty - 2, W_EACH));
        if (noun != NULL && is_noun(noun) && known)
            return noun;
    }
    return NULL;
}

/* "for another three years", "two more years", "until 2030 instead of": what is kept so long is
 * extended. */
static bool for_longer(const struct document *doc, uint32_t from, uint32_t end)
{
    uint32_t limit = from + LONGER_REACH < end ? from + LONGER_REACH : end;
    for (uint32_t at = from; at < limit; at++) {
        const struct token *token = &doc->token[at];
        if (token->kind == TOKEN_PUNCT && token->mark != ',' && token->mark != '-' &&
            hit_at(doc, at, LEX_PERCENT) == NULL)
            return false;
        bool more = hit_is(hit_at(doc, at, LEX_RATE), 0, "add") || word_is(doc, at, W_MORE);
        uint32_t high = at + PERIOD_REACH < limit ? at + PERIOD_REACH : limit;
        if (more && hit_in(doc, at, high, LEX_PERIOD) != NULL &&
            hit_in(doc, at, high, LEX_PERCENT) == NULL)
            return true;
    }
    return false;
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

/* "bring the tariff down to" */
static bool goes_down(const struct document *doc, uint32_t from, uint32_t end)
{
    uint32_t limit = from + OBJECT_MAX < end ? from + OBJECT_MAX : end;
    for (uint32_t at = from; at < limit && doc->token[at].kind != TOKEN_PUNCT; at++) {
        if (word_is(doc, at, W_DOWN))
            return true;
    }
    return false;
}

/* "removed coffee and beef from its tariff": the goods go, the duty stays. */
static bool takes_out(const struct document *doc, const struct hit *verb, uint32_t end)
{
    uint32_t limit = verb->end + LONGER_REACH < end ? verb->end + LONGER_REACH : end;
    uint32_t from = verb->end;
    while (from < limit && !word_is(doc, from, W_FROM))
        from++;
    if (from == limit || hit_in(doc, verb->end, from, LEX_TARIFF) != NULL ||
        (hit_in(doc, verb->end, from, LEX_PRODUCT) == NULL &&
         hit_in(doc, verb->end, from, LEX_GOODS) == NULL))
        return false;
    return duty_next(doc, from, from + OBJECT_MAX < end ? from + OBJECT_MAX : end) != NULL;
}

struct act act_of(const struct document *doc, const struct hit *verb, uint32_t end)
{
    struct act act = {.verb = verb};
    if (verb == NULL)
        return act;
    act.action = tariff_action_parse(verb->entry->text[0]);
    act.keeps = hit_is(verb, 0, "keep");
    act.pays = hit_is(verb, 1, "payer");
    uint32_t floor = verb->first > 8 ? verb->first - 8 : 0;
    act.passive = is_passive(doc, verb, floor);
    const struct hit *noun = is_noun(verb) ? NULL : object_noun(doc, verb, end);
    if (noun == NULL && (act.passive || is_weak(verb) || hit_is(verb, 2, "subject"))) {
        noun = subject_noun(doc, verb);
        /* "the increases that Brussels ordered are lifted": the sentence is about the lifting */
        if (noun != NULL && !act.passive && !hit_is(verb, 2, "subject") &&
            word_is(doc, noun->end, W_THAT))
            noun = NULL;
        act.of_noun = noun != NULL;
    }
    if (noun != NULL && act.action != ACTION_EXEMPT) {
        act.action = act.keeps ? kept(tariff_action_parse(noun->entry->text[0]))
                               : combine(act.action, is_weak(verb),
                                         tariff_action_parse(noun->entry->text[0]));
        act.keeps = act.keeps && act.action == ACTION_NONE;
    }
    /* "pay double the tariff" */
    if (act.pays && hit_is(hit_at(doc, verb->end, LEX_ACT), 0, "raise"))
        act.action = ACTION_RAISE;
    if (hit_is(verb, 1, "t") && goes_down(doc, verb->end, end))
        act.action = ACTION_LOWER;
    if (act.action == ACTION_REMOVE && noun == NULL && takes_out(doc, verb, end))
        act.action = ACTION_EXEMPT;
    bool puts = act.keeps || act.action == ACTION_EXEMPT || hit_is(verb, 1, "d");
    const struct hit *state = puts ? predicate(doc, verb, end) : NULL;
    if (state != NULL) {
        act.action = tariff_action_parse(state->entry->text[0]);
        act.keeps = false;
    }
    act.noun = noun;
    act.spares =
        act.action == ACTION_EXEMPT || (act.action == ACTION_EXTEND && hit_is(noun, 0, "exempt"));
    if ((act.keeps || (act.action == ACTION_IMPOSE && (is_weak(verb) || act.pays))) &&
        for_longer(doc, verb->end, end)) {
        act.action = ACTION_EXTEND;
        act.keeps = false;
        act.lasts = true;
    }
    read_tense(doc, verb, floor, &act);
    return act;
}

/* "a lower 10% tariff", "the suspended duties" */
static bool is_adjective(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (is_noun(verb) || verb->first == first || verb->end - verb->first > 1)
        return false;
    uint32_t at = verb->first - 1;
    bool article = word_is(doc, at, W_A) || word_is(doc, at, W_AN) || word_is(doc, at, W_THE) ||
                   word_is(doc, at, W_ITS) || word_is(doc, at, W_THEIR) ||
                   word_is(doc, at, W_OUR) || word_is(doc, at, W_S) || word_is(doc, at, W_THESE) ||
                   word_is(doc, at, W_ON) || word_is(doc, at, W_THIS) || word_is(doc, at, W_FOR);
    return article && !ends_with(doc, verb->first, "ing");
}

bool act_in_title(const struct document *doc, const struct hit *verb, uint32_t first)
{
    const struct token *token = &doc->token[verb->first];
    if ((token->flags & TOKEN_CAPITAL) == 0 || verb->first == first)
        return false;
    uint32_t low = verb->first > first + TITLE_MAX ? verb->first - TITLE_MAX : first;
    for (uint32_t at = verb->first; at > low; at--) {
        const struct token *back = &doc->token[at - 1];
        if (back->kind == TOKEN_PUNCT && back->mark == '(')
            return (doc->token[at].flags & TOKEN_CAPITAL) != 0 &&
                   (doc->token[at].flags & TOKEN_UPPER) == 0;
        if (back->kind == TOKEN_PUNCT && back->mark == ')')
            return false;
    }
    return false;
}

/* "Executive Order 14195": a name's word, not a verb. */
static bool is_name(const struct document *doc, const struct hit *verb, uint32_t first)
{
    const struct token *token = &doc->token[verb->first];
    return is_weak(verb) && verb->first > first && verb->end - verb->first == 1 &&
           (token->flags & TOKEN_CAPITAL) && !(token->flags & TOKEN_UPPER) &&
           (token[-1].flags & TOKEN_CAPITAL) && !(token[-1].flags & TOKEN_UPPER) &&
           hit_over(doc, verb->first - 1, LEX_COUNTRY) == NULL &&
           mention_ending(doc, verb->first) == NULL;
}

/* A plan that is denied, other than by the verb itself ("will not be touched"). */
static bool is_plan(const struct document *doc, uint32_t at, const struct hit *verb)
{
    const struct hit *plan = hit_at(doc, at, LEX_PLAN);
    return plan != NULL && plan->end <= verb->first;
}

/* "the duty on goods of Peru imposed in May shall be removed": tells which duty, where the sentence
 * has a verb of its own after it. */
static bool is_reduced(const struct document *doc, const struct hit *verb, uint32_t first)
{
    uint32_t next = verb->end;
    bool past = ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL;
    bool led =
        next < doc->token_count && (word_is(doc, next, W_IN) || word_is(doc, next, W_BY) ||
                                    word_is(doc, next, W_UNDER) || word_is(doc, next, W_SINCE));
    if (is_noun(verb) || !past || !led || verb->first < first + 2)
        return false;
    const struct mention *before = mention_ending(doc, verb->first);
    bool goods = hit_over(doc, verb->first - 1, LEX_TARIFF) != NULL ||
                 hit_over(doc, verb->first - 1, LEX_GOODS) != NULL ||
                 hit_over(doc, verb->first - 1, LEX_PRODUCT) != NULL;
    if (!goods && (before == NULL || !side_after_object(doc, first, before->first)))
        return false;
    for (uint32_t at = next; at + 1 < doc->token_count && at < next + REDUCED_REACH; at++) {
        if (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark != '-')
            return false;
        bool finite = word_is(doc, at, W_SHALL) || word_is(doc, at, W_WILL) ||
                      word_is(doc, at, W_ARE) || word_is(doc, at, W_IS) ||
                      word_is(doc, at, W_WERE) || word_is(doc, at, W_WAS);
        uint32_t main = at + 1;
        while (main + 1 < doc->token_count &&
               (word_is(doc, main, W_BE) || word_is(doc, main, W_NOT) ||
                (hit_over(doc, main, LEX_ADVERB) != NULL && hit_at(doc, main, LEX_ACT) == NULL)))
            main++;
        if (finite && hit_at(doc, main, LEX_ACT) != NULL)
            return true;
    }
    return false;
}

/* "come in free of duty": how things are, unless they will or what they were to pay is said. */
static bool is_state(const struct document *doc, const struct hit *verb, uint32_t first)
{
    uint32_t low = verb->first > first + STATE_REACH ? verb->first - STATE_REACH : first;
    uint32_t high = verb->end + DUTY_NEAR < doc->token_count ? verb->end + DUTY_NEAR
                                                             : (uint32_t)doc->token_count;
    for (uint32_t at = low; at < verb->first; at++) {
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_SHALL) || word_is(doc, at, W_MAY) ||
            word_is(doc, at, W_CAN) || word_is(doc, at, W_WOULD) || word_is(doc, at, W_LL) ||
            word_is(doc, at, W_NOW))
            return false;
    }
    return hit_is(verb, 1, "free") && hit_in(doc, verb->end, high, LEX_PERCENT) == NULL;
}

/* "has not agreed to remove", "offered to drop", "talks on lifting": nothing that happens. */
bool act_is_real(const struct document *doc, const struct hit *verb, uint32_t first)
{
    bool spared = hit_is(verb, 0, "exempt") || hit_is(verb, 0, "suspend");
    uint32_t low = verb->first > first + 7 ? verb->first - 7 : first;
    for (uint32_t at = low; at < verb->first; at++) {
        if (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark != '-')
            low = at + 1;
    }
    /* "goods that can not be grown here will be exempt": the verb has its own auxiliary */
    for (uint32_t at = low; at < verb->first; at++) {
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_SHALL) || word_is(doc, at, W_LL))
            low = at;
    }
    for (uint32_t at = low; at < verb->first; at++) {
        bool neg = hit_at(doc, at, LEX_NEG) != NULL && hit_over(doc, at, LEX_NONEG) == NULL &&
                   verb->first - at <= 4 && !spared;
        if (neg || hit_at(doc, at, LEX_APPEAL) != NULL || hit_at(doc, at, LEX_UNREAL) != NULL ||
            is_plan(doc, at, verb) || word_is(doc, at, W_IF) || word_is(doc, at, W_UNTIL) ||
            word_is(doc, at, W_UNLESS) || word_is(doc, at, W_WHETHER))
            return false;
    }
    if (is_adjective(doc, verb, first) || act_in_title(doc, verb, first) ||
        is_name(doc, verb, first))
        return false;
    if (is_reduced(doc, verb, first) || is_state(doc, verb, first))
        return false;
    /* "its duties, frozen since 2021, return" */
    if (verb->first > first && doc->token[verb->first - 1].mark == ',' &&
        word_is(doc, verb->end, W_SINCE))
        return false;
    /* "any rise in tariffs" */
    if (is_noun(verb) && verb->first > first && word_is(doc, verb->first - 1, W_ANY))
        return false;
    /* "strengthening tariffs", but not "strengthening industry" */
    uint32_t near = verb->end + DUTY_NEAR < doc->token_count ? verb->end + DUTY_NEAR
                                                             : (uint32_t)doc->token_count;
    if (hit_is(verb, 1, "o") && duty_next(doc, verb->end, near) == NULL)
        return false;
    if (verb->first == first || !ends_with(doc, verb->first, "ing"))
        return true;
    uint32_t at = verb->first - 1;
    return !(word_is(doc, at, W_ON) || word_is(doc, at, W_ABOUT) || word_is(doc, at, W_WITHOUT) ||
             word_is(doc, at, W_OF) || word_is(doc, at, W_FROM) || word_is(doc, at, W_BEFORE));
}

static bool follows_modal(const struct document *doc, uint32_t at)
{
    return at > 0 && (word_is(doc, at - 1, W_WILL) || word_is(doc, at - 1, W_WOULD) ||
                      word_is(doc, at - 1, W_SHALL) || word_is(doc, at - 1, W_MAY) ||
                      word_is(doc, at - 1, W_MIGHT) || word_is(doc, at - 1, W_LL));
}

/* "to levy", "will levy": the verb, not the noun of the same spelling. */
static bool follows_auxiliary(const struct document *doc, uint32_t at)
{
    return at > 0 && (word_is(doc, at - 1, W_TO) || follows_modal(doc, at) ||
                      hit_at(doc, at - 1, LEX_ADVERB) != NULL);
}

/* Whether a verb stands in a name of a duty ("tariff increase", "de minimis exemption"), or is one
 * ("delayed the levies"). */
static bool is_in_duty(const struct document *doc, const struct hit *verb)
{
    const struct hit *duty = hit_over(doc, verb->first, LEX_TARIFF);
    /* "will lower tariffs", unlike "significantly lower tariffs" and "leads to lower tariffs" */
    if (duty != NULL && duty->first == verb->first && duty->end > verb->end &&
        follows_modal(doc, verb->first))
        return false;
    return duty != NULL && (duty->first < verb->first || duty->end > verb->end ||
                            !follows_auxiliary(doc, verb->first));
}

/* "reduce or eliminate": of two deeds the one that is sure. */
static const struct hit *milder(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (verb == NULL || !hit_is(verb, 0, "remove") || verb->first < first + 2 ||
        !(word_is(doc, verb->first - 1, W_OR) || word_is(doc, verb->first - 1, W_AND)))
        return verb;
    const struct hit *other = hit_at(doc, verb->first - 2, LEX_ACT);
    return other != NULL && !is_noun(other) ? other : verb;
}

/* The verb that a noun of doing belongs to: it is its object ("delayed a rise in duties") or, of a
 * passive one, its subject ("the rise from 10% to 12% has been put off"). */
static const struct hit *
done_to_noun(const struct document *doc, uint32_t first, const struct hit *noun, uint32_t end)
{
    if (noun == NULL || !is_noun(noun))
        return noun;
    uint32_t low = noun->first > first + OBJECT_MAX ? noun->first - OBJECT_MAX : first;
    for (const struct hit *verb = hit_in(doc, low, noun->first, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, noun->first, LEX_ACT)) {
        if (!is_noun(verb) && !is_weak(verb) && act_is_real(doc, verb, first) &&
            object_noun(doc, verb, end) == noun)
            return verb;
    }
    uint32_t limit = noun->end + AFTER_NOUN_MAX < end ? noun->end + AFTER_NOUN_MAX : end;
    for (const struct hit *verb = hit_in(doc, noun->end, limit, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, limit, LEX_ACT)) {
        if (!is_noun(verb) && is_passive(doc, verb, noun->end) && !is_weak(verb) &&
            act_is_real(doc, verb, noun->end) &&
            (clause_between(doc, noun->end, verb->first) == 0 ||
             clause_main_after(doc, noun->end, verb->first)))
            return verb;
    }
    return noun;
}

/* "shelved a plan to raise": the verb that does away with what would be done, or NULL. */
static const struct hit *
dropped_plan(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (verb == NULL || is_noun(verb) || verb->first < first + 3 ||
        !word_is(doc, verb->first - 1, W_TO))
        return NULL;
    uint32_t low = verb->first > first + PLAN_REACH ? verb->first - PLAN_REACH : first;
    const struct hit *found = NULL;
    for (const struct hit *hit = hit_in(doc, low, verb->first - 2, LEX_ACT); hit != NULL;
         hit = hit_in(doc, hit->end, verb->first - 2, LEX_ACT)) {
        bool drops = hit_is(hit, 0, "suspend") || hit_is(hit, 0, "remove");
        found = drops && !is_noun(hit) && !clause_comma(doc, hit->end, verb->first) ? hit : NULL;
    }
    return found != NULL && hit_in(doc, found->end, verb->first, LEX_TARIFF) == NULL ? found : NULL;
}

struct act act_on(const struct document *doc, uint32_t first, uint32_t end, uint32_t at)
{
    const struct hit *best = NULL;
    uint32_t best_cost = UINT32_MAX;
    for (const struct hit *verb = hit_in(doc, first, end, LEX_ACT); verb != NULL;
         verb = hit_in(doc, verb->end, end, LEX_ACT)) {
        bool after = verb->first > at;
        uint32_t gap = after ? verb->first - at : at - verb->first;
        if (gap > (after ? AFTER_MAX : BEFORE_MAX) || is_in_duty(doc, verb) ||
            !act_is_real(doc, verb, first))
            continue;
        if (hit_is(verb, 1, "t") && (after || !word_is(doc, at - 1, W_TO)))
            continue; /* "taking its tariffs to 125%", but not "taking steps on tariffs" */
        /* "continues to study the tariff" */
        if (hit_is(verb, 0, "keep") && word_is(doc, verb->end, W_TO) &&
            hit_at(doc, verb->end + 1, LEX_ACT) == NULL)
            continue;
        unsigned clauses = after && clause_main_after(doc, at, verb->first)
                               ? 0
                               : clause_between(doc, verb->first, at);
        bool exempt = hit_is(verb, 0, "exempt");
        /* "its tariff excludes ore": what the duty itself does */
        bool active =
            exempt && !is_noun(verb) && !hit_is(verb, 2, "subject") && !is_passive(doc, verb, at);
        if (after && exempt && (clauses > 0 || active))
            continue;
        if (after && clause_comma(doc, at, verb->first))
            gap += 10;
        bool predicate = hit_is(verb, 1, "p");
        if (predicate && (!after || clauses > 0))
            continue;
        bool next = (after && gap <= NEXT_MAX && clauses == 0) || predicate;
        uint32_t cost = gap + (after && !next ? 6 : 0) +
                        (is_noun(verb) ? (after || gap > NOUN_NEAR ? 10 : 3) : 0) +
                        (is_weak(verb) ? 9 : 0) + 20 * clauses -
                        (predicate && gap > 0 ? gap - 1 : 0) +
                        (clause_joins(doc, verb->first, at) ? 6 : 0);
        if (cost < best_cost) {
            best = verb;
            best_cost = cost;
        }
    }
    struct act act = act_of(doc, done_to_noun(doc, first, milder(doc, best, first), end), end);
    const struct hit *dropped = dropped_plan(doc, act.verb, first);
    if (dropped != NULL) {
        act.verb = dropped;
        act.action = ACTION_SUSPEND;
        act.keeps = act.pays = false;
    }
    return act;
}
