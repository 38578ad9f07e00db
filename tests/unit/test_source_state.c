#include "common/model/source_state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct source_seen seen_of(const char *id)
{
    struct source_seen seen = {.tries = 0};
    (void)snprintf(seen.id, sizeof seen.id, "%s", id);
    (void)snprintf(seen.revision, sizeof seen.revision, "r-%s", id);
    (void)snprintf(seen.mark, sizeof seen.mark, "m-%s", id);
    return seen;
}

static void a_state_survives_the_way_through_json(void **state)
{
    (void)state;
    struct source_state before;
    source_state_init(&before, "cn-mofcom-spox");
    source_state_set(&before.name, "商务部 \"spokesperson\"");
    source_state_set(&before.etag, "W/\"a\\b\"");
    source_state_enter(&before, SOURCE_LIMITED, "asked to wait 60 s", 1745827200);
    before.next_poll_s = 1745827260;
    before.interval_s = 900;
    before.failures = 1.25;
    before.overruns = 3;
    before.confirms_unchanged = true;
    struct source_seen window[] = {seen_of("a"), seen_of("b")};
    window[1].tries = 2;
    source_state_see(&before, window, 2);

    struct buf json;
    buf_init(&json, 1 << 20);
    struct source_state after = {0};
    assert_int_equal(source_state_to_json(&before, &json, NULL), ERR_OK);
    assert_int_equal(source_state_from_json(json.ptr, json.len, &after, NULL), ERR_OK);
    assert_string_equal(after.source, "cn-mofcom-spox");
    assert_string_equal(after.name, before.name);
    assert_string_equal(after.etag, before.etag);
    assert_null(after.last_modified);
    assert_int_equal(after.condition, SOURCE_LIMITED);
    assert_string_equal(after.reason, "asked to wait 60 s");
    assert_int_equal(after.since_s, 1745827200);
    assert_int_equal(after.next_poll_s, 1745827260);
    assert_int_equal(after.interval_s, 900);
    assert_true(after.failures > 1.24 && after.failures < 1.26);
    assert_int_equal(after.overruns, 3);
    assert_true(after.confirms_unchanged);
    assert_int_equal(after.answered_s, 0);
    assert_int_equal(after.seen_count, 2);
    assert_memory_equal(after.seen, before.seen, 2 * sizeof *after.seen);

    struct buf again;
    buf_init(&again, 1 << 20);
    assert_int_equal(source_state_to_json(&after, &again, NULL), ERR_OK);
    assert_string_equal(buf_text(&again), buf_text(&json));
    source_state_release(&after);
    source_state_release(&before);
    buf_release(&again);
    buf_release(&json);
}

static void what_is_no_state_is_refused_by_member(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        const char *names;
    } rows[] = {
        {"[]", "object"},
        {"{\"schema\":\"source/2\",\"source\":\"a\",\"state\":\"ok\"}", "schema"},
        {"{\"schema\":\"source/1\",\"state\":\"ok\"}", "source"},
        {"{\"schema\":\"source/1\",\"source\":\"a\"}", "state"},
        {"{\"schema\":\"source/1\",\"source\":\"a\",\"state\":\"well\"}", "well"},
        {"{\"schema\":\"source/1\",\"source\":\"a\",\"state\":\"ok\",\"since\":\"now\"}", "since"},
        {"{\"schema\":\"source/1\",\"source\":\"a\",\"state\":\"ok\",\"items\":-1}", "items"},
        {"{\"schema\":\"source/1\",\"source\":\"a\",\"state\":\"ok\",\"seen\":[[\"a\"]]}", "seen"},
        {"{\"schema\":\"source/1\",\"source\":\"a\",\"state\":\"ok\",\"seen\":"
         "[[\"0123456789012345678901234567890123\",\"\",\"\",0]]}",
         "seen"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct source_state read = {0};
        struct err err;
        assert_int_equal(source_state_from_json(rows[i].json, strlen(rows[i].json), &read, &err),
                         ERR_BAD_INPUT);
        if (strstr(err.text, rows[i].names) == NULL)
            fail_msg("\"%s\" does not name \"%s\"", err.text, rows[i].names);
        assert_null(read.source);
    }
}

