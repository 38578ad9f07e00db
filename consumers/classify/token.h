/*
 * Words with their place in the text. Folded: ASCII letters in lower case, curly apostrophes
 * straight. Hyphens part words and vanish ("anti-dumping" is two words); "'s" is a word of its own;
 * "US" and "U.S." fold to "u.s.", which "us" does not. Other punctuation is a token of one
 * character, quotation marks fold to '"' and dashes to "-".
 */
#ifndef GAINSAY_CLASSIFY_TOKEN_H
#define GAINSAY_CLASSIFY_TOKEN_H

#include "common/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK };

struct token {
    uint32_t start; /* bytes of the text, end exclusive */
    uint32_t end;
    enum token_kind kind;
    bool capital; /* begins with a capital letter */
    const char *fold;
};

/* Scans up to limit tokens (token may be NULL to count only); false over the arena's ceiling. */
bool token_scan(struct arena *arena,
                const char *text,
                size_t len,
                struct token *token,
                size_t limit,
                size_t *count);

#endif
