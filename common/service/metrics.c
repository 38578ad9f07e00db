#include "common/service/metrics.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define METRICS_MAX 128
#define SERIES_MAX  10000
#define BETWEEN     '\x1f' /* the two values of a pair; the unit separator stands in no label */

enum kind { COUNTER, GAUGE, HISTOGRAM };

static const char *const kind_names[] = {"counter", "gauge", "histogram"};

static const double bounds[] = {0.005, 0.025, 0.1, 0.5, 1,    2.5,   5,     10,
                                30,    60,    300, 900, 3600, 21600, 86400, 604800};

#define BOUND_COUNT (sizeof bounds / sizeof bounds[0])

struct series {
    char *value; /* of the label; NULL: none */
    double amount;
};

struct metric {
    const char *name;
    const char *help;
    const char *label;
    enum kind kind;
    struct series *series; /* sorted by value */
    size_t count;
    size_t capacity;
    double buckets[BOUND_COUNT + 1]; /* of a histogram; the last is +Inf */
    double sum;
};

static struct metric metrics[METRICS_MAX];
static size_t metric_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct metric *make(const char *name, const char *help, const char *label, enum kind kind)
{
    (void)pthread_mutex_lock(&lock);
    if (metric_count == METRICS_MAX)
        abort();
    struct metric *metric = &metrics[metric_count++];
    *metric = (struct metric){.name = name, .help = help, .label = label, .kind = kind};
    (void)pthread_mutex_unlock(&lock);
    /* A metric without label shows its zero from the start. */
    if (label == NULL && kind != HISTOGRAM)
        metrics_add(metric, NULL, 0);
    return metric;
}

struct metric *metrics_counter(const char *name, const char *help, const char *label)
{
    return make(name, help, label, COUNTER);
}

struct metric *metrics_gauge(const char *name, const char *help, const char *label)
{
    return make(name, help, label, GAUGE);
}

struct metric *metrics_histogram(const char *name, const char *help)
{
    return make(name, help, NULL, HISTOGRAM);
}

