#include "consumers/classify/frame.h"

#include "consumers/classify/frame_part.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define FRAMES_MAX 16
#define BY_AHEAD   9 /* tokens: "dismissed as premature and inaccurate by" */
#define TOLD_BACK                                                                                  \
    14 /* tokens: "Bernd Lange, who chairs the parliament's trade committee, said"                 \
        */
#define REMIT_BACK                                                                                 \
    7 /* tokens from a verb back to the office: "the secretary for trade and farming said" */
#define THAT_AHEAD 12 /* tokens: "said on Wednesday for the third time that" */
#define DUB_REPORT 9  /* tokens from "called" to what is called: "the Kenyan millers' claim", */
#define DUB_WORD   8  /* and from that to what it is called */

static bool is_quote_mark(const struct document *doc, uint32_t at)
{
    return at < doc->token_count && doc->token[at].kind == TOKEN_QUOTE;
}

/* Words that may stand between a subject and its verb: "has", "later", "on Tuesday". */
static bool is_filler(const struct document *doc, uint32_t at)
{
    static const enum grammar_word words[] = {W_HAS,  W_HAVE, W_HAD,  W_ALSO,  W_ON,  W_IN,
                                              W_AT,   W_THEN, W_WILL, W_WOULD, W_NOW, W_DID,
                                              W_DOES, W_VE,   W_D,    W_DO};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at, words[i]))
            return true;
    }
    return hit_over(doc, at, LEX_ADVERB) != NULL || hit_at(doc, at, LEX_WEEKDAY) != NULL ||
           hit_at(doc, at, LEX_MONTH) != NULL || hit_at(doc, at, LEX_DATE) != NULL ||
           doc->token[at].kind == TOKEN_NUMBER;
}

static bool is_participle(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    return token->end - token->start > 5 && memcmp(doc->text + token->end - 3, "ing", 3) == 0;
}

static bool has_content_after(const struct document *doc, uint32_t at, uint32_t end)
{
    /* "said of the report that": what was said stands before. */
    if (word_is(doc, at, W_OF))
        return false;
    for (; at < end && at < doc->token_count && doc->token[at].kind != TOKEN_QUOTE; at++) {
        if (word_is(doc, at, W_THAT) || mark_is(doc, at, ':'))
            return true;
        if (doc->token[at].kind == TOKEN_PUNCT)
            break;
    }
    return false;
}

/* "is telling them that", "have been saying that": where what goes on begins, or the verb. */
static uint32_t goes_on(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t at = verb;
    if (!is_participle(doc, verb) || !has_content_after(doc, verb + 1, verb + THAT_AHEAD))
        return verb;
    while (at > first && hit_over(doc, at - 1, LEX_ADVERB) != NULL)
        at--;
    if (at == first)
        return verb;
    bool be = word_is(doc, at - 1, W_IS) || word_is(doc, at - 1, W_ARE) ||
              word_is(doc, at - 1, W_WAS) || word_is(doc, at - 1, W_WERE) ||
              word_is(doc, at - 1, W_BEEN) || word_is(doc, at - 1, W_S) ||
              word_is(doc, at - 1, W_RE);
    return be ? at - 1 : verb;
}

static bool is_passive(const struct document *doc, uint32_t verb)
{
    return verb > 0 && goes_on(doc, 0, verb) == verb &&
           (word_is(doc, verb - 1, W_WAS) || word_is(doc, verb - 1, W_WERE) ||
            word_is(doc, verb - 1, W_BEEN) || word_is(doc, verb - 1, W_BE) ||
            word_is(doc, verb - 1, W_IS) || word_is(doc, verb - 1, W_ARE) ||
            word_is(doc, verb - 1, W_BEING) || word_is(doc, verb - 1, W_TO) ||
            word_is(doc, verb - 1, W_THE) || word_is(doc, verb - 1, W_A));
}

/* The mention that ends at a token, or takes it in: "Ada Ruiz, a professor of law", at the comma.
 */
