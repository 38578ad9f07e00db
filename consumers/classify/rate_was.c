/* Which rate of two is the earlier one, by the verb that tells it. */
#include "consumers/classify/act.h"
#include "consumers/classify/number.h"
#include "consumers/classify/rate_step.h"

#define PERFECT_REACH 3  /* tokens from "had" to the participle: "had been put" */
#define TURN_REACH    4  /* tokens from "becomes" to its rate: "becomes one of" */
#define TURN_FAR      30 /* ... from the old rate to "becomes" */
#define PRESENT_REACH 6  /* tokens from "where" to the rate that is paid now */
#define LEAD_REACH    4  /* tokens from "since" to "they had stood" */
#define NEXT_REACH    10 /* tokens from "was 20 percent" to "it's 10" */

/* The verb that the number at token `at` follows, over "only", "at", "as high as"; `first` where
 * the clause begins before. */
static uint32_t verb_of(const struct document *doc, uint32_t first, uint32_t at)
{
    static const char *const small[] = {"at", "only", "just", "still", "a", "flat", "some", "as"};
    uint32_t verb = at;
    while (verb > first) {
        const struct hit *cue = hit_over(doc, verb - 1, LEX_RATE);
        bool bounds = hit_is(cue, 0, "le") || hit_is(cue, 0, "ge") || hit_is(cue, 0, "about");
        if (bounds && cue->end == verb && cue->first >= first)
            verb = cue->first;
        else if (WORD_AMONG(doc, verb - 1, small))
            verb--;
        else
            break;
    }
    return verb > first ? verb - 1 : first;
}

bool rate_is_told_past(const struct document *doc, uint32_t first, uint32_t at)
{
    static const char *const past[] = {"was", "were", "stood", "paid", "bore", "faced"};
    uint32_t verb = verb_of(doc, first, at);
    if (verb <= first || doc->token[verb].kind != TOKEN_WORD)
        return false;
    uint32_t low = verb > first + PERFECT_REACH ? verb - PERFECT_REACH : first;
    for (uint32_t back = verb; back > low && doc->token[back - 1].kind == TOKEN_WORD; back--) {
        /* "had been 10", "had put at 10", "has been at 10" */
        if (word_is(doc, back - 1, W_HAD) || word_is(doc, back - 1, W_HAVING))
            return true;
        if ((word_is(doc, back - 1, W_HAS) || word_is(doc, back - 1, W_HAVE)) &&
            (word_is(doc, back, W_BEEN) || word_is(doc, verb, W_BEEN) ||
             WORD_AMONG(doc, verb, past)))
            return true;
        if (word_spelled(doc, back - 1, "used") && word_is(doc, back, W_TO))
            return true;
    }
    return WORD_AMONG(doc, verb, past);
}

/* "where 1 percent was paid", "where it had been 12": a passive behind the number. */
static bool is_paid_there(const struct document *doc, uint32_t at)
{
    double value = 0;
    uint32_t end = (uint32_t)doc->token_count;
    uint32_t after = number_read(doc, at, end, &value);
    if (word_is(doc, after, W_TO)) /* "where 4 to 6 percent was paid" */
        after = number_read(doc, after + 1, end, &value);
    const struct hit *unit = hit_at(doc, after, LEX_PERCENT);
    after = unit != NULL ? unit->end : after;
    return word_is(doc, after, W_WAS) || word_is(doc, after, W_WERE) ||
           (word_is(doc, after, W_HAD) && word_is(doc, after + 1, W_BEEN));
}

/* "it is 27.5 at present", "where it now is 20%", "that is 7.5 percent today" */
static bool tells_present(const struct document *doc, uint32_t word, uint32_t at)
{
    static const char *const now[] = {"now", "currently", "presently", "today"};
    static const char *const be[] = {"is", "are", "stands", "stand", "pays", "pay"};
    double value = 0;
    uint32_t after = number_read(doc, at, (uint32_t)doc->token_count, &value);
    const struct hit *unit = hit_at(doc, after, LEX_PERCENT);
    after = unit != NULL ? unit->end : after;
    bool told = WORD_AMONG(doc, after, now) ||
                (word_is(doc, after, W_AT) && word_spelled(doc, after + 1, "present"));
    bool is = false;
    for (uint32_t mid = word + 1; mid < at && at - word <= PRESENT_REACH; mid++) {
        if (doc->token[mid].kind != TOKEN_WORD || hit_at(doc, mid, LEX_PRODUCT) != NULL ||
            hit_at(doc, mid, LEX_DEMONYM) != NULL)
            return false;
        told = told || (WORD_AMONG(doc, mid, now) && !word_is(doc, word, W_IT));
        is = is || WORD_AMONG(doc, mid, be);
    }
    return told && is;
}

