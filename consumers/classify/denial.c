#include "consumers/classify/denial.h"

#include "consumers/classify/context.h"
#include "consumers/classify/headed.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/negation.h"
#include "consumers/classify/source.h"
#include "consumers/classify/unplanned.h"

#include <string.h>

#define CUE_MIN      4 /* see matter.c */
#define CUE_SURE     6
#define REPORT_BACK  28 /* tokens from "report" to "is untrue", */
#define REPORT_AHEAD 14 /* and from "false" to "report" */
#define ANAPHOR_BACK 5
#define EXCLAIMED    8  /* tokens of a sentence that is no more than a cry */
#define CRY          2  /* "Wrong!" */
#define CLAUSE_LONG  12 /* tokens */
#define CLAUSE_BARE  5
#define WORD_AHEAD   12 /* tokens from "whatever" to what somebody said */
#define MOCK_REACH   7  /* tokens from "called" to the charge, */
#define MOCK_GAP     2  /* from there to the quotation: "of dumping", */
#define MOCK_MAX     8  /* and of what it is called, with its marks */

/* "that is", "it was", "they are": points back to what was said. */
static bool points_back(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t from = at > first + ANAPHOR_BACK ? at - ANAPHOR_BACK : first;
    for (uint32_t i = from; i < at; i++) {
        if (word_is(doc, i, W_THAT) || word_is(doc, i, W_THIS) || word_is(doc, i, W_IT) ||
            word_is(doc, i, W_THESE) || word_is(doc, i, W_THOSE) || word_is(doc, i, W_WHICH))
            return true;
    }
    return false;
}

/* A noun for what somebody said near a token, or "what they say" before it. */
static bool has_report(const struct document *doc, uint32_t first, uint32_t end, uint32_t at)
{
    uint32_t from = at > first + REPORT_BACK ? at - REPORT_BACK : first;
    uint32_t to = at + REPORT_AHEAD < end ? at + REPORT_AHEAD : end;
    for (uint32_t i = from; i < at; i++) {
        if (word_is(doc, i, W_WHAT) || word_is(doc, i, W_WHATEVER))
            return true;
    }
    for (const struct hit *hit = hit_in(doc, from, to, LEX_REPORT); hit != NULL;
         hit = hit_in(doc, hit->end, to, LEX_REPORT)) {
        if (!hit_is(hit, 0, "text"))
            return true;
    }
    return false;
}

static bool is_capital(const struct document *doc, uint32_t token)
{
    return (doc->token[token].flags & TOKEN_CAPITAL) != 0;
}

/* A falsehood that is itself not negated, and is one of something said: "the report is wrong",
 * "that is untrue", "Nonsense." Plain untruths of things ("false papers") are none. */
static const struct hit *falsehood_in(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_FALSEHOOD); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_FALSEHOOD)) {
        /* "The Fake News got upset": who it is, not what is said of a report. */
        bool outlet =
            hit->first > first && word_is(doc, hit->first - 1, W_THE) &&
            hit_at(doc, hit->first, LEX_OUTLET) != NULL &&
            hit_in(doc, hit->end, hit->end + 2 < end ? hit->end + 2 : end, LEX_SAY) == NULL;
        /* "the Impeachment Hoax": the name that somebody has for a thing. */
        outlet = outlet || (hit->first > first + 1 && word_is(doc, hit->first - 2, W_THE) &&
                            is_capital(doc, hit->first) && is_capital(doc, hit->first - 1));
        if (outlet || hit_over(doc, hit->first, LEX_NONEG) != NULL)
            continue;
        bool told = has_report(doc, first, end, hit->first) || hit_is(hit, 0, "sure") ||
                    (hit->first <= first + 1 && word_is(doc, hit->end, W_THAT));
        bool cry = end - first <= CRY;
        bool plain =
            (cry || !hit_is(hit, 0, "weak")) && !negation_conditional(doc, first, hit->first);
        struct matter_guess guess = matter_guess(doc, first, end, CUE_MIN);
        if (told || (plain && (points_back(doc, first, hit->first) || end - first <= EXCLAIMED ||
                               (hit_is(hit, 0, "flat") && matter_happens(guess.matter)))))
            return hit;
    }
    return NULL;
}

/* A verb of denying that is not itself negated: the frame's own, or one that goes with it ("said
 * ..., dismissing a report"). */
