/*
 * Who holds an office on the item's date, where a house's own text names the office alone: "the
 * President noted", "THE PRESIDENT:".
 */
#ifndef GAINSAY_CLASSIFY_HOLDER_H
#define GAINSAY_CLASSIFY_HOLDER_H

#include "consumers/classify/speech.h"

/* Whose name stands for a signer's row: its own, or, where it has none, that of whoever is
 * President of its country on the item's date; empty: nobody whom the lexicon knows. */
struct str holder_signs(const struct document *doc, const struct lex_entry *signer);
/* Names an office of the text's own country by its holder, where the lexicon knows one. */
void holder_name(const struct document *doc, const struct author *author, struct speaker *speaker);

#endif
