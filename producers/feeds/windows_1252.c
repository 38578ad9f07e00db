#include "producers/feeds/windows_1252.h"

#include "common/text/utf8.h"

#include <stdbool.h>
#include <string.h>

/* From 0x80 on; 0 is unassigned. */
static const uint16_t high[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                  0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

uint32_t windows_1252_decode(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 && high[byte - 0x80] != 0 ? high[byte - 0x80] : byte;
}

/* The byte that a character stands for; false where none does. */
static bool encode(uint32_t c, unsigned char *byte)
{
    *byte = (unsigned char)c;
    if (c <= 0xFF)
        return true;
    for (size_t i = 0; i < sizeof high / sizeof high[0]; i++) {
        if (high[i] == c) {
            *byte = (unsigned char)(0x80 + i);
            return true;
        }
    }
    return false;
}

/* Bytes that follow a first one. */
static int followers(unsigned char first)
{
    return first < 0xC2 || first > 0xF4 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
}

/* What may well stand behind a capital letter with an accent: a space, a quotation mark, a dash. */
static bool is_punctuation(unsigned char byte)
{
    return byte == 0xA0 || byte == 0xAB || byte == 0xBB || byte == 0x85 ||
           (byte >= 0x91 && byte <= 0x97);
}

/* Whether the characters are the bytes of UTF-8, and there is no other reading: an accent is
 * followed by nothing that fits in nearly all texts, so that the first one decides. */
static bool was_made_twice(const char *text, size_t len)
{
    int wanted = 0;
    size_t sequences = 0;
    bool doubtful = false;
    for (size_t at = 0; at < len;) {
        uint32_t c = 0;
        unsigned char byte = 0;
        at += utf8_decode(text + at, len - at, &c);
        if (!encode(c, &byte))
            return false;
        if (wanted > 0) {
            if (byte < 0x80 || byte > 0xBF)
                return false;
            doubtful = doubtful || is_punctuation(byte);
            wanted--;
        } else if (byte >= 0x80) {
            wanted = followers(byte);
            if (wanted < 0)
                return false;
            sequences++;
            doubtful = doubtful && sequences == 1;
        }
    }
    return wanted == 0 && sequences > 0 && !(sequences == 1 && doubtful);
}

const char *windows_1252_mend(struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    size_t out_len = 0;
    if (!was_made_twice(text, len))
        return text;
    char *out = arena_alloc(arena, len + 1);
    for (size_t at = 0; out != NULL && at < len;) {
        uint32_t c = 0;
        unsigned char byte = 0;
        at += utf8_decode(text + at, len - at, &c);
        (void)encode(c, &byte);
        out[out_len++] = (char)byte;
    }
    if (out == NULL || utf8_valid_prefix(out, out_len) < out_len)
        return text;
    out[out_len] = '\0';
    return out;
}
