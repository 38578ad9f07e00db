#include "producers/poller/judge.h"
#include "producers/poller/outage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NOW_S 1745827200LL
#define DAY_S 86400LL

static const struct poll_pace usual = {.interval_s = 1800};

static struct source_state known_source(void)
{
    struct source_state state;
    struct source_seen seen = {.id = "a"};
    source_state_init(&state, "s");
    source_state_see(&state, &seen, 1);
    state.interval_s = 1800;
    return state;
}

static struct poll_facts answered(int status)
{
    return (struct poll_facts){.outcome = HTTP_ANSWERED, .status = status, .retry_after_s = -1};
}

static struct poll_facts entries(size_t count, size_t known)
{
    struct poll_facts facts = answered(200);
    facts.entries = count;
    facts.known = known;
    return facts;
}

static struct poll_facts unanswered(enum http_outcome outcome)
{
    return (struct poll_facts){.outcome = outcome, .error = "why", .retry_after_s = -1};
}

/* With no spread. */
static void judge(struct source_state *state, const struct poll_facts *facts, long long now_s)
{
    judge_poll(state, &usual, facts, now_s, 0.5);
}

static void the_interval_follows_how_much_is_new(void **state)
{
    (void)state;
    static const struct {
        size_t count, known;
        long long interval_s;
    } rows[] = {
        {10, 10, 2250}, {10, 7, 2250}, {10, 5, 1800}, {10, 3, 900}, {10, 1, 900},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct source_state source = known_source();
        struct poll_facts facts = entries(rows[i].count, rows[i].known);
        judge(&source, &facts, NOW_S);
        assert_int_equal(source.interval_s, rows[i].interval_s);
        assert_int_equal(source.next_poll_s, NOW_S + rows[i].interval_s);
        assert_int_equal(source.condition, SOURCE_OK);
        source_state_release(&source);
    }
}

static void the_interval_keeps_to_floor_and_cap(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts busy = entries(10, 1);
    struct poll_facts idle = entries(10, 10);
    for (int i = 0; i < 40; i++)
        judge(&source, &busy, NOW_S);
    assert_int_equal(source.interval_s, PACE_FLOOR_S);
    struct poll_facts unchanged = answered(304);
    judge(&source, &unchanged, NOW_S);
    for (int i = 0; i < 40; i++)
        judge(&source, &busy, NOW_S);
    assert_int_equal(source.interval_s, PACE_FLOOR_CONFIRMED_S);
    for (int i = 0; i < 40; i++)
        judge(&source, &idle, NOW_S);
    assert_int_equal(source.interval_s, PACE_CAP_S);

    const struct poll_pace daily = {.interval_s = DAY_S};
    judge_poll(&source, &daily, &idle, NOW_S, 0.5);
    assert_true(source.interval_s > PACE_CAP_S);
    const struct poll_pace eager = {.interval_s = 60, .min_interval_s = 60};
    for (int i = 0; i < 40; i++)
        judge_poll(&source, &eager, &busy, NOW_S, 0.5);
    assert_int_equal(source.interval_s, 60);
    const struct poll_pace steady = {.interval_s = 60, .min_interval_s = 60, .max_interval_s = 120};
    for (int i = 0; i < 40; i++)
        judge_poll(&source, &steady, &idle, NOW_S, 0.5);
    assert_int_equal(source.interval_s, 120);
    const struct poll_pace hasty = {.interval_s = 60, .max_interval_s = 60};
    judge_poll(&source, &hasty, &idle, NOW_S, 0.5);
    assert_int_equal(source.interval_s, PACE_FLOOR_CONFIRMED_S);
    source_state_release(&source);
}

static void every_wait_is_spread_by_a_tenth(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts facts = entries(10, 5);
    judge_poll(&source, &usual, &facts, NOW_S, 0.0);
    assert_int_equal(source.next_poll_s, NOW_S + 1620);
    judge_poll(&source, &usual, &facts, NOW_S, 0.9999999);
    assert_in_range(source.next_poll_s, NOW_S + 1975, NOW_S + 1980);
    source_state_release(&source);
}

