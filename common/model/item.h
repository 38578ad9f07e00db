/*
 * The item: one revision of one press release, article, transcript or post, as topic gainsay.items
 * carries it. Schema: docs/schema/item-1.json. Every string is UTF-8 plain text, owned by the arena
 * or the caller's memory the struct was filled from; an absent member is NULL, never "".
 *
 * Times are RFC 3339 in UTC ("2025-04-28T08:00:00Z"). `published` is evidence: where the source
 * gives none that is possible, it is NULL and published_from is "none".
 */
#ifndef GAINSAY_MODEL_ITEM_H
#define GAINSAY_MODEL_ITEM_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define ITEM_SCHEMA       "item/1"
#define ITEM_ID_MAX_BYTES 256
/* Kafka's default message.max.bytes is 1 MiB; the envelope and a second use in the record need
 * room. */
#define ITEM_TEXT_MAX_BYTES ((size_t)400 << 10)

struct item {
    const char *id;       /* from source and guid: item_make_id() */
    const char *revision; /* from title and text: item_make_revision() */
    const char *story;    /* shared by copies of one text in several sources; NULL where unknown */
    const char *source;
    const char *kind;    /* ministry, agency, wire, newspaper, social, government, ... */
    const char *country; /* ISO 3166-1 alpha-2 of the source, or EU, WTO */
    const char *lang;    /* BCP 47 */
    const char *url;
    const char *guid;
    const char *title;
    const char *summary;
    const char *text;
    const char *author;
    const char *published;
    const char *published_raw;
    const char *published_precision; /* second, minute, day, month; NULL without a date */
    const char *published_from;      /* feed, page, url, none */
    const char *updated;
    const char *fetched;
};

/* The id of an entry: the same for the same source and guid for ever. Where an entry has no guid,
 * its canonical URL stands in. 32 hex digits. */
char *item_make_id(struct arena *arena, const char *source, const char *guid);
/* The revision of an item: changes with title or text. 32 hex digits. */
char *item_make_revision(struct arena *arena, const char *title, const char *text);

/*
 * Reads an item message of the topic. ERR_BAD_INPUT: not JSON, not UTF-8, a NUL, a schema whose
 * major version this program does not know, a member missing or of the wrong type; the text names
 * the member.
 */
enum err_code item_from_json(
    struct arena *arena, const char *json, size_t len, struct item *item, struct err *err);

/*
 * Reads one line of an import or evaluation file: members as LABELS.md and the item schema have
 * them, all but text and title optional. guid falls back to url, then to the line's id; item->id is
 * made from source and guid unless keep_id, which keeps the line's own (the tools that echo ids use
 * that).
 */
enum err_code item_from_line(struct arena *arena,
                             const char *json,
                             size_t len,
                             bool keep_id,
                             struct item *item,
                             struct err *err);

/* The two halves of item_from_line(), for those who have something to say in between: the members
 * as the line has them, ... */
enum err_code item_from_members(
    struct arena *arena, const char *json, size_t len, struct item *item, struct err *err);
/* ... and what follows from them: the fallbacks, id and revision. */
enum err_code item_complete(struct arena *arena, bool keep_id, struct item *item, struct err *err);
/* Sets a member by its name in the schema; false where an item has none of that name. The value is
 * borrowed. */
bool item_put(struct item *item, const char *name, const char *value);

/* Appends the item as one JSON object. */
enum err_code item_to_json(const struct item *item, struct buf *out, struct err *err);

#endif
