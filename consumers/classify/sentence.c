#include "consumers/classify/document.h"

#include <string.h>

/* Whether a line feed lies between two tokens. */
static bool line_between(const struct document *document, size_t at)
{
    const struct token *token = document->token + at;
    return memchr(document->text + token[-1].end, '\n', token->start - token[-1].end) != NULL;
}

static bool closes(const struct document *document, size_t at)
{
    return at < document->token_count &&
           (token_is(document, at, "\"") || token_is(document, at, "'") ||
            token_is(document, at, ")") || token_is(document, at, "]"));
}

/* Whether the full stop at `at` belongs to a word ("Mr.", "No. 5", an initial). */
static bool stop_is_inner(const struct document *document, size_t at)
{
    const struct token *token = document->token;
    if (at == 0 || token[at - 1].end != token[at].start)
        return false;
    const struct tag *tag = tag_in(document, TAG_ABBREVIATION, (uint32_t)(at - 1), (uint32_t)at);
    if (tag)
        return !tag_value_is(tag, "number") ||
               (at + 1 < document->token_count && token[at + 1].kind == TOKEN_NUMBER);
    return token[at - 1].capital && token[at - 1].end - token[at - 1].start == 1;
}

/* End of the sentence when one ends with token `at`, else 0. */
static size_t boundary_after(const struct document *document, size_t at)
{
    const struct token *token = document->token;
    bool mark =
        token_is(document, at, ".") || token_is(document, at, "!") || token_is(document, at, "?");
    bool dotted = token[at].kind == TOKEN_WORD && document->text[token[at].end - 1] == '.';
    if (!mark && !dotted)
        return 0;
    if (token_is(document, at, ".") && stop_is_inner(document, at))
        return 0;
    size_t end = at + 1;
    while (closes(document, end) && token[end].start == token[end - 1].end)
        end++;
    while (end < document->token_count && token[end].start == token[end - 1].end &&
           (token_is(document, end, "!") || token_is(document, end, "?") ||
            token_is(document, end, ".") || closes(document, end)))
        end++;
    if (end >= document->token_count)
        return end;
    if (token[end].start == token[end - 1].end)
        return 0;
    bool opens = token[end].capital || token[end].kind != TOKEN_WORD;
    if (dotted)
        opens = token[end].capital && !strchr("uU", document->text[token[at].start]);
    return opens ? end : 0;
}

bool sentence_split(struct document *document)
{
    struct sentence *sentence =
        arena_array(document->arena, document->token_count + 1, sizeof(*sentence));
    if (!sentence)
        return false;
    size_t count = 0, first = 0, tag = 0;
    bool quoted = false, at_line = true;
    while (first < document->token_count) {
        size_t end = first;
        while (end < document->token_count) {
            size_t stop = boundary_after(document, end);
            end = stop ? stop : end + 1;
            if (stop || (end < document->token_count && line_between(document, end)))
                break;
        }
        struct sentence *one = &sentence[count++];
        one->first = (uint32_t)first;
        one->end = (uint32_t)end;
        one->line_start = at_line;
        one->quoted = quoted && !at_line;
        if (at_line)
            quoted = false;
        for (size_t i = first; i < end; i++)
            if (token_is(document, i, "\""))
                quoted = !quoted;
        one->tag_first = (uint32_t)tag;
        while (tag < document->tag_count && document->tag[tag].first < end)
            tag++;
        one->tag_end = (uint32_t)tag;
        one->question = token_is(document, end - 1, "?") ||
                        (end - first > 1 && token_is(document, end - 2, "?"));
        at_line = end < document->token_count && line_between(document, end);
        first = end;
    }
    document->sentence = sentence;
    document->sentence_count = count;
    return true;
}
