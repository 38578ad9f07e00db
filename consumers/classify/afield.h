/*
 * What a post says that is not of trade. Leaders post of everything, in the same words: of talks
 * about weapons, deals with the other party, made-up stories about their staff. A post is short, so
 * that one of trade has a word of it, goods, or another country, and none of what is far from it.
 * So it is with briefings and readouts: one of trade that is not short says so somewhere, by a word
 * that is of trade alone, goods or a rate.
 */
#ifndef GAINSAY_CLASSIFY_AFIELD_H
#define GAINSAY_CLASSIFY_AFIELD_H

#include "consumers/classify/reading.h"

/* Whether a post, or an official text of some length, is about something else than trade. */
bool afield_text(const struct reader *reader, const char *home);

/* Whether a part of a sentence is: that of such a text, or one of a post by its own words. */
bool afield_part(const struct reader *reader, const struct reading *reading);

#endif
