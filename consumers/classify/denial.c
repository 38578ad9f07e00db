#include "consumers/classify/denial.h"

#include "consumers/classify/context.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define NEG_REACH   11 /* tokens from "no" to what is denied */
#define NEG_BACK    5  /* tokens before "never took place" that name it */
#define CUE_MIN     4  /* see matter.c */
#define CUE_SURE    6
#define CLAUSE_LONG 16 /* tokens */

static bool is_break(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    return token->kind == TOKEN_PUNCT && strchr(";:-.!?", token->mark) != NULL &&
           token->mark != '\0';
}

/* A comma after which another subject acts: "never closed, we called". */
static bool is_clause(const struct document *doc, uint32_t at)
{
    static const enum grammar_word subjects[] = {W_WE,   W_I,  W_HE,  W_SHE,
                                                 W_THEY, W_IT, W_YOU, W_BUT};
    if (doc->token[at].kind != TOKEN_PUNCT || doc->token[at].mark != ',')
        return false;
    for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        if (word_is(doc, at + 1, subjects[i]))
            return true;
    }
    return false;
}

/* "did not deny", "not only", "nothing to announce", "no plans": negations that deny nothing. */
static bool is_pseudo(const struct document *doc, const struct hit *neg)
{
    return hit_over(doc, neg->first, LEX_NONEG) != NULL ||
           hit_over(doc, neg->first, LEX_NONCOMMIT) != NULL ||
           hit_over(doc, neg->first, LEX_REFUSE) != NULL ||
           hit_over(doc, neg->first, LEX_PLAN) != NULL;
}

/* A refusal or a rule, not a denial: "may not", "cannot", "will not"; a condition: "if no". */
static bool is_modal(const struct document *doc, uint32_t at)
{
    static const enum grammar_word modals[] = {W_MAY,   W_MUST,  W_SHALL,  W_SHOULD, W_CAN,
                                               W_CA,    W_COULD, W_WILL,   W_WO,     W_WOULD,
                                               W_MIGHT, W_LET,   W_UNLESS, W_WHETHER};
    for (size_t i = 0; i < sizeof modals / sizeof modals[0]; i++) {
        if (word_is(doc, at, modals[i]))
            return true;
    }
    return false;
}

/* Whether a condition opens the clause of a negation: "if they do not meet". */
static bool is_condition(const struct document *doc, uint32_t first, uint32_t neg)
{
    for (uint32_t at = neg; at > first && neg - at < NEG_BACK; at--) {
        if (doc->token[at - 1].kind == TOKEN_PUNCT)
            return false;
        if (word_is(doc, at - 1, W_IF) || word_is(doc, at - 1, W_UNLESS) ||
            word_is(doc, at - 1, W_UNTIL) || word_is(doc, at - 1, W_WHETHER))
            return true;
    }
    return false;
}

/* "there is no", "nor is there any": says that something does not exist. */
static bool is_existential(const struct document *doc, uint32_t first, uint32_t neg)
{
    uint32_t from = neg > first + 4 ? neg - 4 : first;
    for (uint32_t at = from; at < neg + 3 && at < doc->token_count; at++) {
        if (word_is(doc, at, W_THERE))
            return true;
    }
    return false;
}

/* The speaker talks of himself or his side: "we have never", "the company does not". */
static bool
is_own(const struct document *doc, const struct speaker *speaker, uint32_t first, uint32_t end)
{
    bool own = false;
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_WE) || word_is(doc, at, W_OUR) || word_is(doc, at, W_I))
            return true;
    }
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        bool company = mention->entry != NULL && mention->kind == MENTION_BODY &&
                       strcmp(mention->entry->text[0], "company") == 0;
        own = (speaker->side != NULL && mention->side != NULL &&
               strcmp(mention->side, speaker->side) == 0) ||
              (mention->side == NULL && speaker->side == NULL && company);
    }
    return own;
}

static bool is_happening(enum matter matter)
{
    return matter == MATTER_CONTACT || matter == MATTER_TALKS || matter == MATTER_DEAL;
}

