#include "consumers/classify/frame_part.h"

#include "consumers/classify/clause.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/subject.h"

#define COLON_AHEAD  3 /* tokens from the verb: "countered on Monday:" */
#define BEFORE_COLON 3 /* tokens that can say something before the frame */
#define CUE_SURE     6 /* see matter.c */
#define CONTENT_MIN  3 /* tokens between two verbs that are each a part of their own */

/* "...; she also disputed that", "..., and he accuses": the same speaker by a pronoun, in a clause
 * that stands beside. */
static bool resumes(const struct document *doc,
                    const struct frame *one,
                    struct frame_range range,
                    const struct frame *main)
{
    uint32_t subject = one->subject_first;
    bool beside = subject > main->verb->end + CONTENT_MIN &&
                  (mark_is(doc, subject - 1, ';') ||
                   (word_is(doc, subject - 1, W_AND) && mark_is(doc, subject - 2, ',')));
    bool denies =
        one->verb->entry->class == LEX_DENY ||
        (hit_is(one->verb, 0, "say") && hit_in(doc, one->verb->end, range.end, LEX_NEG) != NULL);
    bool accuses = hit_is(one->verb, 0, "accuse");
    return one->pronoun && !one->after && !one->relative && beside && (denies || accuses) &&
           doc->quote_at[subject] == NO_INDEX;
}

/* "denied A and said B", "denied A, pointing out that B": a second verb of the same subject. */
static void find_verb(const struct document *doc,
                      const struct frame *frames,
                      size_t count,
                      struct frame_range range,
                      struct frame *main)
{
    for (size_t i = 0; i < count && main->next == NULL; i++) {
        uint32_t verb = frames[i].verb->first;
        bool same =
            frames[i].subject_first == main->subject_first && verb > main->verb->end + CONTENT_MIN;
        bool joined = verb > range.first &&
                      (word_is(doc, verb - 1, W_AND) || word_is(doc, verb - 1, W_BUT) ||
                       (mark_is(doc, verb - 1, ',') && subject_is_participle(doc, verb) &&
                        !subject_is_participle(doc, main->verb->first)));
        if (same && joined) {
            main->next = frames[i].verb;
            main->next_first = verb;
        } else if (resumes(doc, &frames[i], range, main)) {
            main->next = frames[i].verb;
            main->next_first = frames[i].subject_first;
        }
    }
}

/* "That is untrue, X countered: exports have halved": said before and after the frame. */
static void find_colon(const struct document *doc, struct frame_range range, struct frame *main)
{
    uint32_t edge = main->subject_first;
    uint32_t far = main->verb->end + COLON_AHEAD;
    if (main->next != NULL || edge <= range.first + BEFORE_COLON || edge > main->verb->first ||
        !mark_is(doc, edge - 1, ',') ||
        (hit_in(doc, range.first, edge, LEX_NEG) == NULL &&
         hit_in(doc, range.first, edge, LEX_FALSEHOOD) == NULL))
        return;
    for (uint32_t at = main->verb->end; at + 1 < range.end && at < far; at++) {
        if (mark_is(doc, at, ':')) {
            main->after = true;
            main->next = main->verb;
            main->next_first = at + 1;
            return;
        }
    }
}

/* "said that A and that B": the second thing said. */
static void find_that(const struct document *doc, struct frame_range range, struct frame *main)
{
    uint32_t end = main->aside.verb != NULL && main->aside.first > main->verb->end
                       ? main->aside.first
                       : range.end;
    bool denies = main->verb->entry->class == LEX_DENY;
    if (main->next != NULL || main->after || (!denies && !hit_is(main->verb, 0, "say")))
        return;
    for (uint32_t at = main->verb->end; at + 2 < end; at++) {
        uint32_t that = at + 1 + word_is(doc, at + 1, W_ALSO);
        if (word_is(doc, at, W_AND) && word_is(doc, that, W_THAT) &&
            doc->quote_at[at] == NO_INDEX) {
            main->next = main->verb;
            main->next_first = that;
            return;
        }
    }
}

/* Whether the words before a frame and those from a token on surely tell of two matters. */
static bool tells_two(const struct document *doc,
                      struct frame_range range,
                      const struct frame *main,
                      uint32_t at)
{
    struct matter_guess one = matter_guess(doc, range.first, main->subject_first, CUE_SURE);
    struct matter_guess two = matter_guess(doc, at, range.end, CUE_SURE);
    return one.matter != MATTER_NONE && two.matter != MATTER_NONE && one.matter != two.matter &&
           hit_in(doc, range.first, range.end, LEX_NEG) == NULL;
}

/* "A, X said, adding that B", "A, X said, and B": what else is said behind the frame. */
static void find_adding(const struct document *doc, struct frame_range range, struct frame *main)
{
    if (main->next != NULL || !main->after || main->subject_first <= range.first + BEFORE_COLON)
        return;
    for (uint32_t at = main->verb->end; at + CONTENT_MIN < range.end; at++) {
        if (!mark_is(doc, at, ',') || doc->quote_at[at] != NO_INDEX)
            continue;
        const struct hit *say = hit_at(doc, at + 1, LEX_SAY);
        bool adds = hit_is(say, 0, "say") && subject_is_participle(doc, at + 1);
        if (!(adds || word_is(doc, at + 1, W_AND)) || !tells_two(doc, range, main, at + 2))
            continue;
        main->next = adds ? say : main->verb;
        main->next_first = adds ? at + 1 : at + 2;
        return;
    }
}

