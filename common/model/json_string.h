/*
 * The inside of a JSON string: what stands in it as it is, and what is escaped (RFC 8259, 7). Only
 * this room includes it.
 */
#ifndef GAINSAY_MODEL_JSON_STRING_H
#define GAINSAY_MODEL_JSON_STRING_H

#include "common/base/str.h"

#include <stddef.h>

/* How many bytes at the start stand in a JSON string as they are: no control character, quotation
 * mark or backslash. */
size_t json_plain_len(const char *text, size_t len);

/* The code point that the escape behind a backslash stands for; *at goes behind it. -1: it is none,
 * or NUL, or a lone surrogate. */
long json_escape_read(const char **at, const char *end);

/* Writes the string without its escapes, all of which are good; returns its bytes, which are never
 * more than it has in the document. No NUL is put behind it. */
size_t json_string_decode(struct str inside, char *to);

#endif
