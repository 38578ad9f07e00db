/*
 * What phrases of goods are made of: shared by product.c, which reads them forward from where they
 * start, and product_before.c, which reads them back from a verb.
 */
#ifndef GAINSAY_CLASSIFY_PRODUCT_PART_H
#define GAINSAY_CLASSIFY_PRODUCT_PART_H

#include "consumers/classify/document.h"

/* A country, its people or the world. */
const struct hit *product_place_at(const struct document *doc, uint32_t at);
/* Whether a token ends a phrase of goods: a verb, most prepositions, a date, a rate. */
bool product_ends(const struct document *doc, uint32_t at);
/* Whether what follows a comma or an "and" goes on with the list of goods. */
bool product_goes_on(const struct document *doc, uint32_t at, uint32_t end, bool comma);
/* Whether tokens [first, end) name people, papers, sums or times: nothing that a duty falls on. */
bool product_is_none(const struct document *doc, uint32_t first, uint32_t end);
uint32_t product_skip_article(const struct document *doc, uint32_t at, uint32_t end);
/* Tokens [at, stop) as a phrase of goods, without what does not belong to it at its ends. */
struct str product_between(const struct document *doc, uint32_t at, uint32_t stop);

/* product_measure.c: where a phrase of goods that starts at `at` ends with how much they are worth
 * or measure, or where they are made ("boats over 40 feet", "tractors built in Italy"); `stop`
 * where none of that follows it. */
uint32_t product_measured(const struct document *doc, uint32_t at, uint32_t stop, uint32_t end);
/* "cars older than ten years", which ends at `end`: where "older" stands, or `end`. */
uint32_t product_older_start(const struct document *doc, uint32_t first, uint32_t end);
/* "phones worth more than 500 dollars", read back from the number: where how much begins, or `at`.
 */
uint32_t product_measure_start(const struct document *doc, uint32_t first, uint32_t at);

#endif
