/*
 * What a duty falls on, as a phrase of the text. Phrases that name no goods of their own ("imports
 * from Canada") have no length, but a place (ptr): the duty falls on all goods. Where nothing is
 * found, ptr is NULL.
 */
#ifndef GAINSAY_CLASSIFY_PRODUCT_H
#define GAINSAY_CLASSIFY_PRODUCT_H

#include "consumers/classify/document.h"

/* The phrase of goods that starts at a token, at most to `end`. */
struct str product_phrase(const struct document *doc, uint32_t at, uint32_t end);
/* The goods after the first "on", "against", "for" of tokens [first, end) that has some. */
struct str product_after(const struct document *doc, uint32_t first, uint32_t end);
/* The subject of a verb: the phrase that ends right before it ("smartphones and computers were").
 */
struct str product_before(const struct document *doc, uint32_t first, uint32_t verb);
/* "Tea and coffee are among the goods that Canada has spared": those named before the list on which
 * they stand, by the relative clause of `verb`. */
struct str product_among(const struct document *doc, uint32_t first, uint32_t verb);
/* Goods named without a preposition: "copper tariffs", "Chinese steel". */
struct str product_named(const struct document *doc, uint32_t first, uint32_t end);

#endif
