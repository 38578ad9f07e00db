#include "common/service/lag.h"

#include "common/service/metrics.h"

#include <stdio.h>
#include <time.h>

static struct {
    struct metric *messages;
    struct metric *seconds;
    struct metric *heard;
} gauges;

long long lag_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void lag_open(void)
{
    gauges.messages =
        metrics_gauge("gainsay_kafka_lag_messages",
                      "messages of a partition of ours that are not dealt with", "topic,partition");
    gauges.seconds =
        metrics_gauge("gainsay_kafka_lag_seconds", "for how long the oldest of them waits, at most",
                      "topic,partition");
    gauges.heard = metrics_gauge("gainsay_kafka_last_message_timestamp_seconds",
                                 "stamp of the last message dealt with", "topic,partition");
}

void lag_begin(struct lag *lag, long long now_ms)
{
    *lag = (struct lag){.begun_ms = now_ms};
}

void lag_read(struct lag *lag, long long stamp_ms)
{
    if (stamp_ms > 0)
        lag->read_ms = stamp_ms;
}

double lag_seconds(struct lag *lag, long long next, long long end, long long now_ms)
{
    if (next >= end) {
        lag->level_ms = now_ms;
        return 0;
    }
    long long since_ms = lag->read_ms > lag->level_ms ? lag->read_ms : lag->level_ms;
    if (since_ms == 0)
        since_ms = lag->begun_ms;
    return now_ms > since_ms ? (double)(now_ms - since_ms) / 1000 : 0;
}

static const char *series(char pair[METRICS_PAIR_BYTES], const char *topic, int partition)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%d", partition);
    return metrics_pair(pair, topic, number);
}

void lag_show(struct lag *lag,
              const char *topic,
              int partition,
              long long next,
              long long end,
              long long now_ms)
{
    char pair[METRICS_PAIR_BYTES];
    (void)series(pair, topic, partition);
    if (lag->read_ms > 0)
        metrics_set(gauges.heard, pair, (double)lag->read_ms / 1000);
    if (next < 0 || end < 0)
        return;
    metrics_set(gauges.messages, pair, next < end ? (double)(end - next) : 0);
    metrics_set(gauges.seconds, pair, lag_seconds(lag, next, end, now_ms));
}

void lag_forget(const char *topic, int partition)
{
    char pair[METRICS_PAIR_BYTES];
    (void)series(pair, topic, partition);
    metrics_forget(gauges.messages, pair);
    metrics_forget(gauges.seconds, pair);
    metrics_forget(gauges.heard, pair);
}
