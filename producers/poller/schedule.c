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

/* Jobs by when they are due. */
struct heap {
    struct job **job; /* job[1] is due first */
    size_t count;
    size_t capacity;
    size_t taken; /* jobs of this heap that are out */
    size_t taken_max;
};

enum { QUICK, SLOW, HEAPS };

struct schedule {
    struct heap heap[HEAPS];
    size_t parallel_max;
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
    schedule->heap[QUICK].taken_max = parallel_max;
    schedule->heap[SLOW].taken_max = parallel_max > 1 ? parallel_max / 2 : 1;
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
    for (int i = 0; i < HEAPS; i++)
        free(schedule->heap[i].job);
    free(schedule);
}

static void place(struct heap *heap, size_t at, struct job *job)
{
    heap->job[at] = job;
    job->place = at;
}

static void sift_up(struct heap *heap, size_t at)
{
    struct job *job = heap->job[at];
    for (; at > 1 && job->due_ms < heap->job[at / 2]->due_ms; at /= 2)
        place(heap, at, heap->job[at / 2]);
    place(heap, at, job);
}

static void sift_down(struct heap *heap, size_t at)
{
    struct job *job = heap->job[at];
    for (size_t child; (child = 2 * at) <= heap->count; at = child) {
        if (child < heap->count && heap->job[child + 1]->due_ms < heap->job[child]->due_ms)
            child++;
        if (job->due_ms <= heap->job[child]->due_ms)
            break;
        place(heap, at, heap->job[child]);
    }
    place(heap, at, job);
}

static struct heap *heap_of(struct schedule *schedule, const struct job *job)
{
    return &schedule->heap[job->slow ? SLOW : QUICK];
}

static void heap_add(struct heap *heap, struct job *job)
{
    if (heap->count + 1 >= heap->capacity) {
        heap->capacity = heap->capacity == 0 ? 64 : heap->capacity * 2;
        heap->job = must_have(realloc(heap->job, heap->capacity * sizeof(struct job *)));
    }
    place(heap, ++heap->count, job);
    sift_up(heap, job->place);
}

static void heap_remove(struct heap *heap, struct job *job)
{
    size_t at = job->place;
    struct job *last = heap->job[heap->count--];
    job->place = 0;
    if (last == job)
        return;
    place(heap, at, last);
    sift_up(heap, at);
    sift_down(heap, last->place);
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
    heap_add(heap_of(schedule, job), job);
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
    heap_add(heap_of(schedule, job), job);
}

static size_t taken(const struct schedule *schedule)
{
    return schedule->heap[QUICK].taken + schedule->heap[SLOW].taken;
}

/* The job that is due first of those whose kind may have one more out, or NULL. */
static struct job *first_due(const struct schedule *schedule)
{
    struct job *first = NULL;
    if (taken(schedule) >= schedule->parallel_max)
        return NULL;
    for (int i = 0; i < HEAPS; i++) {
        const struct heap *heap = &schedule->heap[i];
        if (heap->count > 0 && heap->taken < heap->taken_max &&
            (first == NULL || heap->job[1]->due_ms < first->due_ms))
            first = heap->job[1];
    }
    return first;
}

struct job *schedule_take(struct schedule *schedule, long long now_ms)
{
    schedule->now_ms = now_ms;
    for (struct job *job; (job = first_due(schedule)) != NULL && job->due_ms <= now_ms;) {
        struct schedule_host *host = job->host;
        struct heap *heap = heap_of(schedule, job);
        heap_remove(heap, job);
        if (host->busy) {
            wait_for_host(job);
        } else if (host->free_at_ms > now_ms) {
            job->due_ms = host->free_at_ms;
            heap_add(heap, job);
        } else {
            host->busy = true;
            job->taken = true;
            heap->taken++;
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
    heap_of(schedule, job)->taken--;
    schedule->now_ms = now_ms;
    call_next(schedule, host);
}

void schedule_remove(struct schedule *schedule, struct job *job)
{
    assert(job->host != NULL && !job->taken);
    struct schedule_host *host = job->host;
    if (job->place != 0) {
        heap_remove(heap_of(schedule, job), job);
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
    const struct job *job = first_due(schedule);
    if (job == NULL)
        return -1;
    return job->due_ms <= now_ms ? 0 : job->due_ms - now_ms;
}

size_t schedule_taken(const struct schedule *schedule)
{
    return taken(schedule);
}
