/*
 * The HTTP endpoint of a service: /metrics, /healthz (is the loop alive?), /readyz (can it do its
 * work?). Served by a thread of its own. Used by service.c only.
 */
#ifndef GAINSAY_SERVICE_ENDPOINT_H
#define GAINSAY_SERVICE_ENDPOINT_H

#include "common/base/err.h"

#include <stdbool.h>

#define ENDPOINT_TEXT_BYTES 512

struct endpoint;

struct endpoint_checks {
    /* Each writes one line to text[ENDPOINT_TEXT_BYTES] and answers whether all is well. */
    bool (*healthy)(char *text);
    bool (*ready)(char *text);
};

/* listen: "address:port", IPv4. ERR_CONFIG: not an address, or taken. */
enum err_code endpoint_open(const char *listen,
                            const struct endpoint_checks *checks,
                            struct endpoint **endpoint,
                            struct err *err);
/* Accepts NULL. */
void endpoint_close(struct endpoint *endpoint);

#endif
