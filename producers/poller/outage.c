#include "producers/poller/outage.h"

#include <stdio.h>
#include <string.h>

bool outage_failed(struct outage *outage, const char *host, void *owner)
{
    if (outage_is_on(outage))
        return false;
    for (size_t i = 0; i < outage->count; i++) {
        if (strcmp(outage->suspect[i].host, host) == 0)
            return false;
    }
    (void)snprintf(outage->suspect[outage->count].host, WEBURL_HOST_BYTES, "%s", host);
    outage->suspect[outage->count].owner = owner;
    outage->count++;
    return outage_is_on(outage);
}

void outage_answered(struct outage *outage)
{
    outage->count = 0;
}

bool outage_is_on(const struct outage *outage)
{
    return outage->count == OUTAGE_HOSTS;
}