/* Whether a clause of its own begins at a token: "after X said", "but X denied". */
static bool opens_clause(const struct document *doc, uint32_t at, uint32_t first)
{
    static const enum grammar_word words[] = {W_AFTER, W_BUT,     W_WHILE,  W_THOUGH, W_ALTHOUGH,
                                              W_WHEN,  W_BECAUSE, W_BEFORE, W_SINCE};
    for (size_t i = 0; at > first && i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at - 1, words[i]))
            return true;
    }
    return at > first && mark_is(doc, at - 1, ';');
}

/* The words of another speaker than the main one's, in a clause of their own. */
static void find_aside(const struct document *doc,
                       const struct frame *frames,
                       size_t count,
                       struct frame_range range,
                       struct frame *main)
{
    bool under = opens_clause(doc, main->subject_first, range.first);
    for (size_t i = 0; i < count; i++) {
        const struct frame *one = &frames[i];
        uint32_t subject = one->subject_first;
        bool later = subject > main->verb->end;
        bool clause = opens_clause(doc, subject, range.first) ||
                      (under && later && mark_is(doc, subject - 1, ','));
        if (one->relative || one->after || one->pronoun || subject == main->subject_first ||
            one->verb->entry->class == LEX_ACCORD || hit_is(one->verb, 0, "ask") ||
            one->speaker.name.len == 0 || !clause)
            continue;
        uint32_t edge = !later && main->subject_first > subject ? main->subject_first : range.end;
        main->aside = (struct aside){one->speaker, one->verb, subject, edge};
        return;
    }
}

/* "X disputed the figure; the average was 7%, he said": the denial is a part of its own. */
static void
find_opening(const struct document *doc, const struct frame *opening, struct frame *main)
{
    if (main->aside.verb != NULL || !main->after || opening->after || opening->pronoun ||
        opening->verb->entry->class != LEX_DENY)
        return;
    uint32_t edge = opening->verb->end;
    while (edge < main->subject_first && !mark_is(doc, edge, ';') && !mark_is(doc, edge, ','))
        edge++;
    if (edge < main->subject_first)
        main->aside = (struct aside){opening->speaker, opening->verb, opening->subject_first, edge};
}

/* The comma before "which", "something" or "a claim (that)" at whose end `at` stands, or NO_INDEX.
 */
static uint32_t rejoinder_comma(const struct document *doc, uint32_t at, uint32_t first)
{
    uint32_t back = at;
    if (back > first && word_is(doc, back - 1, W_THAT))
        back--;
    bool which = back > first &&
                 (word_is(doc, back - 1, W_WHICH) || word_spelled(doc, back - 1, "something"));
    const struct hit *report = back > first ? hit_over(doc, back - 1, LEX_REPORT) : NULL;
    if (!which &&
        (report == NULL || report->first <= first + 1 ||
         !(word_is(doc, report->first - 1, W_A) || word_is(doc, report->first - 1, W_AN))))
        return NO_INDEX;
    uint32_t comma = which ? back - 2 : report->first - 2;
    return comma > first && mark_is(doc, comma, ',') ? comma : NO_INDEX;
}

/* "X said A, which Y denied", "A, X said, a claim that Y has rejected", "a charge denied by Y": the
 * denial of all that stands before it. */
static void find_rejoinder(const struct document *doc, struct frame_range range, struct frame *main)
{
    if (main->aside.verb != NULL || main->next != NULL || main->relative)
        return;
    for (const struct hit *verb = hit_in(doc, main->verb->end, range.end, LEX_DENY); verb != NULL;
         verb = hit_in(doc, verb->end, range.end, LEX_DENY)) {
        if (doc->quote_at[verb->first] != NO_INDEX)
            continue;
        uint32_t subject_end = verb->first;
        while (subject_end > range.first && (clause_is_finite(doc, subject_end - 1) ||
                                             hit_over(doc, subject_end - 1, LEX_ADVERB) != NULL))
            subject_end--;
        bool by = word_is(doc, verb->end, W_BY);
        const struct mention *subject =
            by ? mention_at(doc, verb->end + 1 + word_is(doc, verb->end + 1, W_THE))
               : mention_ending(doc, subject_end);
        if (subject == NULL || subject->possessive)
            continue;
        uint32_t at = by ? subject_end : subject->first;
        at -= !by && at > range.first && word_is(doc, at - 1, W_THE);
        uint32_t comma = rejoinder_comma(doc, at, range.first);
        if (comma != NO_INDEX && comma > main->verb->first) {
            main->aside =
                (struct aside){speech_of_mention(doc, subject), verb, comma + 1, range.end};
            return;
        }
    }
}

void frame_parts(const struct document *doc,
                 const struct frame *frames,
                 size_t count,
                 struct frame_range range,
                 struct frame *main)
{
    find_verb(doc, frames, count, range, main);
    find_aside(doc, frames, count, range, main);
    find_opening(doc, &frames[0], main);
    find_rejoinder(doc, range, main);
    find_colon(doc, range, main);
    find_that(doc, range, main);
    find_adding(doc, range, main);
}
