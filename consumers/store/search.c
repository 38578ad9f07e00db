#include "consumers/store/search.h"

#include "common/service/backoff.h"
#include "common/service/log.h"
#include "common/service/metrics.h"
#include "common/service/service.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define IDLE_MS 1000 /* between two looks at an empty queue */
#define STEP_MS 50   /* within which a stop is noticed */
#define LAG_MS  1000 /* between two looks at the lag, which scan the queue */
#define LAG_S   300  /* behind by so much, it no longer gives way to a store */
#define RECENT  1000 /* new items of two seconds: some store is catching up, if not ours */

struct search {
    const struct pg_settings *settings;
    struct pg *pg;
    struct backoff backoff;
    struct metric *items;
    struct metric *lag;
    pthread_t thread;
    atomic_bool stop;
    atomic_bool busy; /* the store is catching up */
    double lag_s;
    long long recent; /* items that any store has written within two seconds */
    long long lag_ms; /* when that was so */
};

static void pause_ms(const struct search *search, long long wait_ms)
{
    long long until_ms = service_clock_ms() + wait_ms;
    while (!atomic_load(&search->stop) && service_clock_ms() < until_ms)
        service_sleep_ms(STEP_MS);
}

static enum err_code read_lag(struct search *search, struct err *err)
{
    struct pg_result *rows = NULL;
    enum err_code code =
        pg_query(search->pg, "SELECT seconds, recent FROM search_lag", NULL, 0, &rows, err);
    if (!code) {
        search->lag_s = strtod(pg_value(rows, 0, 0), NULL);
        search->recent = strtoll(pg_value(rows, 0, 1), NULL, 10);
        search->lag_ms = service_clock_ms();
        metrics_set(search->lag, NULL, search->lag_s);
    }
    pg_free(rows);
    return code;
}

/* An item costs the index more than all tables, and a store that catches up needs the processor:
 * ours, or the one that has the other partitions. */
static bool gives_way(struct search *search)
{
    return (atomic_load(&search->busy) || search->recent > RECENT) && search->lag_s < LAG_S;
}

/* A transaction of its own; 200 items take a tenth of a second. *count is 0 also where it gives
 * way. */
static enum err_code index_some(struct search *search, long long *count, struct err *err)
{
    struct pg_result *rows = NULL;
    enum err_code code = ERR_OK;
    if (service_clock_ms() - search->lag_ms >= LAG_MS)
        code = read_lag(search, err);
    if (code || gives_way(search))
        return code;
    code = pg_query(search->pg, "SELECT search_index(200)", NULL, 0, &rows, err);
    if (!code)
        *count = strtoll(pg_value(rows, 0, 0), NULL, 10);
    pg_free(rows);
    return code;
}

static void *work(void *context)
{
    struct search *search = context;
    while (!atomic_load(&search->stop)) {
        struct err err = {0};
        enum err_code code = ERR_OK;
        long long count = 0;
        if (search->pg == NULL)
            code = pg_open(search->settings, "gainsay-search", &search->pg, &err);
        if (!code)
            code = index_some(search, &count, &err);
        if (code) {
            long long wait_ms = backoff_next_ms(&search->backoff);
            log_event(LOG_WARNING, "search.retry", LOG_TEXT("class", err_name(code)),
                      LOG_TEXT("error", err.text), LOG_INT("wait_ms", wait_ms));
            pg_close(search->pg);
            search->pg = NULL;
            pause_ms(search, wait_ms);
            continue;
        }
        backoff_reset(&search->backoff);
        metrics_add(search->items, NULL, (double)count);
        if (count == 0)
            pause_ms(search, IDLE_MS);
    }
    pg_close(search->pg);
    return NULL;
}

enum err_code
search_start(const struct pg_settings *settings, struct search **search, struct err *err)
{
    struct search *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->settings = settings;
    made->backoff = (struct backoff){.first_ms = 500, .cap_ms = 30000};
    made->items =
        metrics_counter("gainsay_store_search_items_total", "items put into the text index", NULL);
    made->lag = metrics_gauge("gainsay_store_search_lag_seconds",
                              "how long the oldest item waits for the text index", NULL);
    int failed = pthread_create(&made->thread, NULL, work, made);
    if (failed != 0) {
        free(made);
        return err_set(err, ERR_INTERNAL, "cannot start the search thread: %s", strerror(failed));
    }
    *search = made;
    return ERR_OK;
}

void search_give_way(struct search *search, bool busy)
{
    atomic_store(&search->busy, busy);
}

void search_stop(struct search *search)
{
    if (search == NULL)
        return;
    atomic_store(&search->stop, true);
    (void)pthread_join(search->thread, NULL);
    free(search);
}
