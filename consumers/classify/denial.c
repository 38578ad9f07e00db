#include "consumers/classify/denial.h"

#include "consumers/classify/context.h"
#include "consumers/classify/headed.h"
#include "consumers/classify/mention.h"
#include "consumers/classify/negation.h"
#include "consumers/classify/source.h"
#include "consumers/classify/unplanned.h"

#include <string.h>

#define CUE_MIN       4 /* see matter.c */
#define CUE_SURE      6
#define REPORT_BACK   28 /* tokens from "report" to "is untrue", */
#define REPORT_AHEAD  14 /* and from "false" to "report" */
#define ANAPHOR_BACK  5
#define EXCLAIMED     8  /* tokens of a sentence that is no more than a cry */
#define CRY           2  /* "Wrong!" */
#define CLAUSE_LONG   12 /* tokens */
#define CLAUSE_BARE   5
#define HEARSAY_OPENS 10 /* tokens that tell that something is only told */
#define MOCK_REACH    7  /* tokens from "called" to the charge, */
#define MOCK_GAP      2  /* from there to the quotation: "of dumping", */
#define MOCK_MAX      8  /* and of what it is called, with its marks */
#define ASKED_AHEAD   7  /* tokens from "was asked" to "whether": "at a briefing on Monday" */
#define PLAIN_NO      5  /* words of "No, it is not." */

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

/* "It is not.", "They haven't.": an answer that is no more than no. */
static bool is_plain_no(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t words = 0;
    while (end > first && doc->token[end - 1].kind != TOKEN_WORD)
        end--;
    for (uint32_t at = first; at < end; at++)
        words += doc->token[at].kind == TOKEN_WORD;
    if (word_is(doc, first, W_NO) && mark_is(doc, first + 1, ','))
        first += 2;
    bool subject = word_is(doc, first, W_IT) || word_is(doc, first, W_THEY) ||
                   word_is(doc, first, W_WE) || word_is(doc, first, W_HE) ||
                   word_is(doc, first, W_SHE) || word_is(doc, first, W_I) ||
                   word_is(doc, first, W_THAT) || word_is(doc, first, W_THERE);
    const struct hit *neg = subject ? hit_in(doc, first, end, LEX_NEG) : NULL;
    return neg != NULL && neg->end == end && words <= PLAIN_NO;
}

/* "No, we have not.": an answer that begins with no; not to "Is that a lie?". */
static bool answers_no(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    return voice->turn && !voice->asked && i > 0 && reader->voices[i - 1].asked &&
           hit_in(doc, doc->sentence[i - 1].first, doc->sentence[i - 1].end, LEX_FALSEHOOD) ==
               NULL &&
           doc->sentence[i - 1].question &&
           (is_plain_no(doc, voice->first, doc->sentence[i].end) ||
            (word_is(doc, voice->first, W_NO) && voice->first + 1 < doc->sentence[i].end &&
             doc->token[voice->first + 1].kind == TOKEN_PUNCT));
}

/* "They say that we charge them 99 percent.", in the words of who goes on with no. */
static bool is_others(const struct document *doc, uint32_t first, const struct hit *say)
{
    uint32_t before = say->first - (say->first > first);
    return hit_is(say, 0, "say") && !hit_is(say, 1, "report") && say->first > first &&
           (mention_ending(doc, say->first) != NULL || word_is(doc, before, W_THEY)) &&
           !word_is(doc, before, W_I) && !word_is(doc, before, W_WE);
}

/* "We read that a duty is to fall. It is not.": no to what is only told just before; what that was
 * about. */
static enum matter hearsay_no(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    uint32_t end = voice->reported && voice->after ? voice->verb->first : doc->sentence[i].end;
    if (end < doc->sentence[i].end && voice->subject_first < end)
        end = voice->subject_first;
    if (i == 0 || voice->asked || reader->voices[i - 1].turn != voice->turn ||
        end <= voice->first || !is_plain_no(doc, voice->first, end))
        return MATTER_NONE;
    const struct sentence *told = &doc->sentence[i - 1];
    uint32_t far = told->first + HEARSAY_OPENS;
    far = far < told->end ? far : told->end;
    /* "At a briefing on Monday the spokesman was asked whether ..." */
    const struct hit *put = hit_in(doc, told->first, told->end, LEX_SAY);
    if (hit_is(put, 0, "ask") && put->first > told->first && word_is(doc, put->first - 1, W_WAS))
        far = told->end;
    const struct hit *hearsay = hit_in(doc, told->first, far, LEX_HEARSAY);
    /* "We were asked whether the duty falls. It does not." */
    for (const struct hit *asked = hit_in(doc, told->first, far, LEX_SAY);
         asked != NULL && hearsay == NULL; asked = hit_in(doc, asked->end, far, LEX_SAY)) {
        bool asks = false;
        uint32_t near = asked->end + ASKED_AHEAD;
        for (uint32_t at = asked->end; at < near && at < told->end; at++)
            asks = asks || word_is(doc, at, W_WHETHER) || word_is(doc, at, W_IF);
        asks = asks && hit_is(asked, 0, "ask");
        if (asks || is_others(doc, told->first, asked))
            hearsay = asked;
    }
    if (hearsay == NULL)
        return MATTER_NONE;
    return matter_guess(doc, hearsay->end, told->end, CUE_MIN).matter;
}

