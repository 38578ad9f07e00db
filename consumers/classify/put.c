#include "consumers/classify/put.h"

#include "consumers/classify/context.h"
#include "consumers/classify/judge.h"
#include "consumers/classify/mention.h"

#define NOUN_AHEAD  4 /* tokens from a name to its claim: "the minister's repeated claim" */
#define NOUN_BACK   3 /* and from the claim to the name: "the claim made by" */
#define THAT_AHEAD  2 /* from either to "that" */
#define CONTENT_MIN 4 /* tokens of a clause that says something */
#define CUE_SURE    6 /* see matter.c */

/* Behind the "that" which stands at a token or soon after it, or NO_INDEX. */
static uint32_t past_that(const struct document *doc, uint32_t at, uint32_t end)
{
    for (uint32_t to = at; to < end && to - at <= THAT_AHEAD; to++) {
        if (doc->token[to].kind != TOKEN_WORD)
            return NO_INDEX;
        if (word_is(doc, to, W_THAT))
            return to + 1;
    }
    return NO_INDEX;
}

static const struct hit *report_in(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *report = hit_in(doc, first, end, LEX_REPORT);
    if (report != NULL && !hit_is(report, 0, "text"))
        return report;
    const struct hit *view = hit_in(doc, first, end, LEX_ASSENT);
    return hit_is(view, 0, "view") ? view : NULL;
}

/* "the minister's claim that", "the American claim that", "the claim by the minister that": where
 * the clause begins. */
static uint32_t
claim_of(const struct document *doc, const struct mention *who, uint32_t first, uint32_t end)
{
    uint32_t after = who->end + (who->possessive ? 1 : 0);
    bool people = hit_at(doc, who->first, LEX_DEMONYM) != NULL;
    uint32_t near = after + (who->possessive ? NOUN_AHEAD : 1);
    const struct hit *own =
        who->possessive || people ? report_in(doc, after, near < end ? near : end) : NULL;
    if (own != NULL)
        return past_that(doc, own->end, end);
    uint32_t before = who->first;
    before -= before > first && word_is(doc, before - 1, W_THE);
    if (before == first || who->kind == MENTION_COUNTRY)
        return NO_INDEX;
    before--;
    bool linked = word_is(doc, before, W_OF) || word_is(doc, before, W_BY);
    uint32_t low = before > first + NOUN_BACK ? before - NOUN_BACK : first;
    return linked && report_in(doc, low, before) != NULL ? past_that(doc, who->end, end) : NO_INDEX;
}

/* "do you agree with the growers that", "is the premier right that" */
static uint32_t
assent_to(const struct document *doc, const struct mention *who, uint32_t first, uint32_t end)
{
    const struct hit *assent = hit_at(doc, who->end, LEX_ASSENT);
    if (hit_is(assent, 0, "right"))
        return past_that(doc, assent->end, end);
    uint32_t before = who->first;
    before -= before > first && word_is(doc, before - 1, W_THE);
    assent = before > first ? hit_over(doc, before - 1, LEX_ASSENT) : NULL;
    return hit_is(assent, 0, "with") ? past_that(doc, who->end, end) : NO_INDEX;
}

bool put_read(const struct reader *reader,
              uint32_t i,
              struct speaker *speaker,
              struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct sentence *sentence = &doc->sentence[i];
    if (!reader->voices[i].asked || !context_trade(reader, i))
        return false;
    for (size_t m = mention_from(doc, sentence->first);
         m < doc->mention_count && doc->mention[m].first < sentence->end; m++) {
        const struct mention *who = &doc->mention[m];
        if (who->kind == MENTION_OUTLET || who->kind == MENTION_PRONOUN || who->generic)
            continue;
        uint32_t clause = claim_of(doc, who, sentence->first, sentence->end);
        if (clause == NO_INDEX)
            clause = assent_to(doc, who, sentence->first, sentence->end);
        if (clause == NO_INDEX || sentence->end - clause < CONTENT_MIN)
            continue;
        *speaker = speech_of_mention(doc, who);
        speech_name_office(doc, speaker);
        enum matter matter = matter_guess(doc, clause, sentence->end, CUE_SURE).matter;
        if (matter == MATTER_NONE)
            matter = judge_matter(reader, i, speaker, clause, sentence->end, NULL);
        *reading = (struct reading){.found = matter != MATTER_NONE,
                                    .trade = true,
                                    .type = RECORD_CLAIM,
                                    .matter = matter,
                                    .rule = "claim.put",
                                    .speaker = speaker,
                                    .from = clause,
                                    .first = clause,
                                    .to = sentence->end,
                                    .end = sentence->end};
        return reading->found;
    }
    return false;
}
