#include "consumers/classify/reading.h"

#include <string.h>

#define NEG_REACH     9  /* tokens from "no" to what is denied */
#define CONTEXT_BACK  4  /* sentences a bare "That is untrue" may refer to */
#define REPORTED_MIN  4  /* weights: see matter.c */
#define SPOKEN_MIN    6
#define DOCUMENT_MIN  7 /* an official text's own sentence */
#define TRADE_DOC_MIN 3

static bool is_break(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    return token->kind == TOKEN_PUNCT && (token->mark == ';' || token->mark == ':' || token->mark == '-' ||
                                          token->mark == '.' || token->mark == '!' || token->mark == '?');
}

/* The tokens of sentence i that hold what is said. */
static void content_of(const struct reader *reader, uint32_t i, uint32_t *first, uint32_t *end)
{
    const struct voice *voice = &reader->voices[i];
    const struct sentence *sentence = &reader->doc->sentence[i];
    *first = voice->first;
    *end = sentence->end;
    if (!voice->reported || voice->verb == NULL)
        return;
    /* The frame stands before what is said, or after it, whichever leaves more. */
    uint32_t edge = voice->subject_first < voice->verb->first ? voice->subject_first : voice->verb->first;
    uint32_t before = edge - voice->first;
    uint32_t tail = voice->verb->end > voice->subject_end ? voice->verb->end : voice->subject_end;
    uint32_t after = sentence->end - tail;
    if (before >= 6 && before >= after)
        *end = edge;
    else if (before < 6)
        *first = tail;
}

static bool is_pseudo(const struct document *doc, const struct hit *neg)
{
    return hit_over(doc, neg->first, LEX_NONEG) != NULL || hit_over(doc, neg->first, LEX_NONCOMMIT) != NULL ||
           hit_over(doc, neg->first, LEX_REFUSE) != NULL;
}

/* A refusal or a rule, not a denial: "may not", "cannot", "will not". */
static bool is_modal(const struct document *doc, uint32_t at)
{
    static const enum grammar_word modals[] = {W_MAY, W_MUST, W_SHALL, W_SHOULD, W_CAN, W_CA, W_COULD,
                                               W_WILL, W_WO, W_WOULD, W_MIGHT, W_LET};
    for (size_t i = 0; i < sizeof modals / sizeof modals[0]; i++) {
        if (word_is(doc, at, modals[i]))
            return true;
    }
    return false;
}

/* The speaker talks of himself: "we have never". */
static bool is_own(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_WE) || word_is(doc, at, W_OUR) || word_is(doc, at, W_I))
            return true;
    }
    return false;
}

/* What a negation in [first, end) denies to have happened, or MATTER_NONE. */
static struct matter_guess negated(const struct document *doc, uint32_t first, uint32_t end)
{
    struct matter_guess none = {.matter = MATTER_NONE};
    for (const struct hit *neg = hit_in(doc, first, end, LEX_NEG); neg != NULL;
         neg = hit_in(doc, neg->end, end, LEX_NEG)) {
        if (is_pseudo(doc, neg) || hit_over(doc, neg->first, LEX_PLAN) != NULL)
            continue;
        uint32_t reach = neg->end;
        while (reach < end && reach - neg->end < NEG_REACH && !is_break(doc, reach))
            reach++;
        uint32_t from = neg->first > first + 2 ? neg->first - 2 : first;
        if (neg->first > first && is_modal(doc, neg->first - 1))
            continue;
        struct matter_guess guess = matter_guess(doc, from, reach, REPORTED_MIN);
        bool own = guess.matter == MATTER_TRADE_CONDUCT && guess.weight >= SPOKEN_MIN &&
                   (word_is(doc, neg->first, W_NEVER) || word_is(doc, neg->first, W_NOT)) &&
                   is_own(doc, first, neg->first);
        if (guess.matter == MATTER_CONTACT || guess.matter == MATTER_TALKS || guess.matter == MATTER_DEAL || own)
            return guess;
    }
    return none;
}

/* A falsehood that is itself not negated. */
static const struct hit *falsehood_in(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_FALSEHOOD); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_FALSEHOOD)) {
        if (hit_over(doc, hit->first, LEX_NONEG) == NULL)
            return hit;
    }
    return NULL;
}

/* What the sentences before were about: the question asked, or what was said last. */
static enum matter matter_before(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    for (uint32_t back = 1; back <= CONTEXT_BACK && back <= i; back++) {
        const struct sentence *sentence = &doc->sentence[i - back];
        struct matter_guess guess = matter_guess(doc, sentence->first, sentence->end, REPORTED_MIN);
        if (guess.matter != MATTER_NONE)
            return guess.matter;
    }
    if (i + 1 < doc->sentence_count) {
        const struct sentence *next = &doc->sentence[i + 1];
        struct matter_guess guess = matter_guess(doc, next->first, next->end, REPORTED_MIN);
        if (guess.matter != MATTER_NONE)
            return guess.matter;
    }
    return matter_guess(reader->title, 0, (uint32_t)reader->title->token_count, REPORTED_MIN).matter;
}

