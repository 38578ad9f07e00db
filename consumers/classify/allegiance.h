/*
 * For which country a speaker speaks.
 */
#ifndef GAINSAY_CLASSIFY_ALLEGIANCE_H
#define GAINSAY_CLASSIFY_ALLEGIANCE_H

#include "consumers/classify/opponent.h"
#include "consumers/classify/reading.h"

/* The side as the text tells it, but none for companies, associations and analysts, wherever they
 * are; an office that is not said to be anybody's is one of the country in whose capital the report
 * was written or whose name opens the headline. */
const char *allegiance_of(const struct reader *reader,
                          const struct voice *voice,
                          const struct speaker *speaker);

/* A company, an association, an analyst: who speaks for no country. */
bool allegiance_private(const struct speaker *speaker);

/* "China has stopped taking our beef, the minister said": nobody accuses their own country, so a
 * side that is the accused's by the sentence alone gives way to the other party's, or to NULL. */
const char *allegiance_accuser(const struct reader *reader,
                               const struct reading *reading,
                               const struct record_codes *parties,
                               const char *side);

/* "India levies no such rate, the commerce secretary said": whoever denies a deed speaks for the
 * country that it would be the deed of, where only the sentence's other words tell for whom. */
const char *
allegiance_denier(const struct reader *reader, const struct reading *reading, const char *side);

/* Sides that an item's statements tell of each other, once it is known whom its denials contradict.
 */
void allegiance_deduce(struct statements *list);

#endif
