/*
 * The catalogue in exchange with feed readers, as OPML.
 */
#ifndef GAINSAY_CLI_EXCHANGE_H
#define GAINSAY_CLI_EXCHANGE_H

#include "producers/poller/catalogue.h"

/* Prints a section for each feed of the OPML file that the catalogue does not have, to be looked
 * over and added to sources.conf. */
enum err_code exchange_import(const char *path, const struct catalogue *catalogue, struct err *err);

/* Prints the catalogue's feeds as OPML 2.0; listings and APIs are nothing that a reader could use.
 */
void exchange_export(const struct catalogue *catalogue);

#endif
