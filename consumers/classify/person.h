/*
 * Personal names: where one ends, and whom of those named before it means.
 */
#ifndef GAINSAY_CLASSIFY_PERSON_H
#define GAINSAY_CLASSIFY_PERSON_H

#include "consumers/classify/document.h"

bool token_is_capital(const struct document *doc, uint32_t at);
/* A capitalised word that may be part of a name nobody has listed. */
bool token_is_name(const struct document *doc, uint32_t at);

/* The end of a personal name that starts at a token, or the token itself. */
uint32_t person_name_end(const struct document *doc, uint32_t at, uint32_t limit);
/* Index of the person of that name: equal, or one is the family name of the other; or NO_INDEX. */
uint32_t person_find(const struct document *doc, struct str name);
/* Index of the person at tokens [first, end), added where new. */
uint32_t person_read(struct document *doc, uint32_t first, uint32_t end);

/* "the growers' group Asaja said": past the name of its own that follows what a body is, which ends
 * before `at`, where it speaks; else `at`. */
uint32_t person_body_end(const struct document *doc, uint32_t at, uint32_t limit);

#endif
