#include "consumers/classify/denied.h"

#include "consumers/classify/context.h"
#include "consumers/classify/judge.h"
#include "consumers/classify/opponent.h"
#include "consumers/classify/pledged.h"

#include <string.h>

#define THAT_BACK     9 /* tokens from "that" back to the report: "a charge by X that", */
#define SAID_BACK     4 /* and back to the verb: "claimed on Tuesday that" */
#define CONTENT_MIN   4 /* tokens of a clause that says something */
#define ASKED_MIN     7 /* and of a question that does: more than "They say otherwise." */
#define RELATIVE_BACK 4 /* tokens from "that" to what it negates */
#define TOLD_BACK     2 /* sentences from a denial to what it denies */
#define ASIDE_MIN     6 /* tokens of what is denied that tell it */
#define CUE_LEAST     4 /* see matter.c */
#define BRIEF         6 /* sentences */

/* The tokens that tell what is denied. */
struct denied {
    uint32_t sentence;
    uint32_t first;
    uint32_t end;
};

/* Whether the words before "that" say that something is told or denied: "a charge by growers that",
 * "denied that", "it is not true that"; not the frame of who denies. */
static bool opens_report(const struct document *doc, uint32_t first, uint32_t at, uint32_t frame)
{
    static const enum lex_class classes[] = {LEX_REPORT, LEX_DENY, LEX_FALSEHOOD, LEX_SAY};
    uint32_t low = at > first + THAT_BACK ? at - THAT_BACK : first;
    for (size_t c = 0; c < sizeof classes / sizeof classes[0]; c++) {
        for (const struct hit *hit = hit_in(doc, low, at, classes[c]); hit != NULL;
             hit = hit_in(doc, hit->end, at, classes[c])) {
            uint32_t near = classes[c] == LEX_SAY ? SAID_BACK : 1;
            bool beside = classes[c] == LEX_REPORT || hit->end + near >= at;
            if (beside && hit->first != frame && !hit_is(hit, 0, "text"))
                return true;
        }
    }
    return false;
}

/* "on that tax", "a figure that was given": no clause follows that tells what is said. */
static bool points_at(const struct document *doc, uint32_t first, uint32_t at)
{
    /* "said that the report was untrue and that an order would follow": what else is said. */
    if (at > first && (word_is(doc, at - 1, W_AND) || word_is(doc, at - 1, W_BUT)))
        return true;
    if (word_is(doc, at + 1, W_WAS) || word_is(doc, at + 1, W_WERE) || word_is(doc, at + 1, W_IS) ||
        word_is(doc, at + 1, W_ARE) || word_is(doc, at + 1, W_HAS) ||
        word_is(doc, at + 1, W_HAVE) || word_is(doc, at + 1, W_HAD))
        return true;
    static const enum grammar_word words[] = {W_OF, W_ON,   W_IN,    W_AT, W_FOR,
                                              W_TO, W_WITH, W_ABOUT, W_BY, W_FROM};
    for (size_t i = 0; at > first && i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at - 1, words[i]))
            return true;
    }
    return false;
}

/* The clause after "that" in tokens [first, end) of a sentence. */
static bool find_clause(const struct document *doc,
                        uint32_t sentence,
                        uint32_t first,
                        uint32_t end,
                        uint32_t frame,
                        struct denied *denied)
{
    for (uint32_t at = first; at + CONTENT_MIN < end; at++) {
        /* "a story, according to which pork will come in free of duty" */
        if (word_is(doc, at, W_WHICH) && at > first && hit_over(doc, at - 1, LEX_ACCORD) != NULL &&
            hit_in(doc, first, at, LEX_REPORT) != NULL) {
            *denied = (struct denied){sentence, at + 1, end};
            return true;
        }
        if (word_is(doc, at, W_THAT) && !points_at(doc, first, at) &&
            opens_report(doc, first, at, frame)) {
            *denied = (struct denied){sentence, at + 1, end};
            return true;
        }
    }
    return false;
}

/* Whether a sentence tells what somebody reports, asserts or shows. */
static bool tells_report(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *say = hit_in(doc, first, end, LEX_SAY);
    return (say != NULL && !hit_is(say, 0, "ask")) || hit_in(doc, first, end, LEX_REPORT) != NULL ||
           hit_in(doc, first, end, LEX_OUTLET_HEAD) != NULL ||
           hit_in(doc, first, end, LEX_OUTLET) != NULL;
}

