/*
 * An answer of PostgreSQL on standard output: as a table (one record below the other where it would
 * be too wide), or as CSV (RFC 4180).
 */
#ifndef GAINSAY_CLI_ROWS_H
#define GAINSAY_CLI_ROWS_H

#include "common/pg/pg.h"

#define ROWS_WIDE 120 /* characters of the widest table */

void rows_table(const struct pg_result *rows);
void rows_csv(const struct pg_result *rows);

#endif