static void failures_are_tried_ever_less_often_but_for_ever(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts facts = answered(404);
    static const long long waits_s[] = {3600, 7200, 14400, 21600, 21600};
    long long now_s = NOW_S;
    for (size_t i = 0; i < sizeof waits_s / sizeof waits_s[0]; i++) {
        judge(&source, &facts, now_s);
        assert_int_equal(source.next_poll_s - now_s, waits_s[i]);
        assert_int_equal(source.condition, SOURCE_BACKING_OFF);
        assert_int_equal(source.since_s, NOW_S);
        now_s = source.next_poll_s;
    }
    for (int i = 0; i < 1000; i++) {
        judge(&source, &facts, now_s);
        assert_true(source.next_poll_s - now_s <= DAY_S);
        now_s = source.next_poll_s;
    }
    assert_int_equal(source.next_poll_s, now_s);
    struct poll_facts well = entries(10, 10);
    judge(&source, &well, now_s);
    assert_int_equal(source.condition, SOURCE_OK);
    assert_null(source.reason);
    assert_int_equal(source.since_s, now_s);
    judge(&source, &facts, now_s + 1);
    assert_int_equal(source.next_poll_s - now_s - 1, 2 * source.interval_s);
    source_state_release(&source);
}

static void what_went_wrong_has_a_name(void **state)
{
    (void)state;
    struct poll_facts moved = answered(200);
    moved.verdict = FEED_MOVED;
    moved.reason = "an HTML page";
    struct poll_facts challenge = moved;
    challenge.verdict = FEED_BLOCKED;
    struct poll_facts broken = moved;
    broken.verdict = FEED_BROKEN;
    struct poll_facts hostile = moved;
    hostile.verdict = FEED_HOSTILE;
    const struct {
        struct poll_facts facts;
        enum source_condition condition;
        const char *reason;
    } rows[] = {
        {unanswered(HTTP_UNTRUSTED), SOURCE_UNTRUSTED, "untrusted: why"},
        {unanswered(HTTP_UNRESOLVED), SOURCE_BACKING_OFF, "unresolved: why"},
        {unanswered(HTTP_UNREACHABLE), SOURCE_BACKING_OFF, "unreachable: why"},
        {unanswered(HTTP_TOO_LARGE), SOURCE_BACKING_OFF, "too-large: why"},
        {unanswered(HTTP_REFUSED), SOURCE_BACKING_OFF, "refused: why"},
        {answered(500), SOURCE_BACKING_OFF, "status 500"},
        {answered(403), SOURCE_BLOCKED, "status 403"},
        {answered(412), SOURCE_BLOCKED, "status 412"},
        {moved, SOURCE_MOVED, "an HTML page"},
        {challenge, SOURCE_BLOCKED, "an HTML page"},
        {broken, SOURCE_DEGRADED, "an HTML page"},
        {hostile, SOURCE_DEGRADED, "an HTML page"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct source_state source = known_source();
        judge(&source, &rows[i].facts, NOW_S);
        assert_int_equal(source.condition, rows[i].condition);
        assert_string_equal(source.reason, rows[i].reason);
        assert_int_equal(source.since_s, NOW_S);
        assert_true(source.next_poll_s > NOW_S + 1800);
        assert_int_equal(source.answered_s, 0);
        source_state_release(&source);
    }
}

static void a_wait_that_is_asked_for_is_kept(void **state)
{
    (void)state;
    static const struct {
        int status;
        long long retry_after_s;
        long long least_s, most_s;
    } rows[] = {
        {429, 7200, 7200, 7920},
        {503, 7200, 7200, 7920},
        {403, 7200, 7200, 7920},
        {429, 10, 1800, 1980},
        {429, 30 * DAY_S, DAY_S, DAY_S * 11 / 10},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct source_state source = known_source();
        struct poll_facts facts = answered(rows[i].status);
        facts.retry_after_s = rows[i].retry_after_s;
        for (int step = 0; step < 3; step++) {
            judge_poll(&source, &usual, &facts, NOW_S, step * 0.49);
            assert_in_range(source.next_poll_s - NOW_S, rows[i].least_s, rows[i].most_s);
        }
        assert_int_equal(source.condition, SOURCE_LIMITED);
        source_state_release(&source);
    }
}

static void a_limit_without_a_time_doubles_to_a_day(void **state)
{
    (void)state;
    const struct poll_pace eager = {.interval_s = 60, .min_interval_s = 60};
    struct source_state source = known_source();
    source.interval_s = 60;
    struct poll_facts facts = answered(429);
    long long expected_s = 60;
    for (int i = 0; i < 30; i++) {
        judge_poll(&source, &eager, &facts, NOW_S, 0);
        assert_int_equal(source.next_poll_s - NOW_S, expected_s);
        expected_s = expected_s * 2 > DAY_S ? DAY_S : expected_s * 2;
    }
    source_state_release(&source);
}

static void a_window_without_a_known_entry_may_have_lost_some(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts facts = entries(30, 0);
    judge(&source, &facts, NOW_S);
    assert_int_equal(source.condition, SOURCE_OVERRUN);
    assert_int_equal(source.overruns, 1);
    assert_int_equal(source.interval_s, 900);
    facts = entries(30, 29);
    judge(&source, &facts, NOW_S + 900);
    assert_int_equal(source.condition, SOURCE_OK);
    assert_int_equal(source.overruns, 1);
    source_state_release(&source);

    source_state_init(&source, "new");
    facts = entries(30, 0);
    judge(&source, &facts, NOW_S);
    assert_int_equal(source.condition, SOURCE_OK);
    assert_int_equal(source.interval_s, 1800);
    source_state_release(&source);
}

static void entries_that_vanish_are_missed_from_the_second_time(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts facts = answered(200);
    facts.verdict = FEED_EMPTY;
    judge(&source, &facts, NOW_S);
    assert_int_equal(source.condition, SOURCE_OK);
    judge(&source, &facts, NOW_S + 1);
    assert_int_equal(source.condition, SOURCE_SILENT);
    assert_int_equal(source.since_s, NOW_S + 1);
    struct poll_facts unchanged = answered(304);
    judge(&source, &unchanged, NOW_S + 2);
    assert_int_equal(source.condition, SOURCE_SILENT);
    facts = entries(3, 1);
    judge(&source, &facts, NOW_S + 3);
    assert_int_equal(source.condition, SOURCE_OK);
    source_state_release(&source);

    /* A feed that never had any may be rightly empty. */
    source_state_init(&source, "new");
    facts = answered(200);
    facts.verdict = FEED_EMPTY;
    for (int i = 0; i < 5; i++)
        judge(&source, &facts, NOW_S + i);
    assert_int_equal(source.condition, SOURCE_OK);
    source_state_release(&source);
}

static void selectors_that_match_nothing_degrade_a_listing_at_the_third_time(void **state)
{
    (void)state;
    struct source_state source;
    source_state_init(&source, "listing");
    struct poll_facts facts = answered(200);
    facts.verdict = FEED_EMPTY;
    facts.listing = true;
    judge(&source, &facts, NOW_S);
    judge(&source, &facts, NOW_S + 1);
    assert_int_equal(source.condition, SOURCE_OK);
    judge(&source, &facts, NOW_S + 2);
    assert_int_equal(source.condition, SOURCE_DEGRADED);
    assert_non_null(strstr(source.reason, "selectors"));
    source_state_release(&source);
}

static void pages_without_their_text_degrade_a_source_at_the_third_poll(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts missed = entries(10, 8);
    missed.pages_read = 2;
    missed.pages_missed = 2;
    struct poll_facts odd = missed;
    odd.pages_missed = 1;
    struct poll_facts none = entries(10, 10);
    judge(&source, &missed, NOW_S);
    judge(&source, &missed, NOW_S + 1);
    judge(&source, &odd, NOW_S + 2);
    judge(&source, &missed, NOW_S + 3);
    judge(&source, &none, NOW_S + 4);
    judge(&source, &missed, NOW_S + 5);
    assert_int_equal(source.condition, SOURCE_OK);
    judge(&source, &missed, NOW_S + 6);
    assert_int_equal(source.condition, SOURCE_DEGRADED);
    assert_non_null(strstr(source.reason, "article"));
    judge(&source, &none, NOW_S + 7);
    assert_int_equal(source.condition, SOURCE_DEGRADED);
    judge(&source, &odd, NOW_S + 8);
    assert_int_equal(source.condition, SOURCE_OK);
    source_state_release(&source);
}

static void guids_that_tell_nothing_apart_are_named(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts facts = entries(10, 10);
    facts.renamed = 6;
    judge(&source, &facts, NOW_S);
    assert_int_equal(source.condition, SOURCE_UNSTEADY);
    assert_non_null(strstr(source.reason, "new each time"));
    facts.renamed = 0;
    facts.finding = "guid-alike";
    judge(&source, &facts, NOW_S + 60);
    assert_int_equal(source.condition, SOURCE_UNSTEADY);
    assert_non_null(strstr(source.reason, "alike"));
    facts.finding = NULL;
    judge(&source, &facts, NOW_S + 120);
    assert_int_equal(source.condition, SOURCE_OK);
    source_state_release(&source);
}

static void what_robots_txt_forbids_is_blocked(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts facts = answered(0);
    facts.forbidden = true;
    judge(&source, &facts, NOW_S);
    assert_int_equal(source.condition, SOURCE_BLOCKED);
    assert_non_null(strstr(source.reason, "robots.txt"));
    source_state_release(&source);
}

static void a_silence_far_over_the_usual_gap_is_stale(void **state)
{
    (void)state;
    struct source_state source = known_source();
    struct poll_facts facts = entries(10, 10);
    facts.newest_s = NOW_S;
    facts.usual_gap_s = DAY_S;
    judge(&source, &facts, NOW_S);
    assert_int_equal(source.condition, SOURCE_OK);
    struct poll_facts unchanged = answered(304);
    judge(&source, &unchanged, NOW_S + 3 * DAY_S);
    assert_int_equal(source.condition, SOURCE_OK);
    judge(&source, &unchanged, NOW_S + 3 * DAY_S + 1);
    assert_int_equal(source.condition, SOURCE_STALE);
    facts = entries(10, 9);
    judge(&source, &facts, NOW_S + 4 * DAY_S);
    assert_int_equal(source.condition, SOURCE_OK);
    source_state_release(&source);
}

static void the_usual_gap_is_that_of_nine_in_ten(void **state)
{
    (void)state;
    long long few[] = {1, 2, 3, 4};
    assert_int_equal(judge_usual_gap(few, 4), 0);
    long long even[] = {500, 100, 300, 200, 400};
    assert_int_equal(judge_usual_gap(even, 5), 100);
    long long one_long[] = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 5000};
    assert_int_equal(judge_usual_gap(one_long, 11), 10);
    long long two_long[] = {0, 10, 20, 30, 40, 50, 60, 70, 80, 5000, 9000};
    assert_int_equal(judge_usual_gap(two_long, 11), 4000);
}

