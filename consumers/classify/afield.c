#include "consumers/classify/afield.h"

#include "consumers/classify/mention.h"

#include <string.h>

#define OWN_MIN 80 /* tokens: a shorter text may leave out what it is about */

static bool has_goods(const struct document *doc, uint32_t first, uint32_t end)
{
    return hit_in(doc, first, end, LEX_PRODUCT) != NULL ||
           hit_in(doc, first, end, LEX_GOODS) != NULL;
}

static bool names_abroad(const struct document *doc, const char *home)
{
    for (size_t m = 0; m < doc->mention_count; m++) {
        const char *side = doc->mention[m].side;
        if (side != NULL && (home == NULL || strcmp(side, home) != 0))
            return true;
    }
    return false;
}

bool afield_text(const struct reader *reader, const char *home)
{
    const struct document *doc = reader->doc;
    uint32_t end = (uint32_t)doc->token_count;
    if (reader->press || has_goods(doc, 0, end))
        return false;
    if (reader->social)
        return !reader->trade &&
               (hit_in(doc, 0, end, LEX_AFIELD) != NULL || !names_abroad(doc, home));
    return doc->token_count > OWN_MIN && reader->plain == 0 &&
           hit_in(doc, 0, end, LEX_PERCENT) == NULL;
}

static bool is_deep(const struct document *doc, uint32_t first, uint32_t end)
{
    const struct hit *hit = hit_in(doc, first, end, LEX_AFIELD);
    while (hit != NULL && !hit_is(hit, 0, "deep"))
        hit = hit_in(doc, hit->end, end, LEX_AFIELD);
    return hit != NULL;
}

/* "Serbia and Kosovo will negotiate", with nobody of one's own: what two others do. */
static bool is_between_others(const struct document *doc, const struct reading *reading)
{
    static const enum grammar_word own[] = {W_I, W_WE, W_US, W_OUR, W_MY, W_ME};
    const char *home = reading->speaker->side;
    const char *first = NULL;
    bool second = false;
    if (home == NULL || reading->type != RECORD_CLAIM ||
        (reading->matter != MATTER_TALKS && reading->matter != MATTER_DEAL))
        return false;
    for (size_t m = mention_from(doc, reading->from);
         m < doc->mention_count && doc->mention[m].first < reading->to; m++) {
        const char *side = doc->mention[m].side;
        if (side == NULL)
            continue;
        if (strcmp(side, home) == 0)
            return false;
        second = second || (first != NULL && strcmp(side, first) != 0);
        first = first == NULL ? side : first;
    }
    for (uint32_t at = reading->from; at < reading->to; at++) {
        for (size_t w = 0; w < sizeof own / sizeof own[0]; w++) {
            if (word_is(doc, at, own[w]))
                return false;
        }
    }
    return second;
}

bool afield_part(const struct reader *reader, const struct reading *reading)
{
    const struct document *doc = reader->doc;
    return reader->afield ||
           (reader->social &&
            (is_deep(doc, reading->from, reading->to) || is_between_others(doc, reading)) &&
            !matter_trade(doc, reading->from, reading->to) &&
            !has_goods(doc, reading->from, reading->to));
}
