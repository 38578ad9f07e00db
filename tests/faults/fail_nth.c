/*
 * LD_PRELOAD library: the Nth allocation, or the Nth write, of the process fails.
 *
 * GAINSAY_FAIL="alloc 5000" makes the 5000th malloc, calloc or realloc answer NULL with ENOMEM;
 * GAINSAY_FAIL="write 20 5" makes writes 20 to 24 (write and writev; sockets, pipes and files
 * alike) answer ENOSPC.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* glibc's own names for what is wrapped: dlsym() would allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

static atomic_long allocations;
static atomic_long writes;
static long alloc_from = -1;
static long write_from = -1;
static long write_times = 1;

__attribute__((constructor)) static void read_order(void)
{
    const char *order = getenv("GAINSAY_FAIL");
    if (order == NULL)
        return;
    if (sscanf(order, "alloc %ld", &alloc_from) != 1)
        (void)sscanf(order, "write %ld %ld", &write_from, &write_times);
}

static int fails(atomic_long *count, long from, long times)
{
    long number = atomic_fetch_add(count, 1) + 1;
    return from >= 0 && number >= from && number < from + times;
}

void *malloc(size_t size)
{
    if (fails(&allocations, alloc_from, 1)) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (fails(&allocations, alloc_from, 1)) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    if (fails(&allocations, alloc_from, 1)) {
        errno = ENOMEM;
        return NULL;
    }
    return __libc_realloc(old, size);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
    static ssize_t (*next)(int, const void *, size_t);
    if (next == NULL)
        *(void **)&next = dlsym(RTLD_NEXT, "write");
    if (fails(&writes, write_from, write_times)) {
        errno = ENOSPC;
        return -1;
    }
    return next(fd, bytes, len);
}

ssize_t writev(int fd, const struct iovec *parts, int count)
{
    static ssize_t (*next)(int, const struct iovec *, int);
    if (next == NULL)
        *(void **)&next = dlsym(RTLD_NEXT, "writev");
    if (fails(&writes, write_from, write_times)) {
        errno = ENOSPC;
        return -1;
    }
    return next(fd, parts, count);
}
