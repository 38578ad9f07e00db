/*
 * Whether the services are alive and ready, as their own /readyz says.
 */
#ifndef GAINSAY_CLI_SERVICES_H
#define GAINSAY_CLI_SERVICES_H

#include "common/base/err.h"

#include <stdbool.h>

/*
 * services: "NAME=ADDRESS:PORT ...", separated by spaces. Asks all of them at once and prints a
 * line for each, in the list's order. *all_ready is false where one is not. ERR_CONFIG: the list
 * does not read so.
 */
enum err_code services_print(const char *services, bool *all_ready, struct err *err);

#endif