static const struct mention *mention_over(const struct document *doc, uint32_t at)
{
    size_t i = mention_from(doc, at);
    return i > 0 && doc->mention[i - 1].end >= at ? &doc->mention[i - 1] : NULL;
}

/* "Minister, India": a country that a sentence or what follows a comma begins with. */
static bool begins(const struct document *doc, const struct mention *mention, uint32_t first)
{
    uint32_t at = mention->first;
    at -= at > first && word_is(doc, at - 1, W_THE);
    return at == first || mark_is(doc, at - 1, ',');
}

/* "Bernd Lange, who chairs the trade committee, said", "Rick Woldenberg, a toy maker, says", "the
 * minister, in Brussels for a council, said": the one who is told of between two commas, of which
 * the second stands at `comma`; or NULL. */
static const struct mention *
subject_told_of(const struct document *doc, uint32_t first, uint32_t comma)
{
    for (uint32_t at = comma; at > first + 1 && comma - at < TOLD_BACK; at--) {
        if (!mark_is(doc, at - 1, ','))
            continue;
        bool told = word_is(doc, at, W_WHO) || word_is(doc, at, W_WHOSE) || word_is(doc, at, W_A) ||
                    word_is(doc, at, W_AN) || word_is(doc, at, W_THE) || word_is(doc, at, W_IN) ||
                    word_is(doc, at, W_AT) || word_is(doc, at, W_WHICH) ||
                    word_is(doc, at, W_THROUGH);
        const struct mention *mention = told ? mention_over(doc, at - 1) : NULL;
        if (mention != NULL && !mention->possessive &&
            (mention->kind != MENTION_COUNTRY || begins(doc, mention, first)))
            return mention;
    }
    return NULL;
}

/* "Dealers in Ho Chi Minh City said", "reports from the Philippines say": a place, which does not
 * speak. */
static bool is_place(const struct document *doc, const struct mention *mention, uint32_t first)
{
    uint32_t before = mention->first;
    if (mention->kind == MENTION_PRONOUN)
        return false;
    while (before > first &&
           ((doc->token[before - 1].flags & TOKEN_CAPITAL) ||
            (word_is(doc, before - 1, W_AND) && before > first + 1 &&
             (doc->token[before - 2].flags & TOKEN_CAPITAL))) &&
           !word_is(doc, before - 1, W_IN))
        before--;
    bool country = mention->kind == MENTION_COUNTRY;
    bool named = country || mention->kind == MENTION_PERSON;
    if (named && before > first && word_is(doc, before - 1, W_THE))
        before--;
    return before > first && (word_is(doc, before - 1, W_IN) || word_is(doc, before - 1, W_AT) ||
                              (country && word_is(doc, before - 1, W_FROM)));
}

/* "Kenya's secretary for trade and farming said": the office that is for something, or NULL. */
static const struct mention *subject_for(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = end; at > first && end - at < REMIT_BACK; at--) {
        const struct mention *mention = mention_ending(doc, at);
        bool led = word_is(doc, at, W_FOR) || word_is(doc, at, W_OF) || word_is(doc, at, W_ON) ||
                   word_is(doc, at, W_AT) || word_is(doc, at, W_IN);
        if (mention != NULL && mention->kind == MENTION_ROLE && !mention->possessive &&
            (led || mention->core_end > mention->core_first + 2))
            return mention;
        if (doc->token[at - 1].kind != TOKEN_WORD || hit_at(doc, at - 1, LEX_SAY) != NULL ||
            hit_at(doc, at - 1, LEX_DENY) != NULL)
            break;
    }
    return NULL;
}

/* "The minister, however, said": the one who stands before a word between two commas, of which the
 * second stands at `comma`; or NULL. */
static const struct mention *
subject_across(const struct document *doc, uint32_t first, uint32_t comma)
{
    uint32_t at = comma;
    while (at > first && hit_over(doc, at - 1, LEX_ADVERB) != NULL)
        at--;
    return at < comma && at > first + 1 && mark_is(doc, at - 1, ',') ? mention_ending(doc, at - 1)
                                                                     : NULL;
}

