#include "producers/poller/robots.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A path, a zero byte, a robots.txt: an answer comes, and robots.txt itself is always allowed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[2049];
    const uint8_t *end = size == 0 ? NULL : memchr(data, '\0', size);
    size_t len = end == NULL ? 0 : (size_t)(end - data);
    if (len >= sizeof path)
        return 0;
    memcpy(path, data, len);
    path[len] = '\0';
    struct str text = {(const char *)data + (end == NULL ? 0 : len + 1),
                       size - (end == NULL ? 0 : len + 1)};
    struct robots robots;
    robots_parse(text, "gainsay", &robots);
    assert(robots.delay_ms >= 0);
    assert(robots_allows(&robots, "/robots.txt"));
    (void)robots_allows(&robots, path);
    robots_release(&robots);
    return 0;
}
