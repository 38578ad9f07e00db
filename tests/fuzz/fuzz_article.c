#include "common/text/utf8.h"
#include "producers/feeds/article.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_BYTES ((size_t)64 << 20)

/* An article's page, with and without selectors. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct article_hints all_hints[] = {
        {.url = "https://fuzz.example/2025/04/28/a"},
        {.text = "//article|//div[@id='body']",
         .drop = "//aside|//*[@class='share']",
         .date = "//time"},
    };
    feed_setup();
    for (size_t i = 0; i < sizeof all_hints / sizeof all_hints[0]; i++) {
        struct arena arena;
        arena_init(&arena, ARENA_BYTES);
        struct article article;
        struct err err;
        if (article_extract((const char *)data, size, &all_hints[i], &arena, &article, &err) ==
            ERR_OK) {
            assert((article.verdict == FEED_OK) == (article.reason == NULL));
            assert(article.text == NULL ||
                   utf8_valid_prefix(article.text, strlen(article.text)) == strlen(article.text));
        }
        arena_release(&arena);
    }
    return 0;
}
