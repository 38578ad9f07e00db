#include "consumers/classify/negation.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define NEG_REACH    11 /* tokens from "no" to what is denied */
#define NEG_NEAR     8  /* tokens between them */
#define VERB_MAX     3  /* tokens of "agree to" */
#define NEG_BACK     5  /* tokens before "never took place" that name it */
#define FRAME_TOKENS 6
#define AS_TOKENS    12
#define SUBJECT_MAX  9 /* tokens of "of the ... Association" */
#define CUE_MIN      4 /* see matter.c */
#define CUE_SURE     6
#define TIME_MAX     5 /* tokens of "in the last few weeks" */
#define QUOTED_NEAR  3 /* tokens from "not" to the word in quotation marks, */
#define QUOTED_MAX   8 /* and of that with its marks */

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
    /* "promised nothing to Norway", unlike "nothing to add" */
    bool receiver = word_is(doc, neg->end, W_TO) && mention_place(doc, neg->end + 1) != NULL;
    return (hit_over(doc, neg->first, LEX_NONEG) != NULL && !receiver) ||
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

bool negation_is_contrast(const struct document *doc, uint32_t first, const struct hit *neg)
{
    return word_is(doc, neg->first, W_NOT) && neg->end == neg->first + 1 && neg->first > first &&
           mark_is(doc, neg->first - 1, ',');
}

/* Whether a condition opens the clause of a negation: "if they do not meet". */
bool negation_conditional(const struct document *doc, uint32_t first, uint32_t neg)
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

/* The speaker's side is the subject: "we have never", "the company does not". */
static bool
is_own(const struct document *doc, const struct speaker *speaker, uint32_t first, uint32_t neg)
{
    uint32_t from = neg > first + NEG_BACK ? neg - NEG_BACK : first;
    for (uint32_t at = neg; at > from;) {
        at--;
        if (word_is(doc, at, W_WHO) || word_is(doc, at, W_WHICH))
            return false;
        /* "said on Monday that Chile was not" */
        if (word_is(doc, at, W_THAT)) {
            from = at + 1;
            break;
        }
        bool it = word_is(doc, at, W_IT) &&
                  (speaker->kind == MENTION_COUNTRY || speaker->kind == MENTION_BODY);
        if (word_is(doc, at, W_WE) || word_is(doc, at, W_I) || it)
            return true;
    }
    /* "no Mexican grower sells", "not a single Mexican grower": the subject follows. */
    const struct hit *subject = hit_at(doc, neg, LEX_NEG);
    uint32_t edge = hit_is(subject, 0, "subject")               ? neg + SUBJECT_MAX
                    : word_is(doc, neg, W_NO)                   ? neg + 2
                    : subject != NULL && subject->end > neg + 1 ? subject->end + 2
                                                                : neg;
    for (size_t i = mention_from(doc, first);
         i < doc->mention_count && doc->mention[i].first < edge; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->end <= from)
            continue;
        bool company =
            mention->entry != NULL && mention->kind == MENTION_BODY &&
            (strcmp(mention->entry->text[0], "company") == 0 || mention->entry->class == LEX_FIRM);
        if ((speaker->side != NULL && mention->side != NULL &&
             strcmp(mention->side, speaker->side) == 0) ||
            (mention->side == NULL && speaker->side == NULL && company))
            return true;
    }
    return false;
}

/* "not engaged in tariff talks", "were not in talks": what is taken part in is denied, too. */
static bool takes_part(const struct document *doc, uint32_t in)
{
    static const char *const verbs[] = {"engaged", "engaging", "involved", "part", "not"};
    return in > 0 && word_is(doc, in, W_IN) && WORD_AMONG(doc, in - 1, verbs);
}

/* Words past which a negation does not reach: "no connection between our talks". */
static bool stops_negation(const struct document *doc, uint32_t at)
{
    static const enum grammar_word words[] = {
        W_OF,   W_IN,   W_FOR,     W_BY,    W_FROM,  W_AS,    W_AT,   W_BETWEEN,
        W_WITH, W_THAT, W_WHICH,   W_WHO,   W_WHAT,  W_HOW,   W_WHEN, W_WHERE,
        W_IF,   W_WHY,  W_BECAUSE, W_UNDER, W_AFTER, W_UNTIL, W_ABOUT};
    /* "is not about to sign" */
    if (word_is(doc, at, W_ABOUT) && word_is(doc, at + 1, W_TO))
        return false;
    /* "is not taking part in any talks": "any" is denied, too. */
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at, words[i]))
            return !word_is(doc, at + 1, W_ANY) && !takes_part(doc, at);
    }
    return is_break(doc, at) || is_clause(doc, at);
}

