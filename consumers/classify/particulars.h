/*
 * What a claim or denial says beside its matter: when, how surely, of what time, who called whom,
 * and how much speaks for having read it right.
 */
#ifndef GAINSAY_CLASSIFY_PARTICULARS_H
#define GAINSAY_CLASSIFY_PARTICULARS_H

#include "consumers/classify/reading.h"

/* Fills organization, event_date, initiator, certainty, temporality, rules and confidence. Strings
 * live in the document's arena. */
void particulars_fill(struct document *doc,
                      const struct voice *voice,
                      const struct reading *reading,
                      struct record *record);

#endif
