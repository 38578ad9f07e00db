#include "producers/poller/tally.h"

#include "common/base/buf.h"
#include "common/base/str.h"
#include "common/text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Metrics are the process's own and stay, so each test has names of its own. */

/* Lines that begin so, and have this part. */
static size_t lines_with(const char *page, const char *start, const char *part)
{
    size_t count = 0;
    struct str rest = str_of(page);
    while (rest.len > 0) {
        struct str line = str_split(rest, '\n', &rest);
        count += str_starts_with(line, str_of(start)) && str_find(line, str_of(part)) >= 0;
    }
    return count;
}

static void enter(struct tally *tally, const char *source, enum source_condition condition)
{
    struct source_state state;
    source_state_init(&state, source);
    source_state_enter(&state, condition, condition == SOURCE_OK ? NULL : "a reason", 1000);
    tally_state(tally, &state);
    source_state_release(&state);
}

static struct buf printed(void)
{
    struct buf page;
    buf_init(&page, (size_t)64 << 20);
    metrics_print(&page);
    return page;
}

#define STATE_METRIC "gainsay_poller_source_state{"

static void only_a_source_that_is_not_ok_has_a_series_of_its_state(void **state)
{
    (void)state;
    struct tally tally;
    tally_open(&tally, 3);
    enter(&tally, "one", SOURCE_BLOCKED);
    enter(&tally, "two", SOURCE_OK);
    struct buf page = printed();
    assert_int_equal(lines_with(buf_text(&page), STATE_METRIC,
                                "\"one\",state=\"blocked\",reason=\"a reason\"} 1"),
                     1);
    assert_int_equal(lines_with(buf_text(&page), STATE_METRIC, "source="), 1);
    buf_release(&page);
    enter(&tally, "one", SOURCE_MOVED);
    page = printed();
    assert_int_equal(
        lines_with(buf_text(&page), STATE_METRIC, "\"one\",state=\"moved\",reason=\"a reason\"} 1"),
        1);
    assert_int_equal(lines_with(buf_text(&page), STATE_METRIC, "source="), 1);
    buf_release(&page);
    enter(&tally, "one", SOURCE_OK);
    page = printed();
    assert_int_equal(lines_with(buf_text(&page), STATE_METRIC, "source="), 0);
    buf_release(&page);
}

static void a_reason_is_a_label_of_one_short_line(void **state)
{
    (void)state;
    struct tally tally;
    struct source_state told;
    char reason[400] = "it says \"stop\"\n\x1f";
    size_t len = strlen(reason);
    for (; len + 2 < sizeof reason; len += 2)
        memcpy(reason + len, "\xc3\xa9", 3);
    tally_open(&tally, 1);
    source_state_init(&told, "wordy");
    for (int i = 0; i < 3; i++) {
        reason[0] = (char)('a' + i);
        source_state_enter(&told, SOURCE_LIMITED, reason, 1000);
        tally_state(&tally, &told);
    }
    struct buf page = printed();
    assert_int_equal(lines_with(buf_text(&page), STATE_METRIC, "\"wordy\""), 1);
    assert_int_equal(lines_with(buf_text(&page), STATE_METRIC,
                                "reason=\"ct says \\\"stop\\\"  \xc3\xa9\xc3\xa9"),
                     1);
    assert_int_equal(utf8_valid_prefix(buf_text(&page), page.len), page.len);
    buf_release(&page);
    source_state_release(&told);
    tally_leave(&tally, "wordy");
}

static void a_source_that_another_poller_took_over_is_told_by_it_alone(void **state)
{
    (void)state;
    struct tally tally;
    tally_open(&tally, 1);
    tally_source(&tally, "left");
    enter(&tally, "left", SOURCE_SILENT);
    tally_overlap(&tally, "left", 1, 2);
    tally_leave(&tally, "left");
    struct buf page = printed();
    assert_int_equal(lines_with(buf_text(&page), "gainsay_poller_source_", "\"left\""), 0);
    assert_true(lines_with(buf_text(&page), "gainsay_poller_entries_total", "\"left\"") > 0);
    buf_release(&page);
}

/* Of every metric, in a page with all of them. */
static void assert_bounded(const char *page, size_t most)
{
    char name[128] = "";
    size_t count = 0;
    for (const char *line = page; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        size_t name_len = strcspn(line, "{ ");
        if (line[0] != '#' && name_len == strlen(name) && strncmp(name, line, name_len) == 0) {
            count++;
        } else if (line[0] != '#') {
            assert_true(name_len < sizeof name);
            (void)snprintf(name, sizeof name, "%.*s", (int)name_len, line);
            count = 1;
        }
        assert_true(count <= most);
        line += len + (line[len] == '\n');
    }
}

static void thousands_of_sources_stay_within_what_a_scrape_can_bring(void **state)
{
    (void)state;
    enum { SOURCES = 12000 };
    static const struct http_response answer = {.outcome = HTTP_ANSWERED, .status = 304};
    struct tally tally;
    tally_open(&tally, SOURCES);
    for (int i = 0; i < SOURCES; i++) {
        char source[32];
        (void)snprintf(source, sizeof source, "source-%d", i);
        tally_source(&tally, source);
        tally_answer(&tally, source, &answer);
        tally_document(&tally, source, FEED_OK);
        tally_sent(&tally, source, i % 2);
        tally_dropped(&tally, source, (enum gate)(i % (GATE_UNSENT + 1)), 1);
        tally_overlap(&tally, source, 1, 2);
        enter(&tally, source, (enum source_condition)(i % SOURCE_CONDITIONS));
    }
    struct buf page = printed();
    const char *text = buf_text(&page);
    assert_bounded(text, 10000 + 1);
    /* Nothing is lost of what is counted. */
    assert_non_null(
        strstr(text, "gainsay_poller_polls_total{source=\"all\",outcome=\"304\"} 12000\n"));
    assert_non_null(
        strstr(text, "gainsay_poller_items_total{source=\"all\",kind=\"revised\"} 6000\n"));
    assert_non_null(
        strstr(text, "gainsay_poller_dropped_total{source=\"all\",gate=\"cut\"} 1500\n"));
    /* No gauge stands for another source's. */
    assert_int_equal(lines_with(text, "gainsay_poller_source", "\"other\""), 0);
    buf_release(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_source_that_is_not_ok_has_a_series_of_its_state),
        cmocka_unit_test(a_reason_is_a_label_of_one_short_line),
        cmocka_unit_test(a_source_that_another_poller_took_over_is_told_by_it_alone),
        cmocka_unit_test(thousands_of_sources_stay_within_what_a_scrape_can_bring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
