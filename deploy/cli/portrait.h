/*
 * What `gainsay sources check` says of a document: lines of a name and its facts.
 */
#ifndef GAINSAY_CLI_PORTRAIT_H
#define GAINSAY_CLI_PORTRAIT_H

#include "deploy/cli/steady.h"
#include "producers/poller/catalogue.h"

#include <stdio.h>

void portrait_line(FILE *out, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Kind, charset, entries, ids, dates and how each was found. */
void portrait_document(FILE *out,
                       const struct feed_document *doc,
                       const struct catalogue_source *source);

/* What to set where the entries' ids are not what they should be; renamed: guids are new each time.
 */
void portrait_suggestion(FILE *out,
                         const struct feed_document *doc,
                         const struct catalogue_source *source,
                         bool renamed);

/* The last line; false where the document is not fine. */
bool portrait_verdict(FILE *out, const struct feed_document *doc);

#endif
