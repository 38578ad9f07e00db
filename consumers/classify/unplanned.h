/*
 * What is said not to be on the way, or not to be charged, in answer to a report: "There is no plan
 * to lower the tariff", "No measure of that length is being considered", "No duty is levied on
 * carpets". Without a report to answer it is one's own plan ruled out, which denies nothing.
 */
#ifndef GAINSAY_CLASSIFY_UNPLANNED_H
#define GAINSAY_CLASSIFY_UNPLANNED_H

#include "consumers/classify/reading.h"

/* The matter that sentence i denies so, or MATTER_NONE. */
enum matter
unplanned_matter(const struct reader *reader, uint32_t i, const struct reading *reading);

#endif
