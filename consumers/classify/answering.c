#include "consumers/classify/answering.h"

#include "consumers/classify/context.h"
#include "consumers/classify/source.h"

#define ANSWER_BACK 3 /* sentences from a question to its answer */
#define TOLD_BACK   2 /* sentences from a report in a text of one's own to what answers it */
#define SAY_AHEAD   6 /* tokens from "what" to who says it */

/* "as the Greeks say", "what was read out in Bern": whether tokens [first, end) point at a word of
 * somebody's, besides the frame of who speaks. */
static bool
points_at_word(const struct document *doc, uint32_t first, uint32_t end, const struct hit *frame)
{
    for (uint32_t at = first; at < end; at++) {
        if (!word_is(doc, at, W_AS) && !word_is(doc, at, W_WHAT) && !word_is(doc, at, W_WHATEVER))
            continue;
        uint32_t far = at + SAY_AHEAD < end ? at + SAY_AHEAD : end;
        const struct hit *say = hit_in(doc, at + 1, far, LEX_SAY);
        if (say != NULL && !hit_is(say, 0, "ask") && (frame == NULL || say->first != frame->first))
            return true;
    }
    return false;
}

static bool tells_word(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    uint32_t first = reader->voices[i].first;
    uint32_t end = doc->sentence[i].end;
    return source_reports(doc, first, end) || hit_in(doc, first, end, LEX_ANSWERS) != NULL ||
           hit_in(doc, first, end, LEX_HEARSAY) != NULL ||
           points_at_word(doc, first, end, reader->voices[i].verb);
}

bool answering(const struct reader *reader, uint32_t i)
{
    const struct voice *voices = reader->voices;
    if (voices[i].asked)
        return false;
    if (voices[i].turn) {
        struct context question = context_question(voices, i);
        bool near = question.first < question.end && i - question.end < ANSWER_BACK;
        for (uint32_t q = question.first; near && q < question.end; q++) {
            if (voices[q].reported || tells_word(reader, q))
                return true;
        }
        return tells_word(reader, i);
    }
    uint32_t most = reader->press ? 1 : TOLD_BACK;
    for (uint32_t back = 0; back <= most && back <= i; back++) {
        if (tells_word(reader, i - back))
            return true;
    }
    return false;
}
