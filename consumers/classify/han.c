#include "consumers/classify/han.h"

#include "common/text/utf8.h"

#include <string.h>

#define RUN_MAX_BYTES 200 /* of letters or digits: longer runs are cut */
#define DIGITS_MAX    15  /* that a double holds exactly */

bool han_is_character(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005 ||
           c == 0x3007;
}

/* U+FF01 to U+FF5E are ASCII's printable characters, wide. */
static uint32_t narrow(uint32_t c)
{
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

static uint32_t peek(const struct token_reader *reader, size_t at, size_t *width)
{
    uint32_t c;
    *width = 0;
    if (at >= reader->len)
        return 0;
    *width = utf8_decode(reader->text + at, reader->len - at, &c);
    return narrow(c);
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return !han_is_character(c) && char_class_of(c) == CHAR_LETTER && c < 0x3000;
}

/* CJK Symbols and Punctuation, and what fold.h takes for no letter. */
static bool is_mark(uint32_t c)
{
    return (c >= 0x3000 && c <= 0x303F) || c == 0x30FB || (c >= 0xFF61 && c <= 0xFF65) ||
           char_class_of(c) != CHAR_LETTER;
}

static void skip_space(struct token_reader *reader)
{
    for (;;) {
        size_t width;
        uint32_t c = peek(reader, reader->at, &width);
        enum char_class class = char_class_of(c);
        if (width == 0 || (class != CHAR_SPACE && class != CHAR_NEWLINE && class != CHAR_INVISIBLE))
            return;
        reader->newlines += class == CHAR_NEWLINE;
        if (class != CHAR_INVISIBLE)
            reader->flags = 0;
        reader->at += width;
    }
}

/* "1,500" and "2.5"; a wide comma never parts thousands, since it ends a clause. */
static size_t read_number(const struct token_reader *reader, struct token *token)
{
    size_t at = reader->at;
    double value = 0;
    double scale = 0;
    for (unsigned digits = 0; digits < DIGITS_MAX;) {
        size_t width;
        size_t next;
        uint32_t c = peek(reader, at, &width);
        bool more = width > 0 && is_digit(peek(reader, at + width, &next));
        if (is_digit(c)) {
            value = scale == 0 ? value * 10 + (c - '0') : value + (c - '0') * scale;
            scale /= 10;
            digits++;
        } else if (c == '.' && scale == 0 && more) {
            scale = 0.1;
        } else if (c != ',' || width != 1 || scale != 0 || !more) {
            break;
        }
        at += width;
    }
    token->kind = TOKEN_NUMBER;
    token->value = value;
    return at;
}

static size_t read_letters(const struct token_reader *reader, struct token *token)
{
    size_t at = reader->at;
    token->kind = TOKEN_WORD;
    while (at - reader->at < RUN_MAX_BYTES) {
        size_t width;
        uint32_t c = peek(reader, at, &width);
        if (width == 0 || (!is_letter(c) && !is_digit(c)))
            break;
        at += width;
    }
    return at;
}

static void read_mark(uint32_t c, struct token *token)
{
    static const struct {
        uint32_t code_point;
        char mark;
    } marks[] = {
        {0x3001, HAN_MARK_LIST}, {0x3002, '.'},          {0xFF61, '.'},
        {0x2026, '.'},           {0x00B7, HAN_MARK_DOT}, {0x2022, HAN_MARK_DOT},
        {0x30FB, HAN_MARK_DOT},  {0x2027, HAN_MARK_DOT}, {0x3008, '<'},
        {0x3009, '>'},           {0x300A, '<'},          {0x300B, '>'},
        {0x3014, '('},           {0x3015, ')'},          {0x3010, '('},
        {0x3011, ')'},           {0x2014, '-'},          {0x2013, '-'},
        {0x2015, '-'},           {0x2212, '-'},
    };
    token->kind = TOKEN_PUNCT;
    token->mark = c < 0x80 ? (char)c : '#';
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (marks[i].code_point == c)
            token->mark = marks[i].mark;
    }
    if (c == '"' || (c >= 0x201C && c <= 0x201F) || (c >= 0x300C && c <= 0x300F)) {
        token->kind = TOKEN_QUOTE;
        token->mark = '"';
    }
}

bool han_next(struct token_reader *reader, struct token *token)
{
    skip_space(reader);
    if (reader->at >= reader->len)
        return false;
    size_t width;
    uint32_t c = peek(reader, reader->at, &width);
    *token = (struct token){.start = (uint32_t)reader->at, .flags = reader->flags};
    if (reader->newlines > 0 || !reader->started)
        token->flags |= TOKEN_LINE | TOKEN_PARAGRAPH;
    size_t end = reader->at + width;
    if (is_digit(c))
        end = read_number(reader, token);
    else if (is_letter(c))
        end = read_letters(reader, token);
    else if (han_is_character(c) || !is_mark(c))
        token->kind = TOKEN_WORD;
    else
        read_mark(c, token);
    token->end = (uint32_t)end;
    reader->at = end;
    reader->flags = TOKEN_GLUED;
    reader->newlines = 0;
    reader->started = true;
    return true;
}

size_t han_fold(const char *text, const struct token *token, char out[FOLD_MAX_BYTES])
{
    size_t len = 0;
    for (size_t at = token->start; at < token->end && len + 4 <= FOLD_MAX_BYTES;) {
        uint32_t c;
        at += utf8_decode(text + at, token->end - at, &c);
        c = narrow(c);
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        len += utf8_encode(c, out + len);
    }
    return len;
}
