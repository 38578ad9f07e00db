/*
 * Memory that is given back all at once. What comes from one message lives in that message's arena
 * and goes with arena_reset(); nothing in it is freed singly.
 *
 *     struct arena arena;
 *     arena_init(&arena, 8 << 20);
 *     for each message {
 *         char *copy = arena_copy(&arena, text, len);
 *         ...
 *         arena_reset(&arena);       // keeps a block: no malloc after warm-up
 *     }
 *     arena_release(&arena);
 *
 * A full heap ends the process (a restart is safe by design). Reaching the arena's own ceiling is
 * an answer: the functions return NULL, and the caller reports ERR_TOO_LARGE. Under
 * AddressSanitizer a reset poisons the memory, so a view kept too long is found.
 */
#ifndef GAINSAY_BASE_ARENA_H
#define GAINSAY_BASE_ARENA_H

#include "common/base/str.h"

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    size_t used_bytes;          /* by all blocks' users since the last reset */
    size_t ceiling_bytes;
};

void arena_init(struct arena *arena, size_t ceiling_bytes);
/* Zeroed memory aligned for any type, or NULL over the ceiling. */
void *arena_alloc(struct arena *arena, size_t bytes);
/* The same, not zeroed: for what is written over at once. */
void *arena_room(struct arena *arena, size_t bytes);
/* An array; NULL over the ceiling, an overflow of count * size included. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A NUL-terminated copy, or NULL over the ceiling. */
char *arena_copy(struct arena *arena, const char *bytes, size_t len);
char *arena_copy_str(struct arena *arena, struct str text);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *arena);
/* Accepts a zeroed struct. */
void arena_release(struct arena *arena);

#endif
