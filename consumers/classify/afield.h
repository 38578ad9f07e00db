/*
 * What a post says that is not of trade. Leaders post of everything, in the same words: of talks
 * about weapons, deals with the other party, made-up stories about their staff. A post is short, so
 * that one of trade has a word of it, goods, or another country, and none of what is far from it.
 */
#ifndef GAINSAY_CLASSIFY_AFIELD_H
#define GAINSAY_CLASSIFY_AFIELD_H

#include "consumers/classify/reading.h"

/* Whether a text is a post about something else than trade. */
bool afield_text(const struct reader *reader, const char *home);

/* Whether a part of a sentence of a post is, whatever the post is about. */
bool afield_part(const struct reader *reader, const struct reading *reading);

#endif
