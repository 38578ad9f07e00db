/*
 * A date's text as numbers, words and signs.
 */
#ifndef GAINSAY_TEXT_DATE_TOKEN_H
#define GAINSAY_TEXT_DATE_TOKEN_H

#include "common/base/str.h"

#include <stdbool.h>
#include <stddef.h>

#define DATE_FOLDED_BYTES 40

enum date_token_kind { TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN };

struct date_token {
    enum date_token_kind kind;
    bool spaced;     /* white space before it */
    bool capitals;   /* of a word: ASCII capitals only */
    char sign;       /* of a sign: the ASCII character; 0 for any other than those used in dates */
    int digits;      /* of a number; any script's decimal digits */
    long long value; /* of a number of at most 18 digits, else -1 */
    size_t start;    /* place in the text */
    size_t end;
    size_t folded_len; /* of a word */
    char folded[DATE_FOLDED_BYTES];
};

/*
 * Cuts text into at most max tokens, white space left out; returns their number. A word is folded:
 * lower case, Latin, Greek and Cyrillic letters without accents, full stops inside an abbreviation
 * dropped ("p.m." is "pm"). An ideograph is a word of its own; a word longer than
 * DATE_FOLDED_BYTES is cut.
 */
size_t date_tokens(struct str text, struct date_token *tokens, size_t max);

#endif