/* The place of a value in the sorted series, or where it belongs. */
static size_t place(const struct metric *metric, const char *value)
{
    size_t low = 0;
    size_t high = metric->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(metric->series[middle].value, value) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has(const struct metric *metric, size_t at, const char *value)
{
    return at < metric->count && strcmp(metric->series[at].value, value) == 0;
}

static struct series *insert(struct metric *metric, size_t at, const char *value)
{
    if (metric->count == metric->capacity) {
        metric->capacity = metric->capacity == 0 ? 4 : 2 * metric->capacity;
        metric->series = realloc(metric->series, metric->capacity * sizeof *metric->series);
        if (metric->series == NULL)
            abort();
    }
    memmove(&metric->series[at + 1], &metric->series[at],
            (metric->count - at) * sizeof *metric->series);
    metric->count++;
    metric->series[at] = (struct series){.value = strdup(value)};
    if (metric->series[at].value == NULL)
        abort();
    return &metric->series[at];
}

/* NULL: a gauge that has no room for another. */
static struct series *find(struct metric *metric, const char *value)
{
    const char *wanted = value == NULL ? "" : value;
    size_t at = place(metric, wanted);
    if (has(metric, at, wanted))
        return &metric->series[at];
    if (metric->count >= SERIES_MAX && metric->kind == GAUGE)
        return NULL;
    if (metric->count >= SERIES_MAX) {
        wanted = "other";
        at = place(metric, wanted);
        if (has(metric, at, wanted))
            return &metric->series[at];
    }
    return insert(metric, at, wanted);
}

void metrics_add(struct metric *metric, const char *value, double amount)
{
    (void)pthread_mutex_lock(&lock);
    struct series *series = find(metric, value);
    if (series != NULL)
        series->amount += amount;
    (void)pthread_mutex_unlock(&lock);
}

void metrics_set(struct metric *metric, const char *value, double amount)
{
    (void)pthread_mutex_lock(&lock);
    struct series *series = find(metric, value);
    if (series != NULL)
        series->amount = amount;
    (void)pthread_mutex_unlock(&lock);
}

double metrics_get(struct metric *metric, const char *value)
{
    (void)pthread_mutex_lock(&lock);
    const struct series *series = find(metric, value);
    double amount = series == NULL ? 0 : series->amount;
    (void)pthread_mutex_unlock(&lock);
    return amount;
}

void metrics_observe(struct metric *metric, double seconds)
{
    (void)pthread_mutex_lock(&lock);
    for (size_t i = 0; i < BOUND_COUNT; i++)
        metric->buckets[i] += seconds <= bounds[i];
    metric->buckets[BOUND_COUNT]++;
    metric->sum += seconds;
    (void)pthread_mutex_unlock(&lock);
}

const char *metrics_pair(char pair[METRICS_PAIR_BYTES], const char *first, const char *second)
{
    (void)snprintf(pair, METRICS_PAIR_BYTES, "%s%c%s", first, BETWEEN, second);
    return pair;
}

static void erase(struct metric *metric, size_t at)
{
    free(metric->series[at].value);
    metric->count--;
    memmove(&metric->series[at], &metric->series[at + 1],
            (metric->count - at) * sizeof *metric->series);
}

void metrics_forget(struct metric *metric, const char *value)
{
    const char *wanted = value == NULL ? "" : value;
    (void)pthread_mutex_lock(&lock);
    size_t at = place(metric, wanted);
    if (has(metric, at, wanted))
        erase(metric, at);
    (void)pthread_mutex_unlock(&lock);
}

void metrics_forget_all(struct metric *metric, const char *first)
{
    char start[METRICS_PAIR_BYTES];
    metrics_forget(metric, first);
    /* Sorted, they stand one behind the other. */
    size_t len = strlen(metrics_pair(start, first, ""));
    (void)pthread_mutex_lock(&lock);
    size_t at = place(metric, start);
    while (at < metric->count && strncmp(metric->series[at].value, start, len) == 0)
        erase(metric, at);
    (void)pthread_mutex_unlock(&lock);
}

/* Label values: backslash, quote and line feed are escaped (exposition formats, "Comments, help
 * text, and type"). */
static void add_label(struct buf *out, struct str name, struct str value)
{
    (void)buf_addf(out, "%.*s=\"", STR_ARG(name));
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '\\' || value.ptr[i] == '"')
            (void)buf_addf(out, "\\%c", value.ptr[i]);
        else if (value.ptr[i] == '\n')
            (void)buf_add_text(out, "\\n");
        else
            (void)buf_add_char(out, value.ptr[i]);
    }
    (void)buf_add_char(out, '"');
}

static void add_labels(struct buf *out, const char *label, const char *value)
{
    struct str names = str_of(label);
    struct str values = str_of(value);
    for (const char *before = "{"; names.len > 0; before = ",") {
        (void)buf_add_text(out, before);
        struct str name = str_split(names, ',', &names);
        add_label(out, name, str_split(values, BETWEEN, &values));
    }
    (void)buf_add_char(out, '}');
}

static void print_histogram(const struct metric *metric, struct buf *out)
{
    for (size_t i = 0; i < BOUND_COUNT; i++)
        (void)buf_addf(out, "%s_bucket{le=\"%g\"} %.0f\n", metric->name, bounds[i],
                       metric->buckets[i]);
    (void)buf_addf(out, "%s_bucket{le=\"+Inf\"} %.0f\n%s_sum %g\n%s_count %.0f\n", metric->name,
                   metric->buckets[BOUND_COUNT], metric->name, metric->sum, metric->name,
                   metric->buckets[BOUND_COUNT]);
}

void metrics_print(struct buf *out)
{
    (void)pthread_mutex_lock(&lock);
    for (size_t m = 0; m < metric_count; m++) {
        const struct metric *metric = &metrics[m];
        (void)buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help,
                       metric->name, kind_names[metric->kind]);
        if (metric->kind == HISTOGRAM) {
            print_histogram(metric, out);
            continue;
        }
        for (size_t i = 0; i < metric->count; i++) {
            (void)buf_add_text(out, metric->name);
            if (metric->label != NULL)
                add_labels(out, metric->label, metric->series[i].value);
            (void)buf_addf(out, " %.17g\n", metric->series[i].amount);
        }
    }
    (void)pthread_mutex_unlock(&lock);
}
