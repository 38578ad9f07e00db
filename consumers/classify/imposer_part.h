/*
 * Whose duty the words of a clause say that it is (imposer_named.c), apart from who acts in it or
 * what the document tells beside it (imposer.c, imposer_implied.c). Each returns the side's code,
 * or NULL.
 */
#ifndef GAINSAY_CLASSIFY_IMPOSER_PART_H
#define GAINSAY_CLASSIFY_IMPOSER_PART_H

#include "consumers/classify/tariff.h"

/* Whether tokens [first, end) speak of "we", "I" or "our". */
bool imposer_is_us(const struct document *doc, uint32_t first, uint32_t end);
/* "will face 20% in the United States": whose customs goods are said to come to. */
const char *imposer_destination(const struct document *doc, const struct change *change);
/* "Peru: the duty on kits drops to 5%", in a list of news by country. */
const char *imposer_label(const struct document *doc, const struct change *change);
/* "imposed by Beijing"; any: also apart from the deed, "the announcement by X of the imposition" */
const char *imposer_by(const struct document *doc, uint32_t first, uint32_t end, bool any);
/* "the decision of the United States to raise the duties", "Washington's decision to" */
const char *imposer_decision(const struct document *doc, uint32_t first, uint32_t verb);
/* "the duty announced in Washington", "the decision in Washington lifts" */
const char *imposer_seat(const struct document *doc, uint32_t first, uint32_t end);
/* "Canada's 25% tariff", "the tariffs of the United States" */
const char *imposer_owner(const struct document *doc, uint32_t first, uint32_t end);
/* "the levy (that) Washington charges", "the duty on drugs, which Washington announced" */
const char *imposer_relative(const struct document *doc, uint32_t first, uint32_t end);
/* "under Tunisia's budget law" */
const char *imposer_law(const struct document *doc, uint32_t first, uint32_t end);
/* "sells into Vietnam at zero": whose customs the goods pass */
const char *imposer_into(const struct document *doc, uint32_t first, uint32_t end);
/* "a tariff on Brazil's exports to the United States" */
const char *imposer_market(const struct document *doc, uint32_t first, uint32_t end);
/* "charged under section 232", "section 232 duties": a law of one country */
const char *imposer_instrument(const struct document *doc, uint32_t first, uint32_t end);
/* "The proclamation foresees 15%": whose papers alone are called so */
const char *imposer_paper(const struct document *doc, const struct change *change);

#endif
