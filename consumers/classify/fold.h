/*
 * Folding a word to the form that the lexicon compares: lower case, Latin letters without their
 * marks ("Türkiye" is "turkiye"), curly apostrophes straight, dots and invisible characters gone.
 * Letters of other scripts stay as they are.
 */
#ifndef GAINSAY_CLASSIFY_FOLD_H
#define GAINSAY_CLASSIFY_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FOLD_MAX_BYTES 64

/* Writes at most FOLD_MAX_BYTES and returns the length; a longer word is cut there. */
size_t fold_word(const char *bytes, size_t len, char out[FOLD_MAX_BYTES]);

/* What a character is to the tokenizer. */
enum char_class {
    CHAR_SPACE,
    CHAR_NEWLINE,
    CHAR_LETTER,
    CHAR_DIGIT,
    CHAR_APOSTROPHE,   /* ' and U+2019 */
    CHAR_SINGLE_OPEN,  /* U+2018, U+201A */
    CHAR_DOUBLE,       /* straight double quote */
    CHAR_DOUBLE_OPEN,  /* U+201C, U+201E, U+00AB */
    CHAR_DOUBLE_CLOSE, /* U+201D, U+00BB */
    CHAR_HYPHEN,       /* joins words when glued to both: -, U+2010, U+2011, U+2013 */
    CHAR_DASH,         /* U+2014, U+2015 */
    CHAR_CURRENCY,
    CHAR_INVISIBLE, /* soft hyphen, zero width, bidi controls */
    CHAR_BULLET,
    CHAR_PUNCT
};

enum char_class char_class_of(uint32_t code_point);
/* The same of the ASCII characters: most of what the tokenizer looks at. */
extern const uint8_t char_ascii_class[128];
/* Of a byte: what an ASCII letter folds to, or 0 where it is no ASCII letter. */
extern const char char_ascii_folded[256];
bool char_is_upper(uint32_t code_point);

#endif
