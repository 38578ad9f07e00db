/*
 * A tariff measure while its record is made, and the two sides of it: who collects the duty and
 * whose goods bear it.
 */
#ifndef GAINSAY_CLASSIFY_TARIFF_H
#define GAINSAY_CLASSIFY_TARIFF_H

#include "consumers/classify/document.h"

struct measure {
    const struct tag *noun; /* NULL where the sentence goes on about the one before */
    const struct tag *action;
    const struct rate *rate;
    const struct rate *old;
    uint32_t first; /* tokens in which this measure's goods and targets are looked for */
    uint32_t end;
};

/* The code of the country or bloc that acts; NULL where nothing tells. */
const char *tariff_imposer(const struct document *document,
                           const struct sentence *sentence,
                           const struct measure *measure);

/* Adds the countries named in tokens [first, end) on whose goods the imposer's duty falls. */
void tariff_targets(const struct document *document,
                    uint32_t first,
                    uint32_t end,
                    const char *imposer,
                    struct record_codes *targets);

/* Fills the targets of a record whose sentence names none from what the text said before. */
void tariff_targets_inherit(const struct document *document,
                            const struct sentence *sentence,
                            struct record *record);

#endif
