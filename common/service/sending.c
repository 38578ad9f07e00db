#include "common/service/sending.h"

#include "common/service/metrics.h"

static struct {
    struct metric *pending;
    struct metric *waited;
    struct metric *failed;
} shown;

void sending_open(void)
{
    shown.pending = metrics_gauge("gainsay_kafka_unacknowledged_messages",
                                  "messages sent that Kafka has not acknowledged", NULL);
    shown.waited = metrics_counter("gainsay_kafka_waiting_seconds_total",
                                   "time spent waiting for acknowledgements", NULL);
    shown.failed = metrics_counter("gainsay_kafka_delivery_failures_total",
                                   "messages that the client library gave up", NULL);
}

void sending_pending(int count)
{
    metrics_set(shown.pending, NULL, count);
}

void sending_waited(long long wait_ms)
{
    metrics_add(shown.waited, NULL, (double)wait_ms / 1000);
}

void sending_failed(void)
{
    metrics_add(shown.failed, NULL, 1);
}
