#include "common/base/digest.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#define SHA256_BYTES 32

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
    unsigned char sum[EVP_MAX_MD_SIZE];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(context != NULL);
    must(EVP_DigestInit_ex(context, EVP_sha256(), NULL));
    for (size_t i = 0; i < count; i++) {
        uint64_t len = parts[i].len;
        unsigned char prefix[8];
        for (int shift = 0; shift < 8; shift++)
            prefix[shift] = (unsigned char)(len >> (8 * shift));
        must(EVP_DigestUpdate(context, prefix, sizeof prefix));
        must(EVP_DigestUpdate(context, parts[i].ptr, parts[i].len));
    }
    must(EVP_DigestFinal_ex(context, sum, NULL));
    EVP_MD_CTX_free(context);
    to_hex(sum, (DIGEST_ID_BYTES - 1) / 2, id);
}

void digest_sha256_hex(const void *bytes, size_t len, char hex[DIGEST_HEX_BYTES])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    must(EVP_Digest(bytes, len, sum, NULL, EVP_sha256(), NULL));
    to_hex(sum, SHA256_BYTES, hex);
}