/* What a sentence reports: the clause after "that", else what follows the verb of saying. */
static bool find_told(const struct document *doc,
                      uint32_t sentence,
                      uint32_t first,
                      uint32_t end,
                      struct denied *denied)
{
    if (end - first < ASKED_MIN)
        return false;
    if (find_clause(doc, sentence, first, end, NO_INDEX, denied))
        return true;
    const struct hit *say = hit_in(doc, first, end, LEX_SAY);
    uint32_t from = say != NULL && end - say->end >= ASKED_MIN ? say->end : first;
    *denied = (struct denied){sentence, from, end};
    return true;
}

/* The question that an answer denies: the nearest that says something. */
static bool find_asked(const struct reader *reader, uint32_t i, struct denied *denied)
{
    const struct document *doc = reader->doc;
    const struct voice *voices = reader->voices;
    struct context question = context_question(voices, i);
    bool found = false;
    for (uint32_t q = question.end; q > question.first; q--) {
        uint32_t first = voices[q - 1].first;
        uint32_t end = doc->sentence[q - 1].end;
        struct denied told;
        bool report = tells_report(doc, first, end);
        if ((!found || report) && find_told(doc, q - 1, first, end, &told)) {
            *denied = told;
            found = true;
        }
        if (found && report)
            break;
    }
    return found;
}

/* Whether a denial's own words tell a matter, other than those that deny: "does not accord with the
 * facts". */
static bool tells_matter(const struct document *doc, const struct reading *reading)
{
    struct matter_guess guess = matter_guess(doc, reading->first, reading->end, CUE_LEAST);
    const struct hit *untrue =
        guess.matter != MATTER_NONE ? hit_over(doc, guess.cue, LEX_FALSEHOOD) : NULL;
    return guess.matter != MATTER_NONE && (untrue == NULL || hit_is(untrue, 0, "flat"));
}

/* "The figure of twenty percent is without foundation.": a figure that is no cue. */
static bool denies_figure(const struct reader *reader, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    return reader->tariffs > 0 && !tells_matter(doc, reading) &&
           hit_in(doc, reading->first, reading->end, LEX_PERCENT) != NULL &&
           hit_in(doc, reading->first, reading->end, LEX_REPORT) != NULL;
}

/* "Rome said that a deal was near, which Bern denied", "...; Bern denies it": what the main speaker
 * of the sentence says. */
static bool find_before(const struct voice *voice,
                        uint32_t sentence,
                        const struct reading *reading,
                        struct denied *denied)
{
    if (voice->verb == NULL || reading->verb == NULL || reading->verb != voice->aside.verb)
        return false;
    uint32_t first =
        voice->verb->end < reading->from && !voice->after ? voice->verb->end : voice->first;
    *denied = (struct denied){sentence, first, reading->from};
    return first + CONTENT_MIN < reading->from;
}

/* Whether a sentence is what the denier has said themselves, which they don't deny; not where they
 * tell what others say. */
static bool is_own(const struct reader *reader, uint32_t i, const struct speaker *denier)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    if (!voice->reported || voice->after || voice->aside.verb != NULL ||
        !hit_is(voice->verb, 0, "say") || !statement_same_speaker(&voice->speaker, denier))
        return false;
    uint32_t first = voice->verb->end;
    uint32_t end = doc->sentence[i].end;
    return hit_in(doc, first, end, LEX_REPORT) == NULL &&
           hit_in(doc, first, end, LEX_SAY) == NULL &&
           hit_in(doc, first, end, LEX_HEARSAY) == NULL &&
           hit_in(doc, first, end, LEX_OUTLET) == NULL;
}

/* "Asked about a pact, the ambassador replied that there was none": what was asked about. */
static bool find_asked_about(const struct document *doc,
                             const struct voice *voice,
                             uint32_t sentence,
                             const struct reading *reading,
                             struct denied *denied)
{
    const struct hit *asked = hit_in(doc, voice->first, reading->first, LEX_SAY);
    uint32_t end = voice->subject_first;
    if (!voice->reported || !hit_is(asked, 0, "ask") || asked->end >= end)
        return false;
    if (matter_guess(doc, asked->end, end, CUE_LEAST).matter == MATTER_NONE)
        return false;
    *denied = (struct denied){sentence, asked->end, end};
    return true;
}

