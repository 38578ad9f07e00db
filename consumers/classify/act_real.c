/* Whether what a verb or noun tells happens. */
#include "consumers/classify/act.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/side.h"

#define STATE_REACH   8  /* tokens from "may" to "without duty": "may be brought into Uganda" */
#define LET_REACH     16 /* tokens from "lets" to "come in free" */
#define SINCE_REACH   4  /* tokens from "free of duty" to "since" */
#define FREE_REACH    3  /* tokens behind "free of the" in which the duty stands */
#define REDUCED_REACH 14 /* tokens from "imposed in" to the verb of the sentence */
#define FROM_REACH    24 /* tokens from "released" to "from Serbia's duty" */
#define DUTY_NEAR     4  /* tokens from a verb to the duty that has to be its object */
#define NOBODY_REACH  4  /* tokens from "nobody" to the verb */
#define TITLE_MAX     24 /* tokens of the name of an order before a verb of it */

/* What words before a verb may be that make it unreal. */
#define UNSAYING(X) X(NEG) X(APPEAL) X(UNREAL) X(PLAN)

static bool leads_noun(const struct document *doc, uint32_t at)
{
    switch (grammar_at(doc, at)) {
    case W_A:
    case W_AN:
    case W_THE:
    case W_ITS:
    case W_THEIR:
    case W_OUR:
    case W_S:
    case W_THESE:
    case W_ON:
    case W_THIS:
    case W_FOR:
        return true;
    default:
        return false;
    }
}

/* "a lower 10% tariff", "the suspended duties" */
static bool is_adjective(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (act_is_noun(verb) || verb->first == first || verb->end - verb->first > 1)
        return false;
    uint32_t at = verb->first - 1;
    /* "the suspension of heightened tariffs" */
    if (word_is(doc, at, W_OF))
        return act_ends_with(doc, verb->first, "ed") &&
               duty_next(doc, verb->end, verb->end + DUTY_NEAR) != NULL;
    if (!leads_noun(doc, at))
        return false;
    /* "Egypt's put 30% on our onions": has put */
    uint32_t next = verb->end;
    bool has = word_is(doc, at, W_S) && hit_at(doc, verb->first, LEX_PAST) != NULL &&
               (doc->token[next].kind == TOKEN_NUMBER || word_is(doc, next, W_A) ||
                word_is(doc, next, W_AN) || hit_at(doc, next, LEX_NUMBER) != NULL);
    /* "its remaining tariffs" */
    bool ing = act_ends_with(doc, verb->first, "ing") && !hit_is(verb, 0, "keep");
    return !has && !ing;
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
    return act_is_weak(verb) && verb->first > first && verb->end - verb->first == 1 &&
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
    bool past = act_ends_with(doc, verb->first, "ed") || hit_at(doc, verb->first, LEX_PAST) != NULL;
    bool led =
        next < doc->token_count && (word_is(doc, next, W_IN) || word_is(doc, next, W_BY) ||
                                    word_is(doc, next, W_UNDER) || word_is(doc, next, W_SINCE));
    /* "the duties put on pears last year are to be dropped" */
    bool on = next < doc->token_count && hit_is(verb, 0, "impose") &&
              (word_is(doc, next, W_ON) || word_is(doc, next, W_AGAINST));
    if (act_is_noun(verb) || !past || !(led || on) || verb->first < first + 2)
        return false;
    const struct mention *before = mention_ending(doc, verb->first);
    bool goods = hit_over(doc, verb->first - 1, LEX_TARIFF) != NULL ||
                 hit_over(doc, verb->first - 1, LEX_GOODS) != NULL ||
                 hit_over(doc, verb->first - 1, LEX_PRODUCT) != NULL;
    if (!goods && (before == NULL || !side_after_object(doc, first, before->first)))
        return false;
    for (uint32_t at = next; at + 1 < doc->token_count && at < next + REDUCED_REACH; at++) {
        bool heading = mark_is(doc, at, '.') && doc->token[at + 1].kind == TOKEN_NUMBER;
        if (doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark != '-' && !heading)
            return false;
        bool finite = word_is(doc, at, W_SHALL) || word_is(doc, at, W_WILL) ||
                      word_is(doc, at, W_ARE) || word_is(doc, at, W_IS) ||
                      word_is(doc, at, W_WERE) || word_is(doc, at, W_WAS) ||
                      (on && (word_is(doc, at, W_WOULD) || word_is(doc, at, W_HAVE)));
        uint32_t main = at + 1;
        while (main + 1 < doc->token_count &&
               (word_is(doc, main, W_BE) || (on && word_is(doc, main, W_TO)) ||
                word_is(doc, main, W_NOT) ||
                (hit_over(doc, main, LEX_ADVERB) != NULL && hit_at(doc, main, LEX_ACT) == NULL)))
            main++;
        /* "imposed by this order shall | not apply to" */
        for (uint32_t then = at; finite && then <= main; then++) {
            const struct hit *act = hit_at(doc, then, LEX_ACT);
            if (act != NULL && (!on || hit_is(act, 2, "subject") ||
                                (!act_is_noun(act) && act_is_passive(doc, act, at))))
                return true;
        }
    }
    return false;
}

