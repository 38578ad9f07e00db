/*
 * The inside of a JSON string: what stands in it as it is, and what is escaped (RFC 8259, 7). Only
 * this room includes it.
 */
#ifndef GAINSAY_MODEL_JSON_STRING_H
#define GAINSAY_MODEL_JSON_STRING_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes at the start stand in a JSON string as they are: no control character, quotation
 * mark or backslash. */
size_t json_plain_len(const char *text, size_t len);

/* Goes over a string from behind its opening quotation mark: *at goes behind the closing one, or to
 * the fault where it is no string of well-formed UTF-8, or holds NUL or a lone surrogate. With `to`
 * it is written there without its escapes, and *to goes behind it: as much room is needed as the
 * document has behind *at. No NUL is put there. */
bool json_string_read(const char **at, const char *end, char **to);

#endif
