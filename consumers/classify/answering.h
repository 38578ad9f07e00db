/*
 * Sentences that may answer what somebody else has said: a denial needs no word that denies where a
 * report stands beside it ("Told of the Canadian account, he said he had been in hospital").
 */
#ifndef GAINSAY_CLASSIFY_ANSWERING_H
#define GAINSAY_CLASSIFY_ANSWERING_H

#include "consumers/classify/reading.h"

/* Whether sentence i, the question that it answers or what stands right before it tells of somebody
 * else's word. */
bool answering(const struct reader *reader, uint32_t i);

#endif
