#include "deploy/cli/overview.h"

#include "common/kafka/admin.h"
#include "common/model/topic.h"
#include "deploy/cli/exposition.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRONG_BYTES  ((size_t)64 << 10)
#define TROUBLED_MAX "20" /* sources on the screen */

static const struct {
    const char *name;
    const char *sql;
} parts[PARTS] = {
    {"sources", "SELECT state, count(*) AS sources FROM source GROUP BY state ORDER BY 2 DESC, 1"},
    /* First those that bring nothing until a person mends them, then those that may have brought
     * less than there was, last those that lose nothing; of one state the longest first. */
    {"troubled",
     "SELECT id AS source, state, since, reason FROM source WHERE state <> 'ok'"
     " ORDER BY array_position(ARRAY['moved','blocked','untrusted','degraded','backing_off',"
     "'silent','stale','overrun','unsteady','limited'], state) NULLS FIRST,"
     " since NULLS LAST, id LIMIT " TROUBLED_MAX},
    {"dead_letters", "SELECT state, count(*) AS letters, min(first_at) AS oldest FROM dead_letter"
                     " GROUP BY state ORDER BY state"},
    {"search", "SELECT items, seconds FROM search_lag"},
    /* Past a million rows PostgreSQL's own estimate is near enough, and costs nothing. */
    {"rows",
     "SELECT what, CASE WHEN c.reltuples > 1e6 AND whole THEN c.reltuples::bigint ELSE CASE what"
     " WHEN 'items' THEN (SELECT count(*) FROM item)"
     " WHEN 'revisions' THEN (SELECT count(*) FROM item_revision)"
     " WHEN 'claims' THEN (SELECT count(*) FROM statement WHERE type = 'claim')"
     " WHEN 'denials' THEN (SELECT count(*) FROM statement WHERE type = 'denial')"
     " WHEN 'tariff changes' THEN (SELECT count(*) FROM tariff_change)"
     " ELSE (SELECT count(*) FROM contradiction) END END AS rows"
     " FROM (VALUES (1, 'items', 'item', true), (2, 'revisions', 'item_revision', true),"
     " (3, 'claims', 'statement', false), (4, 'denials', 'statement', false),"
     " (5, 'tariff changes', 'tariff_change', true), (6, 'contradictions', 'contradiction', true))"
     " AS t (place, what, name, whole) JOIN pg_class c ON c.oid = name::regclass ORDER BY place"},
};

const char *overview_part_name(enum overview_part part)
{
    return parts[part].name;
}

__attribute__((format(printf, 2, 3))) static void
wrong(struct overview *overview, const char *format, ...)
{
    char line[ERR_TEXT_BYTES];
    va_list words;
    va_start(words, format);
    (void)vsnprintf(line, sizeof line, format, words);
    va_end(words);
    (void)buf_addf(&overview->wrong, "%s\n", line);
    overview->wrong_count++;
}

static void ask_services(struct overview *overview)
{
    if (services_ask(overview->settings->services, &overview->services,
                     &overview->services_error)) {
        wrong(overview, "%s", overview->services_error.text);
        return;
    }
    for (size_t i = 0; i < overview->services.count; i++) {
        const struct service_report *service = &overview->services.report[i];
        if (!service->ready)
            wrong(overview, "%s: %s", service->name, service->line);
    }
}

/* For how long the oldest message of a partition waits, as its reader says; -1: it does not. */
static double seconds_behind(const struct services *services, const char *topic, int partition)
{
    char labels[128];
    double most = -1;
    (void)snprintf(labels, sizeof labels, "topic=\"%s\",partition=\"%d\"", topic, partition);
    for (size_t i = 0; i < services->count; i++) {
        const struct service_report *service = &services->report[i];
        struct str text = {service->metrics, service->metrics_len};
        double seconds = exposition_sum(text, "gainsay_kafka_lag_seconds", labels);
        most = seconds > most ? seconds : most;
    }
    return most;
}

