#include "common/text/utf8.h"
#include "producers/feeds/feed.h"
#include "producers/feeds/opml.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_BYTES ((size_t)64 << 20)

/* A list of feeds that somebody hands us: every outline has an address, all text is UTF-8. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct opml_outline *outline = NULL;
    size_t count = 0;
    struct err err;
    arena_init(&arena, ARENA_BYTES);
    feed_setup();
    if (opml_read((const char *)data, size, &arena, &outline, &count, &err) == ERR_OK) {
        for (size_t i = 0; i < count; i++) {
            const char *texts[] = {outline[i].feed, outline[i].title};
            assert(texts[0] != NULL && *texts[0] != '\0');
            for (size_t t = 0; t < 2; t++)
                assert(texts[t] == NULL ||
                       utf8_valid_prefix(texts[t], strlen(texts[t])) == strlen(texts[t]));
        }
    }
    arena_release(&arena);
    return 0;
}
