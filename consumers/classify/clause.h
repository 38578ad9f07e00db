/*
 * Where one clause of a sentence ends and another begins. Tokens, ends exclusive.
 */
#ifndef GAINSAY_CLASSIFY_CLAUSE_H
#define GAINSAY_CLASSIFY_CLAUSE_H

#include "consumers/classify/document.h"

/* How many clauses begin between two tokens. */
unsigned clause_between(const struct document *doc, uint32_t a, uint32_t b);
/* Whether a comma stands in tokens [first, end). */
bool clause_comma(const struct document *doc, uint32_t first, uint32_t end);
/* Whether ", and" stands between two tokens: another verb's part of the sentence may begin. */
bool clause_joins(const struct document *doc, uint32_t a, uint32_t b);
/* "has", "was", "will": whether a finite auxiliary stands at a token. */
bool clause_is_finite(const struct document *doc, uint32_t at);
/* "the duty that was to begin on Sunday is called off": whether the verb at `verb` is that of the
 * clause which a relative clause after token `first` interrupts. */
bool clause_main_after(const struct document *doc, uint32_t first, uint32_t verb);

#endif
