#include "consumers/classify/twofold.h"

#include "consumers/classify/clause.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/mention.h"

#define CUE_SURE      6 /* see matter.c */
#define CLAUSE_MIN    4 /* tokens */
#define SUBJECT_AHEAD 6 /* tokens from "and" to the verb of a clause of its own */

/* ", and we are", ", and the talks will": a clause with a subject of its own begins at a comma. */
static bool opens_clause(const struct document *doc, uint32_t comma, uint32_t end)
{
    uint32_t at = comma + 2;
    if (!mark_is(doc, comma, ',') || !word_is(doc, comma + 1, W_AND) || at + CLAUSE_MIN > end)
        return false;
    if (clause_is_finite(doc, at) || doc->quote_at[comma] != doc->quote_at[at])
        return false;
    for (uint32_t verb = at + 1; verb < end && verb <= at + SUBJECT_AHEAD; verb++) {
        if (doc->token[verb].kind == TOKEN_PUNCT)
            return false;
        if (clause_is_finite(doc, verb))
            return true;
    }
    const struct mention *mention = mention_at(doc, at);
    return mention != NULL && mention->kind == MENTION_PRONOUN;
}

uint32_t twofold_second(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first + CLAUSE_MIN; at + CLAUSE_MIN < end; at++) {
        if (!opens_clause(doc, at, end))
            continue;
        struct matter_guess one = matter_guess(doc, first, at, CUE_SURE);
        struct matter_guess two = matter_guess(doc, at + 2, end, CUE_SURE);
        if (one.matter != MATTER_NONE && two.matter != MATTER_NONE && one.matter != two.matter)
            return at + 2;
    }
    return end;
}
