/*
 * Several countries that do the same to a duty: "Mexico and Canada imposed 25% on steel".
 */
#ifndef GAINSAY_CLASSIFY_JOINT_H
#define GAINSAY_CLASSIFY_JOINT_H

#include "consumers/classify/tariff.h"

/* The other sides that impose a change together with its imposer; none in most changes. */
void joint_imposers(const struct tariff_scene *scene,
                    const struct change *change,
                    struct record_codes *others);

#endif
