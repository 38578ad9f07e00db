/*
 * LD_PRELOAD library: says every second how much memory a process has asked for and not given back.
 *
 * GAINSAY_HEAP=FILE: the file holds "IN_USE HELD" in bytes, of all arenas of glibc's allocator
 * together: what is allocated, and what the allocator has from the system for it. What grows in the
 * second number alone is room between allocations; what grows in the first is kept by somebody.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void *watch(void *context)
{
    int file = *(int *)context;
    for (;;) {
        struct mallinfo2 now = mallinfo2();
        char line[64];
        /* Of one length, so that a reader never sees half of it. */
        int len = snprintf(line, sizeof line, "%20zu %20zu\n", now.uordblks + now.hblkhd,
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