/* False where nothing but the denial's own words tells what is denied. */
static bool find_denied(const struct reader *reader,
                        uint32_t i,
                        const struct reading *reading,
                        struct denied *denied)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    uint32_t frame = reading->verb != NULL && reading->verb->entry->class != LEX_DENY
                         ? reading->verb->first
                         : NO_INDEX;
    uint32_t end = reading->to;
    if (voice->reported && voice->subject_first > reading->from + CONTENT_MIN &&
        voice->subject_first < end && mark_is(doc, voice->subject_first - 1, ','))
        end = voice->subject_first;
    if (find_clause(doc, i, reading->from, end, frame, denied) &&
        matter_guess(doc, reading->first, denied->first, CUE_LEAST).matter == MATTER_NONE)
        return true;
    /* "Nobody has spoken to Mr Brand" tells itself what it denies. */
    if (hit_in(doc, reading->from, reading->to, LEX_FALSEHOOD) == NULL &&
        hit_in(doc, reading->from, reading->to, LEX_DENY) == NULL)
        return false;
    if (tells_matter(doc, reading))
        return false;
    if (find_before(voice, i, reading, denied) || find_asked_about(doc, voice, i, reading, denied))
        return true;
    if (voice->turn)
        return !voice->asked && find_asked(reader, i, denied);
    for (uint32_t back = i; back > 0 && i - back < TOLD_BACK; back--) {
        uint32_t from = reader->voices[back - 1].first;
        uint32_t to = doc->sentence[back - 1].end;
        if (reader->voices[back - 1].turn || is_own(reader, back - 1, reading->speaker))
            return false;
        if (find_clause(doc, back - 1, from, to, NO_INDEX, denied))
            return true;
    }
    uint32_t before = i > 0 ? reader->voices[i - 1].first : 0;
    return i > 0 && !is_own(reader, i - 1, reading->speaker) &&
           tells_report(doc, before, doc->sentence[i - 1].end) &&
           find_told(doc, i - 1, before, doc->sentence[i - 1].end, denied);
}

/* "cars that we have never built": whether a negation only describes things. */
static bool describes(const struct document *doc, uint32_t first, uint32_t neg)
{
    for (uint32_t at = neg; at > first + 1 && neg - at < RELATIVE_BACK; at--) {
        const struct token *before = &doc->token[at - 2];
        if (doc->token[at - 1].kind == TOKEN_PUNCT)
            return false;
        bool things = before->kind == TOKEN_WORD && doc->text[before->end - 1] == 's' &&
                      hit_over(doc, at - 2, LEX_SAY) == NULL &&
                      hit_over(doc, at - 2, LEX_REPORT) == NULL;
        if (word_is(doc, at - 1, W_THAT) || word_is(doc, at - 1, W_WHICH))
            return things;
    }
    return false;
}

/* Whether nothing is denied in a part but by the way. */
static bool only_describes(const struct document *doc, const struct reading *reading)
{
    uint32_t end = reading->to;
    for (const struct hit *neg = hit_in(doc, reading->from, end, LEX_NEG); neg != NULL;
         neg = hit_in(doc, neg->end, end, LEX_NEG)) {
        if (!describes(doc, reading->from, neg->first))
            return false;
    }
    return hit_in(doc, reading->from, end, LEX_FALSEHOOD) == NULL &&
           hit_in(doc, reading->from, end, LEX_DENY) == NULL;
}

/* Whether somebody but the denier's own side is named in what is denied. */
static bool names_other(const struct document *doc, const char *side, const struct denied *denied)
{
    struct record_codes parties = {0};
    matter_parties(doc, denied->first, denied->end, &parties);
    for (size_t p = 0; p < parties.count; p++) {
        if (side == NULL || strcmp(parties.code[p], side) != 0)
            return true;
    }
    return false;
}

/* Whether what is denied has nothing to do with trade by any of its words. */
static bool is_aside(const struct document *doc, const char *side, const struct denied *denied)
{
    return denied->end - denied->first >= ASIDE_MIN && !names_other(doc, side, denied) &&
           !matter_trade(doc, denied->first, denied->end) &&
           matter_guess(doc, denied->first, denied->end, 1).matter == MATTER_NONE &&
           hit_in(doc, denied->first, denied->end, LEX_PRODUCT) == NULL &&
           hit_in(doc, denied->first, denied->end, LEX_GOODS) == NULL;
}

/* "Statement on the safeguard duty": what a text of one's own denies under such a title is of it,
 * whatever its words. */
static bool is_titled(const struct reader *reader)
{
    return !reader->press && !reader->social &&
           matter_trade(reader->title, 0, (uint32_t)reader->title->token_count);
}

/* "denied a report that he planned to resign": a clause of its own that has nothing to do with
 * trade, though somebody means to do it. */
