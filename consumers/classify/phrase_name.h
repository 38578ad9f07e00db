/*
 * The name that an office is followed by. Tokens, ends exclusive.
 */
#ifndef GAINSAY_CLASSIFY_PHRASE_NAME_H
#define GAINSAY_CLASSIFY_PHRASE_NAME_H

#include "consumers/classify/mention.h"

/* "for the American file", "at the sugar board": the comma after what an office is for, where a
 * name stands between it and another comma or a verb of saying; else `at`. */
uint32_t phrase_past_remit(const struct document *doc, uint32_t at, uint32_t limit);
/* "..., Dale Hutchins," after an office that ends at a token, or the name right after it: its end,
 * and in *name_first where it begins; `at` where there is none. */
uint32_t
phrase_name_after(const struct document *doc, uint32_t at, uint32_t limit, uint32_t *name_first);

#endif
