#include "consumers/classify/pledged.h"

#include "consumers/classify/mention.h"

#define SUBJECT_LATEST 4 /* tokens before who agreed */
#define VERB_AHEAD     5 /* tokens from there to the verb */

/* The verb and its "to": where that ends, or `at`. */
static uint32_t verb_end(const struct document *doc, uint32_t at)
{
    static const char *const verbs[] = {"agreed",  "consented", "undertaken", "undertook",
                                        "pledged", "promised",  "committed",  "bound"};
    if (!WORD_AMONG(doc, at, verbs))
        return at;
    uint32_t to = at + 1;
    to += word_spelled(doc, to, "itself");
    return word_is(doc, to, W_TO) ? to + 1 : at;
}

/* "to hold talks", "to meet": what is agreed is no more than that. */
static bool only_meets(const struct document *doc, uint32_t at)
{
    static const char *const verbs[] = {"hold",  "continue", "resume",   "keep",
                                        "start", "begin",    "reopen",   "meet",
                                        "talk",  "discuss",  "negotiate"};
    if (WORD_AMONG(doc, at, verbs))
        return true;
    return hit_at(doc, at, LEX_TALKS) != NULL || hit_at(doc, at, LEX_CONTACT) != NULL;
}

bool pledged_opens(const struct document *doc, uint32_t first, uint32_t end)
{
    size_t i = mention_from(doc, first);
    if (i >= doc->mention_count)
        return false;
    const struct mention *who = &doc->mention[i];
    if (who->first > first + SUBJECT_LATEST || who->end >= end || who->possessive ||
        who->side == NULL)
        return false;
    for (uint32_t at = who->end; at < end && at - who->end < VERB_AHEAD; at++) {
        uint32_t after = verb_end(doc, at);
        if (after > at)
            return after < end && !only_meets(doc, after);
        if (doc->token[at].kind != TOKEN_WORD ||
            (!word_is_grammar(doc, at) && hit_over(doc, at, LEX_ADVERB) == NULL &&
             hit_over(doc, at, LEX_NEG) == NULL))
            return false;
    }
    return false;
}
