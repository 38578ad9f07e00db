#include "common/text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFDu

size_t utf8_decode(const char *bytes, size_t len, uint32_t *code_point)
{
    unsigned char first = (unsigned char)bytes[0];
    if (first < 0x80) {
        *code_point = first;
        return 1;
    }
    utf8proc_int32_t value = 0;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)bytes,
                                             (utf8proc_ssize_t)(len < 4 ? len : 4), &value);
    if (used <= 0) {
        *code_point = REPLACEMENT;
        return 1;
    }
    *code_point = (uint32_t)value;
    return (size_t)used;
}

size_t utf8_encode(uint32_t code_point, char out[4])
{
    utf8proc_ssize_t used =
        utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)out);
    return used < 0 ? 0 : (size_t)used;
}

size_t utf8_valid_prefix(const char *bytes, size_t len)
{
    size_t at = 0;
    while (at < len) {
        if ((unsigned char)bytes[at] < 0x80) {
            at++;
            continue;
        }
        utf8proc_int32_t value = 0;
        size_t left = len - at;
        utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)bytes + at,
                                                 (utf8proc_ssize_t)(left < 4 ? left : 4), &value);
        if (used <= 0)
            break;
        at += (size_t)used;
    }
    return at;
}

/* XML 1.0 section 2.2, production [2] Char, less the line ends handled by the caller. */
static bool is_forbidden(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F || c == 0xFFFE || c == 0xFFFF;
}

char *utf8_clean(struct arena *arena, const char *bytes, size_t len)
{
    /* U+FFFD takes three bytes where one was malformed. */
    char *plain = arena_alloc(arena, 3 * len + 1);
    if (plain == NULL)
        return NULL;
    size_t out = 0;
    bool ascii = true;
    for (size_t at = 0; at < len;) {
        uint32_t c = 0;
        size_t used = utf8_decode(bytes + at, len - at, &c);
        at += used;
        if (c == '\r') {
            if (at < len && bytes[at] == '\n')
                continue;
            c = '\n';
        }
        if (is_forbidden(c))
            continue;
        ascii = ascii && c < 0x80;
        out += utf8_encode(c, plain + out);
    }
    plain[out] = '\0';
    if (ascii)
        return plain;

    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)plain, (utf8proc_ssize_t)out,
                                         &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (size < 0)
        return plain;
    char *text = arena_copy(arena, (const char *)composed, (size_t)size);
    free(composed);
    return text;
}
