/*
 * Which person of the text the office is that speaks, and which body "the council" is.
 */
#ifndef GAINSAY_CLASSIFY_NAMING_H
#define GAINSAY_CLASSIFY_NAMING_H

#include "consumers/classify/speech.h"

/* A name without an office that speaks in sentence `at` becomes that of the office that spoke
 * before. */
void naming_bind(struct document *doc, struct voice *voices, uint32_t at);
/* "the council" of token `token` becomes the body that was named before, or the author. */
void naming_body(const struct document *doc,
                 const struct author *author,
                 struct speaker *speaker,
                 uint32_t token);
/* "Trade secretary: no zero for rice", the title of an official's own text, becomes the one of that
 * office whom the text names. */
void naming_author(const struct document *doc, struct speaker *author);

#endif
