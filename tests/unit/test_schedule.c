#include "producers/poller/schedule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void jobs_come_when_they_are_due_earliest_first(void **state)
{
    (void)state;
    struct schedule *schedule = schedule_new(10);
    struct job late = {0};
    struct job early = {0};
    assert_int_equal(schedule_wait_ms(schedule, 0), -1);
    schedule_put(schedule, &late, "a", 300);
    schedule_put(schedule, &early, "b", 200);
    assert_int_equal(schedule_wait_ms(schedule, 50), 150);
    assert_null(schedule_take(schedule, 199));
    assert_ptr_equal(schedule_take(schedule, 400), &early);
    assert_ptr_equal(schedule_take(schedule, 400), &late);
    assert_null(schedule_take(schedule, 400));
    assert_int_equal(schedule_taken(schedule), 2);
    schedule_free(schedule);
}

static void a_host_is_asked_by_one_at_a_time_and_after_a_gap(void **state)
{
    (void)state;
    struct schedule *schedule = schedule_new(10);
    struct job first = {0};
    struct job second = {0};
    struct job third = {0};
    struct job other = {0};
    schedule_put(schedule, &first, "a", 0);
    schedule_put(schedule, &second, "a", 1);
    schedule_put(schedule, &third, "a", 2);
    schedule_put(schedule, &other, "b", 3);
    assert_ptr_equal(schedule_take(schedule, 10), &first);
    assert_ptr_equal(schedule_take(schedule, 10), &other);
    assert_null(schedule_take(schedule, 1000000));
    schedule_release(schedule, &first, 1000, 5000);
    assert_null(schedule_take(schedule, 5999));
    assert_int_equal(schedule_wait_ms(schedule, 5999), 1);
    assert_ptr_equal(schedule_take(schedule, 6000), &second);
    schedule_release(schedule, &second, 6500, 0);
    assert_ptr_equal(schedule_take(schedule, 6500), &third);
    schedule_release(schedule, &third, 7000, 0);
    schedule_release(schedule, &other, 7000, 0);
    assert_int_equal(schedule_taken(schedule), 0);
    schedule_free(schedule);
}

static void a_gap_outlasts_the_last_job_of_its_host(void **state)
{
    (void)state;
    struct schedule *schedule = schedule_new(10);
    struct job job = {0};
    schedule_put(schedule, &job, "a", 0);
    assert_ptr_equal(schedule_take(schedule, 0), &job);
    schedule_release(schedule, &job, 100, 5000);
    /* Enough names that some share the host's bucket. */
    struct job *others = calloc(20000, sizeof *others);
    for (int i = 0; i < 20000; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "h%d", i);
        schedule_put(schedule, &others[i], name, 1000000);
    }
    schedule_put(schedule, &job, "a", 200);
    assert_null(schedule_take(schedule, 5099));
    assert_ptr_equal(schedule_take(schedule, 5100), &job);
    schedule_free(schedule);
    free(others);
}

static void no_more_are_out_than_the_limit(void **state)
{
    (void)state;
    struct schedule *schedule = schedule_new(2);
    struct job jobs[3] = {{0}, {0}, {0}};
    schedule_put(schedule, &jobs[0], "a", 0);
    schedule_put(schedule, &jobs[1], "b", 0);
    schedule_put(schedule, &jobs[2], "c", 0);
    struct job *first = schedule_take(schedule, 0);
    assert_non_null(first);
    assert_non_null(schedule_take(schedule, 0));
    assert_null(schedule_take(schedule, 0));
    assert_int_equal(schedule_wait_ms(schedule, 0), -1);
    schedule_release(schedule, first, 0, 0);
    assert_non_null(schedule_take(schedule, 0));
    schedule_free(schedule);
}

