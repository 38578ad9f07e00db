/*
 * Which job is next, and whether its host may be asked now: jobs by the time they are due, one
 * connection a host, and a gap between two requests to the same host. The clock is the caller's
 * (any monotonic milliseconds), so that a test owns it.
 *
 *     schedule_put(schedule, &source->job, "example.org", now_ms + 60000);
 *     while ((job = schedule_take(schedule, now_ms)) != NULL)
 *         start(job);                                        // host is busy from here on
 *     wait(schedule_wait_ms(schedule, now_ms));
 *     ...
 *     schedule_release(schedule, job, now_ms, 5000);         // host may be asked again in 5 s
 *
 * Jobs that are known to take long get half of the places at most: however many hosts are slow or
 * dead, the others are asked in time.
 *
 * A job that finds its host busy waits its turn without being looked at again; every step costs at
 * most the logarithm of the number of jobs.
 */
#ifndef GAINSAY_POLLER_SCHEDULE_H
#define GAINSAY_POLLER_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>

struct schedule;
struct schedule_host;

/* Part of the caller's own struct; zeroed before its first schedule_put(). */
struct job {
    void *owner; /* the caller's */
    long long due_ms;
    bool slow;                  /* the caller's; does not change while the job is in the schedule */
    struct schedule_host *host; /* NULL: not in the schedule */
    struct job *next_waiting;
    size_t place; /* in the heap, from 1; 0: waiting for its host, or taken */
    bool taken;
};

/* parallel_max: jobs taken and not yet released. */
struct schedule *schedule_new(size_t parallel_max);
/* The jobs are the caller's and stay. Accepts NULL. */
void schedule_free(struct schedule *schedule);

/* A job that is not in the schedule. The host's name is copied. */
void schedule_put(struct schedule *schedule, struct job *job, const char *host, long long due_ms);

/* A job whose time has come and whose host is free, earliest due first; NULL where there is none or
 * parallel_max are out. */
struct job *schedule_take(struct schedule *schedule, long long now_ms);

/* Gives a taken job back: it leaves the schedule, and its host is free again gap_ms from now. */
void schedule_release(struct schedule *schedule,
                      struct job *job,
                      long long now_ms,
                      long long gap_ms);

/* Takes out a job that is not taken. */
void schedule_remove(struct schedule *schedule, struct job *job);

/* How long until schedule_take() can have something; 0: at once, -1: not before a put or a release.
 */
long long schedule_wait_ms(const struct schedule *schedule, long long now_ms);

/* Jobs out. */
size_t schedule_taken(const struct schedule *schedule);

#endif
