/* How a clause names countries: as whose duty it is, who acts, what is acted on, where goods go. */
#include "consumers/classify/side.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define OWNER_REACH 6  /* tokens between a place and the duty that is its own */
#define JOINED_MAX  8  /* places joined by "and" */
#define PAPER_REACH 4  /* tokens from "Oman's" past "finance bill" */
#define BRACKET_MAX 24 /* ... and of a bracket */
#define DATELINE    6  /* tokens of a dateline */
#define ASIDE_REACH 16 /* tokens of an aside before and after a place in it */

const struct hit *side_place(const struct document *doc, uint32_t at)
{
    const struct hit *hit = hit_at(doc, at, LEX_COUNTRY);
    return hit == NULL ? hit_at(doc, at, LEX_DEMONYM) : hit;
}

/* A duty's noun within a few words after a place: "Washington's extra 25%", "Chinese tariffs". */
bool side_owns_duty(const struct document *doc, uint32_t at, uint32_t end)
{
    /* "Peru's tariff falls to 5%, while Chile's on Peruvian goods goes": the noun is told before */
    if (word_is(doc, at, W_S) && at + 1 < end && word_is(doc, at + 1, W_ON))
        return true;
    for (uint32_t step = 0; step < OWNER_REACH && at < end; step++, at++) {
        const struct hit *duty = hit_at(doc, at, LEX_TARIFF);
        if (duty != NULL && hit_over(doc, at, LEX_DOMAIN) == NULL)
            return !hit_is(duty, 0, "exempt") && !hit_is(duty, 0, "favour");
        /* "Lesotho's 50% US tariff": that of the nearer one */
        if (side_place(doc, at) != NULL)
            return false;
        const struct hit *act = hit_at(doc, at, LEX_ACT);
        if (hit_at(doc, at, LEX_PERCENT) != NULL)
            return step > 1 && word_is(doc, at - step, W_S) &&
                   (at + 1 >= end || side_place(doc, at + 1) == NULL);
        if (doc->token[at].kind == TOKEN_PUNCT || hit_at(doc, at, LEX_GOODS) != NULL ||
            (word_is_grammar(doc, at) && !word_is(doc, at, W_S)) ||
            (act != NULL && !hit_is(act, 1, "n")))
            return false;
    }
    return false;
}

/* What stands after such a word is acted on, or beside the point. */
static bool is_object_word(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_ON) || word_is(doc, at, W_FROM) || word_is(doc, at, W_OF) ||
           word_is(doc, at, W_AGAINST) || word_is(doc, at, W_FOR) || word_is(doc, at, W_TO) ||
           word_is(doc, at, W_IN) || word_is(doc, at, W_WITH) || word_is(doc, at, W_INTO) ||
           word_is(doc, at, W_BETWEEN) || word_is(doc, at, W_BY) || word_is(doc, at, W_UPON) ||
           word_is(doc, at, W_EXCEPT) || word_is(doc, at, W_OVER);
}

/* "of certain EU member states" */
static bool is_some(const struct document *doc, uint32_t at)
{
    return word_is(doc, at, W_SOME) || word_is(doc, at, W_ALL) || word_is(doc, at, W_OTHER) ||
           word_spelled(doc, at, "certain");
}

bool side_after_object(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first && (word_is(doc, at - 1, W_THE) || is_some(doc, at - 1)))
        at--;
    return at > first && is_object_word(doc, at - 1);
}

/* "goods from Taiwan | to": whether a place from which goods come ends at a token. */
static bool is_origin(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *place = end > first ? hit_over(doc, end - 1, LEX_COUNTRY) : NULL;
    uint32_t at = place != NULL ? place->first : first;
    at -= at > first && word_is(doc, at - 1, W_THE);
    return at > first + 1 && word_is(doc, at - 1, W_FROM) &&
           hit_over(doc, at - 2, LEX_GOODS) != NULL;
}

/* "sent to the United States": where the goods go, whose customs collect. */
bool side_is_destination(const struct document *doc, uint32_t first, uint32_t at)
{
    if (at > first && word_is(doc, at - 1, W_THE))
        at--;
    if (at > first && hit_is(hit_over(doc, at - 1, LEX_STOP), 0, "into"))
        return true;
    if (at <= first + 1 || !(word_is(doc, at - 1, W_TO) || word_is(doc, at - 1, W_INTO)))
        return false;
    /* "have applied to Canada": those that bear it */
    const struct hit *stop = hit_over(doc, at - 2, LEX_STOP);
    return (stop != NULL && !hit_is(stop, 0, "applies")) ||
           hit_over(doc, at - 2, LEX_GOODS) != NULL || is_origin(doc, first, at - 1);
}

/* The comma that ends a clause, or `end`. */
uint32_t side_clause_end(const struct document *doc, uint32_t at, uint32_t end)
{
    while (at < end && !(doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ','))
        at++;
    return at;
}

