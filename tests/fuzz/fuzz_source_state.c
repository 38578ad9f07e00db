#include "common/model/source_state.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read can be written, and read again to the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct source_state first = {0};
    struct source_state second = {0};
    struct buf json;
    struct buf again;
    struct err err;
    if (source_state_from_json((const char *)data, size, &first, &err))
        return 0;
    buf_init(&json, (size_t)64 << 20);
    buf_init(&again, (size_t)64 << 20);
    assert(source_state_to_json(&first, &json, &err) == ERR_OK);
    assert(source_state_from_json(json.ptr, json.len, &second, &err) == ERR_OK);
    assert(source_state_to_json(&second, &again, &err) == ERR_OK);
    assert(strcmp(json.ptr, again.ptr) == 0);
    source_state_release(&first);
    source_state_release(&second);
    buf_release(&json);
    buf_release(&again);
    return 0;
}
