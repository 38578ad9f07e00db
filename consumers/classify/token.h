/*
 * Tokens: words, numbers and marks with their byte range in the original text, which is never
 * rewritten (evidence must be verbatim). A word joined to the one before by a hyphen is a token of
 * its own with a flag, so that "anti-dumping" and "anti dumping" are the same words. "didn't" is
 * "did" and "not"; "China's" is "China" and "'s"; "U.S." is one word, "us" when folded.
 */
#ifndef GAINSAY_CLASSIFY_TOKEN_H
#define GAINSAY_CLASSIFY_TOKEN_H

#include "consumers/classify/fold.h"
#include "consumers/classify/lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_PUNCT, TOKEN_QUOTE, TOKEN_URL };

enum token_flag {
    TOKEN_CAPITAL = 1,    /* starts with an upper-case letter */
    TOKEN_UPPER = 2,      /* two letters or more, all upper case */
    TOKEN_GLUED = 4,      /* no space between it and the token before */
    TOKEN_HYPHEN = 8,     /* joined to the token before by a hyphen */
    TOKEN_LINE = 16,      /* first of a line */
    TOKEN_PARAGRAPH = 32, /* first after an empty line, or of the text */
    TOKEN_DOTTED = 64,    /* "U.S.", "a.m." */
    TOKEN_ORDINAL = 128   /* "29th" */
};

struct token {
    uint32_t start; /* bytes of the text, end exclusive */
    uint32_t end;
    uint32_t word; /* lexicon word id, 0 where unknown; a grammar word's id is its W_ constant */
    uint8_t kind;
    uint8_t flags;
    /* TOKEN_PUNCT: the mark, '-' for every dash and '$' for every currency sign. TOKEN_QUOTE: '"'
     * or '\''. */
    char mark;
    double value; /* TOKEN_NUMBER */
};

/* Reads one token after another. Zero, then set text, len. */
struct token_reader {
    const char *text;
    size_t len;
    size_t at;
    uint32_t pending_start; /* second half of a split word, e.g. "n't" */
    uint32_t pending_end;
    uint8_t flags; /* of the token to come */
    unsigned newlines;
    bool single_open;
    bool started;
    bool characters; /* of Chinese: see han.h */
};

/* Reads so many tokens, or fewer at the end; returns how many. Fills all of each but `word`. */
size_t token_read(struct token_reader *reader, struct token *token, size_t most);

/* The folded spelling that the lexicon knows a token by. */
size_t token_fold(const char *text, const struct token *token, char out[FOLD_MAX_BYTES]);

#endif
