/* Which countries a matter concerns, by the words that tell it. */
#include "consumers/classify/matter.h"
#include "consumers/classify/mention.h"

#include <string.h>

#define BOTH_BACK 30 /* tokens from "both sides" back to who they are */
#define CITY_MAX  5  /* tokens from "in" to the country of a city */

/* "in Kuala Lumpur, Malaysia": a country that tells where a city is. */
static bool follows_city(const struct document *doc, uint32_t first)
{
    if (first < 3 || doc->token[first - 1].kind != TOKEN_PUNCT || doc->token[first - 1].mark != ',')
        return false;
    for (uint32_t at = first - 1; at > 0 && first - at <= CITY_MAX; at--) {
        if (word_is(doc, at - 1, W_IN) || word_is(doc, at - 1, W_AT))
            return at < first - 1;
        if ((doc->token[at - 1].flags & TOKEN_CAPITAL) == 0)
            return false;
    }
    return false;
}

/* "in Geneva", "a British newspaper": where something is, not who is concerned. */
static bool is_scene(const struct document *doc, uint32_t first, uint32_t end)
{
    bool capital = hit_at(doc, first, LEX_CAPITAL) != NULL || follows_city(doc, first);
    bool within = first > 0 && (word_is(doc, first - 1, W_IN) || word_is(doc, first - 1, W_AT) ||
                                word_is(doc, first - 1, W_FROM) || follows_city(doc, first));
    return (capital && within) || hit_at(doc, end, LEX_OUTLET) != NULL ||
           hit_at(doc, end, LEX_OUTLET_HEAD) != NULL;
}

/* "The two sides", after "talks between China and Norway": those whom the words just before name.
 */
static bool last_two(const struct document *doc, uint32_t first, struct record_codes *parties)
{
    const char *side[2];
    size_t count = 0;
    for (size_t i = mention_from(doc, first); i > 0 && count < 2; i--) {
        const struct mention *mention = &doc->mention[i - 1];
        if (mention->first + BOTH_BACK < first)
            break;
        if (mention->side != NULL && strcmp(mention->side, "WTO") != 0 &&
            (count == 0 || strcmp(side[0], mention->side) != 0))
            side[count++] = mention->side;
    }
    for (size_t i = 0; count == 2 && i < 2 && parties->count < 2; i++)
        (void)record_codes_add(parties, side[i]);
    return count == 2;
}

/* Where the next name of a country or its people starts in tokens [first, end), or `end`. */
static uint32_t next_place(const struct document *doc, uint32_t first, uint32_t end)
{
    uint32_t country = hit_start(doc, first, end, LEX_COUNTRY);
    return hit_start(doc, first, country, LEX_DEMONYM);
}

void matter_parties(const struct document *doc,
                    uint32_t first,
                    uint32_t end,
                    struct record_codes *parties)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        if (mention->side != NULL && !str_same(mention->side, "WTO") &&
            !is_scene(doc, mention->first, mention->end))
            (void)record_codes_add(parties, mention->side);
    }
    for (uint32_t at = next_place(doc, first, end); at < end; at = next_place(doc, at + 1, end)) {
        const struct hit *place = hit_at(doc, at, LEX_COUNTRY);
        if (place == NULL)
            place = hit_at(doc, at, LEX_DEMONYM);
        /* Most are named by a mention that was added above. */
        if (!hit_is(place, 0, "WTO") && !record_codes_have(parties, place->entry->text[0]) &&
            !is_scene(doc, at, place->end))
            (void)record_codes_add(parties, place->entry->text[0]);
    }
    bool both = false;
    for (const struct hit *hit = hit_in(doc, first, end, LEX_GROUP); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_GROUP)) {
        both = both || hit_is(hit, 0, "both");
        /* "over the BRICS currency" */
        uint32_t before = hit->first - (hit->first > first && word_is(doc, hit->first - 1, W_THE));
        if (before > first &&
            (word_is(doc, before - 1, W_OVER) || word_is(doc, before - 1, W_ABOUT)))
            continue;
        for (size_t i = 0; i < LEX_PARTS_MAX && !hit_is(hit, 0, "both"); i++) {
            if (hit->entry->part[i].len > 0)
                (void)record_codes_add(parties, hit->entry->text[i]);
        }
    }
    if (both && !last_two(doc, first, parties)) {
        for (size_t i = 0; i < 2; i++) {
            if (doc->country[i] != NULL && parties->count < 2)
                (void)record_codes_add(parties, doc->country[i]);
        }
    }
}

/* Whether a side is named in tokens [first, end) otherwise than as where something happened: "at
 * the summit in Canada". */
static bool is_concerned(const struct document *doc, uint32_t first, uint32_t end, const char *side)
{
    for (size_t i = mention_from(doc, first); i < doc->mention_count && doc->mention[i].first < end;
         i++) {
        const struct mention *mention = &doc->mention[i];
        bool within = mention->first > first && word_is(doc, mention->first - 1, W_IN) &&
                      mention->kind == MENTION_COUNTRY;
        if (mention->side != NULL && strcmp(mention->side, side) == 0 && !within)
            return true;
    }
    for (const struct hit *group = hit_in(doc, first, end, LEX_GROUP); group != NULL;
         group = hit_in(doc, group->end, end, LEX_GROUP)) {
        for (size_t i = 0; i < LEX_PARTS_MAX; i++) {
            if (hit_is(group, i, side))
                return true;
        }
    }
    return false;
}

void matter_without_scenes(const struct document *doc,
                           uint32_t first,
                           uint32_t end,
                           struct record_codes *parties)
{
    struct record_codes concerned = {0};
    for (size_t i = 0; i < parties->count; i++) {
        if (is_concerned(doc, first, end, parties->code[i]))
            (void)record_codes_add(&concerned, parties->code[i]);
    }
    if (concerned.count >= 2)
        *parties = concerned;
}
