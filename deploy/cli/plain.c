#include "deploy/cli/plain.h"

#include "common/text/utf8.h"

#include <string.h>

/* How many bytes of a control character begin there; 0: none does. */
static size_t control_at(struct str text, size_t at)
{
    unsigned char c = (unsigned char)text.ptr[at];
    unsigned char next = at + 1 < text.len ? (unsigned char)text.ptr[at + 1] : 0;
    if (c < ' ' || c == 0x7F)
        return 1;
    return c == 0xC2 && next >= 0x80 && next < 0xA0 ? 2 : 0;
}

/* The bytes from `at` on that stay as they are. */
static size_t stretch(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.len && control_at(text, end) == 0)
        end++;
    return end - at;
}

void plain_add(struct buf *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t len = stretch(text, at);
        (void)buf_add(out, text.ptr + at, len);
        at += len;
        if (at == text.len)
            break;
        (void)buf_add_char(out, ' ');
        at += control_at(text, at);
    }
}

/* At most as long as it was. */
static struct buf made_plain(const char *bytes)
{
    struct buf plain;
    buf_init(&plain, strlen(bytes));
    plain_add(&plain, str_of(bytes));
    return plain;
}

void plain_print(const char *bytes, FILE *out)
{
    struct buf plain = made_plain(bytes);
    (void)fputs(buf_text(&plain), out);
    buf_release(&plain);
}

size_t plain_width(const char *bytes)
{
    struct buf plain = made_plain(bytes);
    size_t width = utf8_width(buf_text(&plain));
    buf_release(&plain);
    return width;
}
