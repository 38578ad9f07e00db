#include "common/pg/pg_rows.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

/* PostgreSQL manual, COPY, "Binary Format": numbers come with their highest byte first. */
static void put_word(char *at, uint32_t word)
{
    uint32_t number = htonl(word);
    memcpy(at, &number, sizeof number);
}

/* A field's length and room for the field, or NULL over the ceiling. */
static char *begin_field(struct buf *rows, size_t len)
{
    char *at = buf_extend(rows, 4 + len);
    if (at == NULL)
        return NULL;
    put_word(at, (uint32_t)len);
    return at + 4;
}

void pg_rows_begin(struct buf *rows, int columns)
{
    uint16_t number = htons((uint16_t)columns);
    (void)buf_add(rows, &number, sizeof number);
}

void pg_rows_text(struct buf *rows, const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);
    char *at = begin_field(rows, len);
    if (at != NULL && text == NULL)
        put_word(at - 4, UINT32_MAX);
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
    if (at == NULL)
        return;
    put_word(at, (uint32_t)((uint64_t)number >> 32));
    put_word(at + 4, (uint32_t)number);
}

void pg_rows_flag(struct buf *rows, bool flag)
{
    char *at = begin_field(rows, 1);
    if (at != NULL)
        *at = flag;
}
