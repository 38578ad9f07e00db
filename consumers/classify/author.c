#include "consumers/classify/document.h"

#include <string.h>

#define LINE_TOKENS_MAX 400 /* of a title or source id; what follows is not looked at */

/* A line beside the text under the same rules: its tokens and tags. */
static bool line_open(const struct document *document, const char *text, struct document *line)
{
    struct arena *arena = document->arena;
    *line = (struct document){
        .lexicon = document->lexicon, .item = document->item, .arena = arena, .text = text};
    line->token = arena_array(arena, LINE_TOKENS_MAX, sizeof(*line->token));
    if (!line->token ||
        !token_scan(arena, text, strlen(text), line->token, LINE_TOKENS_MAX, &line->token_count))
        return false;
    if (!tag_find(line, NULL, &line->tag_count))
        return false;
    line->tag = arena_array(arena, line->tag_count + 1, sizeof(*line->tag));
    return line->tag && tag_find(line, &line->tag, &line->tag_count);
}

/* A public body's own source speaks for that body; where the lexicon knows only the country, for
 * the first body of that country that the text names. */
static void author_of_source(struct document *document)
{
    const struct item *item = document->item;
    const struct tag *body = tag_in(document, TAG_BODY, 0, (uint32_t)document->token_count);
    struct document line;
    if (!item->source || !line_open(document, item->source, &line))
        return;
    const struct tag *source = tag_in(&line, TAG_SOURCE, 0, (uint32_t)line.token_count);
    if (source && source->first == 0) {
        document->author.side = source->entry->value;
        document->author.name = source->entry->note;
    } else if (item->country && item->kind &&
               (!strcmp(item->kind, "ministry") || !strcmp(item->kind, "government") ||
                !strcmp(item->kind, "agency"))) {
        document->author.side = item->country;
        document->author.name = "the government";
    }
    bool unnamed = document->author.name && strstr(document->author.name, "government");
    if (unnamed && body && (!body->entry->value || tag_value_is(body, document->author.side)))
        document->author.name = token_text(document, body->first, body->end);
}

/* Whether a title says that the text is this actor's words. */
static bool is_titled_by(const struct document *document,
                         const struct document *title,
                         const struct actor *actor)
{
    const struct tag *role = tag_in(title, TAG_ROLE, 0, (uint32_t)title->token_count);
    if (document->item->source && strstr(document->item->source, "social"))
        return !document->author.name;
    if (!actor->role)
        return false;
    if (token_is(title, 0, "statement") || token_is(title, 0, "remarks"))
        return !strcmp(actor->role, "person") || !strcmp(actor->role, "head_of_state");
    return document->author.side && tag_value_is(role, "spokesperson") &&
           !strcmp(actor->role, "spokesperson") && actor->end > role->end + 1;
}

/* The country that a text is about first: its author's, its title's, that of an office named in
 * the title, else the one it names most. */
static const char *home_of(const struct document *document, const struct document *title)
{
    uint32_t end = (uint32_t)title->token_count;
    const struct tag *place = tag_in(title, TAG_PLACE, 0, end);
    const struct tag *office = tag_in(title, TAG_ROLE, 0, end);
    if (document->author.side)
        return document->author.side;
    if (place)
        return place->entry->value;
    return office && office->entry->note ? office->entry->note : document->place_rank[0];
}

static void author_of_title(struct document *document)
{
    struct document title;
    const char *text = document->item->title ? document->item->title : "";
    if (!line_open(document, text, &title))
        return;
    document->home = home_of(document, &title);
    title.home = document->home;
    title.author = document->author;
    uint32_t end = (uint32_t)title.token_count;
    for (uint32_t at = 0; at < end;) {
        struct actor actor;
        if (!speaker_actor_begin(&title, 0, at, end, &actor)) {
            at++;
            continue;
        }
        if (actor.role && strcmp(actor.role, "country") != 0 && strcmp(actor.role, "agency") != 0)
            speaker_remember(document, &actor);
        if (is_titled_by(document, &title, &actor))
            document->author = (struct actor){actor.name, actor.side, actor.role, 0, 0};
        at = actor.end > at ? actor.end : at + 1;
    }
}

void speaker_author(struct document *document)
{
    author_of_source(document);
    author_of_title(document);
}
