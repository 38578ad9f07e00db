#include "producers/feeds/title.h"

#include "common/text/utf8.h"

#include <string.h>

#define TITLE_CHARACTERS 100

/* The place where text is cut: its end, or after a word of the second half, or where it must be. */
static size_t cut_of(struct str text)
{
    size_t at = 0;
    size_t word = 0;
    for (size_t count = 0; at < text.len; count++) {
        if (count == TITLE_CHARACTERS)
            return word > 0 ? word : at;
        if (text.ptr[at] == ' ' && count > TITLE_CHARACTERS / 2)
            word = at;
        uint32_t c = 0;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
    }
    return text.len;
}

const char *title_of_text(struct arena *arena, const char *text)
{
    struct str line = str_of(text);
    const char *end = line.len == 0 ? NULL : memchr(line.ptr, '\n', line.len);
    if (end != NULL)
        line.len = (size_t)(end - line.ptr);
    line = str_trim(line);
    size_t len = cut_of(line);
    if (len == 0)
        return NULL;
    return arena_format(arena, "%.*s%s", (int)len, line.ptr, len < line.len ? "\u2026" : "");
}

static bool put(struct feed_entry *entry, const char *title, const char *from)
{
    if (title == NULL)
        return false;
    entry->title = title;
    entry->title_from = from;
    return true;
}

void title_complete(struct arena *arena, struct feed_document *doc)
{
    for (size_t i = 0; i < doc->count; i++) {
        struct feed_entry *entry = &doc->entry[i];
        if (!put(entry, entry->title, "feed") &&
            !put(entry, title_of_text(arena, entry->summary), "text") &&
            !put(entry, title_of_text(arena, entry->text), "text") &&
            !put(entry, entry->url, "url"))
            entry->title_from = "none";
    }
}