static const struct hit *
denying(const struct document *doc, const struct reading *reading, uint32_t first, uint32_t end)
{
    const struct hit *verb = reading->verb;
    if (verb == NULL || verb->entry->class != LEX_DENY) {
        verb = NULL;
        for (const struct hit *hit = hit_in(doc, first, end, LEX_DENY); hit != NULL && verb == NULL;
             hit = hit_in(doc, hit->end, end, LEX_DENY)) {
            const struct token *token = &doc->token[hit->first];
            bool participle =
                token->end - token->start > 5 && memcmp(doc->text + token->end - 3, "ing", 3) == 0;
            /* "We firmly deny that." */
            uint32_t before = hit->first;
            while (before > first && hit_over(doc, before - 1, LEX_ADVERB) != NULL)
                before--;
            bool mine = reading->verb == NULL && before > first &&
                        (word_is(doc, before - 1, W_I) || word_is(doc, before - 1, W_WE));
            if (mine ||
                (participle && reading->verb != NULL && doc->quote_at[hit->first] == NO_INDEX))
                verb = hit;
        }
    }
    if (verb == NULL)
        return NULL;
    uint32_t from = verb->first > first + 2 ? verb->first - 2 : first;
    if (hit_in(doc, from, verb->first, LEX_NEG) != NULL ||
        hit_over(doc, verb->first, LEX_NONEG) != NULL)
        return NULL;
    bool number = verb->end < end && doc->token[verb->end].kind == TOKEN_NUMBER;
    if (number)
        return NULL;
    /* "took back what he had told the senate" */
    bool back = hit_is(verb, 0, "retract") && source_taken_back(doc, verb->end, end);
    bool report = back || hit_in(doc, first, end, LEX_REPORT) != NULL;
    return hit_is(verb, 0, "deny") || report || falsehood_in(doc, first, end) != NULL ? verb : NULL;
}

static void
found(struct reading *reading, enum matter matter, enum denial_kind kind, const char *rule)
{
    reading->found = matter != MATTER_NONE;
    reading->type = RECORD_DENIAL;
    reading->matter = matter;
    reading->kind = kind;
    reading->rule = rule;
}

/* Whether an accusation is what is denied. */
static bool is_accusation(const struct document *doc, const struct reading *reading)
{
    for (const struct hit *hit = hit_in(doc, reading->from, reading->to, LEX_REPORT); hit != NULL;
         hit = hit_in(doc, hit->end, reading->to, LEX_REPORT)) {
        if (hit_is(hit, 0, "accuse"))
            return true;
    }
    return false;
}

/* A clause that tells at some length what is denied says itself what it is about: "denied that the
 * clinic had turned patients away". What only names a report does not. */
static bool is_elsewhere(const struct document *doc,
                         const struct reading *reading,
                         const struct matter_guess *said)
{
    if (said->matter != MATTER_NONE || matter_trade(doc, reading->first, reading->end))
        return false;
    bool report = hit_in(doc, reading->first, reading->end, LEX_REPORT) != NULL ||
                  points_back(doc, reading->first, reading->end);
    return reading->end - reading->first > (report ? CLAUSE_LONG : CLAUSE_BARE);
}

/* "announced a duty on Monday; it has not been imposed": what a reporter adds behind a semicolon,
 * in another tense than what somebody said. */
static bool is_added(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    if (!reader->press || !voice->reported || voice->after)
        return false;
    uint32_t mark = reading->first;
    while (mark < reading->end && !mark_is(doc, mark, ';'))
        mark++;
    const struct hit *neg = hit_in(doc, reading->first, reading->end, LEX_NEG);
    return neg != NULL && neg->first > mark && doc->quote_at[neg->first] == NO_INDEX &&
           (word_is(doc, neg->first - 1, W_HAS) || word_is(doc, neg->first - 1, W_HAVE) ||
            word_is(doc, neg->first - 1, W_IS) || word_is(doc, neg->first - 1, W_ARE));
}

/* `called the Bosnian charge "a bag of air"`: who has a name of their own for an accusation takes
 * it for none. */
static bool mocks(const struct document *doc, const struct reading *reading)
{
    const struct hit *verb = reading->verb;
    if (verb == NULL || !(verb->entry->class == LEX_DUB || hit_is(verb, 1, "report")))
        return false;
    uint32_t far = verb->end + MOCK_REACH < reading->to ? verb->end + MOCK_REACH : reading->to;
    const struct hit *report = hit_in(doc, verb->end, far, LEX_REPORT);
    if (!hit_is(report, 0, "accuse") || report->end >= reading->to)
        return false;
    uint32_t at = report->end;
    while (at + 1 < reading->to && at - report->end < MOCK_GAP && doc->token[at].kind == TOKEN_WORD)
        at++;
    uint32_t quote = doc->quote_at[at];
    return doc->token[at].kind == TOKEN_QUOTE && quote != NO_INDEX &&
           doc->quote[quote].end - doc->quote[quote].first <= MOCK_MAX;
}

