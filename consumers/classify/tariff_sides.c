#include "consumers/classify/tariff.h"

#include <string.h>

static bool is_demonym(const struct tag *tag)
{
    return tag->entry->note && strcmp(tag->entry->note, "demonym") == 0;
}

/* The country that a place, person or body tag before the action stands for, as its doer. */
static const char *doer_in(const struct document *document, uint32_t first, uint32_t end)
{
    static const char *const objects[] = {"on",      "from", "of", "to",  "for",
                                          "against", "with", "in", "into"};
    const char *side = NULL;
    for (uint32_t at = first; at < end; at++) {
        const struct tag *tag = tag_in(document, TAG_BODY, at, at + 6 < end ? at + 6 : end);
        if (!tag || tag->first != at || !tag->entry->value)
            tag = tag_in(document, TAG_PERSON, at, at + 6 < end ? at + 6 : end);
        if (!tag || tag->first != at)
            tag = tag_in(document, TAG_PLACE, at, at + 6 < end ? at + 6 : end);
        if (!tag || tag->first != at)
            continue;
        uint32_t before = at > first && token_is(document, at - 1, "the") ? at - 1 : at;
        bool object = false;
        for (size_t i = 0; before > first && i < sizeof(objects) / sizeof(objects[0]); i++)
            object = object || token_is(document, before - 1, objects[i]);
        bool goods = is_demonym(tag) && !tag_in(document, TAG_ROLE, tag->end, tag->end + 3) &&
                     !tag_in(document, TAG_BODY, tag->end, tag->end + 3) &&
                     !tag_in(document, TAG_TARIFF, tag->end, tag->end + 4);
        if (!object && !goods && !side)
            side = tag->entry->value;
        at = tag->end - 1;
    }
    return side;
}

const char *tariff_imposer(const struct document *document,
                           const struct sentence *sentence,
                           const struct measure *measure)
{
    const struct tag *noun = measure->noun;
    for (uint32_t at = sentence->first; at + 1 < sentence->end; at++)
        if (token_is(document, at, "by")) {
            const char *side =
                doer_in(document, at + 1, at + 5 < sentence->end ? at + 5 : sentence->end);
            if (side && noun && at > noun->first && at < noun->end + 6)
                return side;
        }
    if (noun) {
        uint32_t low = noun->first > sentence->first + 3 ? noun->first - 3 : sentence->first;
        const struct tag *place = tag_in(document, TAG_PLACE, low, noun->first);
        if (place &&
            (place->end == noun->first || is_demonym(place) ||
             token_is(document, place->end, "'s")) &&
            !tag_in(document, TAG_ACTION, place->end, noun->first) &&
            !(place->first > sentence->first && token_is(document, place->first - 1, "on")))
            return place->entry->value;
    }
    uint32_t stop = measure->action ? measure->action->first : measure->rate->first;
    uint32_t clause = stop;
    while (clause > sentence->first && document->token[clause - 1].kind != TOKEN_MARK)
        clause--;
    const char *side =
        tag_value_is(measure->action, "exempt") ? doer_in(document, clause, stop) : NULL;
    side = side ? side : doer_in(document, sentence->first, stop);
    if (!side && measure->action)
        side = doer_in(document, measure->action->end, sentence->end);
    if (!side && sentence->speaker.side)
        side = sentence->speaker.side;
    if (!side)
        side = document->author.side;
    if (!side)
        side = document->home;
    for (size_t i = document->records->count; !side && i > 0; i--)
        if (document->records->record[i - 1].type == RECORD_TARIFF_CHANGE)
            side = document->records->record[i - 1].imposer;
    return side ? side : document->place_rank[0];
}

void tariff_targets(const struct document *document,
                    uint32_t first,
                    uint32_t end,
                    const char *imposer,
                    struct record_codes *targets)
{
    for (const struct tag *tag = tag_in(document, TAG_PLACE, first, end); tag;
         tag = tag_in(document, TAG_PLACE, tag->end, end)) {
        bool deed = is_demonym(tag) && (tag_in(document, TAG_TARIFF, tag->end, tag->end + 2) ||
                                        tag_in(document, TAG_ROLE, tag->end, tag->end + 3) ||
                                        tag_in(document, TAG_BODY, tag->end, tag->end + 3));
        if (tag->entry->value && strcmp(tag->entry->value, imposer) != 0 && !deed &&
            !tag_is_venue(document, tag))
            record_codes_add(targets, tag->entry->value);
    }
}

/* "The new rate ...": a measure that names no country falls on those of the one before it, and a
 * reply on the country it answers. */
void tariff_targets_inherit(const struct document *document,
                            const struct sentence *sentence,
                            struct record *record)
{
    const struct record_list *list = document->records;
    for (size_t i = list->count - 1; i > 0; i--)
        if (list->record[i - 1].type == RECORD_TARIFF_CHANGE &&
            strcmp(list->record[i - 1].imposer, record->imposer) == 0) {
            record->targets = list->record[i - 1].targets;
            return;
        }
    const char *other = speaker_counterpart(document, record->imposer);
    for (const struct tag *tag = NULL; (tag = tag_next(document, sentence, TAG_MATTER, tag));)
        record->retaliation =
            record->retaliation ||
            (tag->entry->word_count == 1 && strncmp(tag->entry->word[0], "retaliat", 8) == 0);
    if (record->retaliation && other)
        record_codes_add(&record->targets, other);
}
