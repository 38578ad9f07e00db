/*
 * Whose goods "its", "their" and "our" goods and those of "the kingdom" are: adds them to the
 * targets of a change whose own words name nobody else.
 */
#ifndef GAINSAY_CLASSIFY_THEIRS_H
#define GAINSAY_CLASSIFY_THEIRS_H

#include "consumers/classify/tariff.h"

/* "Taiwan said that the duty on its goods", "Its cloth will pay 20 percent" */
void theirs_add_its(const struct tariff_scene *scene, struct change *change);
/* "a duty that was to punish the kingdom", "the country's free access" */
void theirs_add_nation(const struct tariff_scene *scene, struct change *change);
/* "Their goods will pay 15 percent", or in one's own words "what they sell us" */
void theirs_add_theirs(const struct tariff_scene *scene, struct change *change);
/* "charge our goods 15 percent", where another imposes */
void theirs_add_ours(const struct tariff_scene *scene, struct change *change);

#endif
