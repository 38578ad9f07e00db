/*
 * Duties that the side bears whose text tells of them, where nothing says who imposes them.
 */
#ifndef GAINSAY_CLASSIFY_BORNE_H
#define GAINSAY_CLASSIFY_BORNE_H

#include "consumers/classify/tariff.h"

/* "the 25 percent that was charged on our exports": the side that speaks so, whose goods bear it;
 * or NULL. */
const char *borne_ours(const struct tariff_scene *scene, const struct change *change);

/* "The 24% levy took effect.", in Japan's news of talks in Washington: who imposes a duty that
 * falls on no goods in particular, and adds to its targets the side that bears it; or NULL. */
const char *borne_general(const struct tariff_scene *scene, struct change *change);

#endif
