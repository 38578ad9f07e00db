#include "deploy/cli/services.h"

#include "common/http/fetcher.h"
#include "gainsay_version.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAIT_MS      3000
#define ANSWER_BYTES ((long long)8 << 20)

/* "name=address:port" at *at, which moves behind it. */
static bool read_service(const char **at, struct service_report *service)
{
    size_t len = strcspn(*at, " ");
    const char *equals = memchr(*at, '=', len);
    if (equals == NULL || (size_t)(equals - *at) >= SERVICE_NAME_BYTES ||
        len - (size_t)(equals - *at) - 1 >= SERVICE_ADDRESS_BYTES)
        return false;
    memcpy(service->name, *at, (size_t)(equals - *at));
    memcpy(service->address, equals + 1, len - (size_t)(equals - *at) - 1);
    *at += len;
    *at += strspn(*at, " ");
    return strrchr(service->address, ':') != NULL;
}

static void on_answer(void *context, const struct http_response *response)
{
    struct service_report *service = context;
    if (response->outcome != HTTP_ANSWERED) {
        (void)snprintf(service->line, sizeof service->line, "does not answer: %s", response->error);
        return;
    }
    service->ready = response->status == 200;
    struct str rest;
    struct str line = str_split(response->body, '\n', &rest);
    (void)snprintf(service->line, sizeof service->line, "%s%.*s",
                   service->ready ? "" : "not ready: ", STR_ARG(line));
}

static void on_metrics(void *context, const struct http_response *response)
{
    struct service_report *service = context;
    if (response->outcome != HTTP_ANSWERED || response->status != 200)
        return;
    service->metrics = malloc(response->body.len + 1);
    if (service->metrics == NULL)
        abort();
    memcpy(service->metrics, response->body.ptr, response->body.len);
    service->metrics_len = response->body.len;
}

/* The operator names these addresses, so they may be private; no others are let through. */
static enum err_code allow(const struct service_report *services,
                           size_t count,
                           struct address_list *list,
                           struct err *err)
{
    char hosts[SERVICES_MAX * SERVICE_ADDRESS_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *colon = strrchr(services[i].address, ':');
        int len = snprintf(hosts + used, sizeof hosts - used, "%s%.*s", i == 0 ? "" : ", ",
                           (int)(colon - services[i].address), services[i].address);
        used += len > 0 ? (size_t)len : 0;
    }
    return address_list_parse(hosts, list, err) ? err_in(err, "status.services") : ERR_OK;
}

static void
ask_for(struct service_report *service, const char *page, http_done *done, struct fetcher *fetcher)
{
    char url[SERVICE_ADDRESS_BYTES + 32];
    struct err err = {0};
    (void)snprintf(url, sizeof url, "http://%s/%s", service->address, page);
    const struct http_request request = {.url = url, .accept = "text/plain"};
    if (fetcher_start(fetcher, &request, done, service, &err))
        (void)snprintf(service->line, sizeof service->line, "%s", err.text);
}

enum err_code services_ask(const char *list, struct services *services, struct err *err)
{
    struct http_settings settings = HTTP_SETTINGS_DEFAULT;
    *services = (struct services){.count = 0};
    for (const char *at = list; *at != '\0'; services->count++) {
        if (services->count == SERVICES_MAX ||
            !read_service(&at, &services->report[services->count]))
            return err_set(err, ERR_CONFIG, "status.services: \"%.60s\" is not NAME=ADDRESS:PORT",
                           at);
    }
    enum err_code code = allow(services->report, services->count, &settings.allow, err);
    if (code)
        return code;
    settings.user_agent = "gainsay-status/" GAINSAY_VERSION;
    settings.connect_timeout_ms = WAIT_MS;
    settings.timeout_ms = WAIT_MS;
    settings.body_max_bytes = ANSWER_BYTES;
    struct fetcher *fetcher = fetcher_new(&settings);
    for (size_t i = 0; i < services->count; i++) {
        ask_for(&services->report[i], "readyz", on_answer, fetcher);
        ask_for(&services->report[i], "metrics", on_metrics, fetcher);
    }
    while (fetcher_active(fetcher) > 0)
        fetcher_run(fetcher, WAIT_MS);
    fetcher_free(fetcher);
    return ERR_OK;
}

void services_release(struct services *services)
{
    for (size_t i = 0; i < services->count; i++)
        free(services->report[i].metrics);
    services->count = 0;
}
