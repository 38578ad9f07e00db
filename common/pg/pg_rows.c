#include "common/pg/pg_rows.h"

#include <stdint.h>
#include <string.h>

/* PostgreSQL manual, COPY, "Binary Format": numbers come with their highest byte first. */
static char *put_number(char *at, uint64_t number, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (char)(unsigned char)(number >> (8 * (bytes - 1 - i)));
    return at + bytes;
}

/* A field's length and room for the field, or NULL over the ceiling. */
static char *begin_field(struct buf *rows, size_t len)
{
    char *at = buf_extend(rows, 4 + len);
    return at == NULL ? NULL : put_number(at, len, 4);
}

void pg_rows_begin(struct buf *rows, int columns)
{
    char *at = buf_extend(rows, 2);
    if (at != NULL)
        (void)put_number(at, (uint64_t)columns, 2);
}

void pg_rows_text(struct buf *rows, const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);
    char *at = begin_field(rows, len);
    if (at != NULL && text == NULL)
        (void)put_number(at - 4, UINT32_MAX, 4);
    else if (at != NULL)
        memcpy(at, text, len);
}

void pg_rows_json(struct buf *rows, struct str json)
{
    char *at = begin_field(rows, json.len + 1);
    if (at == NULL)
        return;
    /* The first byte is the version of jsonb's binary form. */
    *at = 1;
    memcpy(at + 1, json.ptr, json.len);
}

void pg_rows_number(struct buf *rows, long long number)
{
    char *at = begin_field(rows, 8);
    if (at != NULL)
        (void)put_number(at, (uint64_t)number, 8);
}

void pg_rows_flag(struct buf *rows, bool flag)
{
    char *at = begin_field(rows, 1);
    if (at != NULL)
        *at = flag;
}
