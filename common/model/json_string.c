#include "common/model/json_string.h"

#include "common/text/utf8.h"

#include <stdint.h>
#include <string.h>

/* Sixteen bytes at a time, which every machine of today can compare at once. A third of what
 * reading a message costs is this. */
typedef uint8_t block __attribute__((vector_size(16)));

static block load(const char *at)
{
    block bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

static block special(block bytes)
{
    return (block)((bytes < 0x20) | (bytes == '"') | (bytes == '\\'));
}

/* The place of the first byte that is not 0; the block's size where there is none. */
static size_t first_set(block bytes)
{
    uint64_t halves[2];
    memcpy(halves, &bytes, sizeof halves);
    if ((halves[0] | halves[1]) == 0)
        return sizeof bytes;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return halves[0] != 0 ? (size_t)__builtin_ctzll(halves[0]) / 8
                          : 8 + (size_t)__builtin_ctzll(halves[1]) / 8;
#else
    return halves[0] != 0 ? (size_t)__builtin_clzll(halves[0]) / 8
                          : 8 + (size_t)__builtin_clzll(halves[1]) / 8;
#endif
}

size_t json_plain_len(const char *text, size_t len)
{
    const size_t step = sizeof(block);
    size_t at = 0;
    for (; at + step <= len; at += step) {
        size_t place = first_set(special(load(text + at)));
        if (place < step)
            return at + place;
    }
    while (at < len && (unsigned char)text[at] >= 0x20 && text[at] != '"' && text[at] != '\\')
        at++;
    return at;
}

/* The four hex digits at `at`, or -1. */
static long hex4(const char *at, const char *end)
{
    long code = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

long json_escape_read(const char **at, const char *end)
{
    static const char meanings[256] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                       ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    if (*at == end)
        return -1;
    unsigned char letter = (unsigned char)*(*at)++;
    if (letter != 'u')
        return meanings[letter] == '\0' ? -1 : meanings[letter];
    long code = hex4(*at, end);
    if (code <= 0 || (code >= 0xDC00 && code <= 0xDFFF))
        return -1;
    *at += 4;
    if (code < 0xD800 || code > 0xDBFF)
        return code;
    if (end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return -1;
    long low = hex4(*at + 2, end);
    if (low < 0xDC00 || low > 0xDFFF)
        return -1;
    *at += 6;
    return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

/* Copies up to the next backslash, or all; returns how many bytes. Whole blocks go over, whatever
 * is in them: there is as much room as is read. */
static size_t copy_plain(const char *from, size_t len, char *to)
{
    size_t at = 0;
    while (at + sizeof(block) <= len) {
        block bytes = load(from + at);
        memcpy(to + at, &bytes, sizeof bytes);
        size_t place = first_set((block)(bytes == '\\'));
        at += place;
        if (place < sizeof bytes)
            return at;
    }
    for (; at < len && from[at] != '\\'; at++)
        to[at] = from[at];
    return at;
}

size_t json_string_decode(struct str inside, char *to)
{
    const char *at = inside.ptr;
    const char *end = inside.ptr + inside.len;
    size_t len = 0;
    while (at < end) {
        size_t plain = copy_plain(at, (size_t)(end - at), to + len);
        len += plain;
        at += plain;
        if (at == end)
            break;
        at++;
        long code = json_escape_read(&at, end);
        if (code < 0x80)
            to[len++] = (char)code;
        else
            len += utf8_encode((uint32_t)code, to + len);
    }
    return len;
}
