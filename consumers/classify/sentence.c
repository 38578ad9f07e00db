#include "consumers/classify/sentence.h"

#include "consumers/classify/document.h"

/* A longer one is cut, so that no rule looks over an endless sentence. */
#define SENTENCE_MAX_TOKENS 400
#define TAG_MAX             6 /* tokens of ", can you believe it?" */

static bool is_closing(const struct document *doc, uint32_t at)
{
    if (at >= doc->token_count || (doc->token[at].flags & TOKEN_LINE))
        return false;
    const struct token *token = &doc->token[at];
    if (token->kind == TOKEN_QUOTE && (token->flags & TOKEN_GLUED))
        return true;
    return mark_is(doc, at, ')') || mark_is(doc, at, ']');
}

static bool is_terminal(const struct token *token)
{
    return token->kind == TOKEN_PUNCT &&
           (token->mark == '.' || token->mark == '!' || token->mark == '?');
}

/* Whether what starts at a token may open a sentence. */
static bool may_open(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    return token->kind != TOKEN_WORD || (token->flags & TOKEN_CAPITAL);
}

/* "Annex A.": a letter that is no name's. */
static bool letters_part(const struct document *doc, uint32_t letter)
{
    return letter > 0 && hit_over(doc, letter - 1, LEX_CLAUSE) != NULL;
}

/* A stop after "Mr", "Jan", a single capital letter, or before something in lower case. */
static bool is_abbreviation(const struct document *doc, uint32_t stop, uint32_t next)
{
    if (doc->token[stop].mark != '.' || stop == 0)
        return false;
    const struct token *before = &doc->token[stop - 1];
    if (!(doc->token[stop].flags & TOKEN_GLUED) || before->kind != TOKEN_WORD)
        return false;
    if (before->end - before->start == 1 && (before->flags & TOKEN_CAPITAL) &&
        !word_is(doc, stop - 1, W_I))
        return !letters_part(doc, stop - 1);
    const struct hit *abbrev = hit_at(doc, stop - 1, LEX_ABBREV);
    if (abbrev == NULL)
        return false;
    if (hit_is(abbrev, 0, "number"))
        return next < doc->token_count && doc->token[next].kind == TOKEN_NUMBER;
    /* "Co. The" is an end, "Co. Ltd" is none. */
    return !hit_is(abbrev, 0, "end") || hit_at(doc, next, LEX_STARTER) == NULL;
}

/* The number of tokens from `at` that a sentence end at `at` takes in; 0 where it is no end. */
static uint32_t end_at(const struct document *doc, uint32_t at)
{
    const struct token *token = &doc->token[at];
    uint32_t next = at + 1;
    if (token->flags & TOKEN_DOTTED) {
        /* "in the U.S. The", but "U.S. Trade Representative". */
        const struct hit *starter = hit_at(doc, next, LEX_STARTER);
        bool opens = starter != NULL && !hit_is(starter, 0, "noun");
        return opens ? 1 : 0;
    }
    if (!is_terminal(token))
        return 0;
    while (next < doc->token_count && is_terminal(&doc->token[next]) &&
           (doc->token[next].flags & TOKEN_GLUED))
        next++;
    while (is_closing(doc, next))
        next++;
    if (next >= doc->token_count)
        return next - at;
    if ((doc->token[next].flags & TOKEN_GLUED) || !may_open(doc, next) ||
        is_abbreviation(doc, at, next))
        return 0;
    return next - at;
}

static bool is_bullet(const struct document *doc, uint32_t at)
{
    return mark_is(doc, at, '*') ||
           (mark_is(doc, at, '-') && !(doc->token[at].flags & TOKEN_GLUED));
}

/* "They took all of our rice, can you believe it?": asks nothing. The question mark is at a token.
 */
static bool is_told(const struct document *doc, uint32_t first, uint32_t mark)
{
    uint32_t low = mark > first + TAG_MAX ? mark - TAG_MAX : first;
    for (uint32_t at = mark; at > low; at--) {
        const struct hit *tag = hit_at(doc, at - 1, LEX_TAG);
        if (tag != NULL && tag->end == mark && at - 1 > first && mark_is(doc, at - 2, ','))
            return true;
    }
    return false;
}

static void add_sentence(struct document *doc, struct sentence sentence)
{
    if (sentence.first >= sentence.end)
        return;
    for (uint32_t at = sentence.end; at > sentence.first; at--) {
        if (is_terminal(&doc->token[at - 1])) {
            sentence.question =
                doc->token[at - 1].mark == '?' && !is_told(doc, sentence.first, at - 1);
            break;
        }
        if (doc->token[at - 1].kind != TOKEN_QUOTE && !is_closing(doc, at - 1))
            break;
    }
    doc->sentence = document_grow(doc->sentence, &doc->sentence_capacity, doc->sentence_count + 1,
                                  sizeof *doc->sentence);
    doc->sentence[doc->sentence_count++] = sentence;
}

void sentence_read(struct document *doc)
{
    doc->sentence_count = 0;
    doc->paragraph_count = 0;
    struct sentence current = {0};
    for (uint32_t at = 0; at < doc->token_count;) {
        bool line = (doc->token[at].flags & TOKEN_LINE) != 0;
        if (line) {
            current.end = at;
            add_sentence(doc, current);
            current = (struct sentence){
                .first = at, .line = true, .paragraph = (uint32_t)doc->paragraph_count++};
        }
        if (is_bullet(doc, at) && (line || at == current.first)) {
            current.first = at + 1;
            current.bullet = true;
            at++;
            continue;
        }
        uint32_t taken = end_at(doc, at);
        if (taken == 0 && at - current.first < SENTENCE_MAX_TOKENS) {
            at++;
            continue;
        }
        at += taken == 0 ? 1 : taken;
        current.end = at;
        add_sentence(doc, current);
        current = (struct sentence){.first = at, .paragraph = current.paragraph};
    }
    current.end = (uint32_t)doc->token_count;
    add_sentence(doc, current);
}
