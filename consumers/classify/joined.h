/*
 * Statements that are one: of a side and of who speaks for it, of a denial and what goes on with
 * it.
 */
#ifndef GAINSAY_CLASSIFY_JOINED_H
#define GAINSAY_CLASSIFY_JOINED_H

#include "consumers/classify/opponent.h"

/* Adds a sentence to a record's evidence, and codes to codes. */
void joined_extend(struct document *doc, struct record *record, uint32_t sentence);
void joined_codes(struct record_codes *to, const struct record_codes *from);
/* "China contradicted the report. Guo Jiakun, a spokesperson, said ...": the spokesperson's. */
void joined_names(struct document *doc, const struct voice *voices, struct statements *list);
/* A claim that is told only to be denied is part of the denial. */
void joined_denied(struct document *doc, struct statements *list);
/* "The story is false. There was no call": one denial. */
void joined_denials(struct document *doc, struct statements *list);
/* What a side's unnamed spokesman says over, once it is known whom each denial contradicts. */
void joined_echoes(struct document *doc, struct statements *list);

#endif
