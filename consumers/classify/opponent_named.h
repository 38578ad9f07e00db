/*
 * Whom words name that somebody may contradict; opponent.c tells which words these are.
 */
#ifndef GAINSAY_CLASSIFY_OPPONENT_NAMED_H
#define GAINSAY_CLASSIFY_OPPONENT_NAMED_H

#include "consumers/classify/opponent.h"
#include "consumers/classify/source.h"

bool opponent_is_lawmaker(const struct speaker *speaker);
/* Whether somebody can be who the denier contradicts: no office or body of the denier's own side,
 * but for a person or a member of its parliament. */
bool opponent_may_be(const struct document *doc,
                     struct speaker other,
                     const struct speaker *speaker);
/* The first in tokens [first, end) whom the test takes for one who asserts something, or NULL. */
const struct mention *opponent_named(const struct document *doc,
                                     uint32_t first,
                                     uint32_t end,
                                     const struct speaker *speaker,
                                     source_test *test);
/* "denied that there was a call, as the president had told CNBC" */
const struct mention *opponent_as_told(const struct document *doc,
                                       uint32_t first,
                                       uint32_t end,
                                       const struct speaker *speaker);
/* "the figure given in Washington": the government there, where it is concerned. */
const struct mention *opponent_where(const struct document *doc,
                                     uint32_t first,
                                     uint32_t end,
                                     const struct statement *denial);
/* "The United States should stop misleading the public", "Mr. Sayles misspoke": who is said to. */
const struct mention *opponent_misleading(const struct document *doc,
                                          uint32_t first,
                                          uint32_t end,
                                          const struct speaker *speaker);

/* "contradicting the Herald", "She was answering a column in the Herald": the outlet, or NULL. */
const struct mention *
opponent_answered_outlet(const struct document *doc, uint32_t first, uint32_t end);

#endif
