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
    long nth = 1;
    const char *order = getenv("GAINSAY_CRASH");
    if (order == NULL || sscanf(order, "%63s %7s %ld", point, action, &nth) < 2 ||
        strcmp(point, name) != 0 || ++passes != nth)
        return;
    (void)raise(strcmp(action, "stop") == 0 ? SIGSTOP : SIGKILL);
}
