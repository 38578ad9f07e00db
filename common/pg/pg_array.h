/*
 * A text[] as a parameter: '{"one","two"}', whatever the texts hold.
 */
#ifndef GAINSAY_PG_PG_ARRAY_H
#define GAINSAY_PG_PG_ARRAY_H

#include "common/base/buf.h"

/* To an empty buffer, or after others. */
bool pg_array_add(struct buf *array, const char *text);
/* The literal, until the next add; "{}" where nothing was added. NULL where the buffer is full. */
const char *pg_array_end(struct buf *array);

#endif
