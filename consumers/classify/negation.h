/*
 * Negations that deny: "there has been no call", "never agreed to", "nobody phoned". Refusals,
 * rules, conditions and figures of speech negate without denying.
 */
#ifndef GAINSAY_CLASSIFY_NEGATION_H
#define GAINSAY_CLASSIFY_NEGATION_H

#include "consumers/classify/matter.h"
#include "consumers/classify/speech.h"

/* What tokens [first, end) say not to be so: the matter of the first negation that denies one, or
 * MATTER_NONE. A speaker denies the conduct of his own side only. */
struct matter_guess negation_find(const struct document *doc,
                                  const struct speaker *speaker,
                                  uint32_t first,
                                  uint32_t end);
/* "No call took place, and no talks are under way": where, behind a negation that denies one thing
 * in so many words, the clause begins that so denies another; `end` where none does. */
uint32_t negation_second(const struct document *doc,
                         const struct speaker *speaker,
                         uint32_t first,
                         uint32_t end);
/* Whether tokens [first, end) deny what somebody's word in quotation marks says of them: `did NOT
 * "cave"`, `there was no "pause"`. */
bool negation_of_quoted(const struct document *doc, uint32_t first, uint32_t end);
/* "with the ambassador, not the chancellor": whether a negation only says with whom, where or what
 * else it was not. */
bool negation_is_contrast(const struct document *doc, uint32_t first, const struct hit *neg);
/* Whether a condition opens the clause of tokens [first, at): "if they do not meet". */
bool negation_conditional(const struct document *doc, uint32_t first, uint32_t at);

/* Whether tokens [first, end) tell that something is or was not so: no refusal, no rule, no
 * condition. */
bool negation_plain(const struct document *doc, uint32_t first, uint32_t end);

#endif
