/* Sentences that tell how high a duty was to which the text has just done something. */
#include "consumers/classify/act.h"
#include "consumers/classify/rate_step.h"
#include "consumers/classify/tariff.h"

#define SUBJECT_REACH 6 /* tokens from "Before that it" to its verb */

/* Whether what the text told last took a duty away or moved it, without saying from where. */
static bool is_open(const struct tariff_scene *scene, uint32_t sentence)
{
    const struct change *last = &scene->last;
    return scene->have_last && last->sentence + 1 == sentence && last->old == NULL &&
           (last->action == ACTION_REMOVE || last->action == ACTION_SUSPEND ||
            last->action == ACTION_EXEMPT || last->action == ACTION_LOWER ||
            last->action == ACTION_RAISE);
}

/* No deed but that of bearing the duty, up to its last rate. */
static bool does_nothing(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT)) {
        if (!hit_is(act, 1, "payer") && !hit_is(act, 2, "level"))
            return false;
    }
    return true;
}

bool rated_is_what_was(const struct tariff_scene *scene,
                       uint32_t sentence,
                       uint32_t first,
                       const struct rate *rates,
                       size_t count)
{
    const struct document *doc = scene->doc;
    if (!is_open(scene, sentence) || !does_nothing(doc, first, rates[count - 1].end))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rates[i].by_unit || rates[i].led_by_to)
            return false;
    }
    return rate_is_told_past(doc, first, rates[0].first) &&
           !word_is(doc, rates[count - 1].end, W_UNTIL);
}

bool rated_fills_last(const struct tariff_scene *scene, uint32_t first, const struct rate *rate)
{
    const struct document *doc = scene->doc;
    static const char *const subjects[] = {"it",   "they",   "duty",    "duties",
                                           "rate", "tariff", "tariffs", "rates"};
    struct record_list *records = doc->records;
    struct record *last = records->count > 0 ? &records->record[records->count - 1] : NULL;
    bool it = false;
    for (uint32_t at = first; at < first + SUBJECT_REACH && at < rate->first; at++) {
        it = it || WORD_AMONG(doc, at, subjects);
    }
    bool goods = hit_in(doc, first, rate->first, LEX_PRODUCT) != NULL ||
                 hit_in(doc, first, rate->first, LEX_DEMONYM) != NULL;
    if (!it || goods || last == NULL || last->type != RECORD_TARIFF_CHANGE ||
        last->rate_from.known || (last->rate.known && last->rate.value == rate->value))
        return false;
    change_number(&last->rate_from, rate->value);
    return true;
}
