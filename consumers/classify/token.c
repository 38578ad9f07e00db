#include "consumers/classify/token.h"

#include "common/text/utf8.h"
#include "consumers/classify/han.h"

#include <string.h>

/* Longer runs without a space are cut, so that no later step meets an endless word. */
#define WORD_MAX_BYTES 200

static inline enum char_class
peek(const struct token_reader *reader, size_t at, size_t *width, uint32_t *code_point)
{
    if (at >= reader->len) {
        *width = 0;
        *code_point = 0;
        return CHAR_SPACE;
    }
    unsigned char byte = (unsigned char)reader->text[at];
    if (byte < 0x80) {
        *width = 1;
        *code_point = byte;
        return (enum char_class)char_ascii_class[byte];
    }
    *width = utf8_decode(reader->text + at, reader->len - at, code_point);
    return char_class_of(*code_point);
}

static enum char_class class_at(const struct token_reader *reader, size_t at)
{
    size_t width;
    uint32_t code_point;
    return peek(reader, at, &width, &code_point);
}

static bool is_word_char(enum char_class class)
{
    return class == CHAR_LETTER || class == CHAR_DIGIT || class == CHAR_INVISIBLE;
}

/* Passes white space, counting line ends. */
static void skip_space(struct token_reader *reader)
{
    /* Between most words stands one space. */
    if (reader->at < reader->len && reader->text[reader->at] == ' ') {
        reader->flags &= (uint8_t) ~(TOKEN_GLUED | TOKEN_HYPHEN);
        reader->at++;
        if (reader->at < reader->len &&
            char_ascii_folded[(unsigned char)reader->text[reader->at]] != 0)
            return;
    }
    for (;;) {
        size_t width;
        uint32_t code_point;
        enum char_class class = peek(reader, reader->at, &width, &code_point);
        if (width == 0 || (class != CHAR_SPACE && class != CHAR_NEWLINE && class != CHAR_INVISIBLE))
            return;
        if (class == CHAR_NEWLINE)
            reader->newlines++;
        if (class != CHAR_INVISIBLE)
            reader->flags &= (uint8_t) ~(TOKEN_GLUED | TOKEN_HYPHEN);
        reader->at += width;
    }
}

/* "U.S.", "a.m.": the end of two or more single letters each with a dot, or 0. */
static size_t dotted_end(const struct token_reader *reader, size_t at)
{
    size_t letters = 0;
    while (at + 1 < reader->len && reader->text[at + 1] == '.' &&
           char_ascii_folded[(unsigned char)reader->text[at]] != 0) {
        at += 2;
        letters++;
    }
    return letters >= 2 && !is_word_char(class_at(reader, at)) ? at : 0;
}

static bool starts_url(const struct token_reader *reader, size_t at)
{
    size_t left = reader->len - at;
    const char *text = reader->text + at;
    if (text[0] != 'h' && text[0] != 'w')
        return false;
    return (left > 7 && (memcmp(text, "http://", 7) == 0 || memcmp(text, "https:/", 7) == 0)) ||
           (left > 4 && memcmp(text, "www.", 4) == 0);
}

static size_t run_end(const struct token_reader *reader, size_t at, bool url)
{
    size_t end = url || reader->len - at < WORD_MAX_BYTES ? reader->len : at + WORD_MAX_BYTES;
    const char *text = reader->text;
    while (!url && at < end && char_ascii_folded[(unsigned char)text[at]] != 0)
        at++;
    while (at < end) {
        size_t width;
        uint32_t code_point;
        enum char_class class = peek(reader, at, &width, &code_point);
        if (url ? class == CHAR_SPACE || class == CHAR_NEWLINE || class == CHAR_DOUBLE
                : !is_word_char(class))
            break;
        at += width;
    }
    return at;
}

static bool is_ordinal_ending(const char *text, size_t len)
{
    static const char *const endings[] = {"st", "nd", "rd", "th", "ST", "ND", "RD", "TH"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (len == 2 && memcmp(text, endings[i], 2) == 0)
            return true;
    }
    return false;
}

