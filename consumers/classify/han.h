/*
 * Tokens of a Chinese text: every Han character is a word of its own, since nothing parts the words
 * of a sentence; runs of Latin letters and of digits are one token each, full-width ones too.
 * Tokens, flags and byte ranges are those of token.h.
 */
#ifndef GAINSAY_CLASSIFY_HAN_H
#define GAINSAY_CLASSIFY_HAN_H

#include "consumers/classify/token.h"

/* Marks of TOKEN_PUNCT that are no ASCII ones in Chinese. The others are: , . ; : ? ! ( ) < > - */
#define HAN_MARK_LIST '&' /* the comma of enumerations, U+3001 */
#define HAN_MARK_DOT  '~' /* between the parts of a foreign name, U+00B7 */

/* Reads one token, of a reader with `characters` set. Every line is a paragraph. */
bool han_next(struct token_reader *reader, struct token *token);

/* As token_fold(): full-width forms become ASCII, Latin letters lower case. */
size_t han_fold(const char *text, const struct token *token, char out[FOLD_MAX_BYTES]);

bool han_is_character(uint32_t code_point);

#endif
