/*
 * UTF-8 (RFC 3629) and Unicode normalization form C (UAX #15, by utf8proc).
 */
#ifndef GAINSAY_TEXT_UTF8_H
#define GAINSAY_TEXT_UTF8_H

#include "common/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Offset of the first byte that is not well-formed UTF-8 (surrogates, overlong forms and values
 * over U+10FFFF included), or len where all is well. NUL is well-formed. */
size_t utf8_valid_prefix(const char *bytes, size_t len);

/* Bytes of the character that begins at bytes[0..len), len > 0, with a byte over ASCII; 0 where it
 * is not well-formed. */
size_t utf8_long_char(const char *bytes, size_t len);

/* Decodes the character at bytes[0..len), len > 0; returns its length in bytes and its code point,
 * or 1 and U+FFFD at a malformed byte. */
size_t utf8_decode(const char *bytes, size_t len, uint32_t *code_point);

/* Appends a code point (at most 0x10FFFF) to out[4]; returns the number of bytes. */
size_t utf8_encode(uint32_t code_point, char out[4]);

/* Cells that text takes on a terminal (UAX #11): two for what is wide, none for what joins the
 * character before it. */
size_t utf8_width(const char *text);

/*
 * Plain text fit for a message: malformed bytes become U+FFFD, NUL and the control characters that
 * XML 1.0 forbids go, CR and CRLF become LF, and the whole is NFC. NULL over the arena's ceiling.
 */
char *utf8_clean(struct arena *arena, const char *bytes, size_t len);
/* Whether utf8_clean() would surely give the same text back; false also where only a closer look
 * would tell. */
bool utf8_is_clean(const char *bytes, size_t len);

#endif