static void an_outage_of_our_own_counts_against_no_source(void **state)
{
    (void)state;
    struct outage outage = {0};
    struct source_state sources[4];
    const char *const hosts[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++) {
        sources[i] = known_source();
        struct poll_facts facts = unanswered(HTTP_UNRESOLVED);
        bool begins = outage_failed(&outage, hosts[i], &sources[i]);
        assert_int_equal(begins, i == 2);
        facts.own_outage = outage_is_on(&outage);
        judge(&sources[i], &facts, NOW_S);
        if (begins) {
            judge_forgive(outage.suspect[0].owner, NOW_S);
            judge_forgive(outage.suspect[1].owner, NOW_S);
        }
    }
    for (int i = 0; i < 4; i++) {
        assert_true(sources[i].failures == 0);
        assert_int_equal(sources[i].condition, SOURCE_OK);
        assert_int_equal(sources[i].next_poll_s, NOW_S + 300);
        source_state_release(&sources[i]);
    }
    outage_answered(&outage);
    assert_false(outage_is_on(&outage));
}

static void one_host_that_fails_often_is_no_outage(void **state)
{
    (void)state;
    struct outage outage = {0};
    for (int i = 0; i < 10; i++) {
        assert_false(outage_failed(&outage, "a", NULL));
        assert_false(outage_failed(&outage, "b", NULL));
    }
    outage_answered(&outage);
    assert_false(outage_failed(&outage, "c", NULL));
    assert_false(outage_failed(&outage, "d", &outage));
    assert_ptr_equal(outage.suspect[1].owner, &outage);
    assert_true(outage_failed(&outage, "e", NULL));
}