static void slow_jobs_leave_half_of_the_places_to_the_others(void **state)
{
    (void)state;
    struct schedule *schedule = schedule_new(4);
    struct job slow[4] = {{.slow = true}, {.slow = true}, {.slow = true}, {.slow = true}};
    struct job quick = {0};
    static const char *const names[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++)
        schedule_put(schedule, &slow[i], names[i], i);
    schedule_put(schedule, &quick, "e", 50);
    assert_ptr_equal(schedule_take(schedule, 10), &slow[0]);
    assert_ptr_equal(schedule_take(schedule, 10), &slow[1]);
    assert_null(schedule_take(schedule, 10));
    assert_int_equal(schedule_wait_ms(schedule, 10), 40);
    assert_ptr_equal(schedule_take(schedule, 50), &quick);
    schedule_remove(schedule, &slow[2]);
    assert_null(schedule_take(schedule, 50));
    schedule_release(schedule, &slow[0], 60, 0);
    assert_ptr_equal(schedule_take(schedule, 60), &slow[3]);
    assert_null(schedule_take(schedule, 60));
    assert_int_equal(schedule_taken(schedule), 3);
    schedule_free(schedule);
}

static void a_job_that_leaves_strands_nobody_behind_it(void **state)
{
    (void)state;
    struct schedule *schedule = schedule_new(10);
    struct job jobs[4] = {{0}, {0}, {0}, {0}};
    for (int i = 0; i < 4; i++)
        schedule_put(schedule, &jobs[i], "a", i);
    assert_ptr_equal(schedule_take(schedule, 10), &jobs[0]);
    assert_null(schedule_take(schedule, 10));
    schedule_remove(schedule, &jobs[2]); /* in the middle of those who wait */
    schedule_release(schedule, &jobs[0], 20, 100);
    schedule_remove(schedule, &jobs[1]); /* the one that was called next */
    assert_null(schedule_take(schedule, 119));
    assert_ptr_equal(schedule_take(schedule, 120), &jobs[3]);
    schedule_release(schedule, &jobs[3], 130, 0);
    schedule_put(schedule, &jobs[1], "a", 131);
    assert_ptr_equal(schedule_take(schedule, 131), &jobs[1]);
    schedule_free(schedule);
}

/* A model that looks at all jobs each time. */
static void a_thousand_random_steps_agree_with_a_plain_model(void **state)
{
    (void)state;
    enum { JOBS = 60, HOSTS = 7 };
    static struct job jobs[JOBS];
    int host_of[JOBS];
    bool out[JOBS] = {false};
    long long free_at[HOSTS] = {0};
    memset(jobs, 0, sizeof jobs);
    srand(4);
    struct schedule *schedule = schedule_new(5);
    char name[8];
    for (int i = 0; i < JOBS; i++) {
        host_of[i] = rand() % HOSTS;
        jobs[i].slow = i % 3 == 0;
        (void)snprintf(name, sizeof name, "%d", host_of[i]);
        schedule_put(schedule, &jobs[i], name, rand() % 500);
    }
    size_t taken = 0;
    size_t polls = 0;
    for (long long now = 0; now < 4000; now += 4) {
        for (struct job *job; (job = schedule_take(schedule, now)) != NULL;) {
            int which = (int)(job - jobs);
            assert_true(job->due_ms <= now);
            assert_true(free_at[host_of[which]] <= now);
            for (int i = 0; i < JOBS; i++)
                assert_false(out[i] && host_of[i] == host_of[which]);
            out[which] = true;
            polls++;
            assert_true(++taken <= 5);
            size_t slow_ones = 0;
            for (int i = 0; i < JOBS; i++)
                slow_ones += out[i] && jobs[i].slow;
            assert_true(slow_ones <= 2);
        }
        for (int i = 0; i < JOBS; i++) {
            if (!out[i] || rand() % 3 != 0)
                continue;
            out[i] = false;
            taken--;
            long long gap = rand() % 20;
            free_at[host_of[i]] = now + gap;
            schedule_release(schedule, &jobs[i], now, gap);
            (void)snprintf(name, sizeof name, "%d", host_of[i]);
            schedule_put(schedule, &jobs[i], name, now + rand() % 400);
        }
        assert_int_equal(schedule_taken(schedule), taken);
    }
    assert_true(polls > 500);
    schedule_free(schedule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_come_when_they_are_due_earliest_first),
        cmocka_unit_test(a_host_is_asked_by_one_at_a_time_and_after_a_gap),
        cmocka_unit_test(a_gap_outlasts_the_last_job_of_its_host),
        cmocka_unit_test(no_more_are_out_than_the_limit),
        cmocka_unit_test(slow_jobs_leave_half_of_the_places_to_the_others),
        cmocka_unit_test(a_job_that_leaves_strands_nobody_behind_it),
        cmocka_unit_test(a_thousand_random_steps_agree_with_a_plain_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
