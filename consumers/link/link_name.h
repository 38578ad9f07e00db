/*
 * Whether two names are one's. Used by link.c only.
 */
#ifndef GAINSAY_LINK_NAME_H
#define GAINSAY_LINK_NAME_H

#include "consumers/link/link.h"

/* "Trump" and "Donald Trump", "the commission" and "European Commission". */
bool link_same_name(const char *a, const char *b);
/* A name by that in the text, or by the one in English that the lexicon has for it. */
bool link_same_person(const char *a, const char *a_actor, const char *b, const char *b_actor);
/* One name of one side; where a side is not known, the same name, whole or the family's. */
bool link_same_speaker(const struct record *a, const struct record *b);

#endif
