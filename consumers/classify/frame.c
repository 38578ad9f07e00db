#include "consumers/classify/frame.h"

#include "consumers/classify/clause.h"
#include "consumers/classify/frame_part.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/subject.h"

#define FRAMES_MAX 16
#define QUOTE_BACK 14 /* tokens from "as saying" to who is quoted */
#define DUB_REPORT 9  /* tokens from "called" to what is called: "the Kenyan millers' claim", */
#define TOLD_MAX   5  /* tokens of "tell the morning papers that" */
#define ASIDE_MAX  14 /* of "for the second time in three days from his side" */
#define DUB_WORD   8  /* and from that to what it is called */
#define CLOSE_MAX  5  /* tokens of "told parliament on Tuesday." */
#define TITLE_MAX  6  /* words of "growers' union chief" before a name */

/* "disputes that", "disputed the story": what makes "dispute" a verb. */
static bool has_object(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_THAT) || word_is(doc, at, W_THE) || word_is(doc, at, W_A) ||
           word_is(doc, at, W_ANY) || word_is(doc, at, W_HIS) || word_is(doc, at, W_HER) ||
           word_is(doc, at, W_THEIR) || word_is(doc, at, W_ITS) || word_is(doc, at, W_WHAT) ||
           subject_is_filler(doc, at) || mention_at(doc, at) != NULL;
}

/* "called the Kenyan millers' claim bogus", "termed Dudko's numbers a fairy tale": what somebody
 * said is called untrue, in one clause. */
static bool dubs(const struct document *doc, const struct hit *verb, uint32_t end)
{
    uint32_t clause = verb->end;
    while (clause < end && doc->token[clause].kind != TOKEN_PUNCT)
        clause++;
    uint32_t far = verb->end + DUB_REPORT < clause ? verb->end + DUB_REPORT : clause;
    const struct hit *report = hit_in(doc, verb->end, far, LEX_REPORT);
    if (report == NULL || hit_is(report, 0, "text"))
        return false;
    bool owned = verb->entry->class != LEX_DUB || mention_at(doc, verb->end) != NULL;
    for (uint32_t at = verb->end; at < report->first; at++)
        owned = owned || word_is(doc, at, W_S);
    if (!owned)
        return false;
    uint32_t edge = report->end + DUB_WORD < clause ? report->end + DUB_WORD : clause;
    return hit_in(doc, report->end, edge, LEX_FALSEHOOD) != NULL;
}

/* "called reports that steel would be spared false": the verb's cue holds what is called so. */
static bool dubs_plural(const struct document *doc, const struct hit *verb, uint32_t end)
{
    return verb->end > verb->first + 1 &&
           hit_in(doc, verb->first + 1, verb->end, LEX_REPORT) != NULL &&
           hit_in(doc, verb->end, end, LEX_FALSEHOOD) != NULL;
}

/* Whether a verb that needs what is said right after it ("claim", "note") has it; others do. */
static bool has_complement(const struct document *doc, const struct hit *verb, uint32_t end)
{
    if (hit_is(verb, 1, "as"))
        return false;
    if (verb->entry->class == LEX_DUB)
        return dubs(doc, verb, end);
    if (hit_is(verb, 1, "report"))
        return hit_in(doc, verb->end, end, LEX_CONDUCT) != NULL ||
               hit_in(doc, verb->end, verb->end + 3 < end ? verb->end + 3 : end, LEX_REPORT) !=
                   NULL ||
               dubs(doc, verb, end) || dubs_plural(doc, verb, end);
    if (hit_is(verb, 1, "untrue"))
        return hit_in(doc, verb->end, verb->end + 4 < end ? verb->end + 4 : end, LEX_FALSEHOOD) !=
               NULL;
    if (hit_is(verb, 1, "object"))
        return has_object(doc, verb->end);
    if (!hit_is(verb, 1, "that"))
        return true;
    bool object = false;
    for (uint32_t at = verb->end; at < end && at < verb->end + 4; at++) {
        /* "concluded an agreement, the ministry said": the comma ends what is concluded. */
        bool mark = mark_is(doc, at, ',') || mark_is(doc, at, '.');
        if (word_is(doc, at, W_THAT) || mark_is(doc, at, ':') || quote_is(doc, at) ||
            (mark && !object))
            return true;
        object = object || word_is(doc, at, W_A) || word_is(doc, at, W_AN) ||
                 doc->token[at].kind == TOKEN_NUMBER;
    }
    const struct mention *subject = mention_at(doc, verb->end);
    return subject != NULL && subject->end < end && !mark_is(doc, subject->end, ',');
}

