/*
 * Noun phrases with an office or a body as their head: "Indonesia's coordinating minister Bambang
 * Hartono", "the spokesperson of the Chinese Foreign Ministry".
 */
#ifndef GAINSAY_CLASSIFY_PHRASE_H
#define GAINSAY_CLASSIFY_PHRASE_H

#include "consumers/classify/mention.h"

/* The first token of [at, end) that may be a phrase's head; `end` where there is none. */
uint32_t phrase_next_head(const struct document *doc, uint32_t at, uint32_t end);
/* Tokens before its head that a phrase may have at most. */
#define PHRASE_MAX_TOKENS 12
/* Adds the phrase that starts at a token; returns its end, or `at` where there is none. */
uint32_t phrase_read(struct document *doc, uint32_t at, uint32_t limit, uint32_t sentence);

#endif
