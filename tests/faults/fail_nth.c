/*
 * LD_PRELOAD library: the Nth allocation, or the Nth write, of the process fails, or librdkafka.
 *
 * GAINSAY_FAIL="alloc 5000" makes the 5000th malloc, calloc or realloc answer NULL with ENOMEM;
 * GAINSAY_FAIL="write 20 5" makes writes 20 to 24 (write and writev; sockets, pipes and files
 * alike) answer ENOSPC; GAINSAY_FAIL="fatal 1500" gives librdkafka's handles a fatal error so many
 * milliseconds after one was made.
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
#include <time.h>
#include <unistd.h>

/* glibc's own names for what is wrapped: dlsym() would allocate. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

/* librdkafka's, without its header: nothing else of this file is about Kafka. */
void *rd_kafka_new(int type, void *conf, char *reason, size_t room);
void rd_kafka_destroy(void *handle);

static atomic_long allocations;
static atomic_long writes;
static long alloc_from = -1;
static long write_from = -1;
static long write_times = 1;
static long fatal_ms = -1;

__attribute__((constructor)) static void read_order(void)
{
    const char *order = getenv("GAINSAY_FAIL");
    if (order == NULL)
        return;
    if (sscanf(order, "alloc %ld", &alloc_from) != 1 && sscanf(order, "fatal %ld", &fatal_ms) != 1)
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

/* Those that are not destroyed yet. */
static void *handles[16];
static pthread_mutex_t handles_lock = PTHREAD_MUTEX_INITIALIZER;

static void replace_handle(void *old, void *new)
{
    (void)pthread_mutex_lock(&handles_lock);
    size_t at = 0;
    while (at < sizeof handles / sizeof handles[0] && handles[at] != old)
        at++;
    if (at < sizeof handles / sizeof handles[0])
        handles[at] = new;
    (void)pthread_mutex_unlock(&handles_lock);
}

static void *give_up(void *unused)
{
    (void)unused;
    const struct timespec age = {fatal_ms / 1000, fatal_ms % 1000 * 1000000};
    int (*fail)(void *, int, const char *);
    *(void **)&fail = dlsym(RTLD_DEFAULT, "rd_kafka_test_fatal_error");
    (void)nanosleep(&age, NULL);
    (void)pthread_mutex_lock(&handles_lock);
    for (size_t i = 0; i < sizeof handles / sizeof handles[0]; i++) {
        if (handles[i] != NULL)
            (void)fail(handles[i], 45 /* OUT_OF_ORDER_SEQUENCE_NUMBER */, "made by a test");
    }
    (void)pthread_mutex_unlock(&handles_lock);
    return NULL;
}

void *rd_kafka_new(int type, void *conf, char *reason, size_t room)
{
    static void *(*next)(int, void *, char *, size_t);
    if (next == NULL)
        *(void **)&next = dlsym(RTLD_NEXT, "rd_kafka_new");
    void *handle = next(type, conf, reason, room);
    pthread_t thread;
    if (handle != NULL && fatal_ms >= 0) {
        replace_handle(NULL, handle);
        (void)pthread_create(&thread, NULL, give_up, NULL);
    }
    return handle;
}

void rd_kafka_destroy(void *handle)
{
    static void (*next)(void *);
    if (next == NULL)
        *(void **)&next = dlsym(RTLD_NEXT, "rd_kafka_destroy");
    replace_handle(handle, NULL);
    next(handle);
}
