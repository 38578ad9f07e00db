/*
 * Counters, gauges and histograms in Prometheus's text format 0.0.4.
 *
 *     static struct metric *stored;
 *     stored = metrics_counter("gainsay_store_records_total", "records written to PostgreSQL",
 * "type"); metrics_add(stored, "claim", 1);
 *
 * A metric has at most three labels; a value appears when it is first set. Safe from several
 * threads.
 */
#ifndef GAINSAY_SERVICE_METRICS_H
#define GAINSAY_SERVICE_METRICS_H

#include "common/base/buf.h"

struct metric;

/* label: its name, or NULL for none; several are separated by a comma. The strings must outlive the
 * process's use of them (literals). */
struct metric *metrics_counter(const char *name, const char *help, const char *label);
struct metric *metrics_gauge(const char *name, const char *help, const char *label);
/* Of seconds; buckets from 5 ms to a week. */
struct metric *metrics_histogram(const char *name, const char *help);

/* value: the label's, or NULL for a metric without. Values past 10,000 of one metric are counted
 * together as "other"; of a gauge they are left out, for what would their value be? */
void metrics_add(struct metric *metric, const char *value, double amount);
void metrics_set(struct metric *metric, const char *value, double amount);
void metrics_observe(struct metric *metric, double seconds);
double metrics_get(struct metric *metric, const char *value);

/* Of a metric with two labels: both values as one, for the calls above; of one with three, the
 * second is a pair, too. Longer ones are cut. */
#define METRICS_PAIR_BYTES 320
const char *metrics_pair(char pair[METRICS_PAIR_BYTES], const char *first, const char *second);

/* The series is shown no more, until it is set again. */
void metrics_forget(struct metric *metric, const char *value);
/* The same of all series whose first label has this value. */
void metrics_forget_all(struct metric *metric, const char *first);

void metrics_print(struct buf *out);

#endif
