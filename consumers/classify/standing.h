/*
 * In a post, how high a duty stands: "they pay 20 percent", "our tariff remains at 47%". Who posts
 * that tells no change.
 */
#ifndef GAINSAY_CLASSIFY_STANDING_H
#define GAINSAY_CLASSIFY_STANDING_H

#include "consumers/classify/tariff.h"

bool standing_is(const struct tariff_scene *scene, const struct change *change);

#endif