/* "Desk note 6.2.", "claim 14:": a number ends it, so it is what has the number. */
static bool is_numbered(const struct document *doc, const struct hit *verb)
{
    uint32_t at = verb->end;
    return at < doc->token_count && doc->token[at].kind == TOKEN_NUMBER &&
           (at + 1 == doc->token_count ||
            (doc->token[at + 1].kind == TOKEN_PUNCT && doc->token[at + 1].mark != '%'));
}

/* "the White House charge": a verb's bare form after one who would say "charges". */
static bool
is_noun(const struct document *doc, const struct hit *verb, const struct mention *subject)
{
    if (is_numbered(doc, verb))
        return true;
    if (hit_at(doc, verb->first, LEX_REPORT) == NULL)
        return false;
    if (subject->kind == MENTION_OUTLET)
        return true;
    struct str rest;
    struct str bare = str_split(str_of(verb->entry->surface), ' ', &rest);
    return subject->kind != MENTION_PRONOUN && subject->end == verb->first &&
           str_eq_nocase(document_span(doc, verb->first, verb->first + 1), bare);
}

/* "as the President says", "the call that he described", "whatever she might say". */
static bool is_relative(const struct document *doc,
                        const struct hit *verb,
                        const struct mention *subject,
                        uint32_t first)
{
    uint32_t before = subject->first;
    before -= before > first && word_is(doc, before - 1, W_THE);
    bool bare = hit_is(verb, 1, "as") || verb->end >= doc->token_count ||
                doc->token[verb->end].kind == TOKEN_PUNCT;
    return before > first &&
           (word_is(doc, before - 1, W_AS) || word_is(doc, before - 1, W_WHAT) ||
            word_is(doc, before - 1, W_WHATEVER) ||
            (bare && (word_is(doc, before - 1, W_WHICH) || word_is(doc, before - 1, W_THAT))));
}

/* "The emir, said Ms. Niinami, had telephoned": commas set apart who says it, and the verb follows.
 */
static bool
is_set_apart(const struct document *doc, const struct hit *verb, const struct mention *after)
{
    return after != NULL && after->first == verb->end && after->kind != MENTION_PRONOUN &&
           verb->first > 0 && mark_is(doc, verb->first - 1, ',') &&
           after->end + 1 < doc->token_count && mark_is(doc, after->end, ',') &&
           (clause_is_finite(doc, after->end + 1) ||
            hit_at(doc, after->end + 1, LEX_CONTACT) != NULL);
}

/* "..., not Tokyo, said Ms. Niinami": the speaker stands after the verb. */
static bool is_inverted(const struct document *doc,
                        const struct hit *verb,
                        const struct mention *before,
                        uint32_t first)
{
    const struct mention *after = subject_after(doc, verb, first);
    if (is_set_apart(doc, verb, after))
        return true;
    return after != NULL && before->kind == MENTION_COUNTRY &&
           (after->kind == MENTION_PERSON || after->kind == MENTION_ROLE) &&
           (after->end >= doc->token_count || doc->token[after->end].kind == TOKEN_PUNCT);
}

/* "The weekly quotes the president as saying that", "the president was quoted by a weekly as saying
 * that": who is quoted; NULL where that is not said. */
static const struct mention *
quoted_as(const struct document *doc, const struct hit *verb, uint32_t first)
{
    if (verb->first < first + 2 || !word_is(doc, verb->first - 1, W_AS))
        return NULL;
    const struct hit *quote = NULL;
    uint32_t low = verb->first > first + QUOTE_BACK ? verb->first - QUOTE_BACK : first;
    for (const struct hit *hit = hit_in(doc, low, verb->first - 1, LEX_SAY); hit != NULL;
         hit = hit_in(doc, hit->end, verb->first - 1, LEX_SAY))
        quote = hit_is(hit, 1, "as") ? hit : quote;
    if (quote == NULL)
        return NULL;
    uint32_t at = quote->first;
    bool passive = false;
    while (at > first && (clause_is_finite(doc, at - 1) || subject_is_filler(doc, at - 1)))
        passive = word_is(doc, --at, W_WAS) || word_is(doc, at, W_IS) || word_is(doc, at, W_WERE) ||
                  word_is(doc, at, W_BEEN) || passive;
    if (passive)
        return mention_ending(doc, at);
    const struct mention *whom = mention_at(doc, quote->end);
    return whom != NULL ? whom : mention_at(doc, quote->end + 1);
}

/* "Turkey had called, the minister was quoted as saying by a weekly": what is quoted stands before.
 */
