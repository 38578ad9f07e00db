#include "common/model/label.h"
#include "common/model/result.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The messages and lines that come from outside: whatever is read can be written, and read again.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct buf json;
    struct err err;
    struct item item;
    struct result result;
    struct label_story story;
    arena_init(&arena, (size_t)64 << 20);
    buf_init(&json, (size_t)64 << 20);
    if (!item_from_json(&arena, (const char *)data, size, &item, &err)) {
        assert(item_to_json(&item, &json, &err) == ERR_OK);
        assert(item_from_json(&arena, json.ptr, json.len, &item, &err) == ERR_OK);
    }
    buf_reset(&json);
    if (!result_from_json(&arena, (const char *)data, size, &result, &err)) {
        assert(result_to_json(&result, &json, &err) == ERR_OK);
        assert(result_from_json(&arena, json.ptr, json.len, &result, &err) == ERR_OK);
    }
    (void)item_from_line(&arena, (const char *)data, size, true, &item, &err);
    (void)label_story_from_json(&arena, (const char *)data, size, &story, &err);
    arena_release(&arena);
    buf_release(&json);
    return 0;
}