/* "is not a trade agreement" tells what something is, "there is not a deal" that there is none. */
static bool is_identity(const struct document *doc, uint32_t first, const struct hit *neg)
{
    uint32_t before = neg->first > first ? neg->first - 1 : first;
    bool be = word_is(doc, before, W_IS) || word_is(doc, before, W_ARE) ||
              word_is(doc, before, W_WAS) || word_is(doc, before, W_WERE) ||
              word_is(doc, before, W_S) || word_is(doc, before, W_RE);
    bool article = word_is(doc, neg->end, W_A) || word_is(doc, neg->end, W_AN) ||
                   word_is(doc, neg->end, W_THE);
    return be && article && !is_existential(doc, first, neg->first);
}

/* "Nor, she said, had she": where the sentence goes on after what interrupts it. */
static uint32_t past_frame(const struct document *doc, uint32_t at, uint32_t end)
{
    if (at >= end || doc->token[at].kind != TOKEN_PUNCT || doc->token[at].mark != ',')
        return at;
    /* "had not, as the ambassador told a conference, offered" */
    uint32_t most = word_is(doc, at + 1, W_AS) ? AS_TOKENS : FRAME_TOKENS;
    for (uint32_t next = at + 1; next < end && next - at <= most; next++) {
        if (doc->token[next].kind == TOKEN_PUNCT)
            return doc->token[next].mark == ',' ? next + 1 : at;
    }
    return at;
}

/* "at no point in recent weeks spoken", "nor was it true that they talk": past when it was that did
 * not happen, and past the words that only say so. */
static uint32_t past_when(const struct document *doc, uint32_t at, uint32_t end)
{
    uint32_t far = at + TIME_MAX < end ? at + TIME_MAX : end;
    const struct hit *period =
        word_is(doc, at, W_IN) || word_is(doc, at, W_DURING) || word_is(doc, at, W_OVER)
            ? hit_in(doc, at, far, LEX_PERIOD)
            : NULL;
    if (period != NULL)
        return period->end;
    bool is = word_is(doc, at, W_IS) || word_is(doc, at, W_WAS);
    bool it = is && word_is(doc, at + 1, W_IT) && word_is(doc, at + 3, W_THAT) &&
              word_spelled(doc, at + 2, "true");
    return it && at + 4 < end ? at + 4 : at;
}

/* "had promised nothing", "agreed to no change": where the cue begins that ends at the negation, or
 * the negation. */
static uint32_t verb_before(const struct document *doc, uint32_t neg, uint32_t first)
{
    static const enum lex_class classes[] = {LEX_DEAL, LEX_TALKS, LEX_CONTACT};
    bool none = hit_is(hit_at(doc, neg, LEX_NEG), 0, "subject") || word_is(doc, neg, W_NO) ||
                word_spelled(doc, neg, "nothing");
    uint32_t edge = neg - (neg > first && word_is(doc, neg - 1, W_TO));
    uint32_t low = edge > first + VERB_MAX ? edge - VERB_MAX : first;
    for (uint32_t at = low; none && at < edge; at++) {
        for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
            const struct hit *cue = hit_at(doc, at, classes[i]);
            /* "a deal with no tariffs" is one. */
            bool with = word_is(doc, neg - 1, W_WITH) && classes[i] != LEX_CONTACT;
            if (cue != NULL && !with && (cue->end == edge || cue->end == neg))
                return at;
        }
    }
    return neg;
}

/* Where a cue that takes the negation in begins ("made no commitment"), else the negation. */
static uint32_t cue_over(const struct document *doc, uint32_t neg, uint32_t first)
{
    static const enum lex_class classes[] = {LEX_DEAL, LEX_TALKS, LEX_CONTACT};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        const struct hit *cue = hit_over(doc, neg, classes[i]);
        if (cue != NULL && cue->first >= first)
            return cue->first;
    }
    return verb_before(doc, neg, first);
}

