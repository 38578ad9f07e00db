/*
 * Content ids: SHA-256 (FIPS 180-4, by libcrypto) over length-prefixed parts, so that ("ab","c")
 * and
 * ("a","bc") differ. Ids are cut to 128 bits and written as 32 lower-case hex digits.
 */
#ifndef GAINSAY_BASE_DIGEST_H
#define GAINSAY_BASE_DIGEST_H

#include "common/base/str.h"

#include <stddef.h>
#include <stdint.h>

#define DIGEST_ID_BYTES  33 /* 32 hex digits and the NUL */
#define DIGEST_HEX_BYTES 65 /* 64 hex digits and the NUL */

void digest_id(const struct str *parts, size_t count, char id[DIGEST_ID_BYTES]);
/* Plain SHA-256 of bytes as hex. */
void digest_sha256_hex(const void *bytes, size_t len, char hex[DIGEST_HEX_BYTES]);

#endif
