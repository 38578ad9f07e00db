#include "consumers/classify/chinese.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define LABEL_MAX      28 /* tokens of a turn's label: "Xinhua News Agency reporter:" */
#define ADVERBS_MAX    4  /* tokens before a verb whose subject is the speaker before: "and also" */
#define REBUTTAL_AFTER 2  /* tokens from a verb of saying to what is said */
#define REBUTTAL_WORDS 5  /* from "this" to what it is called: "这完全是" */

/* Who speaks as the text goes on. */
struct voicing {
    struct chinese *chinese;
    struct speaker turn; /* whose turn of a transcript it is */
    bool in_turn;
    bool asked;          /* a reporter's turn, or question */
    struct speaker last; /* of the frame before */
    bool framed;         /* which stands in this sentence */
    uint32_t last_quote; /* the quotation that its speaker goes on with, or NO_INDEX */
};

/* "X said": who says, where the words for it begin and end. */
struct chinese_frame {
    struct speaker speaker;
    const struct hit *verb;
    uint32_t first;
};

static const struct speaker nobody = {.person = NO_INDEX};

static void add_span(struct chinese *chinese, struct chinese_span span)
{
    if (span.first >= span.end)
        return;
    chinese->span = document_grow(chinese->span, &chinese->span_capacity, chinese->span_count + 1,
                                  sizeof *chinese->span);
    chinese->span[chinese->span_count++] = span;
}

/* "towards X", "on what X said": not who speaks. */
static bool is_governed(const struct document *doc, uint32_t at)
{
    static const char *const words[] = {"对", "于", "就", "对", "同", "与", "和", "跟", "给",
                                        "被", "把", "将", "从", "在", "以", "向", "针", "让"};
    for (size_t i = 0; at > 0 && i < sizeof words / sizeof words[0]; i++) {
        if (chinese_is(doc, at - 1, words[i]))
            return true;
    }
    return false;
}

/* The subject of a verb of saying in tokens [first, end): a person or office rather than a body,
 * a body rather than a country. */
static const struct mention *subject_in(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct mention *best = NULL;
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *one = &doc->mention[i];
        /* "针对X称…一事": X says it; "对X说": to X. */
        bool told_of =
            one->end == end && one->first >= 2 &&
            ((chinese_is(doc, one->first - 2, "针") && chinese_is(doc, one->first - 1, "对")) ||
             (chinese_is(doc, one->first - 2, "对") && chinese_is(doc, one->first - 1, "于")));
        if (one->end > end || one->generic || (!told_of && is_governed(doc, one->first)))
            continue;
        bool person = one->kind == MENTION_PERSON || one->kind == MENTION_ROLE;
        bool had = best != NULL && (best->kind == MENTION_PERSON || best->kind == MENTION_ROLE);
        if (best == NULL || (person && !had) ||
            (one->kind == MENTION_BODY && best->kind == MENTION_COUNTRY))
            best = one;
    }
    return best;
}

static bool has_pronoun(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        bool person = chinese_is(doc, at, "他") || chinese_is(doc, at, "她");
        if (person && !is_governed(doc, at) && !chinese_is(doc, at + 1, "们"))
            return true;
        /* "我要再次强调" */
        if (chinese_is(doc, at, "我") && !is_governed(doc, at) && !chinese_is(doc, at + 1, "国"))
            return true;
        /* "the spokesperson", "this official": the one before */
        if ((chinese_is(doc, at, "该") || chinese_is(doc, at, "这") || chinese_is(doc, at, "此")) &&
            hit_in(doc, at, end, LEX_ROLE) != NULL)
            return true;
    }
    return false;
}

/* Nothing but "also", "and" before the verb: its subject was named before. */
static bool is_bare(const struct document *doc, uint32_t first, uint32_t verb)
{
    for (uint32_t at = first; at < verb; at++) {
        bool adverb = chinese_is(doc, at, "并") || chinese_is(doc, at, "也") ||
                      chinese_is(doc, at, "还") || chinese_is(doc, at, "同") ||
                      chinese_is(doc, at, "时") || chinese_is(doc, at, "随") ||
                      chinese_is(doc, at, "后") || chinese_is(doc, at, "再") ||
                      chinese_is(doc, at, "次") || chinese_is(doc, at, "又");
        if (!adverb && doc->token[at].kind == TOKEN_WORD)
            return false;
    }
    return verb - first <= ADVERBS_MAX;
}

static bool is_negated(const struct document *doc, uint32_t verb)
{
    return verb > 0 && (hit_over(doc, verb - 1, LEX_NEG) != NULL ||
                        chinese_is(doc, verb - 1, "不") || chinese_is(doc, verb - 1, "所"));
}

