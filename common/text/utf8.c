#include "common/text/utf8.h"

#include "common/base/block.h"

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

static uint64_t high_bits(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word & 0x8080808080808080u;
}

/* How many bytes at the start are ASCII. */
static size_t ascii_len(const char *bytes, size_t len)
{
    size_t at = 0;
    while (at + 32 <= len && (high_bits(bytes + at) | high_bits(bytes + at + 8) |
                              high_bits(bytes + at + 16) | high_bits(bytes + at + 24)) == 0)
        at += 32;
    while (at + 8 <= len) {
        uint64_t high = high_bits(bytes + at);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        if (high != 0)
            return at + (size_t)__builtin_ctzll(high) / 8;
#else
        if (high != 0)
            return at + (size_t)__builtin_clzll(high) / 8;
#endif
        at += 8;
    }
    while (at < len && (unsigned char)bytes[at] < 0x80)
        at++;
    return at;
}

static bool is_between(char byte, unsigned low, unsigned high)
{
    return (unsigned char)byte >= low && (unsigned char)byte <= high;
}

/* RFC 3629, section 4. utf8proc_iterate() says the same, by a call; a text has such characters
 * every few words. */
size_t utf8_long_char(const char *bytes, size_t len)
{
    unsigned first = (unsigned char)bytes[0];
    size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (size == 0 || size > len || !is_between(bytes[1], low, high))
        return 0;
    for (size_t i = 2; i < size; i++) {
        if (!is_between(bytes[i], 0x80, 0xBF))
            return 0;
    }
    return size;
}

size_t utf8_valid_prefix(const char *bytes, size_t len)
{
    size_t at = 0;
    while (at < len) {
        if ((unsigned char)bytes[at] < 0x80) {
            at += ascii_len(bytes + at, len - at);
            continue;
        }
        size_t used = utf8_long_char(bytes + at, len - at);
        if (used == 0)
            break;
        at += used;
    }
    return at;
}

/* XML 1.0 section 2.2, production [2] Char, less the line ends handled by the caller. */
static bool is_forbidden(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F || c == 0xFFFE || c == 0xFFFF;
}

/* Characters that no text in NFC can do without and that never join with each other: of the blocks
 * where every character has NFC_Quick_Check=Yes and combining class 0 (UAX #15, section 9). What
 * lies outside goes through utf8proc, which is slower by far. */
static bool is_composed(uint32_t c)
{
    return c < 0x300 || (c >= 0x400 && c <= 0x482) || (c >= 0x2010 && c <= 0x2027) ||
           (c >= 0x2030 && c <= 0x205E) || c == 0x20AC || c == 0x2122 ||
           (c >= 0x3000 && c <= 0x3029) || (c >= 0x3041 && c <= 0x3096) ||
           (c >= 0x30A0 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xFF01 && c <= 0xFF60);
}

/* How many bytes at the start are printable ASCII or line feeds. */
static size_t plain_len(const char *bytes, size_t len)
{
    size_t at = 0;
    for (; at + sizeof(block) <= len; at += sizeof(block)) {
        block read = block_load(bytes + at);
        size_t place = block_first((block)(((read < ' ') & (read != '\n')) | (read == 0x7F)));
        if (place < sizeof(block))
            return at + place;
    }
    for (; at < len; at++) {
        unsigned char c = (unsigned char)bytes[at];
        if ((c < ' ' || c > '~') && c != '\n')
            break;
    }
    return at;
}

/* Of a character that utf8_long_char() has found good. */
static uint32_t long_value(const char *bytes, size_t size)
{
    uint32_t value = (unsigned char)bytes[0] & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++)
        value = value << 6 | ((unsigned char)bytes[i] & 0x3F);
    return value;
}

size_t utf8_width(const char *text)
{
    size_t len = strlen(text);
    size_t width = 0;
    for (size_t at = 0; at < len;) {
        uint32_t c = 0;
        at += utf8_decode(text + at, len - at, &c);
        width += (size_t)utf8proc_charwidth((utf8proc_int32_t)c);
    }
    return width;
}

bool utf8_is_clean(const char *bytes, size_t len)
{
    for (size_t at = plain_len(bytes, len); at < len; at += plain_len(bytes + at, len - at)) {
        uint32_t c = (unsigned char)bytes[at];
        size_t size = c < 0x80 ? 1 : utf8_long_char(bytes + at, len - at);
        if (size > 1)
            c = long_value(bytes + at, size);
        if (size == 0 || c == '\r' || is_forbidden(c) || !is_composed(c))
            return false;
        at += size;
    }
    return true;
}

char *utf8_clean(struct arena *arena, const char *bytes, size_t len)
{
    /* U+FFFD takes three bytes where one was malformed. */
    char *plain = arena_alloc(arena, 3 * len + 1);
    if (plain == NULL)
        return NULL;
    size_t out = 0;
    bool composed = true;
    for (size_t at = 0; at < len;) {
        uint32_t c = (unsigned char)bytes[at];
        if (c >= ' ' && c < 0x7F) {
            plain[out++] = bytes[at++];
            continue;
        }
        at += utf8_decode(bytes + at, len - at, &c);
        if (c == '\r') {
            if (at < len && bytes[at] == '\n')
                continue;
            c = '\n';
        }
        if (is_forbidden(c))
            continue;
        composed = composed && is_composed(c);
        out += utf8_encode(c, plain + out);
    }
    plain[out] = '\0';
    if (composed)
        return plain;

    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)plain, (utf8proc_ssize_t)out,
                                         &normal, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (size < 0)
        return plain;
    char *text = arena_copy(arena, (const char *)normal, (size_t)size);
    free(normal);
    return text;
}