/* Whether the text around sentence i is about trade between countries. */
static bool about_trade(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    uint32_t from = i >= 2 ? i - 2 : 0;
    uint32_t to = i + 2 < doc->sentence_count ? i + 2 : (uint32_t)doc->sentence_count - 1;
    if (matter_trade(doc, doc->sentence[i].first, doc->sentence[i].end) > 0)
        return true;
    return matter_trade(doc, doc->sentence[from].first, doc->sentence[to].end) > 0 &&
           reader->trade >= TRADE_DOC_MIN;
}

static void found(struct reading *reading, enum record_type type, enum matter matter, const char *rule)
{
    reading->found = true;
    reading->type = type;
    reading->matter = matter;
    reading->rule = rule;
}

/* "No, we have not.": an answer that begins with no. */
static bool answers_no(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    return voice->turn && !voice->asked && i > 0 && reader->voices[i - 1].asked &&
           word_is(doc, voice->first, W_NO) && voice->first + 1 < doc->sentence[i].end &&
           doc->token[voice->first + 1].kind == TOKEN_PUNCT;
}

static void read_denial(const struct reader *reader, uint32_t i, struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    const struct sentence *sentence = &doc->sentence[i];
    if (voice->asked && !voice->reported)
        return;
    const struct hit *verb = voice->verb;
    bool deny = verb != NULL && verb->entry->class == LEX_DENY;
    bool pseudo = deny && hit_in(doc, voice->first, verb->first, LEX_NEG) != NULL &&
                  verb->first - hit_in(doc, voice->first, verb->first, LEX_NEG)->first < 3;
    if (hit_in(doc, sentence->first, sentence->end, LEX_REFUSE) != NULL)
        return;
    const struct hit *falsehood = falsehood_in(doc, reading->first, reading->end);
    if (falsehood == NULL)
        falsehood = falsehood_in(doc, voice->first, sentence->end);
    struct matter_guess said = matter_guess(doc, reading->first, reading->end, REPORTED_MIN);
    struct matter_guess neg = negated(doc, reading->first, reading->end);
    bool dismiss = deny && hit_is((verb), 0, "dismiss");
    bool report = hit_in(doc, voice->first, sentence->end, LEX_REPORT) != NULL;
    enum matter matter = said.matter;
    if (matter == MATTER_NONE)
        matter = matter_before(reader, i);
    reading->weight = said.weight;
    if (deny && !pseudo && (!dismiss || report || falsehood != NULL)) {
        found(reading, RECORD_DENIAL, matter, "denial.verb");
        reading->kind = DENIAL_FLAT;
    } else if (neg.matter != MATTER_NONE) {
        found(reading, RECORD_DENIAL, neg.matter, "denial.negated");
        reading->kind = DENIAL_FLAT;
        reading->weight = neg.weight;
    } else if (falsehood != NULL && !pseudo) {
        found(reading, RECORD_DENIAL, matter, "denial.falsehood");
        reading->kind = DENIAL_FALSEHOOD;
    } else if (answers_no(reader, i)) {
        found(reading, RECORD_DENIAL, matter_before(reader, i), "denial.no");
        reading->kind = DENIAL_FLAT;
    }
    if (reading->matter == MATTER_NONE)
        reading->found = false;
}

static void read_claim(const struct reader *reader, uint32_t i, struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    const struct hit *verb = voice->verb;
    if (hit_is(verb, 0, "ask") || (verb != NULL && verb->entry->class == LEX_DENY))
        return;
    uint32_t end = reading->end;
    const struct hit *appeal = hit_in(doc, reading->first, end, LEX_APPEAL);
    if (appeal != NULL)
        end = appeal->first;
    struct matter_guess guess =
        matter_guess(doc, reading->first, end, voice->reported ? REPORTED_MIN : voice->turn || reader->social ? SPOKEN_MIN : DOCUMENT_MIN);
    if (guess.matter == MATTER_NONE && hit_is(verb, 0, "accuse"))
        guess = (struct matter_guess){.matter = MATTER_TRADE_CONDUCT, .weight = REPORTED_MIN};
    if (guess.matter == MATTER_NONE)
        return;
    bool tariff = guess.matter == MATTER_TARIFF_PLAN || guess.matter == MATTER_TARIFF_LEVEL;
    if (tariff && reader->duty[i])
        return;
    found(reading, RECORD_CLAIM, guess.matter, voice->reported ? "claim.reported" : "claim.spoken");
    reading->weight = guess.weight;
}

struct reading reading_of(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    const struct sentence *sentence = &doc->sentence[i];
    const struct speaker *speaker = &voice->speaker;
    struct reading reading = {0};
    if (speaker->name.len == 0 || speaker->kind == MENTION_OUTLET ||
        (speaker->generic && speaker->side == NULL))
        return reading;
    if ((voice->asked && !voice->reported) || (sentence->question && (!voice->reported || !hit_is(voice->verb, 0, "say"))))
        return reading;
    if (hit_in(doc, sentence->first, sentence->end, LEX_NONCOMMIT) != NULL ||
        hit_in(doc, sentence->first, sentence->end, LEX_ANON) != NULL)
        return reading;
    content_of(reader, i, &reading.first, &reading.end);
    if (!about_trade(reader, i))
        return reading;
    read_denial(reader, i, &reading);
    if (!reading.found)
        read_claim(reader, i, &reading);
    return reading;
}