static bool
is_private(const struct document *doc, const struct reading *reading, const struct denied *denied)
{
    enum matter told = matter_guess(doc, denied->first, denied->end, 1).matter;
    return denied->first > reading->from &&
           hit_in(doc, reading->from, denied->first, LEX_DENY) != NULL &&
           (word_is(doc, denied->first, W_THAT) || word_is(doc, denied->first - 1, W_THAT)) &&
           !names_other(doc, reading->speaker->side, denied) &&
           !matter_trade(doc, denied->first, denied->end) &&
           (told == MATTER_NONE || told == MATTER_TARIFF_PLAN) &&
           hit_in(doc, denied->first, denied->end, LEX_PRODUCT) == NULL &&
           hit_in(doc, denied->first, denied->end, LEX_GOODS) == NULL;
}

/* Whether what is spoken of around a sentence has not a word of trade. In a text about trade
 * another country in what is denied is enough: "that we handed over our corn to Peru". */
static bool
is_far(const struct reader *reader, uint32_t i, const char *side, const struct denied *denied)
{
    const struct document *doc = reader->doc;
    struct context near = context_of(reader, i);
    bool office =
        reader->voices[i].reported && side != NULL && reader->doc->sentence_count <= BRIEF;
    if (denied != NULL && (reader->trade || office) && names_other(doc, side, denied))
        return false;
    uint32_t first = doc->sentence[near.first].first;
    uint32_t end = doc->sentence[near.end - 1].end;
    return !matter_trade(doc, first, end) && matter_guess(doc, first, end, 1).matter == MATTER_NONE;
}

/* "that handsets shall pay 35 percent": what a duty is to be. */
static bool is_to_come(const struct document *doc, const struct denied *denied)
{
    for (uint32_t at = denied->first; at < denied->end; at++) {
        bool be = word_is(doc, at, W_IS) || word_is(doc, at, W_ARE) || word_is(doc, at, W_WAS) ||
                  word_is(doc, at, W_WERE);
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_SHALL) ||
            (be && word_is(doc, at + 1, W_TO)))
            return true;
    }
    return false;
}

/* "called the union's charge a fantasy": who is charged did something, whatever else the sentence
 * tells, unless that is of a duty. */
static bool is_charge(const struct document *doc, const struct reading *reading)
{
    if (hit_in(doc, reading->from, reading->to, LEX_TARIFF) != NULL ||
        hit_in(doc, reading->from, reading->to, LEX_PERCENT) != NULL)
        return false;
    for (const struct hit *report = hit_in(doc, reading->first, reading->to, LEX_REPORT);
         report != NULL; report = hit_in(doc, report->end, reading->to, LEX_REPORT)) {
        if (hit_is(report, 0, "accuse"))
            return true;
    }
    return false;
}

void denied_settle(const struct reader *reader, uint32_t i, struct reading *reading)
{
    const struct document *doc = reader->doc;
    struct denied denied;
    if (!reading->found || reading->type != RECORD_DENIAL ||
        strcmp(reading->rule, "denial.negated") == 0)
        return;
    bool weighed = reading->judged && !reading->ruled;
    if (denies_figure(reader, reading)) {
        reading->matter = MATTER_TARIFF_LEVEL;
        return;
    }
    if (!find_denied(reader, i, reading, &denied)) {
        if (reading->matter == MATTER_TRADE_EFFECT && is_charge(doc, reading))
            reading->matter = MATTER_TRADE_CONDUCT;
        bool press = reader->press && !reader->voices[i].turn;
        if (weighed && (only_describes(doc, reading) ||
                        (press && is_far(reader, i, reading->speaker->side, NULL))))
            reading->found = false;
        return;
    }
    if (denied.sentence == i && reader->voices[i].reported && is_private(doc, reading, &denied)) {
        reading->found = false;
        return;
    }
    enum matter likeliest = MATTER_NONE;
    enum matter matter = pledged_opens(doc, denied.first, denied.end)
                             ? MATTER_DEAL
                             : judge_matter(reader, denied.sentence, reading->speaker, denied.first,
                                            denied.end, &likeliest);
    if (matter != MATTER_NONE)
        reading->matter =
            matter == MATTER_TARIFF_LEVEL && is_to_come(doc, &denied) ? MATTER_TARIFF_PLAN : matter;
    else if (((reader->press || reader->voices[i].turn) &&
              is_far(reader, i, reading->speaker->side, &denied)) ||
             (!reader->voices[i].turn && denied.sentence == i && !is_titled(reader) &&
              is_aside(doc, reading->speaker->side, &denied)))
        reading->found = false;
    else if (likeliest != MATTER_NONE)
        reading->matter = likeliest;
    reading->told_first = denied.first;
    reading->told_end = denied.end;
    reading->told_sentence = denied.sentence;
}
