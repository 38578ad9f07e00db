/*
 * Where a deed of its own stands in a sentence of rates. Tokens, ends exclusive.
 */
#ifndef GAINSAY_CLASSIFY_APART_H
#define GAINSAY_CLASSIFY_APART_H

#include "consumers/classify/document.h"

/* "..., and the duty on rice is removed", "and Peru will lift its duties", "but has waived it for
 * rice": where a deed of its own begins after the last rate, which ends at `from`; or `end`. */
uint32_t apart_after(const struct document *doc, uint32_t from, uint32_t end);
/* "Indonesia drops its duties on soybeans and Washington lowers its own to 19%": where the second
 * deed begins, which the first rate, at token `rate`, belongs to; or `first`. */
uint32_t apart_before(const struct document *doc, uint32_t first, uint32_t rate);
/* "waived it for rice", "lifted those on rice": a verb done to the duty that was told before. */
bool apart_takes_it(const struct document *doc, const struct hit *act);

#endif