/* The subject right before a verb, or NULL. */
static const struct mention *
subject_before(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t end = goes_on(doc, first, verb);
    while (end > first && is_filler(doc, end - 1))
        end--;
    bool comma = end > first + 1 && mark_is(doc, end - 1, ',');
    const struct mention *mention = mention_ending(doc, end);
    if (mention == NULL && comma)
        mention = mention_ending(doc, end - 1);
    if (mention == NULL && comma)
        mention = subject_across(doc, first, end - 1);
    if (mention != NULL && mention_of_place(doc, mention) != NULL)
        mention = mention_of_place(doc, mention);
    if (mention == NULL && end > first + 1 && word_is(doc, end - 1, W_WHO))
        mention = mention_ending(doc, end - 1 - mark_is(doc, end - 2, ','));
    if (mention == NULL && !comma)
        mention = subject_for(doc, first, end);
    const struct mention *told = comma ? subject_told_of(doc, first, end - 1) : NULL;
    if (told != NULL &&
        (mention == NULL || mention->person == NO_INDEX || is_place(doc, mention, first)))
        mention = told;
    if (mention != NULL && mention->kind == MENTION_COUNTRY && is_place(doc, mention, first))
        mention = subject_for(doc, first, mention->first);
    return mention == NULL || mention->first < first || is_place(doc, mention, first) ? NULL
                                                                                      : mention;
}

/* "was dismissed as invention by the ministry": who denies, after the verb. */
static const struct mention *
subject_by(const struct document *doc, const struct hit *verb, uint32_t end)
{
    uint32_t edge = verb->end + BY_AHEAD < end ? verb->end + BY_AHEAD : end;
    for (uint32_t at = verb->end; at + 1 < edge && doc->token[at].kind != TOKEN_PUNCT; at++) {
        if (word_is(doc, at, W_BY))
            return mention_at(doc, at + 1);
    }
    return NULL;
}

/* "said the lawyer", "wrote the President": only after a comma or a quotation. */
static const struct mention *
subject_after(const struct document *doc, const struct hit *verb, uint32_t first)
{
    uint32_t before = verb->first;
    if (hit_is(verb, 0, "accuse") || is_participle(doc, verb->first))
        return NULL;
    while (before > first && hit_over(doc, before - 1, LEX_ADVERB) != NULL)
        before--;
    if (before == first || (!mark_is(doc, before - 1, ',') && !is_quote_mark(doc, before - 1)))
        return NULL;
    return mention_at(doc, verb->end);
}

/* The first mention of the sentence that can speak: the subject of its main clause. */
const struct mention *frame_subject(const struct document *doc, uint32_t first, uint32_t end)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->first >= end)
            break;
        if (doc->quote_at[mention->first] != NO_INDEX || mention->kind == MENTION_OUTLET ||
            mention->possessive)
            continue;
        bool object =
            mention->first > first &&
            (word_is(doc, mention->first - 1, W_IN) || word_is(doc, mention->first - 1, W_TO) ||
             word_is(doc, mention->first - 1, W_OF) || word_is(doc, mention->first - 1, W_FOR) ||
             word_is(doc, mention->first - 1, W_AT) || word_is(doc, mention->first - 1, W_FROM) ||
             word_is(doc, mention->first - 1, W_WITH) || word_is(doc, mention->first - 1, W_ON));
        if (!object)
            return mention;
    }
    return NULL;
}

