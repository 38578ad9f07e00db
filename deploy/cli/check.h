/*
 * `gainsay sources check`: fetches sources as the poller would and says what each is like. Nothing
 * is sent anywhere.
 */
#ifndef GAINSAY_CLI_CHECK_H
#define GAINSAY_CLI_CHECK_H

#include "producers/poller/catalogue.h"
#include "producers/poller/poller.h"

#include <stdbool.h>
#include <stddef.h>

/* Checks the sources, each host at its own pace, and prints a paragraph for each. Returns how many
 * are not fine. */
size_t check_sources(const struct poller_settings *settings,
                     const struct catalogue_source *const *sources,
                     size_t count,
                     struct err *err);

/* The same for a document that is at hand in a file. */
bool check_file(const char *path, const struct catalogue_source *source);

#endif
