#include "producers/feeds/feed.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_BYTES ((size_t)64 << 20)

static void read_with(const uint8_t *data, size_t size, const struct feed_listing *listing)
{
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct feed_hints hints = {.url = "https://fuzz.example/list/", .listing = listing};
    struct feed_document doc;
    struct err err;
    if (feed_parse((const char *)data, size, &hints, &arena, &doc, &err) == ERR_OK &&
        doc.kind == FEED_LISTING)
        for (size_t i = 0; i < doc.count; i++)
            assert(doc.entry[i].url != NULL);
    arena_release(&arena);
}

/* An HTML page, by a pattern alone and by selectors. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct feed_listing by_pattern = {.link_pattern = "/[0-9]+"};
    static const struct feed_listing by_xpath = {.rows = "//li|//tr|//div[@class='row']",
                                                 .title = ".//a",
                                                 .date = ".//span|.//time/@datetime",
                                                 .date_pattern = "([0-9].*)",
                                                 .summary = ".//p",
                                                 .next = "//a[@rel='next']/@href"};
    feed_setup();
    read_with(data, size, &by_pattern);
    read_with(data, size, &by_xpath);
    return 0;
}
