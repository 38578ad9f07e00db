#include "consumers/classify/homeland.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define SIDES_MAX    16
#define MENTIONS_MAX 400
#define US_AHEAD     6 /* tokens from a country to "our" */
#define NEG_AHEAD    3 /* tokens from a country to what it has not done */

struct side_count {
    const char *side;
    unsigned own;
    unsigned other;
};

struct counts {
    struct side_count side[SIDES_MAX];
    size_t count;
};

static struct side_count *count_of(struct counts *counts, const char *side)
{
    for (size_t i = 0; i < counts->count; i++) {
        if (strcmp(counts->side[i].side, side) == 0)
            return &counts->side[i];
    }
    if (counts->count == SIDES_MAX)
        return NULL;
    counts->side[counts->count] = (struct side_count){.side = side};
    return &counts->side[counts->count++];
}

/* "with Canada", "to the Americans", "from India": whom one deals with. */
static bool is_partner(const struct document *doc, uint32_t at)
{
    static const enum grammar_word words[] = {W_WITH, W_TO, W_AGAINST, W_FROM, W_INTO};
    if (at > 0 && word_is(doc, at - 1, W_THE))
        at--;
    for (size_t i = 0; at > 0 && i < sizeof words / sizeof words[0]; i++) {
        if (word_is(doc, at - 1, words[i]))
            return true;
    }
    return false;
}

/* "the Americans", "the American president", "Japan's minister": nobody speaks so of their own. */
static bool is_foreign(const struct document *doc, const struct mention *mention)
{
    if (mention->kind == MENTION_ROLE || mention->kind == MENTION_PERSON)
        return true;
    const struct hit *people = hit_at(doc, mention->first, LEX_DEMONYM);
    bool plural = people != NULL && doc->text[doc->token[people->end - 1].end - 1] == 's' &&
                  mention->first > 0 && word_is(doc, mention->first - 1, W_THE);
    return plural || (mention->possessive && hit_at(doc, mention->end + 1, LEX_ROLE) != NULL);
}

/* "our Indian growers"; "Germany did not ask": an official tells what the own side has not done. */
static bool is_own(const struct document *doc, const struct mention *mention)
{
    if (mention->first > 0 &&
        (word_is(doc, mention->first - 1, W_OUR) || word_is(doc, mention->first - 1, W_WE)))
        return true;
    uint32_t far = mention->end + NEG_AHEAD;
    uint32_t end = doc->sentence[mention->sentence].end;
    return mention->kind == MENTION_COUNTRY && !mention->possessive &&
           hit_at(doc, mention->first, LEX_DEMONYM) == NULL &&
           hit_in(doc, mention->end, far < end ? far : end, LEX_NEG) != NULL;
}

/* "New Zealand's duty on our lamb", "Brussels fines our firms": who does something to us. */
static bool faces_us(const struct document *doc, const struct mention *mention)
{
    uint32_t far = mention->end + US_AHEAD;
    uint32_t end = doc->sentence[mention->sentence].end;
    for (uint32_t at = mention->end; at < end && at < far; at++) {
        if (word_is(doc, at, W_WE) || word_is(doc, at, W_AND))
            return false;
        if (word_is(doc, at, W_OUR))
            return true;
    }
    return false;
}

static void count_sides(const struct document *doc, struct counts *counts)
{
    for (size_t i = 0; i < doc->mention_count && i < MENTIONS_MAX; i++) {
        const struct mention *mention = &doc->mention[i];
        bool told = mention->kind == MENTION_COUNTRY || mention->kind == MENTION_BODY ||
                    mention->person != NO_INDEX || mention->named_side;
        bool scene = mention->first > 0 && (word_is(doc, mention->first - 1, W_IN) ||
                                            word_is(doc, mention->first - 1, W_AT));
        if (mention->side == NULL || !told || strcmp(mention->side, "WTO") == 0 || scene)
            continue;
        struct side_count *one = count_of(counts, mention->side);
        if (one == NULL)
            return;
        if (is_partner(doc, mention->first) || is_foreign(doc, mention))
            one->other++;
        else if (is_own(doc, mention))
            one->own++;
        else if (faces_us(doc, mention))
            one->other++;
    }
}

/* What a country's own press and officials do; a press conference may be a guest's. */
static bool is_at_home(const struct document *title, uint32_t at)
{
    static const char *const words[] = {"radio",  "interview", "television", "show",   "news",
                                        "studio", "breakfast", "podcast",    "morning"};
    return WORD_AMONG(title, at, words);
}

/* "Morning radio in Warsaw", "Lima business breakfast": where a talk is held, by the one capital
 * that its title names; NULL: none, or two. */
static const char *scene_of(const struct document *title)
{
    const char *side = NULL;
    bool home = false;
    for (uint32_t at = 0; at < title->token_count; at++) {
        home = home || is_at_home(title, at);
        const struct hit *capital = hit_at(title, at, LEX_CAPITAL);
        if (capital == NULL)
            continue;
        if (side != NULL || is_partner(title, at))
            return NULL;
        side = capital->entry->text[0];
    }
    return home ? side : NULL;
}

const char *homeland_of(const struct document *doc, const struct document *title)
{
    struct counts counts = {.count = 0};
    count_sides(title, &counts);
    count_sides(doc, &counts);
    const struct side_count *own = NULL;
    const struct side_count *rest = NULL;
    size_t owns = 0;
    size_t rests = 0;
    for (size_t i = 0; i < counts.count; i++) {
        const struct side_count *one = &counts.side[i];
        if (one->own > one->other) {
            own = one;
            owns++;
        }
        if (one->other == 0) {
            rest = one;
            rests++;
        }
    }
    if (owns == 1)
        return own->side;
    if (owns == 0 && rests == 1 && counts.count > 1)
        return rest->side;
    return owns == 0 ? scene_of(title) : NULL;
}
