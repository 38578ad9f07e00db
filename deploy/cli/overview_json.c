#include "deploy/cli/overview.h"

#include "common/text/date.h"
#include "deploy/cli/exposition.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void add_string(struct buf *out, struct str text)
{
    (void)buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\')
            (void)buf_addf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F)
            (void)buf_addf(out, "\\u%04x", c);
        else
            (void)buf_add_char(out, (char)c);
    }
    (void)buf_add_char(out, '"');
}

/* ,"name":"text" */
static void add_text_member(struct buf *out, const char *name, const char *text)
{
    (void)buf_addf(out, ",\"%s\":", name);
    add_string(out, str_of(text));
}

/* A number that may be unknown. */
static void add_number_member(struct buf *out, const char *name, double number)
{
    (void)buf_addf(out, ",\"%s\":", name);
    if (number < 0)
        (void)buf_add_text(out, "null");
    else
        (void)buf_addf(out, "%.15g", number);
}

static void add_services(const struct overview *overview, struct buf *out)
{
    (void)buf_add_text(out, ",\"services\":[");
    for (size_t i = 0; i < overview->services.count; i++) {
        const struct service_report *service = &overview->services.report[i];
        struct str text = {service->metrics, service->metrics_len};
        (void)buf_addf(out, "%s{\"ready\":%s", i == 0 ? "" : ",",
                       service->ready ? "true" : "false");
        add_text_member(out, "name", service->name);
        add_text_member(out, "address", service->address);
        add_text_member(out, "says", service->line);
        add_number_member(out, "started", exposition_sum(text, "process_start_time_seconds", NULL));
        add_number_member(out, "memory_bytes",
                          exposition_sum(text, "process_resident_memory_bytes", NULL));
        add_number_member(out, "descriptors", exposition_sum(text, "process_open_fds", NULL));
        (void)buf_add_char(out, '}');
    }
    (void)buf_add_char(out, ']');
}

static void add_lag(const struct overview *overview, struct buf *out)
{
    (void)buf_add_text(out, ",\"lag\":[");
    for (size_t i = 0; i < overview->lag_count; i++) {
        const struct overview_lag *lag = &overview->lag[i];
        (void)buf_addf(out, "%s{\"partition\":%d,\"next\":%lld,\"end\":%lld,\"messages\":%lld",
                       i == 0 ? "" : ",", lag->partition, lag->next, lag->end, lag->messages);
        add_text_member(out, "reader", lag->reader);
        add_text_member(out, "topic", lag->topic);
        add_number_member(out, "seconds", lag->seconds);
        (void)buf_add_char(out, '}');
    }
    (void)buf_add_char(out, ']');
}

static void add_freshness(const struct overview *overview, const char *kind, struct buf *out)
{
    struct str texts[SERVICES_MAX];
    char metric[128];
    double count = 0;
    size_t size = overview->services.count;
    (void)snprintf(metric, sizeof metric, "gainsay_store_%s_seconds", kind);
    for (size_t i = 0; i < size; i++)
        texts[i] = (struct str){overview->services.report[i].metrics,
                                overview->services.report[i].metrics_len};
    double median = exposition_quantile(texts, size, metric, 0.5, &count);
    double high = exposition_quantile(texts, size, metric, 0.95, &count);
    (void)buf_addf(out, ",\"%s\":{\"items\":%.0f", kind, count);
    add_number_member(out, "half_within_seconds", median);
    add_number_member(out, "most_within_seconds", high);
    (void)buf_add_char(out, '}');
}

static void add_wrong(const struct overview *overview, struct buf *out)
{
    struct str rest = buf_str(&overview->wrong);
    (void)buf_add_text(out, ",\"wrong\":[");
    for (const char *before = ""; rest.len > 0; before = ",") {
        (void)buf_add_text(out, before);
        add_string(out, str_split(rest, '\n', &rest));
    }
    (void)buf_add_char(out, ']');
}

void overview_json(const struct overview *overview, struct buf *out)
{
    char now[DATE_RFC3339_BYTES] = "";
    (void)date_to_rfc3339((long long)time(NULL), now);
    (void)buf_addf(out, "{\"fine\":%s", overview->wrong_count == 0 ? "true" : "false");
    add_text_member(out, "time", now);
    add_wrong(overview, out);
    add_services(overview, out);
    add_lag(overview, out);
    for (int i = 0; i < PARTS; i++) {
        const struct pg_result *rows = overview->json[i];
        const char *list = rows == NULL ? NULL : pg_value(rows, 0, 0);
        (void)buf_addf(out, ",\"%s\":", overview_part_name((enum overview_part)i));
        /* PostgreSQL puts line feeds between the elements; a document is a line. */
        for (const char *at = list == NULL ? "null" : list; *at != '\0'; at++)
            (void)buf_add_char(out, *at == '\n' ? ' ' : *at);
    }
    (void)buf_addf(out, ",\"troubled_more\":%lld", overview->troubled_more);
    add_freshness(overview, "fetched_to_stored", out);
    add_freshness(overview, "published_to_stored", out);
    (void)buf_add_text(out, "}\n");
}
