/*
 * What a duty falls on, as a phrase of the text.
 */
#ifndef GAINSAY_CLASSIFY_PRODUCT_H
#define GAINSAY_CLASSIFY_PRODUCT_H

#include "consumers/classify/document.h"

/* The goods phrase of tokens [first, end), looked for after `from` first ("a duty on X"), then as
 * "X's goods", else empty: all goods. */
struct str product_find(const struct document *doc, uint32_t first, uint32_t from, uint32_t end);
/* The phrase of goods that ends right before a token ("smartphones and computers were spared"). */
struct str product_before(const struct document *doc, uint32_t first, uint32_t at);

#endif