/* `Asked whether talks were held, she said: "No."`, "... said they were not": what was asked about.
 */
static enum matter asked_no(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    uint32_t at = reading->first;
    while (at < reading->end && doc->token[at].kind != TOKEN_WORD)
        at++;
    bool no = voice->reported && word_is(doc, at, W_NO) && at + 1 < reading->to &&
              doc->token[at + 1].kind == TOKEN_PUNCT;
    /* "..., she said they were not", after what was asked */
    uint32_t said = voice->reported ? voice->verb->end : reading->to;
    while (said < reading->to && doc->token[said].kind != TOKEN_WORD)
        said++;
    bool plain = said < reading->to && is_plain_no(doc, said, doc->sentence[i].end);
    const struct hit *asked = hit_in(doc, reading->from, plain ? said : at, LEX_SAY);
    if ((!no && !plain) || !hit_is(asked, 0, "ask"))
        return MATTER_NONE;
    /* "would the duty fall? It would not.": a plan that is ruled out is no untruth. */
    enum matter matter = matter_guess(doc, asked->end, voice->subject_first, CUE_MIN).matter;
    return no || matter_happens(matter) ? matter : MATTER_NONE;
}

/* What a plain no denies: what is asked about in the same sentence, what is told just before, or
 * the question before it. */
static enum matter no_to(const struct reader *reader, uint32_t i, const struct reading *reading)
{
    enum matter matter = asked_no(reader, i, reading);
    if (matter == MATTER_NONE)
        matter = hearsay_no(reader, i);
    if (matter == MATTER_NONE && answers_no(reader, i))
        matter = context_asked(reader, i);
    return matter;
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
            if (participle && reading->verb != NULL && doc->quote_at[hit->first] == NO_INDEX)
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
    if (said->matter != MATTER_NONE || matter_trade(doc, reading->first, reading->end) > 0)
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

/* "Q: The Mexican minister says that there was no promise.": a question that has somebody say that
 * something did not come about. */
static bool tells_none(const struct document *doc, const struct reading *reading)
{
    const struct hit *neg = hit_in(doc, reading->first, reading->end, LEX_NEG);
    struct matter_guess none = negation_find(doc, reading->speaker, reading->first, reading->end);
    if (neg == NULL || !word_is(doc, neg->first, W_NO) || !matter_happens(none.matter))
        return false;
    /* "chips are no part of the deal" says what they are. */
    uint32_t be = neg->first - (neg->first > 0);
    bool is = word_is(doc, be, W_IS) || word_is(doc, be, W_ARE) || word_is(doc, be, W_WAS) ||
              word_is(doc, be, W_WERE) || word_is(doc, be, W_S);
    return !is || (be > 0 && word_is(doc, be - 1, W_THERE));
}

/* What denies without a word of what it denies: a plain no, and what a headline calls a denial. */
static void read_wordless(const struct reader *reader,
                          uint32_t i,
                          struct reading *reading,
                          enum matter said,
                          enum matter near)
{
    enum matter denied = no_to(reader, i, reading);
    if (denied != MATTER_NONE) {
        found(reading, denied, DENIAL_FLAT, "denial.no");
        reading->formal = asked_no(reader, i, reading) != MATTER_NONE ||
                          (reader->voices[i].after && hearsay_no(reader, i) != MATTER_NONE);
    } else if (headed_denies(reader, i, reading)) {
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
    unsigned least = voice->reported || quoted || (voice->turn && neg.matter == MATTER_TALKS)
                         ? CUE_MIN
                         : CUE_SURE;
    reading->negated = neg.matter != MATTER_NONE;
    if (neg.weight < least)
        neg.matter = MATTER_NONE;
    enum matter matter = said.matter;
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
    if (matter == MATTER_NONE && falsehood != NULL && voice->turn && reader->trade && i > 0 &&
        reader->voices[i - 1].asked)
        matter = MATTER_TRADE_CONDUCT;
    bool back = hit_is(verb, 0, "retract") && source_taken_back(doc, verb->end, reading->to);
    if (verb != NULL && !back && is_elsewhere(doc, reading, &said))
        return;
    reading->weight = said.weight;
    uint32_t opening = reading->first;
    /* "said that A and that B": neither points back. */
    bool second = reading->verb != NULL && reading->verb->first < reading->from;
    bool framed = voice->reported && (reading->first > reading->from || second);
    while (opening < reading->end &&
           (doc->token[opening].kind != TOKEN_WORD || (framed && word_is(doc, opening, W_THAT))))
        opening++;
    reading->anaphoric = word_is(doc, opening, W_IT) || word_is(doc, opening, W_THAT) ||
                         word_is(doc, opening, W_THIS);
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
    } else if (reader->social && negation_of_quoted(doc, reading->first, reading->end)) {
        found(reading, matter, DENIAL_FLAT, "denial.quoted");
    } else if (mocks(doc, reading)) {
        found(reading, said.matter == MATTER_NONE ? MATTER_TRADE_CONDUCT : said.matter,
              DENIAL_FALSEHOOD, "denial.mocked");
        reading->formal = true;
    } else {
        read_wordless(reader, i, reading, said.matter, matter);
    }
}
