/* Steps of one duty: a later rate of what the document has told a rate of before. */
#include "consumers/classify/tariff.h"

#include <string.h>

static bool has_targets(const struct record *a, const struct record *b)
{
    if (a->targets.count != b->targets.count)
        return false;
    for (size_t i = 0; i < a->targets.count; i++) {
        if (!record_codes_have(&b->targets, a->targets.code[i]))
            return false;
    }
    return true;
}

/* Whether `next` goes on from `step`: the same duty, at another rate, from a later day. */
static bool goes_on(const struct record *step, const struct record *next)
{
    bool burden = next->action == ACTION_IMPOSE || next->action == ACTION_RAISE ||
                  next->action == ACTION_LOWER;
    return burden && step->type == RECORD_TARIFF_CHANGE &&
           strcmp(step->imposer, next->imposer) == 0 &&
           strcmp(step->products, next->products) == 0 && has_targets(step, next) &&
           step->rate.known && next->rate.known && step->rate.value != next->rate.value &&
           !next->rate_from.known && step->action != ACTION_EXEMPT &&
           step->action != ACTION_REMOVE && step->effective != NULL && next->effective != NULL &&
           strcmp(step->effective, next->effective) < 0;
}

void step_complete(struct record_list *records)
{
    for (size_t n = 1; n < records->count; n++) {
        struct record *next = &records->record[n];
        if (next->type != RECORD_TARIFF_CHANGE)
            continue;
        for (size_t s = n; s > 0; s--) {
            const struct record *step = &records->record[s - 1];
            if (!goes_on(step, next))
                continue;
            next->rate_from = step->rate;
            next->action = next->rate.value > step->rate.value ? ACTION_RAISE : ACTION_LOWER;
            break;
        }
    }
}
