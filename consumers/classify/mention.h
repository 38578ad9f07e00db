/*
 * Who is named: countries, persons, offices and bodies, known or not, with the side they speak for.
 */
#ifndef GAINSAY_CLASSIFY_MENTION_H
#define GAINSAY_CLASSIFY_MENTION_H

#include "consumers/classify/document.h"

/* Fills doc->mention, doc->person, doc->country; persons named in another document (the title) may
 * be there before. */
void mention_read(struct document *doc);

/* The mention that starts at a token / ends at a token (end exclusive), or NULL. */
const struct mention *mention_at(const struct document *doc, uint32_t token);
const struct mention *mention_ending(const struct document *doc, uint32_t end);
/* Index of the first mention that starts at or after a token. */
size_t mention_from(const struct document *doc, uint32_t token);

/* "Mark Carney of Canada": the person whose country a mention is, or NULL. */
const struct mention *mention_of_place(const struct document *doc, const struct mention *place);
/* Whether a mention before token `end` tells of a side. */
bool mention_names_side(const struct document *doc, uint32_t end, const char *side);
/* How to write it: the person's name, else the office's or body's words. */
struct str mention_name(const struct document *doc, const struct mention *mention);

/* The country, demonym or capital that starts at a token, or NULL. */
const struct hit *mention_place(const struct document *doc, uint32_t at);
/* Adds a mention; the next must start after it. */
void mention_add(struct document *doc, struct mention mention);

#endif
