/*
 * Who speaks for a club of traders, which is no country's: "the Plum Growers' Board", "Ana Ruiz of
 * the steel federation", "its director", of a coalition.
 */
#ifndef GAINSAY_CLASSIFY_CLUB_H
#define GAINSAY_CLASSIFY_CLUB_H

#include "consumers/classify/reading.h"

bool club_speaks(const struct document *doc,
                 const struct voice *voice,
                 const struct speaker *speaker);

#endif
