#include "consumers/classify/wrap.h"

#include "consumers/classify/document.h"

#include <stdint.h>
#include <string.h>

/* Columns of a wrapped text's longest line. Texts with longer ones keep a paragraph in a line. */
#define WIDTH_MIN 40
#define WIDTH_MAX 100
#define EACH_BYTE UINT64_C(0x0101010101010101)
#define LINES_MIN 4 /* below these a short line is as likely a heading */

/* Columns of bytes [first, end), one a character; few are counted beyond the widest line. Eight
 * bytes at a time: those that go on with a character have their two upper bits 10. */
static size_t columns(const char *text, size_t first, size_t end)
{
    size_t count = 0;
    size_t at = first;
    for (; end - at >= 8 && count <= WIDTH_MAX; at += 8) {
        uint64_t eight;
        memcpy(&eight, text + at, 8);
        uint64_t on = eight >> 7 & ~(eight >> 6) & EACH_BYTE;
        count += 8 - (on * EACH_BYTE >> 56);
    }
    for (; at < end && count <= WIDTH_MAX; at++)
        count += ((unsigned char)text[at] & 0xC0) != 0x80;
    return count;
}

/* The longest line, or 0 where the text is not wrapped. */
static size_t wrap_width(const struct document *doc)
{
    size_t width = 0;
    size_t lines = 0;
    size_t first = 0;
    while (first < doc->len) {
        const char *end = memchr(doc->text + first, '\n', doc->len - first);
        size_t at = end == NULL ? doc->len : (size_t)(end - doc->text);
        size_t line = columns(doc->text, first, at);
        if (line > WIDTH_MAX)
            return 0;
        lines += line > 0;
        width = line > width ? line : width;
        first = at + 1;
    }
    return lines >= LINES_MIN && width >= WIDTH_MIN ? width : 0;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Whether the word at a token would not have fitted into the line that ends before it. */
static bool overflows(const struct document *doc, uint32_t at, size_t width)
{
    size_t end = doc->token[at - 1].end;
    size_t first = end;
    while (first > 0 && end - first <= WIDTH_MAX * 4 && doc->text[first - 1] != '\n')
        first--;
    size_t word = doc->token[at].start;
    size_t word_end = word;
    while (word_end < doc->len && word_end - word <= WIDTH_MAX && !is_space(doc->text[word_end]))
        word_end++;
    return columns(doc->text, first, end) + 1 + columns(doc->text, word, word_end) > width;
}

static bool ends_sentence(const struct token *token)
{
    return token->kind == TOKEN_PUNCT &&
           (token->mark == '.' || token->mark == '!' || token->mark == '?');
}

/* Whether empty lines part the paragraphs, so that no other break does. */
static bool has_paragraphs(const struct document *doc)
{
    for (uint32_t at = 1; at < doc->token_count; at++) {
        if (doc->token[at].flags & TOKEN_PARAGRAPH)
            return true;
    }
    return false;
}

/* How a text is wrapped, found out where a line first asks. */
struct wrap {
    bool known;
    size_t width;    /* 0: it is not */
    bool paragraphs; /* of a wrapped text: has_paragraphs() */
};

static void learn_wrap(const struct document *doc, struct wrap *wrap)
{
    if (wrap->known)
        return;
    wrap->known = true;
    wrap->width = wrap_width(doc);
    wrap->paragraphs = wrap->width > 0 && has_paragraphs(doc);
}

/* Whether the line that begins at a token goes on with the one before. */
static bool goes_on(const struct document *doc, uint32_t at, struct wrap *wrap)
{
    const struct token *token = &doc->token[at];
    bool ended = ends_sentence(token - 1);
    if (!ended && token->kind == TOKEN_WORD && !(token->flags & TOKEN_CAPITAL))
        return true;
    if (token->kind == TOKEN_PUNCT || token->kind == TOKEN_URL)
        return false;
    learn_wrap(doc, wrap);
    return wrap->width > 0 && (!ended || wrap->paragraphs) && overflows(doc, at, wrap->width);
}

void wrap_join(struct document *doc)
{
    struct wrap wrap = {.known = false};
    struct token *token = doc->token;
    const uint32_t count = (uint32_t)doc->token_count;
    for (uint32_t at = 1; at < count; at++) {
        if ((token[at].flags & (TOKEN_LINE | TOKEN_PARAGRAPH)) == TOKEN_LINE &&
            goes_on(doc, at, &wrap))
            token[at].flags &= (uint8_t)~TOKEN_LINE;
    }
}
