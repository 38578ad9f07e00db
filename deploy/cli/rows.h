/*
 * An answer of PostgreSQL on standard output: as a table (one record below the other where it would
 * be too wide), or as CSV (RFC 4180).
 */
#ifndef GAINSAY_CLI_ROWS_H
#define GAINSAY_CLI_ROWS_H

#include "common/pg/pg.h"

#include <stdbool.h>
#include <stdio.h>

#define ROWS_WIDE 152 /* characters of the widest table */

void rows_table(const struct pg_result *rows);
void rows_csv(const struct pg_result *rows);
/* The same to another file, and without the columns' names where rows go on. */
void rows_csv_to(const struct pg_result *rows, bool with_names, FILE *out);

#endif
