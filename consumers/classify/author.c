#include "consumers/classify/document.h"

#include <string.h>

void speaker_author(struct document *document)
{
    const struct item *item = document->item;
    struct document part = {.lexicon = document->lexicon, .item = item, .arena = document->arena};
    const char *texts[2] = {item->source, item->title};
    const struct tag *body = tag_in(document, TAG_BODY, 0, (uint32_t)document->token_count);
    for (size_t i = 0; i < 2; i++) {
        if (!texts[i])
            continue;
        struct token *token = arena_array(document->arena, 400, sizeof(*token));
        struct tag *tag = arena_array(document->arena, 4000, sizeof(*tag));
        part.text = texts[i];
        part.token = token;
        part.tag = tag;
        part.token_count = 0;
        if (!token || !tag ||
            !token_scan(document->arena, texts[i], strlen(texts[i]), token, 400, &part.token_count))
            return;
        tag_find(&part, NULL, &part.tag_count);
        if (part.tag_count > 4000 || !tag_find(&part, &part.tag, &part.tag_count))
            continue;
        uint32_t end = (uint32_t)part.token_count;
        const struct tag *source = i == 0 ? tag_in(&part, TAG_SOURCE, 0, end) : NULL;
        if (source) {
            document->author.side = source->entry->value;
            document->author.name = source->entry->note;
            if (body && document->author.name && strstr(document->author.name, "government") &&
                (!body->entry->value || tag_value_is(body, document->author.side)))
                document->author.name = token_text(document, body->first, body->end);
            part.author = document->author;
        }
        if (i == 1) {
            const struct tag *place = tag_in(&part, TAG_PLACE, 0, end);
            const struct tag *office = tag_in(&part, TAG_ROLE, 0, end);
            document->home = document->author.side           ? document->author.side
                             : place                         ? place->entry->value
                             : office && office->entry->note ? office->entry->note
                                                             : document->place_rank[0];
            part.home = document->home;
            bool social = item->source && strstr(item->source, "social") != NULL;
            const struct tag *role = tag_in(&part, TAG_ROLE, 0, end);
            struct actor actor;
            for (uint32_t at = 0; at < end; at++) {
                if (!speaker_actor_begin(&part, 0, at, end, &actor))
                    continue;
                if (actor.role && strcmp(actor.role, "country") != 0 &&
                    strcmp(actor.role, "agency") != 0)
                    speaker_remember(document, &actor);
                bool statement = token_is(&part, 0, "statement") || token_is(&part, 0, "remarks");
                if ((social && !document->author.name) ||
                    (statement && actor.role &&
                     (!strcmp(actor.role, "person") || !strcmp(actor.role, "head_of_state"))) ||
                    (document->author.side && tag_value_is(role, "spokesperson") && actor.role &&
                     !strcmp(actor.role, "spokesperson") && role->first < 6 &&
                     actor.end > role->end + 1)) {
                    document->author.name = actor.name;
                    document->author.side = actor.side;
                    document->author.role = actor.role;
                }
                if (actor.end > at)
                    at = actor.end - 1;
            }
        }
    }
}