static const struct hit *
first_verb(const struct document *doc, uint32_t first, uint32_t end, enum lex_class *class)
{
    const struct hit *say = hit_in(doc, first, end, LEX_SAY);
    const struct hit *deny = hit_in(doc, first, end, LEX_DENY);
    bool denies = deny != NULL && (say == NULL || deny->first <= say->first);
    *class = denies ? LEX_DENY : LEX_SAY;
    return denies ? deny : say;
}

/* The frame in a clause of a sentence whose words begin at `from`; false where it has none. */
static bool frame_in(const struct voicing *voicing,
                     uint32_t first,
                     uint32_t end,
                     uint32_t from,
                     struct chinese_frame *frame)
{
    const struct document *doc = voicing->chinese->doc;
    enum lex_class class;
    for (const struct hit *verb = first_verb(doc, first, end, &class); verb != NULL;
         verb = first_verb(doc, verb->end, end, &class)) {
        /* "the accusation by the American side" */
        bool noun = verb->first > first && chinese_is(doc, verb->first - 1, "的");
        if (noun || is_negated(doc, verb->first))
            continue;
        first = chinese_near(first, verb->first);
        *frame = (struct chinese_frame){.speaker = nobody, .verb = verb, .first = first};
        const struct mention *subject = subject_in(doc, first, verb->first);
        if (subject != NULL && hit_in(doc, subject->end, verb->end, LEX_ANON) == NULL) {
            frame->speaker = chinese_speaker(doc, subject);
            return true;
        }
        if (hit_in(doc, first, verb->end, LEX_ANON) != NULL ||
            hit_in(doc, first, verb->first, LEX_OUTLET) != NULL)
            return true;
        bool goes_on = has_pronoun(doc, first, verb->first) ||
                       (is_bare(doc, first, verb->first) && verb->end - verb->first >= 2 &&
                        !(first == from && voicing->last.name.len == 0));
        /* "说，…，预计…": still what was begun to be said. */
        if (voicing->framed && hit_is(verb, 0, "think") && is_bare(doc, first, verb->first))
            continue;
        /* "X 签署行政令，宣布…": the subject of the clauses before. */
        const struct mention *before = goes_on && !voicing->framed && first > from
                                           ? subject_in(doc, chinese_near(from, first), first)
                                           : NULL;
        if (before != NULL) {
            frame->speaker = chinese_speaker(doc, before);
            return true;
        }
        if (goes_on) {
            frame->speaker = voicing->in_turn && !voicing->asked && voicing->last.name.len == 0
                                 ? voicing->turn
                                 : voicing->last;
            return true;
        }
    }
    return false;
}

/* What was said before a frame that stands after it: “…”, X said. */
static void
attribute_back(struct chinese *chinese, uint32_t from, const struct chinese_frame *frame)
{
    for (size_t i = chinese->span_count; i > 0 && chinese->span[i - 1].first >= from; i--) {
        chinese->span[i - 1].speaker = frame->speaker;
        chinese->span[i - 1].verb = frame->verb;
        chinese->span[i - 1].asked = false;
    }
}

/* The first token of the quotation that closes right before a token; NO_INDEX where none. */
static uint32_t quoted_before(const struct document *doc, uint32_t at)
{
    for (uint32_t back = 0; back <= 2 && at >= back; back++) {
        const struct token *token = &doc->token[at - back];
        uint32_t quote = doc->quote_at[at - back];
        if (token->kind == TOKEN_QUOTE && quote != NO_INDEX && doc->quote[quote].first < at - back)
            return doc->quote[quote].first;
        if (back > 0 && token->kind != TOKEN_PUNCT)
            break;
    }
    return NO_INDEX;
}

static bool asks(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *asker = hit_in(doc, first, end, LEX_ASKER);
    return hit_is(asker, 0, "asks") && asker->end + 1 >= end;
}

/* "这一说法纯属捏造", "这完全是子虚乌有" */
static bool is_rebuttal(const struct document *doc, uint32_t first, uint32_t end)
{
    bool points = chinese_is(doc, first, "这") || chinese_is(doc, first, "该") ||
                  chinese_is(doc, first, "此");
    const struct hit *report = hit_in(doc, first, end, LEX_REPORT);
    const struct hit *falsehood = hit_in(doc, first, end, LEX_FALSEHOOD);
    uint32_t said = report != NULL && report->first - first <= 3 ? report->end : first;
    return points && hit_is(falsehood, 0, "sure") &&
           (said > first || falsehood->first - first <= REBUTTAL_WORDS);
}

