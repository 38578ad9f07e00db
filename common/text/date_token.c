#include "common/text/date_token.h"

#include "common/text/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define VALUE_DIGITS_MAX 18

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 || c == 0x200B ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x200E || c == 0x200F || c == 0xFEFF;
}

/* Decimal digits come in runs of ten in code point order (Unicode stability policy). */
static int digit_of(uint32_t c)
{
    static const uint32_t zeros[] = {'0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10};
    for (size_t i = 0; i < sizeof zeros / sizeof zeros[0]; i++)
        if (c >= zeros[i] && c <= zeros[i] + 9)
            return (int)(c - zeros[i]);
    return -1;
}

static bool is_ideograph(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF);
}

static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME);
}

static char sign_of(uint32_t c)
{
    if (c < 0x80)
        return (char)c;
    switch (c) {
    case 0x2212: /* minus */
    case 0x2010:
    case 0x2011:
    case 0xFF0D:
        return '-';
    case 0xFF1A:
        return ':';
    case 0xFF0F:
        return '/';
    case 0xFF0C:
    case 0x3001:
        return ',';
    case 0x2019:
        return '\'';
    default:
        return '\0';
    }
}

static void add_folded(struct date_token *token, uint32_t c)
{
    utf8proc_int32_t folded[8] = {(utf8proc_int32_t)c};
    utf8proc_ssize_t count = 1;
    if (c >= 'A' && c <= 'Z') {
        folded[0] = (utf8proc_int32_t)(c + ('a' - 'A'));
    } else if ((c >= 0x80 && c < 0x530) || (c >= 0x1E00 && c < 0x2000) || c >= 0xFF00) {
        int boundary = 0;
        count = utf8proc_decompose_char((utf8proc_int32_t)c, folded, 8,
                                        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD,
                                        &boundary);
    }
    for (utf8proc_ssize_t i = 0; i < count && i < 8; i++) {
        if (folded[i] >= 0x300 && folded[i] <= 0x36F)
            continue;
        if (token->folded_len + 4 > DATE_FOLDED_BYTES)
            return;
        token->folded_len += utf8_encode((uint32_t)folded[i], token->folded + token->folded_len);
    }
}

/* The letter after a full stop at at that follows a letter: "p.m.", where the stop is no end. */
static bool stop_inside_word(struct str text, size_t at)
{
    if (at + 1 >= text.len || text.ptr[at] != '.')
        return false;
    uint32_t next = 0;
    utf8_decode(text.ptr + at + 1, text.len - at - 1, &next);
    return is_letter(next) && !is_ideograph(next);
}

static size_t take_word(struct str text, size_t at, struct date_token *token)
{
    token->kind = TOKEN_WORD;
    token->capitals = true;
    while (at < text.len) {
        uint32_t c = 0;
        size_t used = utf8_decode(text.ptr + at, text.len - at, &c);
        if (!is_letter(c) || (is_ideograph(c) && token->folded_len > 0))
            break;
        token->capitals = token->capitals && c >= 'A' && c <= 'Z';
        add_folded(token, c);
        at += used;
        if (is_ideograph(c))
            break;
        if (stop_inside_word(text, at))
            at++;
    }
    return at;
}

static size_t take_number(struct str text, size_t at, struct date_token *token)
{
    token->kind = TOKEN_NUMBER;
    while (at < text.len) {
        uint32_t c = 0;
        size_t used = utf8_decode(text.ptr + at, text.len - at, &c);
        int digit = digit_of(c);
        if (digit < 0)
            break;
        token->digits++;
        token->value = token->digits > VALUE_DIGITS_MAX ? -1 : token->value * 10 + digit;
        at += used;
    }
    return at;
}

size_t date_tokens(struct str text, struct date_token *tokens, size_t max)
{
    size_t count = 0;
    bool spaced = false;
    for (size_t at = 0; at < text.len && count < max;) {
        uint32_t c = 0;
        size_t used = utf8_decode(text.ptr + at, text.len - at, &c);
        if (is_space(c)) {
            spaced = true;
            at += used;
            continue;
        }
        struct date_token *token = &tokens[count++];
        memset(token, 0, sizeof *token);
        token->spaced = spaced;
        token->start = at;
        spaced = false;
        if (digit_of(c) >= 0) {
            at = take_number(text, at, token);
        } else if (is_letter(c)) {
            at = take_word(text, at, token);
        } else {
            token->kind = TOKEN_SIGN;
            token->sign = sign_of(c);
            at += used;
        }
        token->end = at;
    }
    return count;
}
