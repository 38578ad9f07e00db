/*
 * Who holds an office on the item's date, where a house's own text names the office alone: "the
 * President noted", "THE PRESIDENT:".
 */
#ifndef GAINSAY_CLASSIFY_HOLDER_H
#define GAINSAY_CLASSIFY_HOLDER_H

#include "consumers/classify/speech.h"

/* Names an office of the text's own country by its holder, where the lexicon knows one. */
void holder_name(const struct document *doc, const struct author *author, struct speaker *speaker);

#endif