/* "Nobody from my office phoned": past the phrase that tells who is nobody. */
static uint32_t past_nobody(const struct document *doc, uint32_t at, uint32_t end)
{
    if (word_is(doc, at, W_HERE) || word_is(doc, at, W_THERE))
        at++;
    at += word_is(doc, at, W_IS) || word_is(doc, at, W_WAS);
    if (!word_is(doc, at, W_FROM) && !word_is(doc, at, W_IN) && !word_is(doc, at, W_AT) &&
        !word_is(doc, at, W_OF) && !word_is(doc, at, W_ON))
        return at;
    for (uint32_t next = at + 1; next < end && next - at <= SUBJECT_MAX; next++) {
        bool verb = hit_at(doc, next, LEX_CONTACT) != NULL ||
                    hit_at(doc, next, LEX_TALKS) != NULL || hit_at(doc, next, LEX_DEAL) != NULL ||
                    hit_at(doc, next, LEX_CONDUCT) != NULL || word_is(doc, next, W_HAS) ||
                    word_is(doc, next, W_HAVE) || word_is(doc, next, W_HAD);
        if (verb)
            return next;
    }
    return at;
}

/* "The duty has not been lifted": a deed of customs that was not done. */
static bool
is_undone(const struct document *doc, const struct hit *neg, uint32_t first, uint32_t edge)
{
    uint32_t before = neg->first - (neg->first > first);
    bool done = ((word_is(doc, before, W_HAS) || word_is(doc, before, W_HAVE)) &&
                 word_is(doc, neg->end, W_BEEN)) ||
                word_is(doc, before, W_WAS) || word_is(doc, before, W_WERE);
    const struct hit *act = done ? hit_in(doc, neg->end, edge, LEX_ACT) : NULL;
    return act != NULL && !hit_is(act, 1, "n") && hit_in(doc, first, before, LEX_TARIFF) != NULL;
}

/* "no lorry", "not a single lorry": none of a kind. */
static bool is_none(const struct document *doc, const struct hit *neg)
{
    return word_is(doc, neg->first, W_NO) ||
           (word_is(doc, neg->first, W_NOT) && neg->end > neg->first + 1);
}

/* What one negation denies to have happened, or MATTER_NONE. */
static struct matter_guess negated_by(const struct document *doc,
                                      const struct hit *neg,
                                      const struct speaker *speaker,
                                      uint32_t first,
                                      uint32_t end)
{
    struct matter_guess none = {.matter = MATTER_NONE};
    uint32_t start = past_when(doc, past_frame(doc, neg->end, end), end);
    if (hit_is(neg, 0, "subject"))
        start = past_nobody(doc, start, end);
    uint32_t clause = start;
    while (clause < end && clause - start < NEG_REACH && !is_break(doc, clause) &&
           !is_clause(doc, clause))
        clause++;
    uint32_t edge = start;
    /* "no member of the association sells": the subject is denied whole. */
    bool of = is_none(doc, neg) && word_is(doc, start + 1, W_OF);
    while (edge < clause && edge - start < (of ? NEG_REACH : NEG_NEAR) &&
           (!stops_negation(doc, edge) || (of && edge == start + 1)))
        edge++;
    if (hit_over(doc, neg->first, LEX_CONDUCT) != NULL ||
        negation_conditional(doc, first, neg->first) || is_identity(doc, first, neg))
        return none;
    uint32_t from = cue_over(doc, neg->first, first);
    struct matter_guess guess = matter_guess(doc, from, edge, CUE_MIN);
    struct matter_guess whole = matter_guess(doc, from, clause, CUE_MIN);
    if (guess.matter == MATTER_NONE || guess.matter == whole.matter)
        guess = whole;
    /* "did not agree to zero tariffs on cars": no deal, whatever it would have been about. */
    uint32_t verb = start + VERB_MAX < edge ? start + VERB_MAX : edge;
    struct matter_guess near = matter_guess(doc, start, verb, CUE_MIN);
    if (!matter_happens(guess.matter) && near.matter == MATTER_DEAL && near.cue == start &&
        !word_is(doc, neg->first, W_NO))
        guess = near;
    bool within = guess.cue <= edge;
    if (guess.matter == MATTER_NONE && !word_is(doc, neg->first, W_NO)) {
        from = neg->first > first + NEG_BACK ? neg->first - NEG_BACK : first;
        guess = matter_guess(doc, from, clause, CUE_MIN);
        within = guess.cue + NEG_BACK > neg->first &&
                 !stops_negation(doc, neg->first - (neg->first > 0));
    }
    /* "does not accord with the facts": no accord. */
    const struct hit *untrue =
        guess.matter != MATTER_NONE ? hit_over(doc, guess.cue, LEX_FALSEHOOD) : NULL;
    if (untrue != NULL && !hit_is(untrue, 0, "flat"))
        return none;
    if (is_undone(doc, neg, first, edge))
        return (struct matter_guess){MATTER_TARIFF_LEVEL, CUE_SURE, neg->first};
    if (matter_happens(guess.matter) && within)
        return guess;
    /* "there has been no such subsidy": one that somebody has told of. */
    bool such = neg->end < clause && word_spelled(doc, neg->end, "such");
    bool passive = false;
    for (uint32_t at = neg->end; at < clause && at < guess.cue; at++)
        passive = passive || word_is(doc, at, W_BY);
    /* "no Kenyan lorry has been held at the border": by those who say so, where they name the
     * other. */
    bool undone = false;
    for (uint32_t at = neg->end; at < clause && is_none(doc, neg); at++)
        undone = undone || word_is(doc, at, W_BEEN) || word_is(doc, at, W_WAS);
    if (guess.matter == MATTER_TRADE_CONDUCT && (such || guess.weight >= CUE_SURE) && within &&
        !passive &&
        (undone || is_existential(doc, first, neg->first) ||
         is_own(doc, speaker, first, neg->first)))
        return guess;
    /* "does not charge 400 percent", "levies no such rate": a figure that somebody has given. */
    bool level = guess.matter == MATTER_TARIFF_LEVEL &&
                 (such || hit_in(doc, neg->end, clause, LEX_PERCENT) != NULL);
    if (level && within && !passive)
        return guess;
    return none;
}