static bool quoted_after(const struct document *doc,
                         const struct hit *verb,
                         const struct mention *quoted,
                         uint32_t first)
{
    bool closes = verb->end >= doc->token_count || doc->token[verb->end].kind == TOKEN_PUNCT ||
                  word_is(doc, verb->end, W_BY) || word_is(doc, verb->end, W_ON) ||
                  word_is(doc, verb->end, W_IN);
    uint32_t low = quoted->first > first + QUOTE_BACK ? quoted->first - QUOTE_BACK : first;
    for (uint32_t at = quoted->first; closes && at > low; at--) {
        if (mark_is(doc, at - 1, ',') || quote_is(doc, at - 1))
            return true;
    }
    return false;
}

/* "Peru is said by the President to have signed", "was accused by the envoy of dumping". */
static bool tells_by(const struct document *doc, const struct hit *verb)
{
    return verb->entry->class == LEX_SAY && word_is(doc, verb->end, W_BY) &&
           !hit_is(verb, 1, "act") && (hit_is(verb, 0, "say") || hit_is(verb, 0, "accuse"));
}

/* "used a lunch of exporters to say, for the second time, that", "took to the air to deny that":
 * what somebody did in order to say it. */
static bool
takes_occasion(const struct document *doc, const struct hit *verb, uint32_t first, uint32_t end)
{
    bool says =
        (verb->entry->class == LEX_SAY && hit_is(verb, 0, "say")) || verb->entry->class == LEX_DENY;
    if (!says || verb->first < first + 2 || !word_is(doc, verb->first - 1, W_TO) ||
        hit_in(doc, first, verb->first, LEX_OCCASION) == NULL)
        return false;
    uint32_t that = verb->end;
    while (that < end && that - verb->end < TOLD_MAX && doc->token[that].kind == TOKEN_WORD &&
           !word_is(doc, that, W_THAT))
        that++;
    if (that < end && mark_is(doc, that, ',')) {
        that++;
        while (that < end && that - verb->end < ASIDE_MAX && !mark_is(doc, that, ','))
            that++;
        that++;
    }
    return that < end && word_is(doc, that, W_THAT);
}

/* "used a lunch to say": who did; "it fell to the minister, Rosa Vela, to tell": to whom it did. */
static const struct mention *
whose_turn(const struct document *doc, const struct hit *verb, uint32_t first)
{
    uint32_t to = verb->first - 1;
    to -= to > first && mark_is(doc, to - 1, ',');
    return hit_is(hit_in(doc, first, verb->first, LEX_OCCASION), 0, "whom")
               ? mention_ending(doc, to)
               : subject_of_clause(doc, first, verb->first);
}

/* Whether a verb of saying closes the sentence: "said.", "told parliament on Tuesday." */
static bool closes(const struct document *doc, const struct hit *verb)
{
    for (uint32_t at = verb->end; at < verb->end + CLOSE_MAX; at++) {
        if (at >= doc->token_count || doc->token[at].kind == TOKEN_PUNCT)
            return true;
        if (word_is(doc, at, W_THAT) || clause_is_finite(doc, at))
            return false;
    }
    return false;
}

/* "..., growers' union chief Ann Lee said.": where the words before a name begin that tell what the
 * speaker is. */
static uint32_t title_first(const struct document *doc,
                            const struct mention *subject,
                            const struct hit *verb,
                            uint32_t first)
{
    uint32_t at = subject->first;
    if (subject->kind == MENTION_PRONOUN || subject->kind == MENTION_COUNTRY ||
        subject->end != verb->first || !closes(doc, verb))
        return at;
    while (at > first + 1 && subject->first - at < TITLE_MAX &&
           (doc->token[at - 1].kind == TOKEN_WORD || mark_is(doc, at - 1, '\'')) &&
           !clause_is_finite(doc, at - 1))
        at--;
    return mark_is(doc, at - 1, ',') ? at : subject->first;
}

