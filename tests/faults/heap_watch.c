/*
 * LD_PRELOAD library: says every second how much memory a process has asked for and not given back.
 *
 * GAINSAY_HEAP=FILE: the file holds "IN_USE HELD" in bytes. IN_USE is counted here, allocation by
 * allocation, with the eight bytes that glibc puts before each; glibc's own figure is of no use
 * beside a leak of a few bytes an item, for it counts what its caches of single threads keep, and
 * these fill up for hours. HELD is what the allocator has from the system. What grows in HELD alone
 * is room between allocations; what grows in IN_USE is kept by somebody.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define OVERHEAD_BYTES 8

/* glibc's own names for its allocator: dlsym() allocates, which would be too late. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *at, size_t size);
void *__libc_memalign(size_t align, size_t size);
void __libc_free(void *at);

static atomic_size_t in_use;

static size_t size_of(void *at)
{
    return at == NULL ? 0 : malloc_usable_size(at) + OVERHEAD_BYTES;
}

static void *counted(void *at)
{
    (void)atomic_fetch_add_explicit(&in_use, size_of(at), memory_order_relaxed);
    return at;
}

void *malloc(size_t size)
{
    return counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return counted(__libc_calloc(count, size));
}

void *realloc(void *at, size_t size)
{
    size_t before = size_of(at);
    void *grown = __libc_realloc(at, size);
    if (grown != NULL || size == 0)
        (void)atomic_fetch_sub_explicit(&in_use, before, memory_order_relaxed);
    return counted(grown);
}

void *memalign(size_t align, size_t size)
{
    return counted(__libc_memalign(align, size));
}

void *aligned_alloc(size_t align, size_t size)
{
    return memalign(align, size);
}

int posix_memalign(void **at, size_t align, size_t size)
{
    void *made = memalign(align, size);
    if (made == NULL)
        return ENOMEM;
    *at = made;
    return 0;
}

void free(void *at)
{
    int before = errno;
    (void)atomic_fetch_sub_explicit(&in_use, size_of(at), memory_order_relaxed);
    __libc_free(at);
    errno = before;
}

static void *watch(void *context)
{
    int file = *(int *)context;
    for (;;) {
        struct mallinfo2 now = mallinfo2();
        char line[64];
        /* Of one length, so that a reader never sees half of it. */
        int len = snprintf(line, sizeof line, "%20zu %20zu\n", atomic_load(&in_use),
                           now.arena + now.hblkhd);
        (void)!pwrite(file, line, (size_t)len, 0);
        (void)nanosleep(&(struct timespec){1, 0}, NULL);
    }
    return NULL;
}

__attribute__((constructor)) static void start(void)
{
    static int file;
    const char *name = getenv("GAINSAY_HEAP");
    file = name == NULL ? -1 : open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0)
        return;
    /* The program's signals are not for this thread. */
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    (void)pthread_create(&thread, NULL, watch, &file);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}
