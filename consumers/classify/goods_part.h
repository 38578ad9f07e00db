/*
 * What goods.c and goods_part.c share: goods of a change that are named otherwise than by its own
 * words.
 */
#ifndef GAINSAY_CLASSIFY_GOODS_PART_H
#define GAINSAY_CLASSIFY_GOODS_PART_H

#include "consumers/classify/tariff.h"

/* What is put on a list of goods that pay; ptr NULL: nothing is. */
struct str goods_added(const struct document *doc, const struct change *change);
/* What the question names that the change answers. */
struct str goods_asked(const struct tariff_scene *scene, const struct change *change);
/* "Goods that were loaded before July pay 10 percent.": the subject with what tells which they are;
 * ptr NULL where the goods need no more words. */
struct str goods_qualified(const struct document *doc, const struct change *change);
/* "will let in 500 cars a year at 6 percent": what comes in at the rate; "sinks will be 40": what
 * that is to be the rate of. ptr NULL: nothing. */
struct str goods_let_in(const struct document *doc, const struct change *change);
/* "Steel that comes in over the quota will pay 50%": the noun phrase at the head of what bears a
 * duty, whatever stands between it and the verb; ptr NULL: none. */
struct str goods_bearing(const struct document *doc, const struct change *change);
/* "tariffs to deal with its failure to stop the flow of drugs": where words of tokens [first, end)
 * begin that tell what for, not on what; or `end`. */
uint32_t goods_purpose_from(const struct document *doc, uint32_t first, uint32_t end);
/* Where the goods begin that end before token `duty`, at `first` or later. */
uint32_t goods_list_from(const struct document *doc, uint32_t first, uint32_t duty);

/* "Cars brought here from Chile go to 25%": what bears the duty, whatever is said of it between,
 * where `products` are none. */
struct str
goods_of_subject(const struct document *doc, const struct change *change, struct str products);

#endif
