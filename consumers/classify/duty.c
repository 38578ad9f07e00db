/* Nouns of customs duties, apart from those of other tariffs and duties. */
#include "consumers/classify/tariff.h"

#define RATE_AHEAD 5 /* tokens from "duty to" to "percent": "as much as 40 percent" */

/* "a 12 percent duty to tungsten", "raised its steel duty to 40%", though "a duty to warn" is none.
 */
static bool is_duty(const struct document *doc, const struct hit *hit)
{
    if (hit == NULL)
        return false;
    const struct hit *domain = hit_over(doc, hit->first, LEX_DOMAIN);
    bool to = domain != NULL && domain->first == hit->first && hit->first > 0 &&
              domain->end == hit->end + 1 && word_is(doc, hit->end, W_TO);
    uint32_t next = hit->end + 1;
    uint32_t far =
        next + RATE_AHEAD < doc->token_count ? next + RATE_AHEAD : (uint32_t)doc->token_count;
    bool led = to && (hit_over(doc, hit->first - 1, LEX_PERCENT) != NULL ||
                      (next < far && (hit_in(doc, next, far, LEX_PERCENT) != NULL ||
                                      hit_at(doc, next, LEX_NUMBER) != NULL)));
    return domain == NULL || led;
}

const struct hit *duty_next(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *hit = hit_in(doc, first, end, LEX_TARIFF);
    while (hit != NULL && !is_duty(doc, hit))
        hit = hit_in(doc, hit->end, end, LEX_TARIFF);
    return hit;
}

/* The duty next to a token. */
const struct hit *
duty_nearest(const struct document *doc, uint32_t first, uint32_t end, uint32_t at)
{
    const struct hit *best = NULL;
    uint32_t best_gap = UINT32_MAX;
    for (const struct hit *hit = duty_next(doc, first, end); hit != NULL;
         hit = duty_next(doc, hit->end, end)) {
        uint32_t gap = hit->first > at ? hit->first - at : at - hit->first;
        if (gap < best_gap) {
            best = hit;
            best_gap = gap;
        }
    }
    return best;
}
