#include "consumers/classify/document.h"

#include <string.h>

static bool is_any(const struct document *document, uint32_t at, const char *const *words)
{
    for (; *words; words++)
        if (token_is(document, at, *words))
            return true;
    return false;
}

/* Whether the phrase says more than where goods come from. */
static bool is_specific(const struct document *document, uint32_t first, uint32_t end)
{
    static const char *const general[] = {
        "the",     "all",     "other", "goods", "imports", "products", "imported", "countries",
        "country", "on",      "of",    "from",  "and",     "into",     "its",      "their",
        "any",     "every",   "our",   "them",  "it",      "'s",       "both",     "these",
        "those",   "nations", "world", "us",    "certain", "trading",  "partners", NULL};
    for (uint32_t i = first; i < end; i++)
        if (document->token[i].kind != TOKEN_MARK && !is_any(document, i, general) &&
            !tag_in(document, TAG_PLACE, i, i + 1) && !tag_in(document, TAG_EVERYONE, i, i + 1) &&
            !tag_in(document, TAG_PERCENT, i, i + 1))
            return true;
    return false;
}

static bool names_goods(const struct document *document, uint32_t first, uint32_t end)
{
    static const char *const goods[] = {"goods",   "imports",   "products",
                                        "exports", "shipments", NULL};
    for (uint32_t i = first; i < end; i++)
        if (is_any(document, i, goods))
            return true;
    return false;
}

/* "from 39 percent", "and a 10% tariff", "and the other": something else begins. */
static bool turns_away(const struct document *document, uint32_t at)
{
    static const char *const articles[] = {"a", "an", "those", "that", NULL};
    if (at + 2 >= document->token_count)
        return false;
    bool number = document->token[at + 1].kind == TOKEN_NUMBER ||
                  tag_in(document, TAG_NUMBER, at + 1, at + 2);
    if (token_is(document, at, "of"))
        return number;
    if (token_is(document, at, "from"))
        return number || tag_in(document, TAG_WEEKDAY, at + 1, at + 2) ||
               tag_in(document, TAG_MONTH, at + 1, at + 2) || token_is(document, at + 1, "today");
    return token_is(document, at, "and") &&
           (number || is_any(document, at + 1, articles) || token_is(document, at + 2, "other") ||
            tag_in(document, TAG_ACTION, at + 1, at + 2));
}

static uint32_t phrase_end(const struct document *document, uint32_t at, uint32_t end)
{
    uint32_t stop = at;
    while (stop < end) {
        const struct tag *tag = tag_in(document, TAG_STOP, stop, end);
        if ((tag && tag->first == stop) || turns_away(document, stop))
            break;
        if (document->token[stop].kind == TOKEN_MARK) {
            if (!token_is(document, stop, ",") && !token_is(document, stop, "$") &&
                !token_is(document, stop, "'"))
                break;
            /* A comma goes on with a list only where an "and" or another comma follows soon. */
            bool list = false;
            for (uint32_t i = stop + 1; token_is(document, stop, ",") && i < end && i < stop + 7;
                 i++)
                list = list || token_is(document, i, "and") || token_is(document, i, "or");
            if (token_is(document, stop, ",") && !list)
                break;
        }
        stop++;
    }
    while (stop > at && (token_is(document, stop - 1, ",") || token_is(document, stop - 1, "and")))
        stop--;
    return stop;
}

static const char *phrase_copy(const struct document *document, uint32_t from, uint32_t stop)
{
    uint32_t start = document->token[from].start;
    return arena_copy(document->arena, document->text + start,
                      document->token[stop - 1].end - start);
}

const char *product_phrase(const struct document *document, uint32_t first, uint32_t end)
{
    static const char *const leads[][3] = {
        {"on", "against", NULL}, {"on", "against", NULL}, {"for", "to", NULL}};
    for (size_t round = 0; round < 3; round++)
        for (uint32_t at = first; at + 1 < end; at++) {
            if (!is_any(document, at, leads[round]))
                continue;
            if (round == 0 && (at == 0 || !tag_in(document, TAG_TARIFF, at - 1, at)))
                continue;
            uint32_t from = at + 1;
            if (token_is(document, from, "the"))
                from++;
            uint32_t stop = phrase_end(document, from, end);
            bool dated = stop > from && (tag_in(document, TAG_MONTH, from, stop) ||
                                         tag_in(document, TAG_WEEKDAY, from, stop) ||
                                         tag_in(document, TAG_PERCENT, from, stop));
            bool goods = names_goods(document, from, stop);
            if (stop == from || dated || (token_is(document, at, "to") && !goods))
                continue;
            if (is_specific(document, from, stop) || goods)
                return phrase_copy(document, from, stop);
        }
    return NULL;
}

const char *product_before(const struct document *document, uint32_t first, uint32_t at)
{
    uint32_t from = at;
    while (from > first && at - from < 12 && !tag_in(document, TAG_STOP, from - 1, from) &&
           !tag_in(document, TAG_ACTION, from - 1, from) &&
           !tag_in(document, TAG_SAY, from - 1, from) &&
           !tag_in(document, TAG_PERCENT, from - 1, from) &&
           !tag_in(document, TAG_PERSON, from - 1, from) &&
           !tag_in(document, TAG_MODIFIER, from - 1, from) && !token_is(document, from - 1, "'s") &&
           document->token[from - 1].kind == TOKEN_WORD)
        from--;
    while (from < at && token_is(document, from, "the"))
        from++;
    return from < at && is_specific(document, from, at) ? phrase_copy(document, from, at) : NULL;
}
