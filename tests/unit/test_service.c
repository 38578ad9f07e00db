#include "common/service/backoff.h"
#include "common/service/log.h"
#include "common/service/metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* What log_event() writes to standard error. */
static void capture(const char *format, const char *headline, char *line, size_t size)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int saved = dup(STDERR_FILENO);
    assert_true(saved >= 0 && dup2(ends[1], STDERR_FILENO) >= 0);
    log_open("test", "info", format);
    log_event(LOG_INFO, "test.event", LOG_TEXT("title", headline), LOG_INT("count", 3));
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    assert_int_equal(close(ends[1]), 0);
    ssize_t len = read(ends[0], line, size - 1);
    assert_true(len > 0);
    line[len] = '\0';
    assert_int_equal(close(ends[0]), 0);
    assert_int_equal(close(saved), 0);
}

static void a_headline_cannot_forge_a_log_line(void **state)
{
    (void)state;
    char line[512];
    capture("logfmt", "quote \" and\nlevel=error", line, sizeof line);
    assert_non_null(
        strstr(line, " event=test.event title=\"quote \\\" and\\nlevel=error\" count=3\n"));
    assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
    capture("json", "tab\there \xC2\x9B", line, sizeof line);
    assert_non_null(strstr(line, "\"title\":\"tab\\u0009here \\u009b\",\"count\":3}\n"));
}

static void metrics_are_printed_as_prometheus_reads_them(void **state)
{
    (void)state;
    struct metric *plain = metrics_counter("t_plain_total", "a plain one", NULL);
    struct metric *labelled = metrics_gauge("t_labelled", "one by kind", "kind");
    struct metric *seconds = metrics_histogram("t_seconds", "how long");
    metrics_add(plain, NULL, 2);
    metrics_set(labelled, "b\"\n", 1.5);
    metrics_set(labelled, "a", 4);
    metrics_observe(seconds, 0.2);
    metrics_observe(seconds, 40);
    struct buf out;
    buf_init(&out, 1 << 16);
    metrics_print(&out);
    assert_non_null(strstr(buf_text(&out), "# TYPE t_plain_total counter\nt_plain_total 2\n"));
    assert_non_null(
        strstr(buf_text(&out), "t_labelled{kind=\"a\"} 4\nt_labelled{kind=\"b\\\"\\n\"} 1.5\n"));
    assert_non_null(
        strstr(buf_text(&out), "t_seconds_bucket{le=\"0.1\"} 0\nt_seconds_bucket{le=\"0.5\"} 1\n"));
    assert_non_null(
        strstr(buf_text(&out),
               "t_seconds_bucket{le=\"+Inf\"} 2\nt_seconds_sum 40.2\nt_seconds_count 2\n"));
    assert_true(metrics_get(plain, NULL) == 2);
    buf_release(&out);
}

static void a_backoff_doubles_to_its_cap_and_never_ends(void **state)
{
    (void)state;
    struct backoff backoff = {.first_ms = 100, .cap_ms = 10000, .random = 42};
    long long whole_ms = 100;
    for (int i = 0; i < 100; i++) {
        long long wait_ms = backoff_next_ms(&backoff);
        assert_true(wait_ms >= whole_ms / 2 && wait_ms <= whole_ms);
        whole_ms = whole_ms * 2 > 10000 ? 10000 : whole_ms * 2;
    }
    backoff_reset(&backoff);
    assert_true(backoff_next_ms(&backoff) <= 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_headline_cannot_forge_a_log_line),
        cmocka_unit_test(metrics_are_printed_as_prometheus_reads_them),
        cmocka_unit_test(a_backoff_doubles_to_its_cap_and_never_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
