/*
 * In a post, how high a duty stands: "they pay 20 percent", "our tariff remains at 47%". Who posts
 * that tells no change.
 */
#ifndef GAINSAY_CLASSIFY_STANDING_H
#define GAINSAY_CLASSIFY_STANDING_H

#include "consumers/classify/tariff.h"

bool standing_is(const struct tariff_scene *scene, const struct change *change);
/* "to ZERO, from 50%": who posts that calls it the end of a duty, though others only lower it. */
enum tariff_action standing_zero(const struct tariff_scene *scene,
                                 const struct change *change,
                                 enum tariff_action action);

#endif