/* What one negation denies to have happened, or MATTER_NONE. */
static struct matter_guess negated_by(const struct document *doc,
                                      const struct hit *neg,
                                      const struct speaker *speaker,
                                      uint32_t first,
                                      uint32_t end)
{
    struct matter_guess none = {.matter = MATTER_NONE};
    uint32_t reach = neg->end;
    while (reach < end && reach - neg->end < NEG_REACH && !is_break(doc, reach) &&
           !is_clause(doc, reach))
        reach++;
    if (hit_over(doc, neg->first, LEX_CONDUCT) != NULL || is_condition(doc, first, neg->first))
        return none;
    struct matter_guess guess = matter_guess(doc, neg->first, reach, CUE_MIN);
    uint32_t from = neg->first > first + NEG_BACK ? neg->first - NEG_BACK : first;
    if (guess.matter == MATTER_NONE && !word_is(doc, neg->first, W_NO))
        guess = matter_guess(doc, from, reach, CUE_MIN);
    if (is_happening(guess.matter))
        return guess;
    if (guess.matter == MATTER_TRADE_CONDUCT && guess.weight >= CUE_SURE &&
        (is_existential(doc, first, neg->first) || is_own(doc, speaker, first, neg->first)))
        return guess;
    return none;
}

static struct matter_guess
negated(const struct document *doc, const struct speaker *speaker, uint32_t first, uint32_t end)
{
    struct matter_guess none = {.matter = MATTER_NONE};
    for (const struct hit *neg = hit_in(doc, first, end, LEX_NEG); neg != NULL;
         neg = hit_in(doc, neg->end, end, LEX_NEG)) {
        bool modal = neg->first > first && is_modal(doc, neg->first - 1);
        if (modal || is_pseudo(doc, neg))
            continue;
        struct matter_guess guess = negated_by(doc, neg, speaker, first, end);
        if (guess.matter != MATTER_NONE)
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

/* "No, we have not.": an answer that begins with no. */
static bool answers_no(const struct reader *reader, uint32_t i)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    return voice->turn && !voice->asked && i > 0 && reader->voices[i - 1].asked &&
           doc->sentence[i - 1].question && word_is(doc, voice->first, W_NO) &&
           voice->first + 1 < doc->sentence[i].end &&
           doc->token[voice->first + 1].kind == TOKEN_PUNCT;
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
    bool report = hit_in(doc, first, end, LEX_REPORT) != NULL;
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

void denial_read(const struct reader *reader, uint32_t i, struct reading *reading)
{
    const struct document *doc = reader->doc;
    const struct voice *voice = &reader->voices[i];
    if ((voice->asked && !voice->reported) ||
        hit_in(doc, doc->sentence[i].first, doc->sentence[i].end, LEX_REFUSE) != NULL)
        return;
    const struct hit *falsehood = falsehood_in(doc, reading->first, reading->end);
    const struct hit *verb = denying(doc, reading, reading->from, reading->to);
    struct matter_guess said = matter_guess(doc, reading->first, reading->end, CUE_MIN);
    struct matter_guess neg = negated(doc, &voice->speaker, reading->first, reading->end);
    enum matter matter = said.matter != MATTER_NONE ? said.matter : context_matter(reader, i);
    /* A clause that tells at length what is rejected says itself what it is about. */
    bool elsewhere = said.matter == MATTER_NONE && reading->end - reading->first > CLAUSE_LONG &&
                     matter_trade(doc, reading->first, reading->end) == 0;
    if (elsewhere && verb != NULL)
        return;
    reading->weight = said.weight;
    if (verb != NULL) {
        found(reading, matter, DENIAL_FLAT, "denial.verb");
    } else if (neg.matter != MATTER_NONE) {
        found(reading, neg.matter, DENIAL_FLAT, "denial.negated");
        reading->weight = neg.weight;
    } else if (falsehood != NULL) {
        found(reading, matter, hit_is(falsehood, 0, "flat") ? DENIAL_FLAT : DENIAL_FALSEHOOD,
              "denial.falsehood");
    } else if (answers_no(reader, i)) {
        found(reading, context_matter(reader, i), DENIAL_FLAT, "denial.no");
    }
}
