/* Rates that are less or more than what is paid, though no verb says that they move. */
#include "consumers/classify/tariff.h"

#include <string.h>

#define AFTER_REACH    24  /* tokens from a rate to "retroactive to August 7" */
#define MULTIPLE_REACH 16  /* tokens from a rate to how many times the old one it is */
#define AMOUNT_LEAST   500 /* cars, tonnes: fewer are no quota */
#define UNIT_REACH     3   /* tokens from an amount to its unit */

/* "15%, retroactive to August 7", "15%, going back to the first of the month": what was paid since
 * is given back. */
static bool applies_back(const struct document *doc, const struct change *change)
{
    static const char *const goes[] = {"going", "goes", "applied", "applies", "reaching"};
    uint32_t from = change->rate->end;
    uint32_t end = from + AFTER_REACH < change->end ? from + AFTER_REACH : change->end;
    for (uint32_t at = from; at + 2 < end; at++) {
        bool retro = word_spelled(doc, at, "retroactive") || word_spelled(doc, at, "retroactively");
        bool back = WORD_AMONG(doc, at, goes) && word_spelled(doc, at + 1, "back");
        if (mark_is(doc, at, ';'))
            return false;
        if ((retro && word_is(doc, at + 1, W_TO)) || (back && word_is(doc, at + 2, W_TO)))
            return true;
    }
    return false;
}

/* "15 percent including the ordinary duty", "a combined rate of 10 percent": no more is added to.
 */
static bool takes_all_in(const struct document *doc, const struct change *change)
{
    static const char *const usual[] = {"ordinary", "existing", "normal", "usual", "base", "basic"};
    uint32_t rate = change->rate->end;
    uint32_t at = rate + (mark_is(doc, rate, ',') ? 1 : 0);
    uint32_t of = word_spelled(doc, at, "inclusive") && word_is(doc, at + 1, W_OF) ? at + 2
                  : word_spelled(doc, at, "including")                             ? at + 1
                                                                                   : at;
    return of > at && (WORD_AMONG(doc, of, usual) ||
                       (word_is(doc, of, W_THE) && WORD_AMONG(doc, of + 1, usual)));
}

/* "The first 100,000 British cars will enter at 10%": an amount that is let in. */
static bool is_of_amount(const struct document *doc, const struct change *change)
{
    static const char *const units[] = {"vehicles", "cars",  "vans",   "buses", "tonnes",
                                        "tons",     "autos", "trucks", "metric"};
    static const char *const beyond[] = {"beyond", "above", "exceeding", "outside",
                                         "over",   "more",  "excess"};
    uint32_t rate = change->rate->first;
    if (rate <= change->own_first || !word_is(doc, rate - 1, W_AT))
        return false;
    bool amount = false;
    for (uint32_t at = change->own_first; at < rate; at++) {
        if (WORD_AMONG(doc, at, beyond))
            return false;
        bool many = doc->token[at].kind == TOKEN_NUMBER && doc->token[at].value >= AMOUNT_LEAST;
        for (uint32_t unit = at + 1; many && unit <= at + UNIT_REACH && unit < rate; unit++)
            amount = amount || WORD_AMONG(doc, unit, units);
    }
    return amount;
}

/* "Rice pays 10 percent. A year later the figure shall be 25.": another step of what the sentence
 * before told of. */
enum tariff_action step_later(const struct tariff_scene *scene, const struct change *change)
{
    static const char *const what[] = {"it",    "they", "figure", "rate", "number",
                                       "these", "this", "tariff", "duty"};
    static const char *const when[] = {"later", "afterwards", "thereafter", "eventually"};
    const struct document *doc = scene->doc;
    const struct record_list *records = doc->records;
    const struct rate *rate = change->rate;
    if (change->action != ACTION_IMPOSE || rate == NULL || change->old != NULL ||
        rate->part != RATE_NEW || rate->value == 0 || !scene->have_last || records->count == 0 ||
        scene->last.sentence + 1 != change->sentence ||
        strcmp(scene->last.imposer, change->imposer) != 0)
        return ACTION_NONE;
    const struct record *before = &records->record[records->count - 1];
    bool subject = false;
    bool later = false;
    for (uint32_t at = doc->sentence[change->sentence].first; at < rate->first; at++) {
        if (hit_at(doc, at, LEX_PRODUCT) != NULL || hit_at(doc, at, LEX_DEMONYM) != NULL ||
            hit_at(doc, at, LEX_COUNTRY) != NULL)
            return ACTION_NONE;
        subject = subject || WORD_AMONG(doc, at, what);
        later = later || WORD_AMONG(doc, at, when);
    }
    for (uint32_t at = rate->end; at < change->own_end && at < rate->end + UNIT_REACH + 1; at++)
        later = later || WORD_AMONG(doc, at, when); /* "30 percent a year later" */
    if (!subject || !later || !before->rate.known || before->rate.value == rate->value ||
        (before->action != ACTION_IMPOSE && before->action != ACTION_RAISE &&
         before->action != ACTION_LOWER))
        return ACTION_NONE;
    return rate->value > before->rate.value ? ACTION_RAISE : ACTION_LOWER;
}

bool step_is_relief(const struct document *doc, const struct change *change)
{
    const struct rate *rate = change->rate;
    return change->action == ACTION_IMPOSE && rate != NULL && rate->part == RATE_NEW &&
           change->old == NULL && rate->first >= change->own_first &&
           (applies_back(doc, change) || takes_all_in(doc, change) || is_of_amount(doc, change));
}

/* ", a point less than", ", five points above": RAISE or LOWER, else IMPOSE. */
static enum tariff_action by_points(const struct document *doc, uint32_t from, uint32_t end)
{
    static const char *const less[] = {"less", "lower", "below", "under", "fewer"};
    static const char *const more[] = {"more", "higher", "above", "over"};
    for (uint32_t at = from; at + 1 < end && at < from + MULTIPLE_REACH; at++) {
        const struct token *token = &doc->token[at];
        bool point = word_spelled(doc, at, "point") || word_spelled(doc, at, "points");
        if (token->kind == TOKEN_PUNCT && token->mark != ',' && token->mark != '-')
            return ACTION_IMPOSE;
        if (point && WORD_AMONG(doc, at + 1, less))
            return ACTION_LOWER;
        if (point && WORD_AMONG(doc, at + 1, more))
            return ACTION_RAISE;
    }
    return ACTION_IMPOSE;
}

/* "20%, twice what it charged until Monday": RAISE or LOWER, else IMPOSE. */
enum tariff_action step_multiple(const struct document *doc, const struct change *change)
{
    const struct rate *rate = change->rate;
    if (change->action != ACTION_IMPOSE || rate == NULL || rate->part != RATE_NEW ||
        change->old != NULL)
        return change->action;
    uint32_t high =
        rate->end + MULTIPLE_REACH < change->end ? rate->end + MULTIPLE_REACH : change->end;
    for (const struct hit *hit = hit_in(doc, rate->end, high, LEX_RATE); hit != NULL;
         hit = hit_in(doc, hit->end, high, LEX_RATE)) {
        bool times = hit_is(hit, 0, "times");
        uint32_t lead = hit->first > 0 ? hit->first - 1 : 0;
        lead -= lead > rate->end && hit_over(doc, lead, LEX_ADVERB) != NULL;
        if ((times || hit_is(hit, 0, "half")) && hit->first > rate->end &&
            (mark_is(doc, lead, ',') || word_is(doc, lead, W_IS)))
            return times ? ACTION_RAISE : ACTION_LOWER;
    }
    return by_points(doc, rate->end, change->end);
}
