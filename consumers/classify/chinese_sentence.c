#include "consumers/classify/chinese.h"

#include "consumers/classify/han.h"

#include <string.h>

/* A longer one is cut, so that no rule looks over an endless sentence. */
#define SENTENCE_MAX_TOKENS 800
#define NEAR_MAX            120

bool chinese_is(const struct document *doc, uint32_t token, const char *character)
{
    if (token >= doc->token_count)
        return false;
    const struct token *one = &doc->token[token];
    size_t len = strlen(character);
    return one->end - one->start == len && memcmp(doc->text + one->start, character, len) == 0;
}

static bool is_terminal(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    if (token->kind != TOKEN_PUNCT)
        return false;
    if (token->mark == '!' || token->mark == '?')
        return true;
    /* A full stop of ASCII ends a sentence only where no number or name goes on. */
    bool wide = token->end - token->start > 1;
    bool glued = at + 1 < doc->token_count && (doc->token[at + 1].flags & TOKEN_GLUED) != 0;
    bool after_han = at > 0 && doc->token[at - 1].kind == TOKEN_WORD &&
                     (unsigned char)doc->text[doc->token[at - 1].start] >= 0xE3;
    return token->mark == '.' && (wide || (after_han && !glued));
}

static bool is_closing(const struct document *doc, uint32_t at)
{
    if (at >= doc->token_count || (doc->token[at].flags & TOKEN_LINE) != 0)
        return false;
    /* A mark that a quotation has open: it closes. */
    bool quote = doc->token[at].kind == TOKEN_QUOTE && doc->quote_at[at] != NO_INDEX &&
                 doc->quote[doc->quote_at[at]].first != at;
    return quote || mark_is(doc, at, ')') || mark_is(doc, at, '>');
}

static void add_sentence(struct document *doc, struct sentence sentence)
{
    if (sentence.first >= sentence.end)
        return;
    for (uint32_t at = sentence.end; at > sentence.first; at--) {
        if (is_terminal(doc, at - 1)) {
            sentence.question = doc->token[at - 1].mark == '?';
            break;
        }
        if (!is_closing(doc, at - 1))
            break;
    }
    doc->sentence = document_grow(doc->sentence, &doc->sentence_capacity, doc->sentence_count + 1,
                                  sizeof *doc->sentence);
    doc->sentence[doc->sentence_count++] = sentence;
}

void chinese_sentences(struct document *doc)
{
    struct sentence current = {0};
    doc->sentence_count = 0;
    doc->paragraph_count = 0;
    for (uint32_t at = 0; at < doc->token_count;) {
        if ((doc->token[at].flags & TOKEN_LINE) != 0) {
            current.end = at;
            add_sentence(doc, current);
            current = (struct sentence){
                .first = at, .line = true, .paragraph = (uint32_t)doc->paragraph_count++};
        }
        bool ends = is_terminal(doc, at) || at - current.first >= SENTENCE_MAX_TOKENS;
        at++;
        while (ends && at < doc->token_count && (doc->token[at].flags & TOKEN_LINE) == 0 &&
               (is_terminal(doc, at) || is_closing(doc, at)))
            at++;
        if (!ends)
            continue;
        current.end = at;
        add_sentence(doc, current);
        current = (struct sentence){.first = at, .paragraph = current.paragraph};
    }
    current.end = (uint32_t)doc->token_count;
    add_sentence(doc, current);
}

uint32_t chinese_near(uint32_t first, uint32_t end)
{
    return end > first + NEAR_MAX ? end - NEAR_MAX : first;
}

uint32_t chinese_clause_end(const struct document *doc, uint32_t at, uint32_t end)
{
    for (; at < end; at++) {
        const struct token *token = &doc->token[at];
        bool mark = token->kind == TOKEN_PUNCT &&
                    (token->mark == ',' || token->mark == ';' || token->mark == ':');
        if (mark || is_terminal(doc, at))
            return at + 1;
    }
    return end;
}
