#include "common/kafka/client.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define NAME_BYTES 128

struct ending {
    rd_kafka_t *handle;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool done;
};

static void *end(void *context)
{
    struct ending *ending = context;
    rd_kafka_destroy(ending->handle);
    (void)pthread_mutex_lock(&ending->lock);
    ending->done = true;
    (void)pthread_cond_signal(&ending->ended);
    (void)pthread_mutex_unlock(&ending->lock);
    return NULL;
}

static struct ending *ending_new(rd_kafka_t *handle)
{
    struct ending *ending = calloc(1, sizeof *ending);
    if (ending == NULL)
        abort();
    ending->handle = handle;
    pthread_condattr_t attributes;
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&ending->ended, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    (void)pthread_mutex_init(&ending->lock, NULL);
    return ending;
}

static bool wait_for(struct ending *ending, int wait_ms)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += wait_ms / 1000;
    (void)pthread_mutex_lock(&ending->lock);
    int waited = 0;
    while (!ending->done && waited != ETIMEDOUT)
        waited = pthread_cond_timedwait(&ending->ended, &ending->lock, &until);
    bool done = ending->done;
    (void)pthread_mutex_unlock(&ending->lock);
    return done;
}

bool client_end(rd_kafka_t *handle)
{
    char name[NAME_BYTES];
    (void)snprintf(name, sizeof name, "%s", rd_kafka_name(handle));
    struct ending *ending = ending_new(handle);
    pthread_t thread;
    if (pthread_create(&thread, NULL, end, ending) != 0)
        (void)end(ending);
    else if (!wait_for(ending, CLIENT_END_MS)) {
        (void)pthread_detach(thread);
        client_tell(name, "CLOSE", "the client library does not end its threads; left behind");
        return false;
    } else {
        (void)pthread_join(thread, NULL);
    }
    (void)pthread_cond_destroy(&ending->ended);
    (void)pthread_mutex_destroy(&ending->lock);
    free(ending);
    return true;
}