static enum err_code read_stored(struct pg *pg,
                                 const char *group,
                                 const char *topic,
                                 int partitions,
                                 long long *next,
                                 struct err *err)
{
    const char *values[] = {group, topic};
    struct pg_result *rows = NULL;
    static const char sql[] =
        "SELECT partition, next_offset FROM kafka_offset WHERE consumer = $1 AND topic = $2";
    enum err_code code = pg == NULL ? ERR_OK : pg_query(pg, sql, values, 2, &rows, err);
    for (int i = 0; i < partitions; i++)
        next[i] = -1;
    for (int row = 0; rows != NULL && row < pg_row_count(rows); row++) {
        long long partition = strtoll(pg_value(rows, row, 0), NULL, 10);
        if (partition >= 0 && partition < partitions)
            next[partition] = strtoll(pg_value(rows, row, 1), NULL, 10);
    }
    pg_free(rows);
    return code;
}

struct reader {
    const char *name;
    const char *topic;
    bool by_group; /* its offsets are Kafka's; else PostgreSQL's */
};

static enum err_code add_lag(struct overview *overview,
                             struct kafka_admin *admin,
                             const struct reader *reader,
                             int partition,
                             long long next,
                             struct err *err)
{
    long long low = 0;
    long long high = 0;
    enum err_code code = kafka_admin_watermarks(admin, reader->topic, partition, &low, &high, err);
    if (code)
        return code;
    next = next < low ? low : next;
    long long messages = next < high ? high - next : 0;
    overview->lag[overview->lag_count++] = (struct overview_lag){
        reader->name,
        reader->topic,
        partition,
        next,
        high,
        messages,
        seconds_behind(&overview->services, reader->topic, partition),
    };
    return ERR_OK;
}

static enum err_code read_lag(struct overview *overview,
                              struct kafka_admin *admin,
                              struct pg *pg,
                              const struct reader *reader,
                              struct err *err)
{
    const struct overview_settings *settings = overview->settings;
    int partitions = 0;
    enum err_code code = kafka_admin_partitions(admin, reader->topic, &partitions, err);
    if (code)
        return code;
    if (partitions == 0)
        return err_set(err, ERR_CONFIG, "there is no topic %s (run gainsay topics create)",
                       reader->topic);
    size_t size = overview->lag_count + (size_t)partitions;
    long long *next = calloc((size_t)partitions, sizeof *next);
    overview->lag = realloc(overview->lag, size * sizeof *overview->lag);
    if (next == NULL || overview->lag == NULL)
        abort();
    code = reader->by_group
               ? kafka_admin_committed_all(&settings->kafka, settings->classifier_group,
                                           reader->topic, partitions, next, err)
               : read_stored(pg, settings->store_group, reader->topic, partitions, next, err);
    for (int i = 0; i < partitions && !code; i++)
        code = add_lag(overview, admin, reader, i, next[i], err);
    free(next);
    return code;
}

/* Without PostgreSQL nobody knows how far the store is. */
static void ask_kafka(struct overview *overview, struct pg *pg)
{
    static const struct reader readers[] = {
        {"gainsay-classifier", TOPIC_ITEMS, true},
        {"gainsay-store", TOPIC_RECORDS, false},
        {"gainsay-store", TOPIC_SOURCES, false},
        {"gainsay-store", TOPIC_DEAD_LETTERS, false},
    };
    struct kafka_admin *admin = NULL;
    struct err *err = &overview->kafka_error;
    enum err_code code = kafka_admin_open(&overview->settings->kafka, &admin, err);
    for (size_t i = 0; i < sizeof readers / sizeof readers[0] && !code; i++) {
        if (readers[i].by_group || pg != NULL)
            code = read_lag(overview, admin, pg, &readers[i], err);
    }
    kafka_admin_close(admin);
    if (code)
        wrong(overview, "Kafka: %s", err->text);
}

