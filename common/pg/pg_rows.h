/*
 * Rows in COPY's binary form, built in a buffer of the caller's: nothing is escaped, and nothing
 * has to be read back. A row is begun with the number of its columns, and then has as many values.
 *
 *     struct buf rows;
 *     buf_init(&rows, ROWS_BYTES);
 *     pg_rows_begin(&rows, 2);
 *     pg_rows_text(&rows, "a");
 *     pg_rows_number(&rows, 7);
 *     code = pg_copy(pg, "COPY t (name, number) FROM STDIN (FORMAT binary)", buf_str(&rows), err);
 *
 * A buffer that is full says so, as always; its rows are worth nothing then.
 */
#ifndef GAINSAY_PG_PG_ROWS_H
#define GAINSAY_PG_PG_ROWS_H

#include "common/base/buf.h"

#include <stdbool.h>

void pg_rows_begin(struct buf *rows, int columns);
/* NULL is SQL's null. */
void pg_rows_text(struct buf *rows, const char *text);
void pg_rows_json(struct buf *rows, struct str json);    /* jsonb */
void pg_rows_number(struct buf *rows, long long number); /* bigint */
void pg_rows_flag(struct buf *rows, bool flag);

#endif
