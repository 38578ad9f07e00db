#include "common/service/backoff.h"
#include "common/service/breaker.h"
#include "common/service/endpoint.h"
#include "common/service/lag.h"
#include "common/service/log.h"
#include "common/service/metrics.h"
#include "common/service/service.h"
#include "common/service/supervisor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
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
    capture("json", "half \xC3 and \xEF\xBF\xBD", line, sizeof line);
    assert_non_null(strstr(line, "\"title\":\"half \\ufffd and \xEF\xBF\xBD\",\"count\":3}\n"));
}

static void a_line_that_grows_too_long_is_cut_by_fields_and_values(void **state)
{
    (void)state;
    static char line[32768];
    static char headline[20000];
    memset(headline, 'x', sizeof headline - 1);
    capture("logfmt", headline, line, sizeof line);
    assert_true(strlen(line) < 5000);
    assert_non_null(strstr(line, "xxx count=3\n"));
    memset(headline, 1, sizeof headline - 1);
    capture("json", headline, line, sizeof line);
    assert_null(strstr(line, "title"));
    assert_non_null(strstr(line, ",\"count\":3}\n"));
}

static void metrics_are_printed_as_prometheus_reads_them(void **state)
{
    (void)state;
    struct metric *plain = metrics_counter("t_plain_total", "a plain one", NULL);
    struct metric *labelled = metrics_gauge("t_labelled", "one by kind", "kind");
    struct metric *seconds = metrics_histogram("t_seconds", "how long");
    struct metric *two = metrics_gauge("t_two", "one by two labels", "first,second");
    char pair[METRICS_PAIR_BYTES];
    metrics_set(two, metrics_pair(pair, "a", "b,\"c\""), 1);
    metrics_set(two, metrics_pair(pair, "a", ""), 2);
    metrics_set(two, metrics_pair(pair, "gone", "x"), 3);
    metrics_forget(two, pair);
    metrics_forget(two, "never there");
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
    assert_non_null(strstr(buf_text(&out), "t_two{first=\"a\",second=\"\"} 2\n"
                                           "t_two{first=\"a\",second=\"b,\\\"c\\\"\"} 1\n"));
    assert_null(strstr(buf_text(&out), "gone"));
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

static void the_lag_in_seconds_is_bounded_by_what_was_read_and_when_all_was(void **state)
{
    (void)state;
    const long long now_ms = 1745827200000;
    struct lag lag;
    lag_begin(&lag, now_ms);
    assert_true(lag_seconds(&lag, 0, 5, now_ms + 3000) == 3);
    /* A backlog: the last message that was dealt with is an hour old, and so may the next one be.
     */
    lag_read(&lag, now_ms - 3600000);
    assert_true(lag_seconds(&lag, 1, 5, now_ms + 3000) == 3603);
    assert_true(lag_seconds(&lag, 5, 5, now_ms + 4000) == 0);
    /* What has come since the reader was level is no older than that. */
    assert_true(lag_seconds(&lag, 5, 6, now_ms + 6000) == 2);
    lag_read(&lag, now_ms + 6500);
    assert_true(lag_seconds(&lag, 6, 7, now_ms + 7000) == 0.5);
    lag_read(&lag, -1);
    assert_true(lag_seconds(&lag, 6, 7, now_ms + 6000) == 0);
}

/* A supervisor's end of the socket, below a folder of its own. */
struct supervisor_end {
    char directory[32];
    struct sockaddr_un address;
    int socket;
};

static void listen_as_supervisor(struct supervisor_end *end)
{
    (void)snprintf(end->directory, sizeof end->directory, "/tmp/gainsay-notify-XXXXXX");
    assert_non_null(mkdtemp(end->directory));
    end->address = (struct sockaddr_un){.sun_family = AF_UNIX};
    (void)snprintf(end->address.sun_path, sizeof end->address.sun_path, "%s/socket",
                   end->directory);
    end->socket = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_true(end->socket >= 0);
    assert_int_equal(bind(end->socket, (const struct sockaddr *)&end->address, sizeof end->address),
                     0);
    assert_int_equal(setenv("NOTIFY_SOCKET", end->address.sun_path, 1), 0);
}

static void assert_told(const struct supervisor_end *end, const char *expected)
{
    char text[512];
    ssize_t len = recv(end->socket, text, sizeof text - 1, MSG_DONTWAIT);
    assert_true(len > 0);
    text[len] = '\0';
    assert_string_equal(text, expected);
}

static void assert_told_nothing(const struct supervisor_end *end)
{
    char text[512];
    assert_true(recv(end->socket, text, sizeof text, MSG_DONTWAIT) < 0);
}

static void systemd_hears_of_start_state_beats_and_drain(void **state)
{
    (void)state;
    struct supervisor_end end;
    listen_as_supervisor(&end);
    assert_int_equal(setenv("WATCHDOG_USEC", "4000000", 1), 0);
    supervisor_started();
    assert_told(&end, "READY=1\nSTATUS=starting");
    supervisor_status(false, "PostgreSQL: no answer");
    assert_told(&end, "STATUS=not ready: PostgreSQL: no answer");
    supervisor_status(true, "");
    assert_told(&end, "STATUS=ready");
    /* A watchdog of 4 s is fed each second, however often the loop beats. */
    for (long long now_ms = 10000; now_ms < 12000; now_ms += 100)
        supervisor_alive(now_ms);
    assert_told(&end, "WATCHDOG=1");
    assert_told(&end, "WATCHDOG=1");
    assert_told_nothing(&end);
    supervisor_stopping();
    supervisor_stopping();
    assert_told(&end, "STOPPING=1\nSTATUS=draining");
    assert_told_nothing(&end);
    assert_int_equal(close(end.socket), 0);
    assert_int_equal(unlink(end.address.sun_path), 0);
    assert_int_equal(rmdir(end.directory), 0);
    assert_int_equal(unsetenv("NOTIFY_SOCKET"), 0);
    assert_int_equal(unsetenv("WATCHDOG_USEC"), 0);
}

static void a_breaker_opens_where_most_of_many_messages_fail(void **state)
{
    (void)state;
    struct err err;
    struct breaker breaker = {.percent = 50};
    assert_int_equal(breaker_count(&breaker, BREAKER_LEAST - 1, BREAKER_LEAST - 1, &err), ERR_OK);
    assert_int_equal(breaker_count(&breaker, 1, 1, &err), ERR_CONFIG);
    assert_non_null(strstr(err.text, "dead letters"));
    struct breaker half = {.percent = 50};
    assert_int_equal(breaker_count(&half, BREAKER_WINDOW, BREAKER_WINDOW / 2, &err), ERR_OK);
    assert_int_equal(half.taken, 0);
    struct breaker never = {.percent = 0};
    assert_int_equal(breaker_count(&never, 500, 500, &err), ERR_OK);
}

/* A child that closes nothing and waits for ever; the clock of its end is turned forward. */
static void a_stop_that_hangs_ends_by_itself_and_well(void **state)
{
    (void)state;
    int pipe_ends[2];
    assert_int_equal(pipe(pipe_ends), 0);
    pid_t child = fork();
    if (child == 0) {
        const struct service_settings settings = {"error", "logfmt", ""};
        (void)dup2(pipe_ends[1], STDERR_FILENO);
        if (service_open("gainsay-test", &settings, NULL) || raise(SIGTERM) != 0)
            _exit(2);
        unsigned left = alarm(0);
        if (!service_stopping() || left == 0 || left > SERVICE_STOP_S ||
            left * 1000 <= SERVICE_DRAIN_MS)
            _exit(3);
        (void)alarm(1);
        for (;;)
            (void)pause();
    }
    (void)close(pipe_ends[1]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    char line[256] = "";
    ssize_t count = read(pipe_ends[0], line, sizeof line - 1);
    assert_true(count > 0);
    assert_string_equal(line, "level=warning service=gainsay-test event=service.cut_short\n");
    (void)close(pipe_ends[0]);
}

static void a_stop_that_comes_before_the_settings_are_read_is_a_drain(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        const struct service_settings settings = {"error", "logfmt", ""};
        service_hold_signals();
        if (raise(SIGTERM) != 0 || service_stopping())
            _exit(2);
        if (service_open("gainsay-test", &settings, NULL))
            _exit(3);
        _exit(service_stopping() ? 0 : 4);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* A loopback port that nobody listens on just now. */
static struct sockaddr_in free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(probe, (struct sockaddr *)&address, size), 0);
    assert_int_equal(getsockname(probe, (struct sockaddr *)&address, &size), 0);
    assert_int_equal(close(probe), 0);
    return address;
}

static bool is_fine(char *text)
{
    (void)snprintf(text, ENDPOINT_TEXT_BYTES, "fine");
    return true;
}

/* select() ends at 1024 of them, and a poller may have thousands. */
static void the_endpoint_answers_where_thousands_of_files_are_open(void **state)
{
    (void)state;
    enum { FILES = 1100 };
    static const struct endpoint_checks checks = {is_fine, is_fine};
    static const char request[] = "GET /healthz HTTP/1.0\r\n\r\n";
    int file[FILES];
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    const struct rlimit more = {2 * FILES, before.rlim_max};
    if (before.rlim_cur < more.rlim_cur && setrlimit(RLIMIT_NOFILE, &more) != 0)
        skip();
    for (int i = 0; i < FILES; i++)
        assert_true((file[i] = dup(STDERR_FILENO)) >= 0);
    char listen[32];
    char answer[512] = "";
    struct endpoint *endpoint = NULL;
    struct err err = {0};
    struct sockaddr_in address = free_port();
    (void)snprintf(listen, sizeof listen, "127.0.0.1:%d", ntohs(address.sin_port));
    if (endpoint_open(listen, &checks, &endpoint, &err))
        fail_msg("%s", err.text);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(write(client, request, strlen(request)), (ssize_t)strlen(request));
    assert_true(read(client, answer, sizeof answer - 1) > 0);
    assert_non_null(strstr(answer, " 200 OK"));
    assert_int_equal(close(client), 0);
    endpoint_close(endpoint);
    for (int i = 0; i < FILES; i++)
        assert_int_equal(close(file[i]), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_headline_cannot_forge_a_log_line),
        cmocka_unit_test(a_line_that_grows_too_long_is_cut_by_fields_and_values),
        cmocka_unit_test(metrics_are_printed_as_prometheus_reads_them),
        cmocka_unit_test(systemd_hears_of_start_state_beats_and_drain),
        cmocka_unit_test(a_stop_that_hangs_ends_by_itself_and_well),
        cmocka_unit_test(a_stop_that_comes_before_the_settings_are_read_is_a_drain),
        cmocka_unit_test(a_backoff_doubles_to_its_cap_and_never_ends),
        cmocka_unit_test(the_lag_in_seconds_is_bounded_by_what_was_read_and_when_all_was),
        cmocka_unit_test(the_endpoint_answers_where_thousands_of_files_are_open),
        cmocka_unit_test(a_breaker_opens_where_most_of_many_messages_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
