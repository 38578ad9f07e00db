/*
 * Sentences that speak of duties and tell of no change: denied, asked, supposed, estimated.
 */
#ifndef GAINSAY_CLASSIFY_NO_CHANGE_H
#define GAINSAY_CLASSIFY_NO_CHANGE_H

#include "consumers/classify/tariff.h"

/* Whether a sentence only supposes or estimates what it tells. */
bool no_change_unreal(const struct document *doc, const struct sentence *sentence);
/* Whether a sentence with those rates is said to be untrue, there or in a short sentence after it,
 * or asks without a rate that is known, or is unreal. */
bool no_change_told(const struct tariff_scene *scene,
                    const struct change_gates *gates,
                    const struct rate *rates);
/* "A website writes that the duty rises", in a text that denies something: told to be denied. */
bool no_change_hearsay(const struct tariff_scene *scene, uint32_t i);
/* Whether somebody denies what the sentence tells, with all its rates. */
bool no_change_denied(const struct tariff_scene *scene,
                      const struct change_gates *gates,
                      const struct rate *rates);
/* "Has China exempted some goods?": whether a sentence asks whether something is so. */
bool no_change_wondered(const struct tariff_scene *scene, uint32_t i);

#endif