static void a_clock_that_goes_back_hides_no_later_revision(void **test)
{
    (void)test;
    struct source_state state = known_source();
    struct poll_facts facts = entries(1, 1);
    judge_poll(&state, &usual, &facts, NOW_S + 365 * DAY_S, 0);
    long long ahead_s = state.polled_s;
    assert_int_equal(ahead_s, NOW_S + 365 * DAY_S);
    assert_true(judge_stamp(&state, NOW_S) > ahead_s);
    judge_poll(&state, &usual, &facts, NOW_S, 0);
    assert_true(state.polled_s > ahead_s);
    /* When it polls next goes by the clock as it is. */
    assert_in_range(state.next_poll_s, NOW_S, NOW_S + DAY_S);
    source_state_release(&state);
}

/* Its items bear the time at which it began. */
static void a_clock_put_back_during_a_poll_hides_no_later_revision(void **test)
{
    (void)test;
    struct source_state state = known_source();
    struct poll_facts facts = entries(1, 1);
    long long begun_s = judge_stamp(&state, NOW_S + 3600);
    judge_poll(&state, &usual, &facts, NOW_S, 0);
    judge_keep_stamp(&state, begun_s);
    assert_true(judge_stamp(&state, NOW_S) > begun_s);
    judge_keep_stamp(&state, NOW_S);
    assert_true(judge_stamp(&state, NOW_S) > begun_s);
    source_state_release(&state);
}