/* Digits, with commas between groups of three and at most one dot. */
static size_t read_number(struct token_reader *reader, struct token *token)
{
    const char *text = reader->text;
    size_t at = reader->at;
    double value = 0;
    double scale = 0;
    for (size_t digits = 0; at < reader->len && digits < 18; at++) {
        char c = text[at];
        bool more = at + 1 < reader->len && text[at + 1] >= '0' && text[at + 1] <= '9';
        if (c >= '0' && c <= '9') {
            value = scale == 0 ? value * 10 + (c - '0') : value + (c - '0') * scale;
            scale /= 10;
            digits++;
        } else if (c == '.' && scale == 0 && more) {
            scale = 0.1;
        } else if (c != ',' || scale != 0 || !more || at + 3 >= reader->len ||
                   class_at(reader, at + 2) != CHAR_DIGIT ||
                   class_at(reader, at + 3) != CHAR_DIGIT) {
            break;
        }
    }
    size_t word_end = run_end(reader, at, false);
    if (is_ordinal_ending(text + at, word_end - at)) {
        token->flags |= TOKEN_ORDINAL;
        at = word_end;
    }
    token->kind = TOKEN_NUMBER;
    token->value = value;
    return at;
}

static void note_case(const struct token_reader *reader, struct token *token)
{
    size_t letters = 0;
    for (size_t at = token->start; at < token->end;) {
        size_t width;
        uint32_t code_point;
        if (peek(reader, at, &width, &code_point) == CHAR_LETTER) {
            if (!char_is_upper(code_point))
                return;
            letters++;
            token->flags |= TOKEN_CAPITAL;
        }
        at += width;
    }
    if (letters >= 2)
        token->flags |= TOKEN_UPPER;
}

static bool spells(const struct token_reader *reader, size_t start, size_t end, const char *word)
{
    size_t len = strlen(word);
    if (end - start != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        if ((reader->text[start + i] | 0x20) != word[i])
            return false;
    }
    return true;
}

/* The end of a contraction's tail ("'s", "'ll") at an apostrophe, or 0. */
static size_t contraction_end(const struct token_reader *reader, size_t at)
{
    size_t width;
    uint32_t code_point;
    if (peek(reader, at, &width, &code_point) != CHAR_APOSTROPHE)
        return 0;
    size_t end = run_end(reader, at + width, false);
    size_t len = end - at - width;
    return len >= 1 && len <= 3 ? end : 0;
}

static size_t read_word(struct token_reader *reader, struct token *token)
{
    size_t end = dotted_end(reader, reader->at);
    token->kind = TOKEN_WORD;
    if (end != 0) {
        token->flags |= TOKEN_DOTTED;
        return end;
    }
    if (starts_url(reader, reader->at)) {
        token->kind = TOKEN_URL;
        return run_end(reader, reader->at, true);
    }
    end = run_end(reader, reader->at, false);
    size_t tail = contraction_end(reader, end);
    if (tail == 0) {
        if (spells(reader, reader->at, end, "cannot")) {
            reader->pending_start = (uint32_t)end - 3;
            reader->pending_end = (uint32_t)end;
            return end - 3;
        }
        return end;
    }
    /* "didn't" is cut before the n, "China's" before the apostrophe. */
    bool negative = (reader->text[tail - 1] | 0x20) == 't' && (reader->text[end - 1] | 0x20) == 'n';
    size_t cut = negative ? end - 1 : end;
    if (cut == reader->at)
        cut = end;
    reader->pending_start = (uint32_t)cut;
    reader->pending_end = (uint32_t)tail;
    return cut;
}

