/*
 * A growable byte buffer with a ceiling declared at birth. Its bytes are always followed by a NUL,
 * which `len` does not count.
 *
 * Adding past the ceiling adds nothing, sets `full`, and returns false; `full` stays until
 * buf_reset(), so a writer may add freely and look once at the end.
 */
#ifndef GAINSAY_BASE_BUF_H
#define GAINSAY_BASE_BUF_H

#include "common/base/str.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *ptr; /* never NULL after the first add; see buf_text() */
    size_t len;
    size_t capacity_bytes;
    size_t ceiling_bytes;
    bool full;
};

void buf_init(struct buf *buf, size_t ceiling_bytes);
bool buf_add(struct buf *buf, const void *bytes, size_t len);
/* Makes the buffer so much longer and returns where that begins, to be written over at once; NULL
 * past the ceiling. Valid until the next add. */
char *buf_extend(struct buf *buf, size_t len);
bool buf_add_str(struct buf *buf, struct str text);
bool buf_add_text(struct buf *buf, const char *text);
bool buf_add_char(struct buf *buf, char c);
bool buf_addf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool buf_vaddf(struct buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
/* The bytes as a C string: "" where nothing was added. Valid until the next add. */
const char *buf_text(const struct buf *buf);
struct str buf_str(const struct buf *buf);
/* Empties the buffer and keeps its memory. */
void buf_reset(struct buf *buf);
/* Accepts a zeroed struct. */
void buf_release(struct buf *buf);

#endif