/* "have come in free of duty since May" */
static bool is_since(const struct document *doc, const struct hit *verb, uint32_t first)
{
    bool since = word_is(doc, first, W_SINCE);
    for (uint32_t next = verb->end; next < verb->end + SINCE_REACH && !since; next++)
        since = word_is(doc, next, W_SINCE);
    return since;
}

/* Whether a word before a verb says that what it tells is to be, or is new. */
static bool
is_to_come(const struct document *doc, uint32_t at, const struct hit *verb, uint32_t first)
{
    switch (grammar_at(doc, at)) {
    case W_WILL:
    case W_SHALL:
    case W_MAY:
    case W_CAN:
    case W_WOULD:
    case W_LL:
    case W_NOW:
        return true;
    case W_HAS:
    case W_HAVE:
        return is_since(doc, verb, first);
    default:
        return false;
    }
}

/* "lets cells from Chile and Peru come in free of duty", "go on entering Chile free of duty" */
static bool is_let_on(const struct document *doc, const struct hit *verb, uint32_t first)
{
    static const char *const words[] = {"let", "lets", "letting", "allow", "allows", "allowing"};
    uint32_t low = verb->first > first + LET_REACH ? verb->first - LET_REACH : first;
    for (uint32_t at = verb->first; at > low; at--) {
        if (WORD_AMONG(doc, at - 1, words))
            return true;
        if (word_is(doc, at - 1, W_ON) && at > low + 1 &&
            hit_is(hit_over(doc, at - 2, LEX_ACT), 0, "keep"))
            return true;
    }
    return false;
}

/* "come in free of duty": how things are, unless they will or what they were to pay is said; "free
 * of the threat of a duty" frees of none. */
static bool is_state(const struct document *doc, const struct hit *verb, uint32_t first)
{
    uint32_t low = verb->first > first + STATE_REACH ? verb->first - STATE_REACH : first;
    uint32_t high = verb->end + DUTY_NEAR < doc->token_count ? verb->end + DUTY_NEAR
                                                             : (uint32_t)doc->token_count;
    bool free_of = hit_is(verb, 1, "free");
    /* "cranes, until now free of duty, get 25%" */
    if (free_of && verb->first > first + 1 && word_is(doc, verb->first - 1, W_NOW) &&
        (word_is(doc, verb->first - 2, W_UNTIL) || word_spelled(doc, verb->first - 2, "till")))
        return true;
    uint32_t reach = verb->end + FREE_REACH < high ? verb->end + FREE_REACH : high;
    if (free_of && hit_in(doc, verb->first, reach, LEX_TARIFF) == NULL)
        return true;
    for (uint32_t at = low; at < verb->first; at++) {
        if (is_to_come(doc, at, verb, first))
            return false;
    }
    if (free_of && is_let_on(doc, verb, first))
        return false;
    return free_of && hit_in(doc, verb->end, high, LEX_PERCENT) == NULL;
}

