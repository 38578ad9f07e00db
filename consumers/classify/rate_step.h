/*
 * Steps of rate_find(): which percentages it leaves out, and which rates belong together.
 */
#ifndef GAINSAY_CLASSIFY_RATE_STEP_H
#define GAINSAY_CLASSIFY_RATE_STEP_H

#include "consumers/classify/rate.h"

/* rate_other.c. The percentage whose number begins at token `at` and which ends before `after`, in
 * tokens [first, end): whether it is one of something else than a duty. */
bool rate_is_other(
    const struct document *doc, uint32_t first, uint32_t at, uint32_t after, uint32_t end);
/* "without the 125% duty", "no 25% tariff" */
bool rate_is_absent(const struct document *doc, uint32_t first, uint32_t at);
/* "from the 20-25 percent band": the start of a range that a hyphen joins; else `at` itself. */
uint32_t rate_lower_end(const struct document *doc, uint32_t first, uint32_t at);

/* rate.c. The last cue of rates in the few tokens before a number. */
const struct hit *rate_cue(const struct document *doc, uint32_t first, uint32_t at, uint32_t reach);
/* "from 10", "instead of 30", "15%, not 27.5%": whether the number at token `at` is what was. */
bool rate_is_old(const struct document *doc, uint32_t first, uint32_t at);

/* What a number without a unit of its own is: no rate, the lower end of a range, a rate. */
enum rate_bare { BARE_NOTHING, BARE_LOWER, BARE_OLD, BARE_NEW };

/* rate_number.c. Of the number in tokens [at, after); last: the rate before it, or NULL. */
enum rate_bare rate_bare(const struct document *doc,
                         uint32_t first,
                         uint32_t at,
                         uint32_t after,
                         uint32_t end,
                         const struct rate *last);

/* rate_was.c. "was 10", "had stood at 10", "has been paying 10": whether the number at token `at`
 * follows a verb of what was. */
bool rate_is_told_past(const struct document *doc, uint32_t first, uint32_t at);
/* "; until now it was 25%", "that had stood at 25", "where 1 percent was paid", "; it is 27.5 at
 * present": whether the clause that begins at token `word` tells by the number at token `at` what
 * another rate takes the place of. */
bool rate_is_told_before(const struct document *doc, uint32_t first, uint32_t word, uint32_t at);
/* "the 30% duty becomes 10%", "was 20%, it's 10 now": makes the first the old one. */
void rate_turn(const struct document *doc, uint32_t first, struct rate *rates, size_t count);

/* rate_bare.c. "pays 5%, where it has been paying 25", "having charged 10", "; until then it paid
 * 10": whether the number at token `at` stands in a clause that tells what was. */
bool rate_is_contrast(const struct document *doc, uint32_t first, uint32_t at);
/* "and 25 from June", "and European aeroplanes ten", "in the second, 21": whether the bare number
 * in tokens [at, after) is a rate beside the last one. */
bool rate_follows(const struct document *doc,
                  uint32_t first,
                  uint32_t at,
                  uint32_t after,
                  uint32_t end,
                  const struct rate *last);

/* "wheat will pay ten", "they charge us 20", "it drops to forty", "and buses to one of ten":
 * whether the bare number in tokens [at, after) is a rate by the verb before it; last: NULL or the
 * rate before it. */
bool rate_by_verb(const struct document *doc,
                  uint32_t first,
                  uint32_t at,
                  uint32_t after,
                  uint32_t end,
                  const struct rate *last);

/* rate_pair.c. Which of the rates of tokens [first, end) are old ones ("raising the 10% tariff to
 * 15%"), and of which new ones ("from 10 to 25", "to 10 from 20"). */
void rate_relate(
    const struct document *doc, uint32_t first, uint32_t end, struct rate *rates, size_t count);

#endif
