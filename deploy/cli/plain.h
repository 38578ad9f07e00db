/*
 * Text of others on somebody's terminal, which obeys control characters (ECMA-48): each becomes a
 * space, those of C1 (U+0080 to U+009F) too. For what a person reads, not for CSV and JSON.
 */
#ifndef GAINSAY_CLI_PLAIN_H
#define GAINSAY_CLI_PLAIN_H

#include "common/base/buf.h"

#include <stdio.h>

/* A line feed becomes a space, too. */
void plain_add(struct buf *out, struct str text);
void plain_print(const char *bytes, FILE *out);
/* Cells that plain_print() takes on a terminal. */
size_t plain_width(const char *bytes);

#endif
