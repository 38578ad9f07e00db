/*
 * Sixteen bytes at a time, which every machine of today can compare at once: for loops that look a
 * text over for the few bytes that don't stand for themselves.
 */
#ifndef GAINSAY_BASE_BLOCK_H
#define GAINSAY_BASE_BLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Signed: what is over ASCII is less than 0. A comparison sets a byte to 0 or -1. */
typedef int8_t block __attribute__((vector_size(16)));

static inline block block_load(const char *at)
{
    block bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/* The place of the first byte that a comparison set; the block's size where there is none. */
static inline size_t block_first(block set)
{
#ifdef __SSE2__
    unsigned bits = (unsigned)_mm_movemask_epi8((__m128i)set);
    return bits == 0 ? sizeof set : (size_t)__builtin_ctz(bits);
#else
    uint64_t halves[2];
    memcpy(halves, &set, sizeof halves);
    if ((halves[0] | halves[1]) == 0)
        return sizeof set;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return halves[0] != 0 ? (size_t)__builtin_ctzll(halves[0]) / 8
                          : 8 + (size_t)__builtin_ctzll(halves[1]) / 8;
#else
    return halves[0] != 0 ? (size_t)__builtin_clzll(halves[0]) / 8
                          : 8 + (size_t)__builtin_clzll(halves[1]) / 8;
#endif
#endif
}

#endif