static void ask_postgres(struct overview *overview, struct pg *pg)
{
    struct err *err = &overview->postgres_error;
    enum err_code code = ERR_OK;
    for (int i = 0; i < PARTS && !code; i++) {
        char sql[2048];
        (void)snprintf(sql, sizeof sql, "SELECT coalesce(json_agg(t), '[]')::text FROM (%s) AS t",
                       parts[i].sql);
        code = pg_query(pg, parts[i].sql, NULL, 0, &overview->part[i], err);
        if (!code)
            code = pg_query(pg, sql, NULL, 0, &overview->json[i], err);
    }
    if (code)
        wrong(overview, "%s", err->text);
}

static long long number_at(const struct pg_result *rows, int row, int column)
{
    const char *value = pg_value(rows, row, column);
    return value == NULL ? 0 : strtoll(value, NULL, 10);
}

static void judge_lag(struct overview *overview)
{
    const struct overview_settings *settings = overview->settings;
    long long sum = 0;
    double oldest = -1;
    for (size_t i = 0; i < overview->lag_count; i++) {
        const struct overview_lag *lag = &overview->lag[i];
        bool last = i + 1 == overview->lag_count || strcmp(lag[1].topic, lag->topic) != 0;
        sum += lag->messages;
        oldest = lag->seconds > oldest ? lag->seconds : oldest;
        if (!last)
            continue;
        if (sum > settings->max_lag)
            wrong(overview, "%s is %lld messages behind on %s", lag->reader, sum, lag->topic);
        else if (oldest * 1000 > (double)settings->max_wait_ms)
            wrong(overview, "a message of %s has waited for %s for %.0f s", lag->topic, lag->reader,
                  oldest);
        sum = 0;
        oldest = -1;
    }
}

static void judge_sources(struct overview *overview)
{
    const struct overview_settings *settings = overview->settings;
    const struct pg_result *states = overview->part[PART_SOURCES];
    long long sources = 0;
    long long troubled = 0;
    for (int row = 0; row < pg_row_count(states); row++) {
        long long count = number_at(states, row, 1);
        sources += count;
        if (strcmp(pg_value(states, row, 0), "ok") != 0)
            troubled += count;
    }
    long long listed = pg_row_count(overview->part[PART_TROUBLED]);
    overview->troubled_more = troubled > listed ? troubled - listed : 0;
    if (troubled * 100 > sources * settings->max_troubled_pct)
        wrong(overview, "%lld of %lld sources are not ok", troubled, sources);
}

static void judge_tables(struct overview *overview)
{
    const struct overview_settings *settings = overview->settings;
    long long letters = 0;
    judge_sources(overview);
    for (int row = 0; row < pg_row_count(overview->part[PART_LETTERS]); row++) {
        const char *state = pg_value(overview->part[PART_LETTERS], row, 0);
        if (strcmp(state, "waiting") == 0 || strcmp(state, "parked") == 0)
            letters += number_at(overview->part[PART_LETTERS], row, 1);
    }
    if (letters > settings->max_letters)
        wrong(overview, "%lld dead letters wait for somebody (gainsay dead-letters stats)",
              letters);
    if (number_at(overview->part[PART_SEARCH], 0, 1) * 1000 > settings->max_wait_ms)
        wrong(overview, "the text index is %lld s behind",
              number_at(overview->part[PART_SEARCH], 0, 1));
}

void overview_collect(const struct overview_settings *settings, struct overview *overview)
{
    *overview = (struct overview){.settings = settings};
    buf_init(&overview->wrong, WRONG_BYTES);
    ask_services(overview);
    struct pg *pg = NULL;
    if (pg_open(&settings->postgres, "gainsay-status", &pg, &overview->postgres_error))
        wrong(overview, "%s", overview->postgres_error.text);
    else
        ask_postgres(overview, pg);
    ask_kafka(overview, pg);
    pg_close(pg);
    judge_lag(overview);
    if (!overview->postgres_error.code)
        judge_tables(overview);
}

void overview_release(struct overview *overview)
{
    services_release(&overview->services);
    free(overview->lag);
    for (int i = 0; i < PARTS; i++) {
        pg_free(overview->part[i]);
        pg_free(overview->json[i]);
    }
    buf_release(&overview->wrong);
}
