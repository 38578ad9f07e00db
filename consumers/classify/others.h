/*
 * What one tells of another's duties: how things are, or what they promised, which is no change.
 */
#ifndef GAINSAY_CLASSIFY_OTHERS_H
#define GAINSAY_CLASSIFY_OTHERS_H

#include "consumers/classify/tariff.h"

/* "India levies 20 percent on our cars", said by those who bear it: how things are, and no change;
 * "the levy that India charges" tells of one that was made. */
bool others_level(const struct tariff_scene *scene, const struct change *change);
/* "A says that B has agreed to cut": a claim of A's. */
bool others_pledge(const struct tariff_scene *scene, const struct change *change);

#endif
