#include "common/http/address.h"
#include "common/http/header.h"
#include "common/http/weburl.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One text as an address, a list of blocks, and a header line. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct address_list list;
    struct str name;
    struct str value;
    char host[WEBURL_HOST_BYTES];
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    arena_init(&arena, (size_t)1 << 20);

    bool accepted = weburl_check(text, NULL) == ERR_OK;
    weburl_host(text, host);
    assert(accepted || host[0] == '\0');
    char *origin = weburl_origin(&arena, text);
    if (origin != NULL) {
        assert(accepted && weburl_check(origin, NULL) == ERR_OK);
        assert(weburl_path(&arena, text)[0] == '/');
    }
    (void)address_list_parse(text, &list, NULL);
    if (header_split((struct str){text, size}, &name, &value) && header_is_clean(value)) {
        long long delay_s = 0;
        struct str target;
        (void)header_retry_after(value, 1745827200, &delay_s);
        assert(delay_s >= 0);
        if (header_link_next(value, &target))
            assert(target.len > 0 && target.ptr > value.ptr &&
                   target.ptr + target.len < value.ptr + value.len);
    }
    arena_release(&arena);
    free(text);
    return 0;
}
