/*
 * The linear model's word on what the rules read: it may take a reading back, find one where the
 * rules found none, and tell another matter. The rules' verdict is among what it goes by, so that
 * where words tell nothing the rules stand.
 */
#ifndef GAINSAY_CLASSIFY_JUDGE_H
#define GAINSAY_CLASSIFY_JUDGE_H

#include "consumers/classify/reading.h"
#include "consumers/classify/tariff.h"

/* Without weights in the lexicon the reading stays as it is. */
void judge_reading(const struct reader *reader, uint32_t i, struct reading *reading);

/* What tokens [first, end) of a sentence are about, as though they were claimed: by the words that
 * tell a matter, and by the model where it is sure or they tell none; MATTER_NONE where neither
 * takes them for a statement about trade. *likeliest, unless that is NULL, is then what they are
 * about if they are one. */
enum matter judge_matter(const struct reader *reader,
                         uint32_t sentence,
                         const struct speaker *speaker,
                         uint32_t first,
                         uint32_t end,
                         enum matter *likeliest);

/* Whether to read a sentence for changes of duties: what the rules say, unless the model is sure.
 * *certain: so sure that one is told there though no rule finds out how. */
bool judge_change(const struct tariff_scene *scene,
                  const struct change_gates *gates,
                  bool *certain);

#endif
