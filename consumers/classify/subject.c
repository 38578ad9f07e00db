#include "consumers/classify/subject.h"

#include <string.h>

#define BY_AHEAD 9 /* tokens: "dismissed as premature and inaccurate by" */
#define TOLD_BACK                                                                                  \
    14 /* tokens: "Bernd Lange, who chairs the parliament's trade committee, said"                 \
        */
#define REMIT_BACK                                                                                 \
    7 /* tokens from a verb back to the office: "the secretary for trade and farming said" */
#define HOUSE_MAX  6 /* words of a firm or a guild, */
#define PLACE_MAX  3 /* and of a place, */
#define OFFICE_MAX 5 /* and of what somebody is there: "head", "managing director" */

/* Words that may stand between a subject and its verb: "has", "later", "on Tuesday". */
bool subject_is_filler(const struct document *doc, uint32_t at)
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

bool subject_is_participle(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    return token->end - token->start > 5 && memcmp(doc->text + token->end - 3, "ing", 3) == 0;
}

bool subject_has_told(const struct document *doc, uint32_t at, uint32_t end)
{
    /* "said of the report that": what was said stands before. */
    if (word_is(doc, at, W_OF))
        return false;
    uint32_t first = at;
    for (; at < end && at < doc->token_count && doc->token[at].kind != TOKEN_QUOTE; at++) {
        /* "said when asked about an interview in which X claimed that": X's own */
        const struct hit *other =
            at > first && word_is(doc, at, W_THAT) ? hit_over(doc, at - 1, LEX_SAY) : NULL;
        if (other != NULL && other->first > first)
            continue;
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
    if (!subject_is_participle(doc, verb) ||
        !subject_has_told(doc, verb + 1, verb + SUBJECT_TOLD_AHEAD))
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

bool subject_is_passive(const struct document *doc, uint32_t verb)
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
    /* "In Canberra the trade department said": the article begins who speaks. */
    bool article = word_is(doc, mention->first, W_THE);
    while (before > first && !article &&
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

/* "Jens Holm, head of the Danish Bakers' Guild, said", "Jens Holm of Danish Crown said": the person
 * whose house `house` is, which stands before a verb or a comma at `end`, or NULL. */
static const struct mention *subject_of_house(const struct document *doc,
                                              uint32_t first,
                                              const struct mention *house,
                                              uint32_t end)
{
    uint32_t at = house != NULL ? house->first : end;
    while (at > first && end - at < HOUSE_MAX && (doc->token[at - 1].flags & TOKEN_CAPITAL) != 0)
        at--;
    if (at == end)
        return NULL;
    at -= at > first && word_is(doc, at - 1, W_THE);
    if (at <= first + 1 || !word_is(doc, at - 1, W_OF))
        return NULL;
    at--;
    uint32_t low = at > first + OFFICE_MAX ? at - OFFICE_MAX : first;
    const struct mention *person = mention_ending(doc, at);
    while (person == NULL && at > low && doc->token[at - 1].kind == TOKEN_WORD &&
           hit_at(doc, at - 1, LEX_SAY) == NULL)
        at--;
    if (person == NULL && at > low && mark_is(doc, at - 1, ','))
        person = mention_ending(doc, at - 1);
    return person != NULL && person->kind == MENTION_PERSON && person->person != NO_INDEX &&
                   !person->possessive
               ? person
               : NULL;
}

/* "the ministry in Santiago denied": the body that sits at a place that ends at `end`, or NULL. */
static const struct mention *
subject_seated(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t at = end;
    while (at > first && end - at < PLACE_MAX && (doc->token[at - 1].flags & TOKEN_CAPITAL) != 0)
        at--;
    if (at == end || at <= first + 1 || !word_is(doc, at - 1, W_IN))
        return NULL;
    const struct mention *body = mention_ending(doc, at - 1);
    return body != NULL && body->kind == MENTION_BODY && !body->possessive ? body : NULL;
}

/* The subject right before a verb, or NULL. */
const struct mention *subject_before(const struct document *doc, uint32_t first, uint32_t verb)
{
    uint32_t end = goes_on(doc, first, verb);
    while (end > first && subject_is_filler(doc, end - 1))
        end--;
    bool comma = end > first + 1 && mark_is(doc, end - 1, ',');
    const struct mention *mention = mention_ending(doc, end);
    if (mention == NULL && comma)
        mention = mention_ending(doc, end - 1);
    if (mention == NULL && comma)
        mention = subject_across(doc, first, end - 1);
    if (mention != NULL && mention_of_place(doc, mention) != NULL)
        mention = mention_of_place(doc, mention);
    if (mention == NULL || mention->kind == MENTION_BODY) {
        const struct mention *person = subject_of_house(doc, first, mention, end - comma);
        mention = person != NULL ? person : mention;
    }
    if (mention == NULL && end > first + 1 && word_is(doc, end - 1, W_WHO))
        mention = mention_ending(doc, end - 1 - mark_is(doc, end - 2, ','));
    if (mention == NULL && !comma)
        mention = subject_seated(doc, first, end);
    if (mention == NULL && !comma)
        mention = subject_for(doc, first, end);
    const struct mention *told = comma ? subject_told_of(doc, first, end - 1) : NULL;
    if (told != NULL &&
        (mention == NULL || mention->person == NO_INDEX || is_place(doc, mention, first)))
        mention = told;
    if (mention != NULL && mention->kind == MENTION_COUNTRY && is_place(doc, mention, first)) {
        const struct mention *body = subject_seated(doc, first, mention->end);
        mention = body != NULL ? body : subject_for(doc, first, mention->first);
    }
    return mention == NULL || mention->first < first || is_place(doc, mention, first) ? NULL
                                                                                      : mention;
}

/* "was dismissed as invention by the ministry": who denies, after the verb. */
const struct mention *subject_by(const struct document *doc, const struct hit *verb, uint32_t end)
{
    uint32_t edge = verb->end + BY_AHEAD < end ? verb->end + BY_AHEAD : end;
    for (uint32_t at = verb->end; at + 1 < edge && doc->token[at].kind != TOKEN_PUNCT; at++) {
        if (word_is(doc, at, W_BY))
            return mention_at(doc, at + 1);
    }
    return NULL;
}

/* "said the lawyer", "wrote the President": only after a comma or a quotation. */
const struct mention *
subject_after(const struct document *doc, const struct hit *verb, uint32_t first)
{
    uint32_t before = verb->first;
    if (hit_is(verb, 0, "accuse") || subject_is_participle(doc, verb->first))
        return NULL;
    while (before > first && hit_over(doc, before - 1, LEX_ADVERB) != NULL)
        before--;
    if (before == first || (!mark_is(doc, before - 1, ',') && !quote_is(doc, before - 1)))
        return NULL;
    return mention_at(doc, verb->end);
}

/* The first mention of the sentence that can speak: the subject of its main clause. */
const struct mention *subject_of_clause(const struct document *doc, uint32_t first, uint32_t end)
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
