/*
 * Noun phrases with an office or a body as their head: "Indonesia's coordinating minister Bambang
 * Hartono", "the spokesperson of the Chinese Foreign Ministry".
 */
#ifndef GAINSAY_CLASSIFY_PHRASE_H
#define GAINSAY_CLASSIFY_PHRASE_H

#include "consumers/classify/mention.h"

/* Adds the phrase that starts at a token; returns its end, or `at` where there is none. */
uint32_t phrase_read(struct document *doc, uint32_t at, uint32_t limit, uint32_t sentence);

#endif
