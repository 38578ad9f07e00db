/*
 * Who speaks: the subject of a verb of saying, wherever it stands.
 */
#ifndef GAINSAY_CLASSIFY_SUBJECT_H
#define GAINSAY_CLASSIFY_SUBJECT_H

#include "consumers/classify/mention.h"

#define SUBJECT_TOLD_AHEAD 12 /* tokens: "said on Wednesday for the third time that" */

/* Words that may stand between a subject and its verb: "has", "later", "on Tuesday". */
bool subject_is_filler(const struct document *doc, uint32_t at);
bool subject_is_participle(const struct document *doc, uint32_t at);
/* Whether tokens [at, end) lead in what is said: "that", a colon. */
bool subject_has_told(const struct document *doc, uint32_t at, uint32_t end);
/* "was denied", "to say", "the claim": a verb at a token that has no subject before it. */
bool subject_is_passive(const struct document *doc, uint32_t verb);

/* The subject right before a verb, or NULL. */
const struct mention *subject_before(const struct document *doc, uint32_t first, uint32_t verb);
/* "was dismissed as invention by the ministry": who denies, after the verb; or NULL. */
const struct mention *subject_by(const struct document *doc, const struct hit *verb, uint32_t end);
/* "said the lawyer", "wrote the President": only after a comma or a quotation; or NULL. */
const struct mention *
subject_after(const struct document *doc, const struct hit *verb, uint32_t first);
/* The first mention of tokens [first, end) that can speak: the subject of the main clause. */
const struct mention *subject_of_clause(const struct document *doc, uint32_t first, uint32_t end);

#endif