/* "If Ottawa doesn't give way, we will ...": the end of a condition that stands before the verb. */
static uint32_t condition_end(const struct document *doc, uint32_t first, uint32_t verb)
{
    const struct hit *cue = hit_in(doc, first, verb, LEX_CONDITION);
    uint32_t end = cue != NULL ? side_clause_end(doc, cue->end, verb) : first;
    return end < verb ? end : first;
}

uint32_t side_told_from(const struct document *doc, uint32_t first, uint32_t at)
{
    bool supposed = false;
    for (uint32_t cue = first; cue < at && cue <= first + DATELINE && !supposed; cue++)
        supposed = hit_at(doc, cue, LEX_CONDITION) != NULL &&
                   (cue <= first + 1 || mark_is(doc, cue - 1, '-'));
    return supposed ? condition_end(doc, first, at) : first;
}

/* "of Hong Kong, and Macau": whether a mention is acted on, itself or with those it is joined to.
 */
static bool is_object(const struct document *doc, uint32_t first, uint32_t at)
{
    const struct mention *self = mention_at(doc, at);
    bool more = self != NULL && mark_is(doc, self->end, ',') && word_is(doc, self->end + 1, W_AND);
    for (unsigned joined = 0; joined < JOINED_MAX; joined++) {
        if (side_after_object(doc, first, at))
            return true;
        if (at > first + 1 && word_is(doc, at - 1, W_THE))
            at--;
        bool joins = at > first + 1 && (word_is(doc, at - 1, W_AND) || word_is(doc, at - 1, W_OR));
        /* "from Canada, Germany, and China", but not "In Geneva, China" */
        bool listed = (joined > 0 || more) && at > first + 1 && mark_is(doc, at - 1, ',');
        if (!joins && !listed)
            return false;
        uint32_t end = at - 1 - (joins && mark_is(doc, at - 2, ','));
        const struct mention *before = mention_ending(doc, end);
        if (before == NULL || before->first < first)
            return false;
        at = before->first;
    }
    return false;
}

/* "told the American president that it would": who hears it. */
static bool is_told(const struct document *doc, uint32_t at)
{
    if (at > 0 && word_is(doc, at - 1, W_THE))
        at--;
    return at > 1 && word_spelled(doc, at - 1, "told") && !word_is(doc, at - 2, W_WAS) &&
           !word_is(doc, at - 2, W_WERE);
}

/* "Washington, ignoring the protests of China, will": whom an aside names that says what else the
 * subject does. */
static bool is_aside(const struct document *doc, uint32_t first, uint32_t at, uint32_t verb)
{
    uint32_t comma = at;
    while (comma > first && at - comma < ASIDE_REACH && !mark_is(doc, comma - 1, ','))
        comma--;
    const struct token *word = &doc->token[comma];
    bool led = comma > first && mark_is(doc, comma - 1, ',') && word->end - word->start > 4 &&
               memcmp(doc->text + word->end - 3, "ing", 3) == 0;
    uint32_t limit = at + ASIDE_REACH < verb ? at + ASIDE_REACH : verb;
    return led && side_clause_end(doc, at, limit) < limit;
}

/* "Gabon's (2025) budget" */
static bool is_budget(const struct document *doc, uint32_t at)
{
    at += word_is(doc, at, W_S);
    at += at < doc->token_count && doc->token[at].kind == TOKEN_NUMBER;
    return at < doc->token_count && word_spelled(doc, at, "budget");
}

/* "articles of China (including those of Hong Kong and Macau)": whom a bracket adds that closes
 * before the verb. */
static bool is_bracketed(const struct document *doc, uint32_t first, uint32_t at, uint32_t verb)
{
    uint32_t low = at > first + BRACKET_MAX ? at - BRACKET_MAX : first;
    while (at > low && !mark_is(doc, at - 1, '(') && !mark_is(doc, at - 1, ')'))
        at--;
    if (at == low || !mark_is(doc, at - 1, '(') || !word_spelled(doc, at, "including"))
        return false;
    uint32_t limit = at + BRACKET_MAX < verb ? at + BRACKET_MAX : verb;
    while (at < limit && !mark_is(doc, at, ')'))
        at++;
    return at < limit;
}

