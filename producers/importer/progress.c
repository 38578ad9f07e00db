#include "producers/importer/progress.h"

#include "common/service/metrics.h"
#include "common/service/sending.h"
#include "common/service/service.h"

#include <stdio.h>
#include <unistd.h>

#define TOLD_TTY_MS 200
#define TOLD_MS     5000

static struct {
    struct metric *items;
    struct metric *bad;
    struct metric *bytes;
    struct metric *taken;
} shown;

void progress_open(void)
{
    sending_open();
    shown.items =
        metrics_counter("gainsay_import_items_total", "items that Kafka has acknowledged", NULL);
    shown.bad = metrics_counter("gainsay_import_bad_total",
                                "lines and documents that were passed over", NULL);
    shown.bytes = metrics_gauge("gainsay_import_file_bytes", "size of the file at hand", NULL);
    shown.taken =
        metrics_gauge("gainsay_import_file_read_bytes", "what was read of the file at hand", NULL);
}

void progress_item(void)
{
    metrics_add(shown.items, NULL, 1);
}

void progress_bad(void)
{
    metrics_add(shown.bad, NULL, 1);
}

static int pending(const struct import *import)
{
    return import->producer == NULL ? 0 : kafka_producer_pending(import->producer);
}

static const char *trouble(const struct import *import)
{
    return pending(import) == 0 ? NULL : kafka_producer_trouble(import->producer);
}

static void tell(const struct import *import, const char *end)
{
    double seconds = (double)(service_clock_ms() - import->start_ms) / 1000;
    long long done = import->sent - pending(import);
    const char *why = trouble(import);
    char share[32] = "";
    char undated[48] = "";
    if (import->undated > 0)
        (void)snprintf(undated, sizeof undated, " (%lld without a date)", import->undated);
    if (import->input != NULL && import->file_bytes > 0)
        (void)snprintf(share, sizeof share, ", %.0f %% of the file",
                       100 * (double)input_taken(import->input) / (double)import->file_bytes);
    (void)fprintf(stderr, "gainsay-import: %lld items sent%s, %lld bad, %.0f items/s%s%s%s%s", done,
                  undated, import->bad, seconds > 0 ? (double)done / seconds : 0, share,
                  why == NULL ? "" : ", waiting for Kafka: ", why == NULL ? "" : why, end);
}

void progress_show(struct import *import)
{
    bool terminal = isatty(STDERR_FILENO) == 1;
    long long clock_ms = service_clock_ms();
    const char *why = trouble(import);
    service_beat();
    service_set_ready(why == NULL, why == NULL ? "" : why);
    sending_pending(pending(import));
    metrics_set(shown.bytes, NULL, (double)import->file_bytes);
    metrics_set(shown.taken, NULL, import->input == NULL ? 0 : (double)input_taken(import->input));
    if (clock_ms - import->told_ms < (terminal ? TOLD_TTY_MS : TOLD_MS))
        return;
    import->told_ms = clock_ms;
    tell(import, terminal ? "\033[K\r" : "\n");
}

void progress_end(const struct import *import)
{
    tell(import, isatty(STDERR_FILENO) == 1 ? "\033[K\n" : "\n");
}