static void a_state_written_by_a_clock_that_was_ahead_does_not_put_the_source_to_sleep(void **test)
{
    (void)test;
    struct source_state state = known_source();
    struct poll_facts facts = entries(1, 1);
    judge_poll(&state, &usual, &facts, NOW_S + 365 * DAY_S, 0);
    judge_adopt(&state, NOW_S);
    assert_int_equal(state.next_poll_s, NOW_S);
    source_state_release(&state);

    state = known_source();
    judge_poll(&state, &usual, &facts, NOW_S, 0);
    long long next_s = state.next_poll_s;
    judge_adopt(&state, NOW_S + 10);
    assert_int_equal(state.next_poll_s, next_s);
    source_state_release(&state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_follows_how_much_is_new),
        cmocka_unit_test(the_interval_keeps_to_floor_and_cap),
        cmocka_unit_test(every_wait_is_spread_by_a_tenth),
        cmocka_unit_test(failures_are_tried_ever_less_often_but_for_ever),
        cmocka_unit_test(what_went_wrong_has_a_name),
        cmocka_unit_test(a_wait_that_is_asked_for_is_kept),
        cmocka_unit_test(a_limit_without_a_time_doubles_to_a_day),
        cmocka_unit_test(a_window_without_a_known_entry_may_have_lost_some),
        cmocka_unit_test(entries_that_vanish_are_missed_from_the_second_time),
        cmocka_unit_test(selectors_that_match_nothing_degrade_a_listing_at_the_third_time),
        cmocka_unit_test(pages_without_their_text_degrade_a_source_at_the_third_poll),
        cmocka_unit_test(guids_that_tell_nothing_apart_are_named),
        cmocka_unit_test(what_robots_txt_forbids_is_blocked),
        cmocka_unit_test(a_silence_far_over_the_usual_gap_is_stale),
        cmocka_unit_test(the_usual_gap_is_that_of_nine_in_ten),
        cmocka_unit_test(an_outage_of_our_own_counts_against_no_source),
        cmocka_unit_test(one_host_that_fails_often_is_no_outage),
        cmocka_unit_test(a_clock_that_goes_back_hides_no_later_revision),
        cmocka_unit_test(a_clock_put_back_during_a_poll_hides_no_later_revision),
        cmocka_unit_test(
            a_state_written_by_a_clock_that_was_ahead_does_not_put_the_source_to_sleep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