static void a_condition_keeps_its_beginning_while_its_reason_changes(void **state)
{
    (void)state;
    struct source_state source;
    source_state_init(&source, "a");
    source_state_enter(&source, SOURCE_BACKING_OFF, "no connection", 100);
    source_state_enter(&source, SOURCE_BACKING_OFF, "status 500", 200);
    assert_int_equal(source.since_s, 100);
    assert_string_equal(source.reason, "status 500");
    source_state_enter(&source, SOURCE_OK, NULL, 300);
    assert_int_equal(source.since_s, 300);
    assert_null(source.reason);
    source_state_release(&source);
}

/* A window of the entries first, first + 1, ... */
static void see(struct source_state *source, int first, int count)
{
    static struct source_seen window[1500];
    for (int i = 0; i < count; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "e%d", first + i);
        window[i] = seen_of(id);
    }
    source_state_see(source, window, (size_t)count);
}

static void the_window_at_hand_is_remembered_longest(void **state)
{
    (void)state;
    struct source_state source;
    source_state_init(&source, "a");
    for (int i = 0; i < 2 * SOURCE_SEEN_LEAST; i++)
        see(&source, i, 1);
    assert_int_equal(source.seen_count, SOURCE_SEEN_LEAST);
    assert_null(source_state_find(&source, "e99"));
    assert_non_null(source_state_find(&source, "e100"));
    struct source_seen window[] = {seen_of("new-1"), seen_of("e100"), seen_of("new-2")};
    source_state_see(&source, window, 3);
    assert_int_equal(source.seen_count, SOURCE_SEEN_LEAST);
    assert_non_null(source_state_find(&source, "new-1"));
    assert_non_null(source_state_find(&source, "e100"));
    assert_null(source_state_find(&source, "e101"));
    assert_null(source_state_find(&source, "e102"));
    assert_non_null(source_state_find(&source, "e103"));
    source_state_see(&source, NULL, 0);
    assert_int_equal(source.seen_count, SOURCE_SEEN_LEAST);
    source_state_release(&source);
}

static void two_windows_are_remembered_and_a_part_of_one_drops_nothing(void **state)
{
    (void)state;
    struct source_state source;
    source_state_init(&source, "a");
    for (int first = 0; first < 3000; first += 300)
        see(&source, first, 300);
    assert_int_equal(source.seen_count, 600);
    assert_null(source_state_find(&source, "e2399"));
    assert_non_null(source_state_find(&source, "e2400"));
    see(&source, 2990, 5);
    assert_int_equal(source.seen_count, 600);
    assert_non_null(source_state_find(&source, "e2400"));
    see(&source, 5000, 1500);
    assert_int_equal(source.seen_count, SOURCE_SEEN_MAX);
    source_state_release(&source);
}

static void every_condition_has_a_word_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < SOURCE_CONDITIONS; i++) {
        enum source_condition back;
        assert_true(source_condition_parse(source_condition_name((enum source_condition)i), &back));
        assert_int_equal(back, i);
    }
    enum source_condition none = SOURCE_STALE;
    assert_false(source_condition_parse("", &none));
    assert_int_equal(none, SOURCE_STALE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_survives_the_way_through_json),
        cmocka_unit_test(what_is_no_state_is_refused_by_member),
        cmocka_unit_test(a_condition_keeps_its_beginning_while_its_reason_changes),
        cmocka_unit_test(the_window_at_hand_is_remembered_longest),
        cmocka_unit_test(two_windows_are_remembered_and_a_part_of_one_drops_nothing),
        cmocka_unit_test(every_condition_has_a_word_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