static void read_quote(struct token_reader *reader, struct token *token, enum char_class class)
{
    size_t width;
    uint32_t code_point;
    (void)peek(reader, reader->at, &width, &code_point);
    enum char_class next = class_at(reader, reader->at + width);
    token->kind = TOKEN_QUOTE;
    token->mark = class == CHAR_APOSTROPHE || class == CHAR_SINGLE_OPEN ? '\'' : '"';
    if (class == CHAR_SINGLE_OPEN ||
        (class == CHAR_APOSTROPHE && !(token->flags & TOKEN_GLUED) && is_word_char(next))) {
        reader->single_open = true;
    } else if (class == CHAR_APOSTROPHE && !reader->single_open) {
        /* "the makers' federation": a possessive without its s. */
        token->kind = TOKEN_WORD;
        token->mark = 0;
    } else if (class == CHAR_APOSTROPHE) {
        reader->single_open = false;
    }
}

static bool read_mark(struct token_reader *reader, struct token *token, enum char_class class)
{
    size_t width;
    uint32_t code_point;
    (void)peek(reader, reader->at, &width, &code_point);
    if (class == CHAR_HYPHEN) {
        bool glued =
            (token->flags & TOKEN_GLUED) && is_word_char(class_at(reader, reader->at + width));
        if (glued) {
            reader->at += width;
            reader->flags |= TOKEN_HYPHEN;
            return false;
        }
    }
    token->end = (uint32_t)(reader->at + width);
    token->kind = TOKEN_PUNCT;
    switch (class) {
    case CHAR_HYPHEN:
    case CHAR_DASH:
        token->mark = '-';
        break;
    case CHAR_CURRENCY:
        token->mark = '$';
        break;
    case CHAR_BULLET:
        token->mark = '*';
        break;
    case CHAR_PUNCT:
        token->mark = code_point < 0x80 ? (char)code_point : code_point == 0x2026 ? '.' : '?';
        if (code_point >= 0x80 && code_point != 0x2026)
            token->mark = '#';
        break;
    default:
        read_quote(reader, token, class);
        break;
    }
    return true;
}

/* How many ASCII letters the bytes begin with. Most words end within the first eight, which are
 * looked at together: of each its upper bit is to tell whether it is a letter. */
static size_t letters_of(const char *text, size_t len)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    size_t count = 0;
    for (; len - count >= 8; count += 8) {
        uint64_t eight;
        memcpy(&eight, text + count, 8);
        uint64_t lower = (eight | each * 0x20) & each * 0x7F;
        uint64_t letter = (lower + each * (0x80 - 'a')) & ~(lower + each * (0x7F - 'z')) & ~eight;
        uint64_t other = ~letter & each * 0x80;
        if (other != 0)
            return count + (size_t)(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
                                        ? __builtin_ctzll(other)
                                        : __builtin_clzll(other)) /
                               8;
    }
    while (count < len && char_ascii_folded[(unsigned char)text[count]] != 0)
        count++;
    return count;
}

/*
 * Most words are ASCII letters with a space or a mark after them, and neither abbreviated nor cut.
 * False where a token is anything else, and may still be such a word.
 */
static inline bool read_plain_word(const struct token_reader *reader, struct token *token)
{
    const char *text = reader->text + token->start;
    size_t left = reader->len - token->start;
    size_t high = left < WORD_MAX_BYTES ? left : WORD_MAX_BYTES;
    size_t len = letters_of(text, high);
    if (len == high || (unsigned char)text[len] >= 0x80)
        return false;
    /* "U.S.", "www.", "http:" */
    bool odd = text[len] == '.' ? len == 1 || *text == 'w' : text[len] == ':' && *text == 'h';
    enum char_class next = (enum char_class)char_ascii_class[(unsigned char)text[len]];
    if (odd || next == CHAR_DIGIT || next == CHAR_APOSTROPHE ||
        (len == 6 && spells(reader, token->start, token->start + len, "cannot")))
        return false;
    token->kind = TOKEN_WORD;
    token->end = (uint32_t)(token->start + len);
    if (char_is_upper((unsigned char)*text)) {
        token->flags |= TOKEN_CAPITAL;
        size_t upper = 1;
        while (upper < len && char_is_upper((unsigned char)text[upper]))
            upper++;
        if (upper == len && len >= 2)
            token->flags |= TOKEN_UPPER;
    }
    return true;
}

