#include "common/pg/pg_rows.h"

#include <stdint.h>
#include <string.h>

/* PostgreSQL manual, COPY, "Binary Format": numbers come with their highest byte first. */
static void put_number(struct buf *rows, uint64_t number, int bytes)
{
    unsigned char out[8];
    for (int i = 0; i < bytes; i++)
        out[i] = (unsigned char)(number >> (8 * (bytes - 1 - i)));
    (void)buf_add(rows, out, (size_t)bytes);
}

void pg_rows_begin(struct buf *rows, int columns)
{
    put_number(rows, (uint64_t)columns, 2);
}

void pg_rows_text(struct buf *rows, const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);
    put_number(rows, text == NULL ? UINT32_MAX : len, 4);
    (void)buf_add(rows, text, len);
}

void pg_rows_json(struct buf *rows, struct str json)
{
    /* The first byte is the version of jsonb's binary form. */
    put_number(rows, json.len + 1, 4);
    put_number(rows, 1, 1);
    (void)buf_add_str(rows, json);
}

void pg_rows_number(struct buf *rows, long long number)
{
    put_number(rows, 8, 4);
    put_number(rows, (uint64_t)number, 8);
}

void pg_rows_flag(struct buf *rows, bool flag)
{
    put_number(rows, 1, 4);
    put_number(rows, flag, 1);
}
