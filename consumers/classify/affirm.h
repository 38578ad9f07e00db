/*
 * An answer that is no more than yes: "Did you meet the Indian minister? - I did, on Monday."
 * claims what was asked.
 */
#ifndef GAINSAY_CLASSIFY_AFFIRM_H
#define GAINSAY_CLASSIFY_AFFIRM_H

#include "consumers/classify/reading.h"

/* What sentence i affirms, or MATTER_NONE. */
enum matter affirm_matter(const struct reader *reader, uint32_t i);

#endif
