/*
 * How tokens [first, end) of a clause name countries. Sides are codes, NULL where there is none.
 */
#ifndef GAINSAY_CLASSIFY_SIDE_H
#define GAINSAY_CLASSIFY_SIDE_H

#include "consumers/classify/document.h"

/* The country or demonym at a token, or NULL. */
const struct hit *side_place(const struct document *doc, uint32_t at);
/* A duty's noun follows within a few words: "Washington's extra 25%", "Chinese tariffs". */
bool side_owns_duty(const struct document *doc, uint32_t at, uint32_t end);
/* "the tariffs of the United States" */
bool side_duty_of(const struct document *doc, uint32_t at);
/* "the China tariffs": those that fall on its goods. */
bool side_noun_target(const struct document *doc, const struct hit *place);
/* "on Canada", "with Canada": acted on, or beside the point. */
bool side_after_object(const struct document *doc, uint32_t first, uint32_t at);
/* "sent to the United States", "exports to India": whose customs collect. */
bool side_is_destination(const struct document *doc, uint32_t first, uint32_t at);
/* Whether the word before "in" names makers, not a rate: "producers in China". */
bool side_is_buyer(const struct document *doc, uint32_t at); /* "importers": who pays at home */
bool side_is_maker(const struct document *doc, uint32_t at);
/* "in Geneva": where something happens. */
bool side_is_venue(const struct document *doc, uint32_t first, uint32_t at);
/* The subject of the verb at a token: the last side before it that is no object. */
const char *side_subject(const struct document *doc, uint32_t first, uint32_t verb);
/* The comma that ends a clause, or `end`. */
uint32_t side_clause_end(const struct document *doc, uint32_t at, uint32_t end);

/* "Chile and Peru": whether mention `i` is a country that only "and" or a comma joins to the next.
 */
bool side_is_joined(const struct document *doc, size_t i);

/* Whose customs collect a side's duties: the Union's, for its members. Of NULL: NULL. */
const char *side_customs(const char *side);

/* "If Ottawa doesn't give way, we will ...": where the words of a clause begin past the condition
 * that it begins with, if that ends before token `at`; else `first`. */
uint32_t side_told_from(const struct document *doc, uint32_t first, uint32_t at);

#endif
