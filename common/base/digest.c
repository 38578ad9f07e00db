/* Of the interfaces of OpenSSL 1.1: that of 3.0 for digests looks the algorithm up and allocates
 * for each, and a classifier makes thousands a second. */
#define OPENSSL_API_COMPAT 10101

#include "common/base/digest.h"

#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>

static void to_hex(const unsigned char *bytes, size_t len, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    hex[2 * len] = '\0';
}

static void must(int ok)
{
    if (ok != 1) {
        (void)fprintf(stderr, "libcrypto refuses SHA-256\n");
        abort();
    }
}

void digest_id(const struct str *parts, size_t count, char id[DIGEST_ID_BYTES])
{
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    must(SHA256_Init(&context));
    for (size_t i = 0; i < count; i++) {
        uint64_t len = parts[i].len;
        unsigned char prefix[8];
        for (int shift = 0; shift < 8; shift++)
            prefix[shift] = (unsigned char)(len >> (8 * shift));
        must(SHA256_Update(&context, prefix, sizeof prefix));
        must(SHA256_Update(&context, parts[i].ptr, parts[i].len));
    }
    must(SHA256_Final(sum, &context));
    to_hex(sum, (DIGEST_ID_BYTES - 1) / 2, id);
}

void digest_sha256_hex(const void *bytes, size_t len, char hex[DIGEST_HEX_BYTES])
{
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;
    must(SHA256_Init(&context));
    must(SHA256_Update(&context, bytes, len));
    must(SHA256_Final(sum, &context));
    to_hex(sum, sizeof sum, hex);
}
