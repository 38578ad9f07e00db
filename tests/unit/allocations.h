/*
 * Counts what the project's code allocates: the test's link options put these in between
 * (--wrap=malloc,--wrap=calloc,--wrap=realloc). For one source file of a program.
 */
#ifndef GAINSAY_TESTS_ALLOCATIONS_H
#define GAINSAY_TESTS_ALLOCATIONS_H

#include <stddef.h>

static size_t allocations;

void *__real_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
void *__real_realloc(void *at, size_t bytes);
void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__wrap_realloc(void *at, size_t bytes);

void *__wrap_malloc(size_t bytes)
{
    allocations++;
    return __real_malloc(bytes);
}

void *__wrap_calloc(size_t count, size_t bytes)
{
    allocations++;
    return __real_calloc(count, bytes);
}

void *__wrap_realloc(void *at, size_t bytes)
{
    allocations++;
    return __real_realloc(at, bytes);
}

#endif