/* "has not agreed to remove", "offered to drop", "talks on lifting": nothing that happens. */
bool act_is_deed(const struct document *doc, const struct hit *verb)
{
    if (hit_is(verb, 3, "last"))
        return verb->end >= doc->token_count || doc->token[verb->end].kind != TOKEN_WORD;
    if (!hit_is(verb, 1, "from"))
        return true;
    uint32_t high = verb->end + FROM_REACH;
    for (uint32_t at = verb->end; at < high && at < doc->token_count; at++) {
        if (word_is(doc, at, W_FROM))
            return true;
    }
    return false;
}

bool act_is_real(const struct document *doc, const struct hit *verb, uint32_t first)
{
    static const struct hit_classes unsaying = HIT_CLASSES(UNSAYING);
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
        if (hit_at(doc, at, LEX_MONTH) != NULL) /* "announced in May" */
            continue;
        if (!word_is_grammar(doc, at) && !hit_any(doc, at, &unsaying))
            continue;
        bool neg = hit_at(doc, at, LEX_NEG) != NULL && hit_over(doc, at, LEX_NONEG) == NULL &&
                   verb->first - at <= 4 && !spared;
        /* "can be brought in without duty" */
        bool free = hit_is(verb, 1, "free") && (word_is(doc, at, W_CAN) || word_is(doc, at, W_MAY));
        /* "importers must pay a duty of 12%" */
        bool owes = hit_is(verb, 1, "payer") && word_is(doc, at, W_MUST);
        bool unreal = !free && !owes && hit_at(doc, at, LEX_UNREAL) != NULL;
        if (neg || (!owes && hit_at(doc, at, LEX_APPEAL) != NULL) || unreal ||
            is_plan(doc, at, verb) || word_is(doc, at, W_IF) ||
            (word_is(doc, at, W_UNTIL) && hit_at(doc, at + 1, LEX_MONTH) == NULL) ||
            word_is(doc, at, W_UNLESS) || word_is(doc, at, W_WHETHER))
            return false;
    }
    /* "but nobody is let off" */
    uint32_t near_low = verb->first > first + NOBODY_REACH ? verb->first - NOBODY_REACH : first;
    for (uint32_t at = near_low; at < verb->first && spared; at++) {
        if (word_spelled(doc, at, "nobody") || word_is(doc, at, W_NOT_ONE))
            return false;
    }
    if (!act_is_deed(doc, verb) || is_adjective(doc, verb, first) ||
        act_in_title(doc, verb, first) || is_name(doc, verb, first))
        return false;
    if (is_reduced(doc, verb, first) || is_state(doc, verb, first))
        return false;
    /* "its duties, frozen since 2021, return" */
    if (verb->first > first && doc->token[verb->first - 1].mark == ',' &&
        word_is(doc, verb->end, W_SINCE))
        return false;
    /* "any rise in tariffs" */
    if (act_is_noun(verb) && verb->first > first && word_is(doc, verb->first - 1, W_ANY))
        return false;
    /* "strengthening tariffs", but not "strengthening industry" */
    uint32_t near = verb->end + DUTY_NEAR < doc->token_count ? verb->end + DUTY_NEAR
                                                             : (uint32_t)doc->token_count;
    if (hit_is(verb, 1, "o") && duty_next(doc, verb->end, near) == NULL)
        return false;
    if (verb->first == first || !act_ends_with(doc, verb->first, "ing"))
        return true;
    uint32_t at = verb->first - 1;
    return !(word_is(doc, at, W_ON) || word_is(doc, at, W_ABOUT) || word_is(doc, at, W_WITHOUT) ||
             word_is(doc, at, W_OF) || word_is(doc, at, W_FROM) || word_is(doc, at, W_BEFORE));
}