/* "will not", "could not be", "and not": what negates no event. */
static bool is_unreal(const struct document *doc, uint32_t first, const struct hit *neg)
{
    uint32_t before = neg->first - (neg->first > first);
    bool be = word_is(doc, before, W_BE) && before > first;
    bool modal = neg->first > first && (is_modal(doc, before) || (be && is_modal(doc, before - 1)));
    bool bare =
        word_is(doc, neg->first, W_NOT) && neg->first > first &&
        (word_is(doc, before, W_AND) || word_is(doc, before, W_TO) || word_is(doc, before, W_OR));
    return modal || bare || negation_is_contrast(doc, first, neg) || is_pseudo(doc, neg) ||
           hit_is(neg, 0, "weak");
}

bool negation_of_quoted(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *neg = hit_in(doc, first, end, LEX_NEG); neg != NULL;
         neg = hit_in(doc, neg->end, end, LEX_NEG)) {
        bool denies = !is_unreal(doc, first, neg) && !is_identity(doc, first, neg) &&
                      !negation_conditional(doc, first, neg->first);
        for (uint32_t at = neg->end; denies && at < end && at - neg->end <= QUOTED_NEAR; at++) {
            if (doc->quote_at[at] == NO_INDEX)
                continue;
            const struct quote *quote = &doc->quote[doc->quote_at[at]];
            if (doc->quote_at[neg->first] == NO_INDEX && quote->end - quote->first <= QUOTED_MAX &&
                hit_in(doc, neg->end, at, LEX_SAY) == NULL)
                return true;
            break;
        }
    }
    return false;
}

bool negation_plain(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *neg = hit_in(doc, first, end, LEX_NEG); neg != NULL;
         neg = hit_in(doc, neg->end, end, LEX_NEG)) {
        if (!is_unreal(doc, first, neg) && !is_identity(doc, first, neg) &&
            !negation_conditional(doc, first, neg->first))
            return true;
    }
    return false;
}

struct matter_guess negation_find(const struct document *doc,
                                  const struct speaker *speaker,
                                  uint32_t first,
                                  uint32_t end)
{
    struct matter_guess none = {.matter = MATTER_NONE};
    for (const struct hit *neg = hit_in(doc, first, end, LEX_NEG); neg != NULL;
         neg = hit_in(doc, neg->end, end, LEX_NEG)) {
        if (is_unreal(doc, first, neg))
            continue;
        struct matter_guess guess = negated_by(doc, neg, speaker, first, end);
        if (guess.matter != MATTER_NONE)
            return guess;
    }
    return none;
}

uint32_t negation_second(const struct document *doc,
                         const struct speaker *speaker,
                         uint32_t first,
                         uint32_t end)
{
    const struct hit *one = hit_in(doc, first, end, LEX_NEG);
    if (one == NULL || hit_in(doc, one->end, end, LEX_NEG) == NULL)
        return end;
    for (uint32_t at = one->end; at + 1 < end; at++) {
        bool nor = word_is(doc, at, W_NOR);
        if (!nor && !word_is(doc, at, W_AND) && !mark_is(doc, at, ';'))
            continue;
        struct matter_guess before = negation_find(doc, speaker, first, at);
        struct matter_guess after = negation_find(doc, speaker, at + !nor, end);
        if (before.matter != MATTER_NONE && after.matter != MATTER_NONE &&
            before.matter != after.matter && after.weight >= CUE_SURE)
            return at + !nor;
    }
    return end;
}
