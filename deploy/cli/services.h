/*
 * How the services are, as their own HTTP endpoints say.
 */
#ifndef GAINSAY_CLI_SERVICES_H
#define GAINSAY_CLI_SERVICES_H

#include "common/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define SERVICES_MAX 32

#define SERVICE_NAME_BYTES    64
#define SERVICE_ADDRESS_BYTES 64

struct service_report {
    char name[SERVICE_NAME_BYTES];
    char address[SERVICE_ADDRESS_BYTES];
    bool ready;
    char line[ERR_TEXT_BYTES]; /* what /readyz says, or why it says nothing */
    char *metrics;             /* what /metrics says; NULL: nothing */
    size_t metrics_len;
};

struct services {
    struct service_report report[SERVICES_MAX];
    size_t count;
};

/*
 * list: "NAME=ADDRESS:PORT ...", separated by spaces. Asks all of them at once; the reports are in
 * the list's order. ERR_CONFIG: the list does not read so. Release it in either case.
 */
enum err_code services_ask(const char *list, struct services *services, struct err *err);
/* Accepts a zeroed struct. */
void services_release(struct services *services);

#endif
