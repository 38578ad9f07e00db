/*
 * What a post passes on and does not say itself.
 */
#ifndef GAINSAY_CLASSIFY_SHARED_H
#define GAINSAY_CLASSIFY_SHARED_H

#include "consumers/classify/document.h"

/* "Tariffs bring in $50 billion, figures show: https://...": a newspaper's headline, which somebody
 * shares who says nothing of their own. */
bool shared_headline(const struct document *doc, const struct sentence *sentence);

/* Whether a token stands in a quotation that a post opens with, of somebody without an office:
 * "Tom Rivers: “The tariffs pay for themselves ...”". */
bool shared_quote(const struct document *doc, uint32_t at);

#endif
