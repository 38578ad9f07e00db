/*
 * Who is said to report or assert what a sentence tells, as the words about a name say.
 */
#ifndef GAINSAY_CLASSIFY_SOURCE_H
#define GAINSAY_CLASSIFY_SOURCE_H

#include "consumers/classify/document.h"

/* Whether a mention within tokens [first, end) is such a source. */
typedef bool source_test(const struct document *doc,
                         const struct mention *mention,
                         uint32_t first,
                         uint32_t end);

/* "X's account", "the American charge", "the claim by X", "what X alleges". */
source_test source_is_contradicted;
/* "X writes that", "according to X": who asserts what stands in the sentence. */
source_test source_asserts;
/* The same; an outlet in a question is where the asker has it from. */
source_test source_is_asked_of;

/* "reports in Korea say": a country that tells where somebody says it. */
bool source_is_scene(const struct document *doc, const struct mention *mention, uint32_t first);

/* Whether the noun of a report stands in tokens [first, end), other than of what is only its form
 * ("briefing"). */
bool source_reports(const struct document *doc, uint32_t first, uint32_t end);
/* "on Wednesday what he had told": whether that stands behind a verb of taking back; not "what she
 * called the worst duty". */
bool source_taken_back(const struct document *doc, uint32_t first, uint32_t end);

#endif
