#include "consumers/classify/fold.h"

#include "common/text/utf8.h"

#include <string.h>

/* Base letters of U+00C0..U+017F (Latin-1 Supplement and Latin Extended-A); '*' has none. */
static const char latin_base[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
                                 "aaaaaaaceeeeiiiidnooooo*ouuuuyty"
                                 "aaaaaaccccccccddddeeeeeeeeeegggg"
                                 "gggghhhhiiiiiiiiiiiijjkkklllllll"
                                 "lllnnnnnn*nnoooooooorrrrrrssssss"
                                 "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* One character beyond ASCII. */
static size_t fold_char(uint32_t code_point, const char *bytes, size_t len, char *out)
{
    if (code_point >= 0xC0 && code_point <= 0x17F && latin_base[code_point - 0xC0] != '*')
        code_point = (uint32_t)latin_base[code_point - 0xC0];
    else if (code_point == 0x2019)
        code_point = '\'';
    if (code_point < 0x80) {
        *out = (char)code_point;
        return 1;
    }
    if (char_class_of(code_point) == CHAR_INVISIBLE)
        return 0;
    memcpy(out, bytes, len);
    return len;
}

size_t fold_word(const char *bytes, size_t len, char out[FOLD_MAX_BYTES])
{
    size_t at = 0;
    char folded;
    while (at < len && at + 4 <= FOLD_MAX_BYTES &&
           (folded = char_ascii_folded[(unsigned char)bytes[at]]) != 0)
        out[at++] = folded;
    size_t written = at;
    while (at < len && written + 4 <= FOLD_MAX_BYTES) {
        if ((unsigned char)bytes[at] < 0x80) {
            folded = char_ascii_folded[(unsigned char)bytes[at]];
            out[written] = folded != 0 ? folded : bytes[at];
            written += bytes[at] != '.';
            at++;
            continue;
        }
        uint32_t code_point;
        size_t width = utf8_decode(bytes + at, len - at, &code_point);
        written += fold_char(code_point, bytes + at, width, out + written);
        at += width;
    }
    return written;
}

/* clang-format off */
enum {
    S = CHAR_SPACE, N = CHAR_NEWLINE, P = CHAR_PUNCT, Q = CHAR_DOUBLE, C = CHAR_CURRENCY,
    A = CHAR_APOSTROPHE, B = CHAR_BULLET, H = CHAR_HYPHEN, D = CHAR_DIGIT, L = CHAR_LETTER
};
const uint8_t char_ascii_class[128] = {
    S, S, S, S, S, S, S, S, S, S, N, S, S, S, S, S,
    S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
    S, P, Q, P, C, P, P, A, P, P, B, P, P, H, P, P,
    D, D, D, D, D, D, D, D, D, D, P, P, P, P, P, P,
    P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, P,
    A, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    L, L, L, L, L, L, L, L, L, L, L, P, P, P, P, S,
};
const char char_ascii_folded[256] = {
    ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g',
    ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n',
    ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u',
    ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
    ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g',
    ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
    ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u',
    ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z',
};
/* clang-format on */

static enum char_class general_punctuation_class(uint32_t c)
{
    if (c <= 0x200A || c == 0x202F || c == 0x205F)
        return CHAR_SPACE;
    if (c <= 0x200F || (c >= 0x202A && c <= 0x202E) || c >= 0x2060)
        return CHAR_INVISIBLE;
    if (c <= 0x2011 || c == 0x2013)
        return CHAR_HYPHEN;
    switch (c) {
    case 0x2012:
    case 0x2014:
    case 0x2015:
        return CHAR_DASH;
    case 0x2018:
    case 0x201A:
    case 0x201B:
        return CHAR_SINGLE_OPEN;
    case 0x2019:
        return CHAR_APOSTROPHE;
    case 0x201C:
    case 0x201E:
    case 0x201F:
        return CHAR_DOUBLE_OPEN;
    case 0x201D:
        return CHAR_DOUBLE_CLOSE;
    case 0x2022:
    case 0x2023:
        return CHAR_BULLET;
    case 0x2028:
    case 0x2029:
        return CHAR_NEWLINE;
    default:
        return CHAR_PUNCT;
    }
}

enum char_class char_class_of(uint32_t c)
{
    if (c < 0x80)
        return (enum char_class)char_ascii_class[c];
    if (c >= 0x2000 && c <= 0x206F)
        return general_punctuation_class(c);
    switch (c) {
    case 0x85:
        return CHAR_NEWLINE;
    case 0xA0:
    case 0x3000:
        return CHAR_SPACE;
    case 0xA3:
    case 0xA5:
        return CHAR_CURRENCY;
    case 0xAB:
        return CHAR_DOUBLE_OPEN;
    case 0xAD:
    case 0xFEFF:
        return CHAR_INVISIBLE;
    case 0xBB:
        return CHAR_DOUBLE_CLOSE;
    case 0xB7:
    case 0x25AA:
    case 0x25CF:
        return CHAR_BULLET;
    default:
        break;
    }
    if (c >= 0x20A0 && c <= 0x20CF)
        return CHAR_CURRENCY;
    if (c < 0xC0 || c == 0xD7 || c == 0xF7 || c == 0xFFFD)
        return CHAR_PUNCT;
    return CHAR_LETTER;
}

bool char_is_upper(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    if (c >= 0xC0 && c <= 0xDE)
        return c != 0xD7;
    /* Latin Extended-A alternates upper and lower case, with the parity turning twice. */
    if (c >= 0x100 && c <= 0x137)
        return c % 2 == 0;
    if (c >= 0x139 && c <= 0x148)
        return c % 2 == 1;
    if (c >= 0x14A && c <= 0x177)
        return c % 2 == 0;
    return c == 0x178 || c == 0x179 || c == 0x17B || c == 0x17D;
}