/* The subject of a verb: the last side before it that is no object and doesn't just name goods. */
const char *side_subject(const struct document *doc, uint32_t first, uint32_t verb)
{
    const char *side = NULL;
    bool received = false; /* by the mention before */
    first = condition_end(doc, first, verb);
    for (size_t i = mention_from(doc, first);
         i < doc->mention_count && doc->mention[i].first < verb; i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->side == NULL || mention->kind == MENTION_PRONOUN ||
            mention->kind == MENTION_OUTLET || word_is(doc, mention->first, W_THEIR) ||
            (mention->kind == MENTION_ROLE && mention->generic) ||
            strcmp(mention->side, "WTO") == 0 || is_object(doc, first, mention->first) ||
            is_bracketed(doc, first, mention->first, verb))
            continue;
        bool goods = mention->kind == MENTION_COUNTRY && mention->entry->class == LEX_DEMONYM &&
                     mention->end != verb && !side_owns_duty(doc, mention->end, verb);
        bool relative = mention->end < verb &&
                        word_is(doc, mention->first > 0 ? mention->first - 1 : 0, W_WHICH);
        /* "Egypt's put 30% on": has put */
        bool has = mention->end + 1 == verb && hit_at(doc, verb, LEX_PAST) != NULL;
        /* "Oman's finance bill takes the duty off": its paper acts */
        uint32_t paper = mention->end + PAPER_REACH < verb ? mention->end + PAPER_REACH : verb;
        bool owner = mention->possessive && !has && !side_owns_duty(doc, mention->end, verb) &&
                     hit_in(doc, mention->end, paper, LEX_STAGE) == NULL &&
                     !is_budget(doc, mention->end);
        bool told = is_told(doc, mention->first);
        /* "gave Mexico and Canada a reprieve" */
        const struct hit *giver =
            mention->first > 0 ? hit_over(doc, mention->first - 1, LEX_ACT) : NULL;
        bool receives = (giver != NULL && hit_is(giver, 1, "s") && giver->end == mention->first) ||
                        (received && i > 0 && side_is_joined(doc, i - 1));
        received = receives;
        if (goods || relative || owner || receives || told)
            continue;
        if (side == NULL || !is_aside(doc, first, mention->first, verb))
            side = mention->side;
    }
    return side;
}

/* "the tariffs of the United States" */
bool side_duty_of(const struct document *doc, uint32_t at)
{
    if (at > 0 && word_is(doc, at - 1, W_THE))
        at--;
    return at > 1 && word_is(doc, at - 1, W_OF) && hit_over(doc, at - 2, LEX_TARIFF) != NULL;
}

/* "the China tariffs", unlike "the US tariffs" and "China's tariffs": those that fall on its goods.
 */
bool side_noun_target(const struct document *doc, const struct hit *place)
{
    const struct token *token = &doc->token[place->first];
    /* "the China 10 percent tariff" */
    const struct hit *unit = doc->token[place->end].kind == TOKEN_NUMBER
                                 ? hit_at(doc, place->end + 1, LEX_PERCENT)
                                 : NULL;
    const struct hit *duty = hit_at(doc, unit != NULL ? unit->end : place->end, LEX_TARIFF);
    return place->entry->class == LEX_COUNTRY && duty != NULL &&
           (token->flags & (TOKEN_UPPER | TOKEN_DOTTED)) == 0 && place->first > 0 &&
           (word_is(doc, place->first - 1, W_THE) ||
            hit_at(doc, place->first - 1, LEX_REGIME) != NULL);
}

/* "producers in China", but not "31 percent in China" */
bool side_is_buyer(const struct document *doc, uint32_t at)
{
    static const char *const words[] = {"importers", "importer", "buyers",    "customers",
                                        "consumers", "shoppers", "purchasers"};
    return WORD_AMONG(doc, at, words);
}

bool side_is_maker(const struct document *doc, uint32_t at)
{
    return !side_is_buyer(doc, at) && hit_over(doc, at, LEX_GENERAL) != NULL &&
           hit_over(doc, at, LEX_PERCENT) == NULL;
}

/* "in Geneva", "sold in the United States", "all across Chile": where something happens. */
bool side_is_venue(const struct document *doc, uint32_t first, uint32_t at)
{
    static const char *const within[] = {"across", "throughout", "within", "inside"};
    if (at > first && word_is(doc, at - 1, W_THE))
        at--;
    if (at > first && WORD_AMONG(doc, at - 1, within))
        return true;
    if (at <= first + 1 || !word_is(doc, at - 1, W_IN))
        return false;
    /* "for producers in China and for those in India" */
    return hit_over(doc, at - 2, LEX_ORIGIN) == NULL && !side_is_maker(doc, at - 2) &&
           !word_is(doc, at - 2, W_THOSE);
}

bool side_is_joined(const struct document *doc, size_t i)
{
    const struct mention *one = &doc->mention[i];
    const struct mention *next = one + 1;
    if (one->side == NULL || one->kind != MENTION_COUNTRY || next->kind != MENTION_COUNTRY)
        return false;
    for (uint32_t at = one->end; at < next->first; at++) {
        if (!word_is(doc, at, W_AND) && !word_is(doc, at, W_THE) && doc->token[at].mark != ',')
            return false;
    }
    return next->first > one->end;
}

const char *side_customs(const char *side)
{
    return side != NULL && record_in_union(side) ? "EU" : side;
}
