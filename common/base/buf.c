#include "common/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *buf, size_t ceiling_bytes)
{
    *buf = (struct buf){.ceiling_bytes = ceiling_bytes};
}

/* Makes room for `more` bytes and the NUL after them. */
static bool reserve(struct buf *buf, size_t more)
{
    if (buf->full || more > buf->ceiling_bytes - buf->len) {
        buf->full = true;
        return false;
    }
    size_t need = buf->len + more + 1;
    if (need <= buf->capacity_bytes)
        return true;
    size_t capacity = buf->capacity_bytes == 0 ? 256 : buf->capacity_bytes;
    while (capacity < need)
        capacity += capacity / 2;
    char *grown = realloc(buf->ptr, capacity);
    if (grown == NULL) {
        (void)fprintf(stderr, "out of memory allocating %zu bytes\n", capacity);
        abort();
    }
    buf->ptr = grown;
    buf->capacity_bytes = capacity;
    return true;
}

char *buf_extend(struct buf *buf, size_t len)
{
    if (!reserve(buf, len))
        return NULL;
    char *at = buf->ptr + buf->len;
    buf->len += len;
    buf->ptr[buf->len] = '\0';
    return at;
}

bool buf_add(struct buf *buf, const void *bytes, size_t len)
{
    char *at = buf_extend(buf, len);
    if (at != NULL && len > 0)
        memcpy(at, bytes, len);
    return at != NULL;
}

bool buf_add_str(struct buf *buf, struct str text)
{
    return buf_add(buf, text.ptr, text.len);
}

bool buf_add_text(struct buf *buf, const char *text)
{
    return buf_add(buf, text, strlen(text));
}

bool buf_add_char(struct buf *buf, char c)
{
    return buf_add(buf, &c, 1);
}

bool buf_vaddf(struct buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0 || !reserve(buf, (size_t)len))
        return false;
    (void)vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, args);
    buf->len += (size_t)len;
    return true;
}

bool buf_addf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    bool added = buf_vaddf(buf, format, args);
    va_end(args);
    return added;
}

const char *buf_text(const struct buf *buf)
{
    return buf->ptr == NULL ? "" : buf->ptr;
}

struct str buf_str(const struct buf *buf)
{
    return (struct str){buf_text(buf), buf->len};
}

void buf_reset(struct buf *buf)
{
    buf->len = 0;
    buf->full = false;
    if (buf->ptr != NULL)
        buf->ptr[0] = '\0';
}

void buf_release(struct buf *buf)
{
    free(buf->ptr);
    *buf = (struct buf){.ceiling_bytes = buf->ceiling_bytes};
}
