/* Percentages that are of no duty, or of one that is not put on. */
#include "consumers/classify/rate_step.h"

#include "consumers/classify/act.h"
#include "consumers/classify/clause.h"

#define SHARE_BEFORE 8  /* tokens from what a percentage is of to it, in its clause */
#define SHARE_NEAR   4  /* ... across anything */
#define CUE_REACH    5  /* tokens of "to as much as" */
#define DUTIED_REACH 4  /* tokens from "duty on" to the goods */
#define DUTY_AFTER   5  /* tokens from a percentage to the duty that it may still be of */
#define DUTY_BEFORE  30 /* tokens from a duty to the verb it is the subject of */

/* "raised the duty on Peruvian eggs to 50%": goods whose prices are talked of elsewhere. */
static bool is_dutied(const struct document *doc, uint32_t first, const struct hit *share)
{
    uint32_t low = share->first > first + DUTIED_REACH ? share->first - DUTIED_REACH : first;
    if (hit_over(doc, share->first, LEX_PRODUCT) == NULL)
        return false;
    for (uint32_t at = share->first; at > low; at--) {
        if (word_is(doc, at - 1, W_ON))
            return at > first + 1 && hit_over(doc, at - 2, LEX_TARIFF) != NULL;
    }
    return false;
}

/* What else a rate can be of, before it in its clause: "the stock market is up 20 percent". */
static const struct hit *share_before(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + SHARE_BEFORE ? at - SHARE_BEFORE : first;
    for (uint32_t back = at; back > low; back--) {
        const struct hit *share = hit_at(doc, back - 1, LEX_SHARE);
        /* not the margin of "dumping margin" */
        bool within = hit_over(doc, back - 1, LEX_TARIFF) != NULL;
        if (share != NULL && !within && !is_dutied(doc, first, share))
            return share;
        bool near = at - back < SHARE_NEAR;
        if (!near &&
            (doc->token[back - 1].kind == TOKEN_PUNCT ||
             hit_at(doc, back - 1, LEX_TARIFF) != NULL || hit_at(doc, back - 1, LEX_ACT) != NULL))
            return NULL;
    }
    return NULL;
}

/* "from the 20-25 percent band": the start of a range that a hyphen joins. */
uint32_t rate_lower_end(const struct document *doc, uint32_t first, uint32_t at)
{
    bool range = at > first + 1 && doc->token[at - 1].kind == TOKEN_PUNCT &&
                 doc->token[at - 1].mark == '-' && doc->token[at - 2].kind == TOKEN_NUMBER;
    if (range)
        return at - 2;
    /* "up from between 5% and 12%", "from the usual rates of 9 to 12.6", "where 4 to 26 percent was
     * charged" */
    if (at < first + 4)
        return at;
    uint32_t low = at - 2 - (hit_over(doc, at - 2, LEX_PERCENT) != NULL);
    if (doc->token[low].kind != TOKEN_NUMBER)
        return at;
    bool between = word_is(doc, at - 1, W_AND) && word_spelled(doc, low - 1, "between");
    bool spans = word_is(doc, at - 1, W_TO) &&
                 (word_is(doc, low - 1, W_OF) || word_is(doc, low - 1, W_WHERE));
    return between ? low - 1 : spans ? low : at;
}

/* "gets 10 percent", "will pay 5 points" */
static bool is_borne(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + SHARE_NEAR ? at - SHARE_NEAR : first;
    for (const struct hit *act = hit_in(doc, low, at, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, at, LEX_ACT)) {
        if (hit_is(act, 1, "payer") || hit_is(act, 1, "d"))
            return true;
    }
    return false;
}

