#include "deploy/cli/overview.h"

#include "deploy/cli/exposition.h"
#include "deploy/cli/plain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* "3 s", "2 min", "5 h", "4 d"; -1 is not known. */
static const char *duration(char text[32], double seconds)
{
    static const struct {
        double size;
        const char *unit;
    } units[] = {{86400, "d"}, {3600, "h"}, {60, "min"}};
    (void)snprintf(text, 32, seconds < 0 ? "-" : seconds < 10 ? "%.1f s" : "%.0f s", seconds);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (seconds >= 2 * units[i].size) {
            (void)snprintf(text, 32, "%.0f %s", seconds / units[i].size, units[i].unit);
            break;
        }
    }
    return text;
}

static void add_error(struct buf *out, const struct err *err)
{
    if (err->code)
        (void)buf_addf(out, "  %s\n", err->text);
}

static void add_services(const struct overview *overview, struct buf *out)
{
    char age[32];
    (void)buf_add_text(out, "services\n");
    add_error(out, &overview->services_error);
    if (overview->services.count == 0 && !overview->services_error.code)
        (void)buf_add_text(out, "  none named: set status.services\n");
    for (size_t i = 0; i < overview->services.count; i++) {
        const struct service_report *service = &overview->services.report[i];
        struct str text = {service->metrics, service->metrics_len};
        double start = exposition_sum(text, "process_start_time_seconds", NULL);
        double memory = exposition_sum(text, "process_resident_memory_bytes", NULL);
        double files = exposition_sum(text, "process_open_fds", NULL);
        (void)buf_addf(out, "  %-20s %-22s ", service->name, service->address);
        if (start > 0)
            (void)buf_addf(out, "up %-8s %5.0f MB %4.0f files  ",
                           duration(age, (double)time(NULL) - start), memory / 1e6, files);
        (void)buf_addf(out, "%s\n", service->line);
    }
}

/* The partitions of one reader and topic, of which the first is at `from`; returns the next one. */
static size_t add_topic(const struct overview *overview, size_t from, struct buf *out)
{
    const struct overview_lag *first = &overview->lag[from];
    char waited[32];
    long long messages = 0;
    double seconds = -1;
    int behind = 0;
    size_t end = from;
    for (; end < overview->lag_count && overview->lag[end].topic == first->topic; end++) {
        const struct overview_lag *lag = &overview->lag[end];
        messages += lag->messages;
        behind += lag->messages > 0;
        seconds = lag->seconds > seconds ? lag->seconds : seconds;
    }
    (void)buf_addf(out, "  %-20s %-22s %10zu %8d %10s %10lld\n", first->reader, first->topic,
                   end - from, behind, duration(waited, seconds), messages);
    for (size_t i = from; i < end; i++) {
        const struct overview_lag *lag = &overview->lag[i];
        if (lag->messages > 0)
            (void)buf_addf(out, "    partition %-3d is at %lld of %lld%48s %10lld\n",
                           lag->partition, lag->next, lag->end, duration(waited, lag->seconds),
                           lag->messages);
    }
    return end;
}

static void add_lag(const struct overview *overview, struct buf *out)
{
    (void)buf_addf(out, "\n  %-20s %-22s %10s %8s %10s %10s\n", "reader", "topic", "partitions",
                   "behind", "oldest", "lag");
    add_error(out, &overview->kafka_error);
    for (size_t i = 0; i < overview->lag_count;)
        i = add_topic(overview, i, out);
}

static const char *value(const struct pg_result *rows, int row, int column)
{
    const char *text = pg_value(rows, row, column);
    return text == NULL ? "-" : text;
}

/* "sources: 70 ok, 3 blocked" */
static void
add_counts(const struct pg_result *rows, const char *title, const char *none, struct buf *out)
{
    (void)buf_addf(out, "\n%s: ", title);
    for (int row = 0; row < pg_row_count(rows); row++)
        (void)buf_addf(out, "%s%s %s", row == 0 ? "" : ", ", value(rows, row, 1),
                       value(rows, row, 0));
    (void)buf_add_text(out, pg_row_count(rows) == 0 ? none : "");
}

static void add_troubled(const struct overview *overview, struct buf *out)
{
    const struct pg_result *rows = overview->part[PART_TROUBLED];
    (void)buf_add_char(out, '\n');
    for (int row = 0; row < pg_row_count(rows); row++) {
        (void)buf_addf(out, "  %-28s %-12s since %.19s  ", value(rows, row, 0), value(rows, row, 1),
                       value(rows, row, 2));
        plain_add(out, str_of(value(rows, row, 3)));
        (void)buf_add_char(out, '\n');
    }
    if (overview->troubled_more > 0)
        (void)buf_addf(out, "  and %lld more: gainsay sources states tells all\n",
                       overview->troubled_more);
}

static void add_freshness(const struct overview *overview, struct buf *out)
{
    static const struct {
        const char *title;
        const char *metric;
    } kinds[] = {{"fetched to stored", "gainsay_store_fetched_to_stored_seconds"},
                 {"published to stored", "gainsay_store_published_to_stored_seconds"}};
    struct str texts[SERVICES_MAX];
    for (size_t i = 0; i < overview->services.count; i++)
        texts[i] = (struct str){overview->services.report[i].metrics,
                                overview->services.report[i].metrics_len};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char half[32];
        char most[32];
        double count = 0;
        double median =
            exposition_quantile(texts, overview->services.count, kinds[i].metric, 0.5, &count);
        double high =
            exposition_quantile(texts, overview->services.count, kinds[i].metric, 0.95, &count);
        if (count > 0)
            (void)buf_addf(out, "\n%s: half within %s, 95 %% within %s, of %.0f items",
                           kinds[i].title, median < 0 ? "over a week" : duration(half, median),
                           high < 0 ? "over a week" : duration(most, high), count);
    }
}

static void add_tables(const struct overview *overview, struct buf *out)
{
    char age[32];
    const struct pg_result *search = overview->part[PART_SEARCH];
    add_counts(overview->part[PART_SOURCES], "sources", "none polled so far", out);
    add_troubled(overview, out);
    add_counts(overview->part[PART_LETTERS], "dead letters", "none", out);
    if (pg_row_count(search) > 0)
        (void)buf_addf(out, "\nsearch: %s items wait for the text index, the oldest for %s",
                       value(search, 0, 0), duration(age, strtod(value(search, 0, 1), NULL)));
    add_freshness(overview, out);
    add_counts(overview->part[PART_ROWS], "rows", "none", out);
    (void)buf_add_char(out, '\n');
}

void overview_text(const struct overview *overview, struct buf *out)
{
    add_services(overview, out);
    add_lag(overview, out);
    if (overview->postgres_error.code)
        (void)buf_addf(out, "\n  %s\n", overview->postgres_error.text);
    else
        add_tables(overview, out);
    if (overview->wrong_count == 0)
        (void)buf_add_text(out, "\nall is well\n");
    else
        (void)buf_addf(out, "\n%zu %s wrong\n", overview->wrong_count,
                       overview->wrong_count == 1 ? "thing is" : "things are");
    struct str rest = buf_str(&overview->wrong);
    while (rest.len > 0) {
        struct str line = str_split(rest, '\n', &rest);
        (void)buf_addf(out, "  %.*s\n", STR_ARG(line));
    }
}
