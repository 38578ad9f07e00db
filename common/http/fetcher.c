#include "common/http/fetcher.h"

#include "common/http/transfer.h"
#include "common/http/weburl.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Connections kept open beside those in use, for a next request. */
#define IDLE_CONNECTIONS 128
#define TRIM_S           60 /* a transfer that nobody needed for so long is freed */

struct fetcher {
    CURLM *multi;
    struct http_settings settings;
    char *user_agent;
    struct transfer *idle;
    size_t idle_count;
    size_t least_idle; /* since trimmed_s: so many were needed by nobody */
    time_t trimmed_s;
    struct transfer *active;
    size_t active_count;
    struct connections connections;
};

struct fetcher *fetcher_new(const struct http_settings *settings)
{
    /* It would make libcurl write every session's keys to a file. */
    (void)unsetenv("SSLKEYLOGFILE");
    http_must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "curl_global_init");
    struct fetcher *fetcher = calloc(1, sizeof *fetcher);
    http_must(fetcher != NULL, "calloc");
    fetcher->multi = curl_multi_init();
    http_must(fetcher->multi != NULL, "curl_multi_init");
    fetcher->connections.most = (long)settings->parallel + IDLE_CONNECTIONS;
    (void)curl_multi_setopt(fetcher->multi, CURLMOPT_MAXCONNECTS, fetcher->connections.most);
    fetcher->settings = *settings;
    fetcher->user_agent = strdup(settings->user_agent);
    http_must(fetcher->user_agent != NULL, "strdup");
    fetcher->settings.user_agent = fetcher->user_agent;
    return fetcher;
}

static struct transfer *take(struct fetcher *fetcher)
{
    struct transfer *transfer = fetcher->idle;
    if (transfer == NULL)
        return transfer_new(&fetcher->settings, &fetcher->connections);
    fetcher->idle = transfer->next;
    fetcher->idle_count--;
    if (fetcher->idle_count < fetcher->least_idle)
        fetcher->least_idle = fetcher->idle_count;
    return transfer;
}

static void give_back(struct fetcher *fetcher, struct transfer *transfer)
{
    transfer_reset(transfer);
    transfer->next = fetcher->idle;
    fetcher->idle = transfer;
    fetcher->idle_count++;
}

/* Frees what the busiest moment needed and no moment since. */
static void trim(struct fetcher *fetcher)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec - fetcher->trimmed_s < TRIM_S)
        return;
    for (; fetcher->least_idle > 0; fetcher->least_idle--) {
        struct transfer *transfer = fetcher->idle;
        fetcher->idle = transfer->next;
        fetcher->idle_count--;
        transfer_free(transfer);
    }
    fetcher->least_idle = fetcher->idle_count;
    fetcher->trimmed_s = now.tv_sec;
}

enum err_code fetcher_start(struct fetcher *fetcher,
                            const struct http_request *request,
                            http_done *done,
                            void *context,
                            struct err *err)
{
    enum err_code code = weburl_check(request->url, err);
    if (code)
        return code;
    struct transfer *transfer = take(fetcher);
    transfer_begin(transfer, request, done, context);
    CURLMcode added = curl_multi_add_handle(fetcher->multi, transfer->easy);
    if (added != CURLM_OK) {
        give_back(fetcher, transfer);
        return err_set(err, ERR_INTERNAL, "libcurl refuses a transfer: %s",
                       curl_multi_strerror(added));
    }
    transfer->next = fetcher->active;
    fetcher->active = transfer;
    fetcher->active_count++;
    return ERR_OK;
}

static void unlink_active(struct fetcher *fetcher, struct transfer *transfer)
{
    struct transfer **at = &fetcher->active;
    while (*at != transfer)
        at = &(*at)->next;
    *at = transfer->next;
    fetcher->active_count--;
}

/* Calls back what has ended; returns how many. */
static size_t finish(struct fetcher *fetcher)
{
    size_t ended = 0;
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(fetcher->multi, &left)) != NULL;) {
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode result = message->data.result;
        struct transfer *transfer = NULL;
        (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)(void *)&transfer);
        assert(transfer != NULL);
        (void)curl_multi_remove_handle(fetcher->multi, transfer->easy);
        unlink_active(fetcher, transfer);
        transfer_end(transfer, result);
        give_back(fetcher, transfer);
        ended++;
    }
    return ended;
}

void fetcher_run(struct fetcher *fetcher, int wait_ms)
{
    int running;
    trim(fetcher);
    (void)curl_multi_perform(fetcher->multi, &running);
    if (finish(fetcher) > 0)
        return;
    (void)curl_multi_poll(fetcher->multi, NULL, 0, wait_ms, NULL);
    (void)curl_multi_perform(fetcher->multi, &running);
    (void)finish(fetcher);
}

size_t fetcher_active(const struct fetcher *fetcher)
{
    return fetcher->active_count;
}

static void free_list(struct fetcher *fetcher, struct transfer *list)
{
    while (list != NULL) {
        struct transfer *next = list->next;
        (void)curl_multi_remove_handle(fetcher->multi, list->easy);
        transfer_free(list);
        list = next;
    }
}

void fetcher_free(struct fetcher *fetcher)
{
    if (fetcher == NULL)
        return;
    free_list(fetcher, fetcher->active);
    free_list(fetcher, fetcher->idle);
    (void)curl_multi_cleanup(fetcher->multi);
    free(fetcher->user_agent);
    free(fetcher);
    curl_global_cleanup();
}

const char *http_outcome_name(enum http_outcome outcome)
{
    static const char *const names[] = {
        [HTTP_ANSWERED] = "answered",       [HTTP_UNRESOLVED] = "unresolved",
        [HTTP_UNREACHABLE] = "unreachable", [HTTP_UNTRUSTED] = "untrusted",
        [HTTP_TIMED_OUT] = "timed-out",     [HTTP_TOO_LARGE] = "too-large",
        [HTTP_REFUSED] = "refused",         [HTTP_GARBLED] = "garbled",
    };
    return names[outcome];
}