/* Cuts tokens [first, end) of a sentence into spans, a new one at each frame. */
static void read_frames(struct voicing *voicing,
                        uint32_t sentence,
                        uint32_t first,
                        uint32_t end,
                        struct speaker speaker)
{
    struct chinese *chinese = voicing->chinese;
    const struct document *doc = chinese->doc;
    voicing->framed = false;
    struct speaker teller = speaker;
    struct chinese_span span = {.speaker = speaker,
                                .sentence = sentence,
                                .first = first,
                                .asked = voicing->asked,
                                .turn = voicing->in_turn};
    for (uint32_t at = first, next; at < end; at = next) {
        next = chinese_clause_end(doc, at, end);
        struct chinese_frame frame;
        if (asks(doc, at, next)) {
            voicing->asked = span.asked = true;
            span.speaker = nobody;
            continue;
        }
        /* "X said …, which is made up": the last words are no longer X's, but of who tells it. */
        if (span.verb != NULL && at - span.first > REBUTTAL_AFTER && is_rebuttal(doc, at, next)) {
            span.end = at;
            add_span(chinese, span);
            span = (struct chinese_span){.speaker = teller,
                                         .sentence = sentence,
                                         .first = at,
                                         .asked = voicing->asked,
                                         .turn = voicing->in_turn};
            continue;
        }
        if (!frame_in(voicing, at, next, first, &frame))
            continue;
        /* An answer ends a question that a reporter tells of. */
        bool answers = !voicing->in_turn && frame.speaker.role != NULL &&
                       strcmp(frame.speaker.role, "spokesperson") == 0;
        if (answers)
            voicing->asked = false;
        span.end = at;
        add_span(chinese, span);
        uint32_t quoted = quoted_before(doc, at);
        if (quoted != NO_INDEX)
            attribute_back(chinese, quoted, &frame);
        /* "A said B claims …": A tells it. */
        if (voicing->framed)
            teller = span.speaker;
        span.speaker = voicing->last = frame.speaker;
        voicing->framed = true;
        span.verb = frame.verb;
        span.denies = frame.verb->entry->class == LEX_DENY;
        span.asked = voicing->asked;
        span.first = frame.verb->end;
        voicing->last_quote = NO_INDEX;
    }
    span.end = end;
    add_span(chinese, span);
    /* A quotation that is still open goes on in the next sentence. */
    uint32_t tail = end > first ? doc->quote_at[end - 1] : NO_INDEX;
    if (tail != NO_INDEX && doc->quote[tail].end > end && span.verb != NULL)
        voicing->last_quote = tail;
}

/* The turn's label at a line's start: the token after its colon, or `first`. */
static uint32_t read_label(struct voicing *voicing, uint32_t first, uint32_t end)
{
    const struct document *doc = voicing->chinese->doc;
    uint32_t colon = first;
    while (colon < end && colon - first < LABEL_MAX && !mark_is(doc, colon, ':'))
        colon++;
    if (colon == first || colon >= end || !mark_is(doc, colon, ':'))
        return first;
    const struct hit *asker = hit_in(doc, first, colon, LEX_ASKER);
    const struct mention *one = mention_at(doc, first);
    const struct hit *answerer = hit_at(doc, first, LEX_ANSWERER);
    bool whole = one != NULL && one->end == colon && !one->generic;
    bool person = whole && (one->kind == MENTION_PERSON || one->kind == MENTION_ROLE);
    if (asker != NULL && asker->end == colon) {
        voicing->asked = true;
        voicing->turn = nobody;
    } else if (answerer != NULL && answerer->end == colon) {
        voicing->asked = false;
        voicing->turn = voicing->chinese->author.speaker;
    } else if (person) {
        voicing->asked = false;
        voicing->turn = chinese_speaker(doc, one);
    } else {
        return first;
    }
    voicing->in_turn = true;
    voicing->last = nobody;
    return colon + 1;
}

void chinese_voices(struct chinese *chinese)
{
    const struct document *doc = chinese->doc;
    bool own = !chinese->author.press;
    struct voicing voicing = {
        .chinese = chinese, .turn = nobody, .last = nobody, .last_quote = NO_INDEX};
    chinese->span_count = 0;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        const struct sentence *sentence = &doc->sentence[i];
        uint32_t first = sentence->first;
        if (sentence->line && !voicing.in_turn)
            voicing.asked = false;
        if (sentence->line)
            first = read_label(&voicing, first, sentence->end);
        struct speaker speaker = voicing.in_turn         ? voicing.turn
                                 : own && !voicing.asked ? chinese->author.speaker
                                                         : nobody;
        uint32_t quote = doc->quote_at[first < sentence->end ? first : sentence->first];
        if (quote != NO_INDEX && quote == voicing.last_quote)
            speaker = voicing.last;
        read_frames(&voicing, i, first, sentence->end, speaker);
    }
}
