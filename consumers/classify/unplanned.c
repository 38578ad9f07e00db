#include "consumers/classify/unplanned.h"

#include "consumers/classify/context.h"

#define NO_BACK 14 /* tokens from "is being considered" back to "no" */

static bool tells_report(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_REPORT); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_REPORT)) {
        if (!hit_is(hit, 0, "text"))
            return true;
    }
    return hit_in(doc, first, end, LEX_DENY) != NULL ||
           hit_in(doc, first, end, LEX_FALSEHOOD) != NULL ||
           hit_in(doc, first, end, LEX_HEARSAY) != NULL;
}

/* Whether a report is answered: told of in the sentence, beside it or in the title, or put to the
 * speaker as somebody's word. */
static bool answers_report(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    uint32_t low = i > 0 && reader->voices[i - 1].turn == reader->voices[i].turn ? i - 1 : i;
    uint32_t high = i + 1 < doc->sentence_count ? i + 1 : i;
    if (tells_report(doc, doc->sentence[low].first, doc->sentence[high].end) ||
        tells_report(reader->title, 0, (uint32_t)reader->title->token_count))
        return true;
    struct context question = context_question(reader->voices, i);
    for (uint32_t q = question.first; q < question.end; q++) {
        if (reader->voices[q].reported)
            return true;
    }
    return false;
}

/* "No duty of any kind": where the negation stands whose verb is at a token; NO_INDEX where none
 * does in the same clause. */
static uint32_t no_before(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + NO_BACK ? at - NO_BACK : first;
    for (uint32_t back = at; back > low; back--) {
        if (doc->token[back - 1].kind == TOKEN_PUNCT)
            return NO_INDEX;
        if (word_is(doc, back - 1, W_NO))
            return back - 1;
    }
    return NO_INDEX;
}

/* What a phrase tells not to be, if it does: of a duty, or of a step with duties. */
static enum matter
matter_by(const struct reader *reader, const struct reading *reading, const struct hit *hit)
{
    const struct document *doc = reader->doc;
    bool level = hit_is(hit, 0, "level");
    uint32_t first = reading->first;
    if (hit_is(hit, 1, "no")) {
        first = no_before(doc, reading->first, hit->first);
        if (first == NO_INDEX)
            return MATTER_NONE;
    }
    if (level)
        return hit_in(doc, first, hit->first, LEX_TARIFF) != NULL ? MATTER_TARIFF_LEVEL
                                                                  : MATTER_NONE;
    bool duty = hit_in(doc, first, reading->end, LEX_TARIFF) != NULL;
    bool step = hit_in(doc, first, reading->end, LEX_ACT) != NULL ||
                hit_in(doc, first, reading->end, LEX_INTENT) != NULL ||
                hit_in(doc, first, reading->end, LEX_MEASURE) != NULL;
    return duty || (step && reader->tariffs > 0) ? MATTER_TARIFF_PLAN : MATTER_NONE;
}

enum matter unplanned_matter(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    enum matter matter = MATTER_NONE;
    for (const struct hit *hit = hit_in(doc, reading->first, reading->end, LEX_UNPLANNED);
         hit != NULL && matter == MATTER_NONE;
         hit = hit_in(doc, hit->end, reading->end, LEX_UNPLANNED))
        matter = matter_by(reader, reading, hit);
    return matter != MATTER_NONE && answers_report(reader, i) ? matter : MATTER_NONE;
}
