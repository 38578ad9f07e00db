#include "common/text/utf8.h"
#include "producers/feeds/feed.h"
#include "producers/feeds/url.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_BYTES ((size_t)64 << 20)

static void check_text(const char *text)
{
    assert(text == NULL || utf8_valid_prefix(text, strlen(text)) == strlen(text));
}

/* A document of any kind: every string is UTF-8, every entry has an id and can be printed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    feed_setup();
    struct feed_hints hints = {.url = "https://fuzz.example/dir/feed",
                               .source = "fuzz",
                               .next_url = "&page={2+1}",
                               .page = 1,
                               .page_count = "7"};
    struct feed_document doc;
    struct err err;
    if (feed_parse((const char *)data, size, &hints, &arena, &doc, &err) == ERR_OK) {
        assert((doc.verdict == FEED_OK) == (doc.reason == NULL));
        check_text(doc.title);
        check_text(doc.link);
        struct buf line;
        buf_init(&line, ARENA_BYTES);
        for (size_t i = 0; i < doc.count; i++) {
            assert(doc.entry[i].id != NULL && doc.entry[i].identity != NULL);
            assert((strcmp(doc.entry[i].title_from, "none") == 0) == (doc.entry[i].title == NULL));
            assert(doc.entry[i].url == NULL || strlen(doc.entry[i].url) <= URL_MAX_BYTES);
            check_text(doc.entry[i].title);
            check_text(doc.entry[i].url);
            check_text(doc.entry[i].guid);
            check_text(doc.entry[i].text);
            assert(feed_entry_to_json(&doc.entry[i], &line, &err) == ERR_OK);
            buf_reset(&line);
        }
        buf_release(&line);
    }
    arena_release(&arena);
    return 0;
}
