/*
 * Percentages that are duties though no word calls them so: "the 25% that Washington put on our
 * steel", "our tea has paid 20% in Canada since May".
 */
#ifndef GAINSAY_CLASSIFY_BARE_H
#define GAINSAY_CLASSIFY_BARE_H

#include "consumers/classify/tariff.h"

/* "the 12% that Mexico announced for our grapes", "the 40% on goods from Laos", and, in a text of
 * duties, "the 10% since June": a rate that is known already. */
bool bare_is_known(const struct tariff_scene *scene,
                   const struct change_gates *gates,
                   const struct rate *rate);
/* The same with a day from which it holds: surely there, though a question or a condition names it.
 */
bool bare_is_dated(const struct tariff_scene *scene,
                   const struct change_gates *gates,
                   const struct rate *rate);
/* "the 32% duty that Washington announced for us": a duty with its rate and whose it is, told of in
 * passing. */
bool bare_is_told(const struct tariff_scene *scene,
                  const struct change_gates *gates,
                  const struct rate *rate);
/* "frozen chicken will pay 35 percent instead of 20": goods that bear a rate. */
bool bare_is_borne(const struct tariff_scene *scene,
                   const struct change_gates *gates,
                   const struct rate *rates);
/* "On May 14th lumber is 10%", in a post: goods, their rate and from when. */
bool bare_is_dated_goods(const struct tariff_scene *scene,
                         const struct change_gates *gates,
                         const struct rate *rates);
/* The sentence of a question, with duties or goods in it, to which sentence i answers; NO_INDEX:
 * none.
 */
uint32_t bare_question(const struct tariff_scene *scene, uint32_t i);
/* "And furniture? - It'll be 25 percent.": a rate without a word for it, in answer to that. */
bool bare_is_answer(const struct tariff_scene *scene,
                    const struct change_gates *gates,
                    const struct rate *rate);

/* "Chilean salmon shipped to Peru now pays 12 percent": the same, where the customs that it passes
 * are told. */
bool bare_is_crossing(const struct tariff_scene *scene,
                      const struct change_gates *gates,
                      const struct rate *rates);

#endif
