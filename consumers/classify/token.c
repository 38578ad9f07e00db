#include "consumers/classify/token.h"

#include "common/text/utf8.h"

#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What a character above ASCII counts as: itself a letter, or the ASCII mark it stands for. */
static char mark_of(uint32_t c)
{
    switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x02bc:
        return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0xab:
    case 0xbb:
        return '"';
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return '-';
    case 0x2010:
    case 0x2011:
        return '_'; /* a hyphen inside a word */
    case 0xa0:
    case 0x2009:
    case 0x202f:
    case 0x200b:
    case 0xfeff:
        return ' ';
    case 0x2026:
        return '.';
    case 0x2022:
    case 0xb7:
        return '*';
    case 0xff05:
        return '%';
    case 0x20ac:
    case 0xa3:
    case 0xa5:
        return '$';
    default:
        return c >= 0x2000 && c < 0x2c00 ? '~' : 0;
    }
}

/* The character at `at`: its length, and its mark or 0 for a letter or digit. */
static size_t look(const char *text, size_t len, size_t at, char *mark)
{
    uint32_t c;
    if ((unsigned char)text[at] < 0x80) {
        *mark = is_letter(text[at]) || is_digit(text[at]) ? 0 : text[at];
        return 1;
    }
    size_t bytes = utf8_decode(text + at, len - at, &c);
    *mark = mark_of(c);
    return bytes;
}

/* End of a run of single letters with full stops ("U.S.", "a.m."), or `at` where there is none. */
static size_t dotted_end(const char *text, size_t len, size_t at)
{
    size_t end = at;
    while (end + 1 < len && is_letter(text[end]) && text[end + 1] == '.')
        end += 2;
    if (end < at + 4 && !(end == at + 2 && end < len && is_letter(text[end]) &&
                          (end + 1 >= len || !is_letter(text[end + 1]))))
        return at;
    if (end < len && is_letter(text[end]))
        return end + 1 < len && is_letter(text[end + 1]) ? at : end + 1;
    return end;
}

static size_t number_end(const char *text, size_t len, size_t at)
{
    while (at < len && (is_digit(text[at]) || ((text[at] == '.' || text[at] == ',') &&
                                               at + 1 < len && is_digit(text[at + 1]))))
        at++;
    return at;
}

/* End of a word; an apostrophe stays inside unless it begins a final "s". */
static size_t word_end(const char *text, size_t len, size_t at)
{
    while (at < len) {
        char mark, after = ' ', last = ' ';
        size_t bytes = look(text, len, at, &mark);
        if (mark == '\'') {
            size_t next = at + bytes;
            if (next >= len || !is_letter(text[next]))
                break;
            if (next + 1 < len)
                look(text, len, next + 1, &last);
            look(text, len, next, &after);
            if ((text[next] == 's' || text[next] == 'S') && last != 0)
                break;
        } else if (mark) {
            break;
        }
        at += bytes;
    }
    return at;
}

/* Lower case without a word's own full stops; returns NULL over the ceiling. */
static const char *fold(struct arena *arena, const char *text, size_t start, size_t end)
{
    struct str word = {text + start, end - start};
    if (str_eq(word, STR("US")) || str_eq(word, STR("U.S.")) || str_eq(word, STR("U.S")))
        return "u.s.";
    char *out = arena_alloc(arena, word.len + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < word.len;) {
        char mark;
        size_t bytes = look(text, end, start + i, &mark);
        if (mark == '\'') {
            out[n++] = '\'';
        } else if (bytes == 1) {
            char c = word.ptr[i];
            if (c != '.' || is_digit(word.ptr[0]))
                out[n++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        } else {
            memcpy(out + n, word.ptr + i, bytes);
            n += bytes;
        }
        i += bytes;
    }
    return out;
}

static bool token_make(
    struct arena *arena, const char *text, size_t start, size_t end, char mark, struct token *token)
{
    char one[2] = {mark, 0};
    token->start = (uint32_t)start;
    token->end = (uint32_t)end;
    token->kind = mark ? TOKEN_MARK : is_digit(text[start]) ? TOKEN_NUMBER : TOKEN_WORD;
    unsigned char c = (unsigned char)text[start];
    token->capital =
        (c >= 'A' && c <= 'Z') || (c == 0xc3 && (unsigned char)text[start + 1] < 0xa0); /* À to ß */
    token->fold = mark ? arena_copy(arena, one, 1) : fold(arena, text, start, end);
    return token->fold != NULL;
}

bool token_scan(struct arena *arena,
                const char *text,
                size_t len,
                struct token *token,
                size_t limit,
                size_t *count)
{
    size_t n = 0;
    for (size_t at = 0; at < len && n < limit;) {
        char mark;
        size_t end = at + look(text, len, at, &mark);
        if (mark == ' ' || mark == '_' || (mark > 0 && mark < 32) ||
            (mark == '-' && end - at == 1 && at > 0 && text[at - 1] != ' ')) {
            at = end;
            continue;
        }
        if (mark == '\'' && end + 1 <= len && end < len && (text[end] == 's' || text[end] == 'S') &&
            at > 0 && (end + 1 == len || !is_letter(text[end + 1]))) {
            end = end + 1;
            mark = 0;
        } else if (!mark) {
            size_t dotted = is_letter(text[at]) ? dotted_end(text, len, at) : at;
            if (dotted > at)
                end = dotted;
            else if (is_digit(text[at]))
                end = number_end(text, len, at);
            else
                end = word_end(text, len, at);
        }
        if (token && !token_make(arena, text, at, end, mark, &token[n]))
            return false;
        n++;
        at = end;
    }
    *count = n;
    return true;
}