bool rate_is_told_before(const struct document *doc, uint32_t first, uint32_t word, uint32_t at)
{
    static const char *const who[] = {"it",    "they", "which", "that", "this",
                                      "these", "both", "each",  "all",  "those"};
    bool mark = word > first && doc->token[word - 1].kind == TOKEN_PUNCT;
    bool where = word_is(doc, word, W_WHERE) || word_spelled(doc, word, "whereas") ||
                 (mark && word_is(doc, word, W_WHEN));
    if (where && word + 1 == rate_lower_end(doc, word, at))
        return is_paid_there(doc, at);
    if (where && tells_present(doc, word, at))
        return true;
    /* "where it took 12" */
    const struct hit *took = where ? hit_over(doc, at - 1, LEX_ACT) : NULL;
    if (took != NULL && took->end == at && took->first == word + 2 &&
        hit_at(doc, took->first, LEX_PAST) != NULL)
        return true;
    if (where)
        return rate_is_told_past(doc, word, at);
    bool relative = word_is(doc, word, W_THAT) || word_is(doc, word, W_WHICH);
    /* "; since August they had stood at 39" */
    for (uint32_t back = word; back > first && word - back < LEAD_REACH && !mark; back--) {
        bool cue = word_is(doc, back - 1, W_SINCE) || word_is(doc, back - 1, W_UNTIL) ||
                   word_is(doc, back - 1, W_BEFORE);
        mark = cue && back > first + 1 && doc->token[back - 2].kind == TOKEN_PUNCT &&
               !word_is(doc, word + 1, W_HAS) && !word_is(doc, word + 1, W_HAVE);
    }
    if (!(mark || relative) || !WORD_AMONG(doc, word, who))
        return false;
    if (mark && tells_present(doc, word, at))
        return true;
    for (uint32_t mid = word + 1; mid < at; mid++) {
        if (hit_at(doc, mid, LEX_PRODUCT) != NULL || hit_at(doc, mid, LEX_DEMONYM) != NULL)
            return false;
    }
    return rate_is_told_past(doc, word, at);
}

/* Other goods or other people between two rates. */
static bool names_others(const struct document *doc, uint32_t first, uint32_t end)
{
    return hit_in(doc, first, end, LEX_PRODUCT) != NULL ||
           hit_in(doc, first, end, LEX_DEMONYM) != NULL ||
           hit_in(doc, first, end, LEX_COUNTRY) != NULL;
}

static bool is_whole(const struct rate *rate)
{
    return rate->part != RATE_OLD && !rate->by_unit && !rate->another && !rate->by;
}

/* "goods now taxed at 25%", "presently at 25%", "which was to be 10": what is borne before another
 * rate is. */
static bool is_told_now(const struct document *doc, uint32_t first, uint32_t at)
{
    static const char *const now[] = {"now", "presently", "currently"};
    uint32_t low = at > first + PERFECT_REACH ? at - PERFECT_REACH : first;
    for (uint32_t back = at; back > low + 1 && doc->token[back - 1].kind == TOKEN_WORD; back--) {
        if (WORD_AMONG(doc, back - 1, now))
            return doc->token[back - 2].kind == TOKEN_WORD && !word_is(doc, back - 2, W_IS) &&
                   !word_is(doc, back - 2, W_ARE) && !word_is(doc, back - 2, W_WILL) &&
                   !word_is(doc, back - 2, W_HAS) && !word_is(doc, back - 2, W_HAVE) &&
                   word_is(doc, at - 1, W_AT);
        if (word_is(doc, back - 1, W_TO) &&
            (word_is(doc, back - 2, W_WAS) || word_is(doc, back - 2, W_WERE) ||
             word_spelled(doc, back - 2, "supposed")))
            return back < at;
    }
    return false;
}

/* "becomes 7.5 percent", "is to become one of 20 percent": whether the number at token `at` is what
 * another turns into. */
static bool is_turned_into(const struct document *doc, uint32_t first, uint32_t at)
{
    static const char *const words[] = {"becomes", "become", "became", "becoming"};
    uint32_t low = at > first + TURN_REACH ? at - TURN_REACH : first;
    for (uint32_t back = at; back > low && doc->token[back - 1].kind == TOKEN_WORD; back--) {
        if (!WORD_AMONG(doc, back - 1, words))
            continue;
        /* "10%, and said it would become 25% in May": a later step */
        uint32_t who = back > first + 1 ? back - 2 : first;
        who -= who > first && (word_is(doc, who, W_WILL) || word_is(doc, who, W_WOULD));
        return !word_is(doc, who, W_IT) && !word_is(doc, who, W_THEY) &&
               !word_is(doc, who, W_WHICH);
    }
    return false;
}

