/*
 * Two phrases that name one: a person, and an office or body behind the name.
 */
#ifndef GAINSAY_CLASSIFY_PHRASE_JOIN_H
#define GAINSAY_CLASSIFY_PHRASE_JOIN_H

#include "consumers/classify/mention.h"

/* "Shigeru Odagiri, Tokyo's chief negotiator,", "Facundo Ibarra of the economy ministry": makes the
 * last two mentions one where the second tells of the first. */
void phrase_join(struct document *doc);
/* "A lawmaker from Iowa, Ruth Olsen,": the office of the name just read, and whose it is. */
void phrase_join_sent(struct document *doc);

#endif
