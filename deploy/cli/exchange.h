/*
 * The catalogue in exchange with feed readers, as OPML.
 */
#ifndef GAINSAY_CLI_EXCHANGE_H
#define GAINSAY_CLI_EXCHANGE_H

#include "producers/poller/catalogue.h"

/* Prints a section for each feed of the OPML file that the catalogue does not have, to be looked
 * over and added to sources.conf. */
enum err_code exchange_import(const char *path, const struct catalogue *catalogue, struct err *err);

/* Writes the catalogue's feeds as OPML 2.0, to a file or (path NULL) to standard output; listings
 * and APIs are nothing that a reader could use. */
enum err_code exchange_export(const struct catalogue *catalogue, const char *path, struct err *err);

#endif
