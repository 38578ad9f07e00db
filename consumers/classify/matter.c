#include "consumers/classify/document.h"

#include <string.h>

enum matter matter_find(const struct document *document, uint32_t first, uint32_t end)
{
    unsigned weight[MATTER_TRADE_EFFECT + 1] = {0};
    for (const struct tag *tag = tag_in(document, TAG_MATTER, first, end); tag;
         tag = tag_in(document, TAG_MATTER, tag->end, end)) {
        unsigned one = tag->entry->note ? (unsigned)(tag->entry->note[0] - '0') : 2;
        weight[matter_parse(tag->entry->value ? tag->entry->value : "")] += one;
    }
    enum matter best = MATTER_NONE;
    unsigned most = 1;
    for (int matter = MATTER_CONTACT; matter <= MATTER_TRADE_EFFECT; matter++)
        if (weight[matter] > most) {
            most = weight[matter];
            best = (enum matter)matter;
        }
    return best;
}

void matter_parties(const struct document *document,
                    uint32_t first,
                    uint32_t end,
                    struct record_codes *parties)
{
    static const enum tag_class named[] = {TAG_PLACE, TAG_PERSON, TAG_BODY};
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
        for (const struct tag *tag = tag_in(document, named[i], first, end); tag;
             tag = tag_in(document, named[i], tag->end, end))
            if (tag->entry->value && strcmp(tag->entry->value, "WTO") != 0 &&
                !tag_is_venue(document, tag))
                record_codes_add(parties, tag->entry->value);
    for (const struct tag *tag = tag_in(document, TAG_GROUP, first, end); tag;
         tag = tag_in(document, TAG_GROUP, tag->end, end))
        for (size_t i = 0; i < 2; i++)
            if (tag_value_is(tag, "both") && document->place_rank[i])
                record_codes_add(parties, document->place_rank[i]);
}