/* Whether the subject of a verb of rising or falling is a duty. */
static bool moves_duty(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t low = verb > first + DUTY_BEFORE ? verb - DUTY_BEFORE : first;
    for (const struct hit *duty = hit_in(doc, low, verb, LEX_TARIFF); duty != NULL;
         duty = hit_in(doc, duty->end, verb, LEX_TARIFF)) {
        if (clause_between(doc, duty->end, verb) == 0 &&
            hit_in(doc, duty->end, verb, LEX_SHARE) == NULL)
            return true;
    }
    return false;
}

/* "Cars fell to 15% from 20%.", "Engines will fall to six percent.": whether goods are the subject,
 * other than "Exports fell" and "Coffee fell to 6 percent of sales". */
static bool moves_goods(const struct document *doc,
                        uint32_t first,
                        const struct hit *verb,
                        uint32_t after,
                        uint32_t end)
{
    uint32_t noun = verb->first - 1;
    noun -= noun > first && word_is(doc, noun, W_WILL);
    const struct hit *goods = hit_over(doc, noun, LEX_PRODUCT);
    if (goods == NULL || hit_in(doc, first, verb->first, LEX_SHARE) != NULL)
        return false;
    bool closes = after >= end || doc->token[after].kind == TOKEN_PUNCT;
    return (after < end && word_is(doc, after, W_FROM)) || (closes && goods->first == first);
}

/* "the quotas on steel will be cut by 60%": how much may come in, not at which rate. */
static bool is_of_quota(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + SHARE_BEFORE + 2 ? at - SHARE_BEFORE - 2 : first;
    bool by = at > first && word_is(doc, at - 1, W_BY);
    for (uint32_t back = at; back > low && by; back--) {
        struct str word = document_span(doc, back - 1, back);
        if (doc->token[back - 1].kind == TOKEN_PUNCT)
            return false;
        if (str_eq_nocase(word, STR("quotas")) || str_eq_nocase(word, STR("quota")) ||
            str_eq_nocase(word, STR("volumes")))
            return true;
    }
    return false;
}

/* "up 74% on last year" */
static bool is_compared(const struct document *doc, uint32_t first, uint32_t at, uint32_t after)
{
    bool moved = at > first && (word_is(doc, at - 1, W_UP) || word_is(doc, at - 1, W_DOWN));
    uint32_t time = after + 1;
    time += word_is(doc, time, W_A) || word_is(doc, time, W_THE) || word_spelled(doc, time, "last");
    return moved &&
           (word_is(doc, after, W_ON) || word_is(doc, after, W_FROM) ||
            word_is(doc, after, W_OVER)) &&
           hit_at(doc, time, LEX_PERIOD) != NULL;
}