/* What a sentence is about; that somebody "called" a claim false is no call. */
static enum matter matter_whole(const struct document *doc, uint32_t i, const struct hit *verb)
{
    uint32_t end = doc->sentence[i].end;
    struct matter_guess guess = matter_guess(doc, doc->sentence[i].first, end, CUE_MIN);
    if (verb != NULL && guess.matter != MATTER_NONE && guess.cue == verb->first)
        guess = matter_guess(doc, verb->end, end, CUE_MIN);
    return guess.matter;
}

/* "(Beijing says) it never called", "there wasn't a call": what is said begins with who says it, or
 * with what is not there. */
static bool begins_with_own(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t at = first;
    while (at < end && (doc->token[at].kind != TOKEN_WORD || word_is(doc, at, W_THAT)))
        at++;
    return at < end &&
           (word_is(doc, at, W_THERE) || word_is(doc, at, W_IT) || word_is(doc, at, W_HE) ||
            word_is(doc, at, W_SHE) || word_is(doc, at, W_THEY));
}

/* "Q: The Mexican minister says that there was no promise.": a question that has somebody say that
 * something did not come about. */
static bool tells_none(const struct document *doc, const struct reading *reading)
{
    const struct hit *neg = hit_in(doc, reading->first, reading->end, LEX_NEG);
    struct matter_guess none = negation_find(doc, reading->speaker, reading->first, reading->end);
    if (neg == NULL || !matter_happens(none.matter))
        return false;
    if (!word_is(doc, neg->first, W_NO))
        return begins_with_own(doc, reading->first, neg->first);
    /* "chips are no part of the deal" says what they are. */
    uint32_t be = neg->first - (neg->first > 0);
    bool is = word_is(doc, be, W_IS) || word_is(doc, be, W_ARE) || word_is(doc, be, W_WAS) ||
              word_is(doc, be, W_WERE) || word_is(doc, be, W_S);
    return !is || (be > 0 && word_is(doc, be - 1, W_THERE));
}

/* What a denial is about that does not say itself what did not happen: its own words, else the
 * sentence's, else what stands around it. */
static enum matter denied_matter(const struct reader *reader,
                                 uint32_t i,
                                 const struct reading *reading,
                                 enum matter said,
                                 const struct hit *verb,
                                 bool falsehood)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    enum matter matter = said;
    enum matter whole = matter_whole(doc, i, reading->verb);
    if (matter == MATTER_NONE && !points_back(doc, reading->first, reading->end))
        matter = whole;
    if (matter == MATTER_NONE)
        matter = context_matter(reader, i);
    if (matter == MATTER_NONE)
        matter = whole;
    bool rejoins = verb != NULL && reading->verb == voice->aside.verb;
    if (matter == MATTER_NONE && (rejoins || is_accusation(doc, reading)))
        matter = MATTER_TRADE_CONDUCT;
    /* "They asked to be left off the list. - That is a lie.": without a cue in either; denied.c
     * tells what it is about. */
    if (matter == MATTER_NONE && falsehood && voice->turn && reader->trade && i > 0 &&
        reader->voices[i - 1].asked)
        matter = MATTER_TRADE_CONDUCT;
    return matter;
}

/* "It is", "that was", behind quotation marks or the "that" of a frame: whether what is said begins
 * by pointing back. */
static bool
is_anaphoric(const struct document *doc, const struct voice *voice, const struct reading *reading)
{
    uint32_t opening = reading->first;
    /* "said that A and that B": neither points back. */
    bool second = reading->verb != NULL && reading->verb->first < reading->from;
    bool framed = voice->reported && (reading->first > reading->from || second);
    while (opening < reading->end &&
           (doc->token[opening].kind != TOKEN_WORD || (framed && word_is(doc, opening, W_THAT))))
        opening++;
    return word_is(doc, opening, W_IT) || word_is(doc, opening, W_THAT) ||
           word_is(doc, opening, W_THIS);
}

/* "No Thai minister has visited", "None of our envoys went": flat, whoever writes it. */
static bool opens_with_none(const struct document *doc, const struct reading *reading)
{
    const struct hit *neg = hit_at(doc, reading->first, LEX_NEG);
    return neg != NULL && (word_is(doc, neg->first, W_NO) || hit_is(neg, 0, "subject"));
}

/* "No duty will be cut, whatever the minister may have told growers", "no matter what was said in
 * Rome": whether something is negated in answer to what somebody has said. */
