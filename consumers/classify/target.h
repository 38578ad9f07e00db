/*
 * Whose goods a duty falls on, as words name them.
 */
#ifndef GAINSAY_CLASSIFY_TARGET_H
#define GAINSAY_CLASSIFY_TARGET_H

#include "consumers/classify/tariff.h"

/* Adds to the change's targets the sides named in tokens [first, end), up to the reason for the
 * measure. */
void target_add(const struct tariff_scene *scene,
                uint32_t first,
                uint32_t end,
                struct change *change);
/* Whether a place names an office ("the American president") or a duty's owner, not goods. */
bool target_is_actor(const struct document *doc,
                     uint32_t at,
                     const struct hit *place,
                     uint32_t end);
/* "adds 25% because Chile buys oil there, which takes the total to 50%": whether a rate is the
 * total that the one before in its sentence leads to. */
bool target_of_total(const struct tariff_scene *scene, const struct change *change);

/* Whether the change's words put the duty on a side's goods: "on all goods from Chile". */
bool target_is_named_on(const struct document *doc, const struct change *change, const char *side);

#endif