/* "replaces the 25% duty with one of 10%" */
static bool
is_replaced(const struct document *doc, uint32_t first, const struct rate *old, uint32_t new)
{
    static const char *const words[] = {"replace", "replaces", "replaced", "replacing"};
    uint32_t low = old->first > first + TURN_REACH ? old->first - TURN_REACH : first;
    bool replaces = false;
    for (uint32_t at = low; at < old->first; at++)
        replaces = replaces || WORD_AMONG(doc, at, words);
    uint32_t near = new > old->end + TURN_REACH ? new - TURN_REACH : old->end;
    for (uint32_t at = near; replaces && at < new; at++) {
        if (word_is(doc, at, W_BY) || word_is(doc, at, W_WITH))
            return true;
    }
    return false;
}

/* ", and we will charge them 19%": another clause. */
static bool begins_anew(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at + 1 < end; at++) {
        if (mark_is(doc, at, ';') ||
            (mark_is(doc, at, ',') && (word_is(doc, at + 1, W_AND) || word_is(doc, at + 1, W_BUT))))
            return true;
    }
    return false;
}

/* "pays 75.8% and, from March 1, it will pay 15": what the same goods bear now and will bear. */
static bool
will_pay(const struct document *doc, uint32_t first, uint32_t old, uint32_t from, uint32_t new)
{
    static const char *const pays[] = {"pays",  "pay",  "bears", "bear",
                                       "faces", "face", "is",    "are"};
    uint32_t verb = verb_of(doc, first, old);
    uint32_t bears = verb_of(doc, from, new);
    if (verb <= first || bears <= from + 1 || !WORD_AMONG(doc, verb, pays) ||
        word_is(doc, verb - 1, W_WILL) ||
        !(WORD_AMONG(doc, bears, pays) || word_is(doc, bears, W_BE)))
        return false;
    uint32_t who = bears - 1;
    return (word_is(doc, who, W_WILL) || word_is(doc, who, W_LL)) &&
           (word_is(doc, who - 1, W_IT) || word_is(doc, who - 1, W_THEY));
}

/* "lowers the duties on butter (40% to 20%) and beans (2% to 1%)": what stands alone in brackets
 * where a duty moves, or where it can be no range, since it falls. */
static bool is_bracketed(const struct document *doc,
                         uint32_t first,
                         const struct rate *old,
                         const struct rate *new)
{
    if (old->first == first || !mark_is(doc, old->first - 1, '(') || !mark_is(doc, new->end, ')'))
        return false;
    if (new->value < old->value)
        return true;
    for (const struct hit *act = hit_in(doc, first, old->first, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, old->first, LEX_ACT)) {
        if (hit_is(act, 0, "raise"))
            return true;
    }
    return false;
}

/* "the 30% duty on almonds becomes 10%", "was 20%, it's 10 now", "is 7.5% to 25%" */
void rate_turn(const struct document *doc, uint32_t first, struct rate *rates, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        struct rate *old = &rates[i];
        struct rate *new = &rates[i + 1];
        if (!is_whole(old) || !is_whole(new) || (i > 0 && rates[i - 1].part == RATE_OLD))
            continue;
        bool turned = is_turned_into(doc, old->end, new->first) && new->first - old->end < TURN_FAR;
        bool past =
            new->first - old->end < NEXT_REACH &&
            (rate_is_told_past(doc, first, old->first) || is_told_now(doc, first, old->first)) &&
            !rate_is_told_past(doc, old->end, new->first) && new->first > old->end + 1 &&
            !word_is(doc, new->first - 1, W_AND) && !begins_anew(doc, old->end, new->first) &&
            !names_others(doc, old->end, new->first);
        const struct hit *act = old->first > first ? hit_over(doc, old->first - 1, LEX_ACT) : NULL;
        bool moves = (act != NULL && act->end == old->first && !act_is_noun(act) &&
                      (hit_is(act, 0, "raise") || hit_is(act, 0, "lower"))) ||
                     word_is(doc, old->first - 1, W_IS);
        bool joined = (moves || is_bracketed(doc, first, old, new)) && new->first == old->end + 1 &&
                      word_is(doc, old->end, W_TO);
        bool other = hit_in(doc, old->end, new->first, LEX_PRODUCT) != NULL ||
                     hit_in(doc, old->end, new->first, LEX_DEMONYM) != NULL;
        bool later = new->first - old->end < NEXT_REACH + 2 &&
                     !other &&will_pay(doc, first, old->first, old->end, new->first);
        if (!turned && !past && !joined && !later && !is_replaced(doc, first, old, new->first))
            continue;
        old->part = RATE_OLD;
        new->part = RATE_NEW;
    }
}
