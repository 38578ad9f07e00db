/* Answers and replies that are no more than no, and what they deny. */
#include "consumers/classify/denial.h"

#include "consumers/classify/context.h"
#include "consumers/classify/matter.h"
#include "consumers/classify/mention.h"

#define CUE_MIN       4  /* see matter.c */
#define HEARSAY_OPENS 10 /* tokens that tell that something is only told */
#define ASKED_AHEAD   7  /* tokens from "was asked" to "whether": "at a briefing on Monday" */
#define PLAIN_NO      5  /* words of "No, it is not." */
#define BARE_NO       3  /* tokens of "Not at all" */
#define ASKED_BACK    2  /* sentences of a question before its answer */

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

/* "Well, no": where an answer begins behind a word that only opens it. */
static uint32_t past_opener(const struct document *doc, uint32_t first, uint32_t end)
{
    bool opener = first + 2 < end && doc->token[first].kind == TOKEN_WORD &&
                  mark_is(doc, first + 1, ',') && hit_at(doc, first, LEX_NEG) == NULL;
    return opener ? first + 2 : first;
}

/* "Absolutely not.", "None are.", "None at all." */
static bool is_bare_no(const struct document *doc, uint32_t first, uint32_t end)
{
    while (end > first && doc->token[end - 1].kind != TOKEN_WORD)
        end--;
    const struct hit *neg = hit_in(doc, first, end, LEX_NEG);
    if (neg == NULL || end - first > BARE_NO || hit_over(doc, neg->first, LEX_NONEG) != NULL)
        return false;
    bool last = word_is(doc, neg->first, W_NOT) && neg->end == end;
    bool all = neg->first == first && neg->end == first + 1 && end == first + 3 &&
               word_is(doc, first + 1, W_AT) && word_is(doc, first + 2, W_ALL);
    bool none = hit_is(neg, 0, "subject") && neg->first == first && end == first + 2 &&
                word_is_grammar(doc, first + 1);
    return last || all || none;
}

/* "They are not under way.", to "Are talks under way?": what is not so is the question's own words.
 */
static bool repeats_no(const struct document *doc, uint32_t first, uint32_t end, uint32_t i)
{
    while (end > first && doc->token[end - 1].kind != TOKEN_WORD)
        end--;
    const struct hit *neg = hit_in(doc, first, end, LEX_NEG);
    if (neg == NULL || neg->end >= end || !is_plain_no(doc, first, neg->end))
        return false;
    for (uint32_t at = neg->end; at < end; at++) {
        bool said = doc->token[at].kind != TOKEN_WORD;
        for (uint32_t q = i; q > 0 && i - q < ASKED_BACK && !said; q--) {
            const struct sentence *asked = &doc->sentence[q - 1];
            for (uint32_t t = asked->first; t < asked->end && !said; t++)
                said = str_eq_nocase(document_span(doc, t, t + 1), document_span(doc, at, at + 1));
        }
        if (!said)
            return false;
    }
    return true;
}

/* "She says that you meet every week.": put to whoever answers, without a mark of a question. */
static bool puts_claim(const struct voice *voice)
{
    return voice->asked && voice->reported && hit_is(voice->verb, 0, "say");
}

/* "No, we have not.": an answer that begins with no; not to "Is that a lie?". */
static bool answers_no(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    uint32_t end = doc->sentence[i].end;
    uint32_t first = past_opener(doc, voice->first, end);
    return voice->turn && !voice->asked && i > 0 && reader->voices[i - 1].asked &&
           hit_in(doc, doc->sentence[i - 1].first, doc->sentence[i - 1].end, LEX_FALSEHOOD) ==
               NULL &&
           (doc->sentence[i - 1].question || puts_claim(&reader->voices[i - 1])) &&
           (is_plain_no(doc, first, end) || is_bare_no(doc, first, end) ||
            repeats_no(doc, first, end, i) ||
            (word_is(doc, first, W_NO) && first + 1 < end &&
             doc->token[first + 1].kind == TOKEN_PUNCT));
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
    bool word = word_is(doc, said, W_NO) && said + 1 < reading->to &&
                doc->token[said + 1].kind == TOKEN_PUNCT;
    bool plain = said < reading->to && (word || is_plain_no(doc, said, doc->sentence[i].end));
    const struct hit *asked = hit_in(doc, reading->from, plain ? said : at, LEX_SAY);
    if ((!no && !plain) || !hit_is(asked, 0, "ask"))
        return MATTER_NONE;
    /* "would the duty fall? It would not.": a plan that is ruled out is no untruth. */
    enum matter matter = matter_guess(doc, asked->end, voice->subject_first, CUE_MIN).matter;
    return no || matter_happens(matter) ? matter : MATTER_NONE;
}

enum matter
denial_no_to(const struct reader *reader, uint32_t i, const struct reading *reading, bool *formal)
{
    enum matter asked = asked_no(reader, i, reading);
    enum matter hearsay = hearsay_no(reader, i);
    *formal = asked != MATTER_NONE || (reader->voices[i].after && hearsay != MATTER_NONE);
    if (asked != MATTER_NONE || hearsay != MATTER_NONE)
        return asked != MATTER_NONE ? asked : hearsay;
    return answers_no(reader, i) ? context_asked(reader, i) : MATTER_NONE;
}
