#include "consumers/replay/progress.h"

#include "common/service/metrics.h"
#include "common/service/sending.h"

#include <stdio.h>

static struct {
    struct metric *read;
    struct metric *results;
    struct metric *dropped;
    struct metric *left;
} shown;

void progress_open(void)
{
    sending_open();
    shown.read = metrics_counter("gainsay_replay_read_total", "messages read", NULL);
    shown.results = metrics_counter("gainsay_replay_results_total",
                                    "results sent, or in a dry run compared", NULL);
    shown.dropped = metrics_counter("gainsay_replay_dropped_total",
                                    "messages that gave no result, by the gate they met", "gate");
    shown.left =
        metrics_gauge("gainsay_replay_left_messages",
                      "messages of a partition that are still to be replayed", "partition");
}

void progress_read(void)
{
    metrics_add(shown.read, NULL, 1);
}

void progress_result(void)
{
    metrics_add(shown.results, NULL, 1);
}

void progress_dropped(enum progress_gate gate)
{
    static const char *const names[] = {"bad", "passed_over"};
    metrics_add(shown.dropped, names[gate], 1);
}

void progress_left(int partition, long long messages)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%d", partition);
    metrics_set(shown.left, text, messages < 0 ? 0 : (double)messages);
}