bool rate_is_other(
    const struct document *doc, uint32_t first, uint32_t at, uint32_t after, uint32_t end)
{
    if (after < end && word_is(doc, after, W_OF)) {
        /* "25 percent of value" is a duty, "60 percent of imports" a share. */
        bool points = hit_is(hit_over(doc, after - 1, LEX_PERCENT), 0, "points");
        uint32_t high = after + 4 < end ? after + 4 : end;
        /* "twice the 25 percent of March", "answered with 25 percent of its own", but not "99% of
         * its own tariffs" */
        bool own = word_spelled(doc, after + 2, "own");
        if (own && hit_at(doc, after + 3, LEX_TARIFF) != NULL)
            return true;
        if (own || hit_at(doc, after + 1, LEX_MONTH) != NULL)
            return false;
        /* "down from the 32% of last week's letter" */
        uint32_t lead = at - (at > first && word_is(doc, at - 1, W_THE));
        if (lead > first && lead < at && hit_is(hit_over(doc, lead - 1, LEX_RATE), 0, "old"))
            return false;
        /* "98 percent of the tariff lines" */
        if (!points && hit_in(doc, after, high, LEX_HEADING) != NULL)
            return true;
        if (!points && hit_in(doc, after, high, LEX_TARIFF) == NULL &&
            hit_in(doc, after, high + 2 < end ? high + 2 : end, LEX_BASIS) == NULL)
            return true;
    }
    if ((after < end && hit_at(doc, after, LEX_EFFECT) != NULL) || is_of_quota(doc, first, at))
        return true;
    if (is_compared(doc, first, at, after))
        return true;
    /* "5 percent less than a year ago" */
    if (hit_over(doc, after - 1, LEX_SHARE) != NULL && !is_borne(doc, first, at))
        return true;
    /* "18 million tonnes, 47% less than in 2024" */
    if (word_is(doc, after + 1, W_THAN) && !is_borne(doc, first, at) &&
        word_spelled(doc, after, "less"))
        return true;
    /* "costs 10 percent more", but not "pays 10 percent more" */
    if (after < end && word_is(doc, after, W_MORE) && !is_borne(doc, first, at))
        return true;
    /* "a 25 percent reduction in shipments" */
    const struct hit *noun = after < end ? hit_at(doc, after, LEX_ACT) : NULL;
    uint32_t low = at > first + SHARE_NEAR ? at - SHARE_NEAR : first;
    /* "the 29% announced in April" */
    if (noun != NULL && noun->end < end && !act_ends_with(doc, noun->first, "ed") &&
        (word_is(doc, noun->end, W_IN) || word_is(doc, noun->end, W_FROM) ||
         word_is(doc, noun->end, W_OF)) &&
        hit_in(doc, low, noun->end + DUTY_AFTER < end ? noun->end + DUTY_AFTER : end, LEX_TARIFF) ==
            NULL)
        return true;
    /* "drop its 25% tariffs", but not "rose 5% after the tariffs" */
    bool next = after < end && !word_is_grammar(doc, after);
    if (next && hit_in(doc, after, after + 3 < end ? after + 3 : end, LEX_TARIFF) != NULL)
        return false;
    /* "9 percent inflation", "a 4 percent pay rise", but not "25% on eggs" */
    bool goods = word_is(doc, after, W_ON) && hit_at(doc, after + 1, LEX_PRODUCT) != NULL;
    if (!goods && hit_in(doc, after, after + 2 < end ? after + 2 : end, LEX_SHARE) != NULL &&
        hit_in(doc, after, after + DUTY_AFTER < end ? after + DUTY_AFTER : end, LEX_TARIFF) == NULL)
        return true;
    const struct hit *share = share_before(doc, first, at);
    /* "The duty on cars falls to 15%." */
    bool moves = share != NULL && hit_at(doc, share->first, LEX_ACT) != NULL && at > first;
    bool subject = moves && share->first > first && moves_goods(doc, first, share, after, end);
    /* "rose to as much as 50 percent" */
    const struct hit *cue = rate_cue(doc, first, at, CUE_REACH);
    uint32_t lead = hit_is(cue, 0, "le") && cue->end == at ? cue->first : at;
    bool to = word_is(doc, lead, W_TO) || word_is(doc, lead - 1, W_TO);
    if (moves && (to || word_is(doc, rate_lower_end(doc, first, at) - 1, W_FROM)) &&
        (subject || moves_duty(doc, first, share->first)))
        return false;
    return share != NULL;
}

/* "without the 125% duty", "no 25% tariff" */
bool rate_is_absent(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + 3 ? at - 3 : first;
    for (uint32_t back = low; back < at; back++) {
        /* "will no longer charge 5%": a duty that ends */
        bool borne = hit_in(doc, back + 1, at, LEX_ACT) != NULL; /* "do without will pay 8%" */
        const struct hit *frees = hit_over(doc, back, LEX_ACT);  /* "without paying the 40% duty" */
        if ((word_is(doc, back, W_WITHOUT) && !borne && frees == NULL) ||
            (word_is(doc, back, W_NO) && !word_is(doc, back + 1, W_MORE) &&
             !(word_spelled(doc, back + 1, "longer") && back + 2 == at) &&
             hit_at(doc, back, LEX_ACT) == NULL))
            return true;
    }
    return false;
}
