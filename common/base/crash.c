#include "common/base/crash.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void crash_point(const char *name)
{
    static long passes;
    char point[64];
    char action[8];
    char nth[16];
    const char *order = getenv("GAINSAY_CRASH");
    if (order == NULL || sscanf(order, "%63s %7s %15s", point, action, nth) != 3 ||
        strcmp(point, name) != 0 || ++passes != strtol(nth, NULL, 10))
        return;
    (void)raise(strcmp(action, "stop") == 0 ? SIGSTOP : SIGKILL);
}

void crash_at(const char *bytes, size_t len)
{
    const char *text = getenv("GAINSAY_CRASH_AT");
    size_t size = text == NULL ? 0 : strlen(text);
    for (size_t i = 0; size > 0 && i + size <= len; i++) {
        if (memcmp(bytes + i, text, size) == 0)
            (void)raise(SIGKILL);
    }
}
