/*
 * `gainsay sources check`: fetches sources as the poller would and says what each is like. Nothing
 * is sent anywhere.
 */
#ifndef GAINSAY_CLI_CHECK_H
#define GAINSAY_CLI_CHECK_H

#include "deploy/cli/states.h"
#include "producers/poller/catalogue.h"
#include "producers/poller/poller.h"

#include <stdbool.h>
#include <stddef.h>

/* Checks the sources, each host at its own pace, and prints a paragraph for each, with what the
 * poller saw where states is not NULL. Returns how many are not fine. */
size_t check_sources(const struct poller_settings *settings,
                     const struct catalogue_source *const *sources,
                     size_t count,
                     const struct states *states,
                     struct err *err);

/* The same for a document that is at hand in a file. */
bool check_file(const char *path, const struct catalogue_source *source);

#endif