static bool answers_word(const struct document *doc, const struct reading *reading)
{
    uint32_t first = reading->from;
    uint32_t end = reading->to;
    for (uint32_t at = first; at < end; at++) {
        bool what = word_is(doc, at, W_WHAT) && at > first &&
                    (word_spelled(doc, at - 1, "matter") || word_spelled(doc, at - 1, "despite") ||
                     (word_is(doc, at - 1, W_OF) && at > first + 1 &&
                      word_spelled(doc, at - 2, "regardless")));
        uint32_t far = at + 1;
        while (far < end && far - at < WORD_AHEAD && !mark_is(doc, far, ','))
            far++;
        const struct hit *say =
            what || word_is(doc, at, W_WHATEVER) ? hit_in(doc, at + 1, far, LEX_SAY) : NULL;
        if (say != NULL && !hit_is(say, 0, "ask") && hit_in(doc, first, at, LEX_NEG) != NULL)
            return true;
    }
    return false;
}

/* What denies without a word of what it denies: a plain no, and what a headline calls a denial. */
static void
read_wordless(const struct reader *reader, uint32_t i, struct reading *reading, enum matter said)
{
    bool formal = false;
    enum matter denied = denial_no_to(reader, i, reading, &formal);
    if (denied != MATTER_NONE) {
        found(reading, denied, DENIAL_FLAT, "denial.no");
        reading->formal = formal;
    } else if (headed_denies(reader, i, reading)) {
        enum matter near = denied_matter(reader, i, reading, said, NULL, false);
        bool accused = said == MATTER_NONE && headed_accusation(reader);
        found(reading, accused || near == MATTER_NONE ? MATTER_TRADE_CONDUCT : near, DENIAL_FLAT,
              "denial.headed");
        reading->formal = true;
    }
}

void denial_read(const struct reader *reader, uint32_t i, struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    /* What a question has somebody say is put to the other side as a claim, unless it tells of a
     * denial itself. */
    bool told =
        voice->reported && (falsehood_in(doc, reading->first, reading->end) != NULL ||
                            (voice->verb != NULL && voice->verb->entry->class == LEX_DENY) ||
                            (hit_is(voice->verb, 0, "say") && tells_none(doc, reading)));
    if ((voice->asked && !told) ||
        hit_in(doc, doc->sentence[i].first, doc->sentence[i].end, LEX_REFUSE) != NULL ||
        is_added(reader, i, reading))
        return;
    const struct hit *falsehood = falsehood_in(doc, reading->first, reading->end);
    const struct hit *verb = denying(doc, reading, reading->from, reading->to);
    struct matter_guess said = matter_guess(doc, reading->first, reading->end, CUE_MIN);
    struct matter_guess neg = negation_find(doc, reading->speaker, reading->first, reading->end);
    bool quoted = reader->press && doc->quote_at[reading->first] != NO_INDEX;
    unsigned least = voice->reported || quoted || opens_with_none(doc, reading) ||
                             (voice->turn && neg.matter == MATTER_TALKS)
                         ? CUE_MIN
                         : CUE_SURE;
    reading->negated = neg.matter != MATTER_NONE;
    if (neg.weight < least)
        neg.matter = MATTER_NONE;
    bool back = hit_is(verb, 0, "retract") && source_taken_back(doc, verb->end, reading->to);
    if (verb != NULL && !back && is_elsewhere(doc, reading, &said))
        return;
    reading->weight = said.weight;
    reading->anaphoric = is_anaphoric(doc, voice, reading);
    bool quoting = reader->social && negation_of_quoted(doc, reading->first, reading->end);
    /* Most sentences deny nothing. */
    enum matter matter =
        verb != NULL || falsehood != NULL || quoting
            ? denied_matter(reader, i, reading, said.matter, verb, falsehood != NULL)
            : MATTER_NONE;
    enum matter unplanned = unplanned_matter(reader, i, reading);
    if (verb != NULL) {
        found(reading, matter, DENIAL_FLAT, "denial.verb");
        reading->formal = back;
    } else if (neg.matter != MATTER_NONE) {
        found(reading, neg.matter, DENIAL_FLAT, "denial.negated");
        reading->weight = neg.weight;
    } else if (unplanned != MATTER_NONE) {
        found(reading, unplanned, DENIAL_FLAT, "denial.unplanned");
        reading->formal = true;
    } else if (falsehood != NULL) {
        found(reading, matter, hit_is(falsehood, 0, "flat") ? DENIAL_FLAT : DENIAL_FALSEHOOD,
              "denial.falsehood");
    } else if (quoting) {
        found(reading, matter, DENIAL_FLAT, "denial.quoted");
    } else if (said.matter != MATTER_NONE && answers_word(doc, reading)) {
        found(reading, said.matter, DENIAL_FLAT, "denial.answers");
        reading->formal = true;
    } else if (mocks(doc, reading)) {
        found(reading, said.matter == MATTER_NONE ? MATTER_TRADE_CONDUCT : said.matter,
              DENIAL_FALSEHOOD, "denial.mocked");
        reading->formal = true;
    } else {
        read_wordless(reader, i, reading, said.matter);
    }
}