static void begin(struct token_reader *reader, struct token *token)
{
    *token = (struct token){.start = (uint32_t)reader->at, .flags = reader->flags};
    if (reader->newlines > 0 || !reader->started) {
        token->flags |= TOKEN_LINE;
        reader->single_open = false;
    }
    if (reader->newlines > 1 || !reader->started)
        token->flags |= TOKEN_PARAGRAPH;
}

/* What most tokens are: a plain word behind another token and one space. */
static inline bool read_next_word(struct token_reader *reader, struct token *token)
{
    size_t at = reader->at + 1;
    if (!reader->started || at >= reader->len || reader->text[at - 1] != ' ' ||
        char_ascii_folded[(unsigned char)reader->text[at]] == 0)
        return false;
    *token = (struct token){.start = (uint32_t)at};
    if (!read_plain_word(reader, token))
        return false;
    reader->at = token->end;
    reader->flags = TOKEN_GLUED;
    return true;
}

/* And a mark right behind one. */
static inline bool read_next_mark(struct token_reader *reader, struct token *token)
{
    size_t at = reader->at;
    if (!reader->started || at >= reader->len || (unsigned char)reader->text[at] >= 0x80 ||
        char_ascii_class[(unsigned char)reader->text[at]] != CHAR_PUNCT)
        return false;
    *token = (struct token){.start = (uint32_t)at,
                            .end = (uint32_t)at + 1,
                            .kind = TOKEN_PUNCT,
                            .flags = reader->flags,
                            .mark = reader->text[at]};
    reader->at++;
    reader->flags = TOKEN_GLUED;
    return true;
}

/* Apart, so that it does not make what most tokens take slower. */
__attribute__((noinline)) static bool read_any(struct token_reader *reader, struct token *token)
{
    if (reader->pending_end != 0) {
        *token = (struct token){.start = reader->pending_start,
                                .end = reader->pending_end,
                                .kind = TOKEN_WORD,
                                .flags = TOKEN_GLUED};
        reader->at = reader->pending_end;
        reader->pending_end = 0;
        return true;
    }
    for (;;) {
        skip_space(reader);
        if (reader->at >= reader->len)
            return false;
        begin(reader, token);
        if (char_ascii_folded[(unsigned char)reader->text[reader->at]] != 0 &&
            read_plain_word(reader, token))
            break;
        enum char_class class = class_at(reader, reader->at);
        if (class == CHAR_DIGIT)
            token->end = (uint32_t)read_number(reader, token);
        else if (class == CHAR_LETTER)
            token->end = (uint32_t)read_word(reader, token);
        else if (!read_mark(reader, token, class))
            continue;
        if (token->kind == TOKEN_WORD)
            note_case(reader, token);
        break;
    }
    reader->at = token->end;
    reader->flags = TOKEN_GLUED;
    reader->newlines = 0;
    reader->started = true;
    return true;
}

size_t token_read(struct token_reader *reader, struct token *token, size_t most)
{
    size_t count = 0;
    if (reader->characters) {
        while (count < most && han_next(reader, &token[count]))
            count++;
        return count;
    }
    while (count < most && ((reader->pending_end == 0 && (read_next_word(reader, &token[count]) ||
                                                          read_next_mark(reader, &token[count]))) ||
                            read_any(reader, &token[count])))
        count++;
    return count;
}

size_t token_fold(const char *text, const struct token *token, char out[FOLD_MAX_BYTES])
{
    size_t len = fold_word(text + token->start, token->end - token->start, out);
    if (len == 3 && memcmp(out, "n't", 3) == 0) {
        memcpy(out, "not", 3);
    } else if (len == 1 && out[0] == '\'' && token->kind == TOKEN_WORD) {
        memcpy(out, "'s", 2);
        len = 2;
    }
    return len;
}
