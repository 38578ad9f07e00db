#include "common/model/json_string.h"

#include "common/base/block.h"
#include "common/text/utf8.h"

#include <stdint.h>
#include <string.h>

/* What does not stand for itself, and, the bytes being signed, what is over ASCII. A document is
 * read once, and this is most of what that costs. */
static block special(block bytes)
{
    return (block)((bytes < 0x20) | (bytes == '"') | (bytes == '\\'));
}

size_t json_plain_len(const char *text, size_t len)
{
    const size_t step = sizeof(block);
    size_t at = 0;
    for (; at + step <= len; at += step) {
        block bytes = block_load(text + at);
        size_t place = block_first(special(bytes) & (block)(bytes >= 0));
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

/* The code point that the escape behind a backslash stands for; *at goes behind it. -1: it is none,
 * or NUL, or a lone surrogate. */
static long read_escape(const char **at, const char *end)
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

/* Both ways of going over a string are made of this one, in which no test of `to` is left. Whole
 * blocks go over, whatever is in them: there is as much room as is read. */
static inline __attribute__((always_inline)) const char *
read_plain(const char *at, const char *end, char **to)
{
    while ((size_t)(end - at) >= sizeof(block)) {
        block bytes = block_load(at);
        if (to != NULL)
            memcpy(*to, &bytes, sizeof bytes);
        size_t place = block_first(special(bytes));
        at += place;
        if (to != NULL)
            *to += place;
        if (place < sizeof bytes)
            return at;
    }
    for (; at < end && (signed char)*at >= 0x20 && *at != '"' && *at != '\\'; at++) {
        if (to != NULL)
            *(*to)++ = *at;
    }
    return at;
}

static inline __attribute__((always_inline)) bool
read_escaped(const char **at, const char *end, char **to)
{
    const char *behind = *at + 1;
    long code = read_escape(&behind, end);
    if (code < 0)
        return false;
    if (to != NULL && code < 0x80)
        *(*to)++ = (char)code;
    else if (to != NULL)
        *to += utf8_encode((uint32_t)code, *to);
    *at = behind;
    return true;
}

/* Characters over ASCII, up to the next one that is not: some languages have no other ones. */
static inline __attribute__((always_inline)) bool
read_long(const char **at, const char *end, char **to)
{
    while (*at < end && (signed char)**at < 0) {
        size_t left = (size_t)(end - *at);
        size_t size = utf8_long_char(*at, left);
        if (size == 0)
            return false;
        if (to != NULL) {
            memcpy(*to, *at, left < 4 ? size : 4);
            *to += size;
        }
        *at += size;
    }
    return true;
}

static inline __attribute__((always_inline)) bool
read_string(const char **at, const char *end, char **to)
{
    for (;;) {
        *at = read_plain(*at, end, to);
        if (*at == end)
            return false;
        if (**at == '"')
            break;
        bool good = **at == '\\'            ? read_escaped(at, end, to)
                    : (signed char)**at < 0 ? read_long(at, end, to)
                                            : false;
        if (!good)
            return false;
    }
    ++*at;
    return true;
}

bool json_string_read(const char **at, const char *end, char **to)
{
    const char *from = *at;
    char *out = to == NULL ? NULL : *to;
    bool good = to == NULL ? read_string(&from, end, NULL) : read_string(&from, end, &out);
    *at = from;
    if (to != NULL)
        *to = out;
    return good;
}
