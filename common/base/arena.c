#include "common/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, bytes)   ((void)(at), (void)(bytes))
#define ASAN_UNPOISON_MEMORY_REGION(at, bytes) ((void)(at), (void)(bytes))
#endif

/* Room for all records of an item (RECORDS_MAX) and their strings, so that the one that is kept is
 * enough for it. What of it nobody writes to is no memory yet. */
#define BLOCK_BYTES ((size_t)256 << 10)

struct arena_block {
    struct arena_block *next;
    size_t capacity_bytes;
    size_t used_bytes;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena, size_t ceiling_bytes)
{
    *arena = (struct arena){.ceiling_bytes = ceiling_bytes};
}

static struct arena_block *block_new(size_t capacity_bytes, struct arena_block *next)
{
    struct arena_block *block = malloc(sizeof *block + capacity_bytes);
    if (block == NULL) {
        (void)fprintf(stderr, "out of memory allocating %zu bytes\n", capacity_bytes);
        abort();
    }
    block->next = next;
    block->capacity_bytes = capacity_bytes;
    block->used_bytes = 0;
    ASAN_POISON_MEMORY_REGION(block->bytes, capacity_bytes);
    return block;
}

void *arena_room(struct arena *arena, size_t bytes)
{
    const size_t align = alignof(max_align_t);
    if (bytes > SIZE_MAX - align)
        return NULL;
    size_t rounded = (bytes + align - 1) / align * align;
    size_t left = arena->ceiling_bytes - arena->used_bytes;
    if (rounded > left)
        return NULL;

    struct arena_block *block = arena->blocks;
    if (block == NULL || block->capacity_bytes - block->used_bytes < rounded) {
        size_t usual = left < BLOCK_BYTES ? left : BLOCK_BYTES;
        block = block_new(rounded > usual ? rounded : usual, arena->blocks);
        arena->blocks = block;
    }
    char *at = block->bytes + block->used_bytes;
    block->used_bytes += rounded;
    arena->used_bytes += rounded;
    ASAN_UNPOISON_MEMORY_REGION(at, bytes);
    return at;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    void *at = arena_room(arena, bytes);
    return at == NULL ? NULL : memset(at, 0, bytes);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t len)
{
    if (len == SIZE_MAX)
        return NULL;
    char *copy = arena_room(arena, len + 1);
    if (copy == NULL)
        return NULL;
    if (len > 0)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

char *arena_copy_str(struct arena *arena, struct str text)
{
    return arena_copy(arena, text.ptr, text.len);
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = len < 0 ? NULL : arena_alloc(arena, (size_t)len + 1);
    if (text != NULL)
        (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

void arena_reset(struct arena *arena)
{
    struct arena_block *keep = arena->blocks;
    /* One of the usual size is kept, or what the largest message took would stay for ever. */
    while (keep != NULL && (keep->next != NULL || keep->capacity_bytes > BLOCK_BYTES)) {
        struct arena_block *next = keep->next;
        free(keep);
        keep = next;
    }
    if (keep != NULL) {
        ASAN_POISON_MEMORY_REGION(keep->bytes, keep->capacity_bytes);
        keep->used_bytes = 0;
    }
    arena->blocks = keep;
    arena->used_bytes = 0;
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    *arena = (struct arena){.ceiling_bytes = arena->ceiling_bytes};
}
