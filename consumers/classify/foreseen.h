/*
 * What somebody thinks or hopes that another side will do with its duties: "Manila expects
 * Washington to cut its tariff to 15 percent". Nothing changes by it; who thinks it claims a plan.
 */
#ifndef GAINSAY_CLASSIFY_FORESEEN_H
#define GAINSAY_CLASSIFY_FORESEEN_H

#include "consumers/classify/speech.h"

/* side: whose the sentence's speaker is, or NULL; hoped: hopes count, too, which claim nothing. */
bool foreseen_in(
    const struct document *doc, uint32_t first, uint32_t end, const char *side, bool hoped);

/* Whether tokens [first, end), told in a text by whoever leads a country or led it, are of what
 * another one who did means to put on imports: "Trump wants a 10 percent tariff", said by Biden. No
 * government decides it. */
bool foreseen_rival(const struct document *doc,
                    uint32_t first,
                    uint32_t end,
                    const struct author *author);

/* Whether tokens [first, end) say that a duty will not come, by whom it would: "we have no plan to
 * raise a tariff", "Tonga will not retaliate". */
bool foreseen_none(const struct document *doc, uint32_t first, uint32_t end);

#endif