/* "disputes that", "disputed the story": what makes "dispute" a verb. */
static bool has_object(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_THAT) || word_is(doc, at, W_THE) || word_is(doc, at, W_A) ||
           word_is(doc, at, W_ANY) || word_is(doc, at, W_HIS) || word_is(doc, at, W_HER) ||
           word_is(doc, at, W_THEIR) || word_is(doc, at, W_ITS) || word_is(doc, at, W_WHAT) ||
           is_filler(doc, at) || mention_at(doc, at) != NULL;
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
               dubs(doc, verb, end);
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
        if (word_is(doc, at, W_THAT) || mark_is(doc, at, ':') || is_quote_mark(doc, at) ||
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
    bool bare = hit_is(verb, 1, "as") || verb->end >= doc->token_count ||
                doc->token[verb->end].kind == TOKEN_PUNCT;
    return before > first &&
           (word_is(doc, before - 1, W_AS) || word_is(doc, before - 1, W_WHAT) ||
            word_is(doc, before - 1, W_WHATEVER) ||
            (bare && (word_is(doc, before - 1, W_WHICH) || word_is(doc, before - 1, W_THAT))));
}

/* "..., not Tokyo, said Ms. Niinami": the speaker stands after the verb. */
static bool is_inverted(const struct document *doc,
                        const struct hit *verb,
                        const struct mention *before,
                        uint32_t first)
{
    const struct mention *after = subject_after(doc, verb, first);
    return after != NULL && before->kind == MENTION_COUNTRY &&
           (after->kind == MENTION_PERSON || after->kind == MENTION_ROLE) &&
           (after->end >= doc->token_count || doc->token[after->end].kind == TOKEN_PUNCT);
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
    if (verb->entry->class == LEX_ACCORD) {
        subject = mention_at(doc, verb->end);
        frame->after = verb->first > first;
    } else if (verb->entry->class == LEX_DENY && is_passive(doc, verb->first) &&
               subject_by(doc, verb, end) != NULL) {
        subject = subject_by(doc, verb, end);
        frame->after = true;
    } else if (!is_passive(doc, verb->first)) {
        subject = subject_before(doc, first, verb->first);
        if (subject == NULL || is_inverted(doc, verb, subject, first)) {
            subject = subject_after(doc, verb, first);
            frame->after = subject != NULL;
        } else {
            uint32_t edge = subject->first;
            edge -= edge > first + 1 && word_is(doc, edge - 1, W_AS);
            frame->after = edge > first &&
                           (mark_is(doc, edge - 1, ',') || is_quote_mark(doc, edge - 1)) &&
                           !has_content_after(doc, verb->end, verb->end + THAT_AHEAD);
            if (frame->after && is_quote_mark(doc, edge - 1) && edge - 1 == first)
                frame->after = false;
        }
        bool joined = verb->first > first &&
                      (word_is(doc, verb->first - 1, W_AND) ||
                       word_is(doc, verb->first - 1, W_BUT) || mark_is(doc, verb->first - 1, ','));
        if (subject == NULL && (joined || is_participle(doc, verb->first))) {
            if (before != NULL) {
                frame->speaker = before->speaker;
                frame->subject_first = before->subject_first;
                frame->subject_end = before->subject_end;
                frame->pronoun = before->pronoun;
                return true;
            }
            subject = frame_subject(doc, first, verb->first);
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
    frame->subject_first = subject->first;
    frame->subject_end = subject->end;
    return true;
}

static const struct hit *saying_at(const struct document *doc, uint32_t at)
{
    const struct hit *hit = hit_at(doc, at, LEX_DENY);
    if (hit == NULL)
        hit = hit_at(doc, at, LEX_SAY);
    if (hit == NULL)
        hit = hit_at(doc, at, LEX_DUB);
    return hit == NULL ? hit_at(doc, at, LEX_ACCORD) : hit;
}

/* The frame that governs tokens [first, end): one that stands after what is said, else the first.
 */
bool frame_read(const struct document *doc, uint32_t first, uint32_t end, struct frame *main)
{
    struct frame frames[FRAMES_MAX];
    size_t count = 0;
    for (uint32_t at = first; at < end && count < FRAMES_MAX; at++) {
        const struct hit *verb = saying_at(doc, at);
        if (verb == NULL || doc->quote_at[at] != NO_INDEX)
            continue;
        if (frame_of(doc, verb, first, end, count > 0 ? &frames[count - 1] : NULL, &frames[count]))
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
        if (!frames[i].pronoun && frames[i].subject_first > main->verb->first)
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