static bool frame_of(const struct document *doc,
                     const struct hit *verb,
                     uint32_t first,
                     uint32_t end,
                     const struct frame *before,
                     struct frame *frame)
{
    *frame = (struct frame){.verb = verb};
    const struct mention *subject = NULL;
    uint32_t title = NO_INDEX; /* where the words before the subject's name begin */
    const struct mention *quoted = quoted_as(doc, verb, first);
    if (quoted != NULL) {
        subject = quoted;
        frame->after = quoted_after(doc, verb, quoted, first);
    } else if (verb->entry->class == LEX_ACCORD) {
        subject = mention_at(doc, verb->end);
        frame->after = verb->first > first;
    } else if ((verb->entry->class == LEX_DENY || tells_by(doc, verb)) &&
               subject_is_passive(doc, verb->first) && subject_by(doc, verb, end) != NULL) {
        subject = subject_by(doc, verb, end);
        frame->after = verb->entry->class == LEX_DENY;
    } else if (takes_occasion(doc, verb, first, end)) {
        subject = whose_turn(doc, verb, first);
    } else if (!subject_is_passive(doc, verb->first)) {
        subject = subject_before(doc, first, verb->first);
        if (subject == NULL || is_inverted(doc, verb, subject, first)) {
            subject = subject_after(doc, verb, first);
            frame->after = subject != NULL;
        } else {
            title = title_first(doc, subject, verb, first);
            uint32_t edge = title;
            edge -= edge > first + 1 && word_is(doc, edge - 1, W_AS);
            frame->after = edge > first &&
                           (mark_is(doc, edge - 1, ',') || quote_is(doc, edge - 1)) &&
                           !subject_has_told(doc, verb->end, verb->end + SUBJECT_TOLD_AHEAD);
            if (frame->after && quote_is(doc, edge - 1) && edge - 1 == first)
                frame->after = false;
        }
        bool joined = verb->first > first &&
                      (word_is(doc, verb->first - 1, W_AND) ||
                       word_is(doc, verb->first - 1, W_BUT) || mark_is(doc, verb->first - 1, ','));
        if (subject == NULL && (joined || subject_is_participle(doc, verb->first))) {
            if (before != NULL) {
                frame->speaker = before->speaker;
                frame->subject_first = before->subject_first;
                frame->subject_end = before->subject_end;
                frame->pronoun = before->pronoun;
                return true;
            }
            subject = subject_of_clause(doc, first, verb->first);
        }
    }
    frame->relative = subject != NULL && is_relative(doc, verb, subject, first);
    if (!frame->after && !frame->relative && !has_complement(doc, verb, end))
        return false;
    bool noun = subject != NULL && is_noun(doc, verb, subject);
    if (noun || subject == NULL || (subject->possessive && subject->end <= verb->first))
        return false;
    frame->pronoun = subject->kind == MENTION_PRONOUN;
    frame->speaker = speech_of_mention(doc, subject);
    frame->subject_first = frame->after && title != NO_INDEX ? title : subject->first;
    frame->subject_end = subject->end;
    return true;
}

/* Of a word that is of two of these, the first counts. */
static const enum lex_class saying[] = {LEX_DENY, LEX_SAY, LEX_DUB, LEX_ACCORD};
#define SAYING (sizeof saying / sizeof saying[0])

static const struct hit *saying_at(const struct document *doc, uint32_t at)
{
    const struct hit *hit = NULL;
    for (size_t i = 0; i < SAYING && hit == NULL; i++)
        hit = hit_at(doc, at, saying[i]);
    return hit;
}

/* The frame that governs tokens [first, end): one that stands after what is said, else the first.
 */
bool frame_read(const struct document *doc, uint32_t first, uint32_t end, struct frame *main)
{
    struct frame frames[FRAMES_MAX];
    size_t count = 0;
    for (uint32_t at = hit_start_any(doc, first, end, saying, SAYING);
         at < end && count < FRAMES_MAX; at = hit_start_any(doc, at + 1, end, saying, SAYING)) {
        const struct hit *verb = saying_at(doc, at);
        if (doc->quote_at[at] != NO_INDEX)
            continue;
        /* "denied A, as X had told, and repeated B": who goes on is not X. */
        size_t before = count;
        while (before > 1 && frames[before - 1].relative)
            before--;
        if (frame_of(doc, verb, first, end, before > 0 ? &frames[before - 1] : NULL,
                     &frames[count]))
            count++;
    }
    if (count == 0)
        return false;
    size_t relative = 0;
    while (relative + 1 < count && frames[relative].relative)
        relative++;
    *main = frames[relative];
    /* "After it had brushed aside the story, China said": the main clause names its subject. */
    for (size_t i = 1; i < count && main->pronoun; i++) {
        if (!frames[i].pronoun && !frames[i].relative &&
            frames[i].subject_first > main->verb->first)
            *main = frames[i];
    }
    for (size_t i = 0; i < count; i++) {
        bool accord = frames[i].verb->entry->class == LEX_ACCORD;
        bool main_accord = main->verb->entry->class == LEX_ACCORD;
        if (frames[i].relative)
            continue;
        if (frames[i].after && !accord && (!main->after || main_accord))
            *main = frames[i];
        else if (main_accord && !accord)
            *main = frames[i];
    }
    frame_parts(doc, frames, count, (struct frame_range){first, end}, main);
    return true;
}
