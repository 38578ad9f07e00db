#include "producers/poller/schedule.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 4096u

struct schedule_host {
    struct schedule_host *next; /* in its bucket */
    size_t jobs;                /* in the schedule, taken ones included */
    bool busy;
    long long free_at_ms;
    struct job *first_waiting;
    struct job *last_waiting;
    char name[];
};

struct schedule {
    struct job **heap; /* heap[1] is due first */
    size_t count;
    size_t capacity;
    size_t parallel_max;
    size_t taken;
    long long now_ms; /* the latest time we were told */
    struct schedule_host *bucket[BUCKETS];
};

static void *must_have(void *memory)
{
    if (memory == NULL) {
        (void)fprintf(stderr, "out of memory for the schedule\n");
        abort();
    }
    return memory;
}

struct schedule *schedule_new(size_t parallel_max)
{
    struct schedule *schedule = must_have(calloc(1, sizeof *schedule));
    schedule->parallel_max = parallel_max;
    return schedule;
}

void schedule_free(struct schedule *schedule)
{
    if (schedule == NULL)
        return;
    for (size_t i = 0; i < BUCKETS; i++) {
        for (struct schedule_host *host = schedule->bucket[i]; host != NULL;) {
            struct schedule_host *next = host->next;
            free(host);
            host = next;
        }
    }
    free(schedule->heap);
    free(schedule);
}

static void place(struct schedule *schedule, size_t at, struct job *job)
{
    schedule->heap[at] = job;
    job->place = at;
}

static void sift_up(struct schedule *schedule, size_t at)
{
    struct job *job = schedule->heap[at];
    for (; at > 1 && job->due_ms < schedule->heap[at / 2]->due_ms; at /= 2)
        place(schedule, at, schedule->heap[at / 2]);
    place(schedule, at, job);
}

static void sift_down(struct schedule *schedule, size_t at)
{
    struct job *job = schedule->heap[at];
    for (size_t child; (child = 2 * at) <= schedule->count; at = child) {
        if (child < schedule->count &&
            schedule->heap[child + 1]->due_ms < schedule->heap[child]->due_ms)
            child++;
        if (job->due_ms <= schedule->heap[child]->due_ms)
            break;
        place(schedule, at, schedule->heap[child]);
    }
    place(schedule, at, job);
}

static void heap_add(struct schedule *schedule, struct job *job)
{
    if (schedule->count + 1 >= schedule->capacity) {
        schedule->capacity = schedule->capacity == 0 ? 64 : schedule->capacity * 2;
        schedule->heap =
            must_have(realloc(schedule->heap, schedule->capacity * sizeof(struct job *)));
    }
    place(schedule, ++schedule->count, job);
    sift_up(schedule, job->place);
}

static void heap_remove(struct schedule *schedule, struct job *job)
{
    size_t at = job->place;
    struct job *last = schedule->heap[schedule->count--];
    job->place = 0;
    if (last == job)
        return;
    place(schedule, at, last);
    sift_up(schedule, at);
    sift_down(schedule, last->place);
}

/* FNV-1a. */
static uint32_t hash_of(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash;
}

/* The host of that name; on the way, forgets those of its bucket that nobody needs. A host whose
 * gap is not over yet is kept, or asking it anew would skip the gap. */
static struct schedule_host *host_named(struct schedule *schedule, const char *name)
{
    struct schedule_host **at = &schedule->bucket[hash_of(name) % BUCKETS];
    struct schedule_host *found = NULL;
    while (*at != NULL) {
        struct schedule_host *host = *at;
        if (strcmp(host->name, name) == 0) {
            found = host;
        } else if (host->jobs == 0 && host->free_at_ms <= schedule->now_ms) {
            *at = host->next;
            free(host);
            continue;
        }
        at = &host->next;
    }
    if (found == NULL) {
        size_t bytes = strlen(name) + 1;
        found = must_have(calloc(1, sizeof *found + bytes));
        memcpy(found->name, name, bytes);
        found->free_at_ms = INT64_MIN;
        *at = found;
    }
    return found;
}

void schedule_put(struct schedule *schedule, struct job *job, const char *host, long long due_ms)
{
    assert(job->host == NULL);
    job->host = host_named(schedule, host);
    job->host->jobs++;
    job->due_ms = due_ms;
    job->taken = false;
    heap_add(schedule, job);
}

static void wait_for_host(struct job *job)
{
    struct schedule_host *host = job->host;
    job->next_waiting = NULL;
    if (host->first_waiting == NULL)
        host->first_waiting = job;
    else
        host->last_waiting->next_waiting = job;
    host->last_waiting = job;
}

/* Lets the first of those who wait for a free host into the heap. */
static void call_next(struct schedule *schedule, struct schedule_host *host)
{
    struct job *job = host->first_waiting;
    if (job == NULL)
        return;
    host->first_waiting = job->next_waiting;
    if (job->due_ms < host->free_at_ms)
        job->due_ms = host->free_at_ms;
    heap_add(schedule, job);
}

struct job *schedule_take(struct schedule *schedule, long long now_ms)
{
    schedule->now_ms = now_ms;
    while (schedule->taken < schedule->parallel_max && schedule->count > 0) {
        struct job *job = schedule->heap[1];
        if (job->due_ms > now_ms)
            return NULL;
        struct schedule_host *host = job->host;
        heap_remove(schedule, job);
        if (host->busy) {
            wait_for_host(job);
        } else if (host->free_at_ms > now_ms) {
            job->due_ms = host->free_at_ms;
            heap_add(schedule, job);
        } else {
            host->busy = true;
            job->taken = true;
            schedule->taken++;
            return job;
        }
    }
    return NULL;
}

void schedule_release(struct schedule *schedule,
                      struct job *job,
                      long long now_ms,
                      long long gap_ms)
{
    assert(job->taken);
    struct schedule_host *host = job->host;
    host->busy = false;
    host->free_at_ms = now_ms + gap_ms;
    host->jobs--;
    job->host = NULL;
    job->taken = false;
    schedule->taken--;
    schedule->now_ms = now_ms;
    call_next(schedule, host);
}

void schedule_remove(struct schedule *schedule, struct job *job)
{
    assert(job->host != NULL && !job->taken);
    struct schedule_host *host = job->host;
    if (job->place != 0) {
        heap_remove(schedule, job);
        /* It may have been the one that was to wake the others. */
        if (!host->busy)
            call_next(schedule, host);
    } else {
        struct job *before = NULL;
        for (struct job *at = host->first_waiting; at != job; at = at->next_waiting)
            before = at;
        if (before == NULL)
            host->first_waiting = job->next_waiting;
        else
            before->next_waiting = job->next_waiting;
        if (host->last_waiting == job)
            host->last_waiting = before;
    }
    host->jobs--;
    job->host = NULL;
}

long long schedule_wait_ms(const struct schedule *schedule, long long now_ms)
{
    if (schedule->count == 0 || schedule->taken >= schedule->parallel_max)
        return -1;
    long long due_ms = schedule->heap[1]->due_ms;
    return due_ms <= now_ms ? 0 : due_ms - now_ms;
}

size_t schedule_taken(const struct schedule *schedule)
{
    return schedule->taken;
}
