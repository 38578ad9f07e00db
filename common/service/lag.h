/*
 * How far a reader is behind on one partition, in messages and in seconds, as gauges that every
 * consumer has alike.
 *
 * The seconds are an upper bound: the oldest message that waits came after the last one that was
 * dealt with, and after the reader was last level with the partition's end. Before the first of
 * either they tell how long the partition has been ours.
 *
 *     struct lag lag;
 *     lag_begin(&lag, now_ms);                   // assigned
 *     lag_read(&lag, message.timestamp_ms);      // with each message that is dealt with
 *     lag_show(&lag, topic, partition, next_offset, end, now_ms);
 *     lag_forget(topic, partition);              // revoked
 */
#ifndef GAINSAY_SERVICE_LAG_H
#define GAINSAY_SERVICE_LAG_H

/* Times are milliseconds since the epoch, as Kafka stamps messages. */
struct lag {
    long long begun_ms;
    long long read_ms;  /* stamp of the last message that was dealt with; 0: none was */
    long long level_ms; /* when nothing was left to read; 0: never yet */
};

long long lag_now_ms(void);

/* Registers the gauges; before all others, once a process. */
void lag_open(void);

void lag_begin(struct lag *lag, long long now_ms);
void lag_read(struct lag *lag, long long stamp_ms);

/* next: the first offset that is not dealt with; end: the one that the next message gets. Either is
 * negative where it is not known. */
double lag_seconds(struct lag *lag, long long next, long long end, long long now_ms);
/* Sets the gauges; not known is not shown. */
void lag_show(struct lag *lag,
              const char *topic,
              int partition,
              long long next,
              long long end,
              long long now_ms);
void lag_forget(const char *topic, int partition);

#endif
