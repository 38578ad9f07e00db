#include "deploy/cli/services.h"

#include "common/http/fetcher.h"
#include "gainsay_version.h"

#include <stdio.h>
#include <string.h>

#define SERVICES_MAX  32
#define NAME_BYTES    64
#define ADDRESS_BYTES 64
#define WAIT_MS       3000
#define ANSWER_BYTES  4096

struct service_answer {
    char name[NAME_BYTES];
    char address[ADDRESS_BYTES];
    bool ready;
    char line[ERR_TEXT_BYTES];
};

/* "name=address:port" at *at, which moves behind it. */
static bool read_service(const char **at, struct service_answer *service)
{
    size_t len = strcspn(*at, " ");
    const char *equals = memchr(*at, '=', len);
    if (equals == NULL || (size_t)(equals - *at) >= NAME_BYTES ||
        len - (size_t)(equals - *at) - 1 >= ADDRESS_BYTES)
        return false;
    memcpy(service->name, *at, (size_t)(equals - *at));
    memcpy(service->address, equals + 1, len - (size_t)(equals - *at) - 1);
    *at += len;
    *at += strspn(*at, " ");
    return strrchr(service->address, ':') != NULL;
}

static void on_answer(void *context, const struct http_response *response)
{
    struct service_answer *service = context;
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

/* The operator names these addresses, so they may be private; no others are let through. */
static enum err_code allow(const struct service_answer *services,
                           size_t count,
                           struct address_list *list,
                           struct err *err)
{
    char hosts[SERVICES_MAX * ADDRESS_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *colon = strrchr(services[i].address, ':');
        int len = snprintf(hosts + used, sizeof hosts - used, "%s%.*s", i == 0 ? "" : ", ",
                           (int)(colon - services[i].address), services[i].address);
        used += len > 0 ? (size_t)len : 0;
    }
    return address_list_parse(hosts, list, err) ? err_in(err, "status.services") : ERR_OK;
}

static void ask(struct service_answer *services, size_t count, struct fetcher *fetcher)
{
    for (size_t i = 0; i < count; i++) {
        char url[ADDRESS_BYTES + 32];
        struct err err = {0};
        (void)snprintf(url, sizeof url, "http://%s/readyz", services[i].address);
        const struct http_request request = {.url = url, .accept = "text/plain"};
        if (fetcher_start(fetcher, &request, on_answer, &services[i], &err))
            (void)snprintf(services[i].line, sizeof services[i].line, "%s", err.text);
    }
    while (fetcher_active(fetcher) > 0)
        fetcher_run(fetcher, WAIT_MS);
}

enum err_code services_print(const char *services, bool *all_ready, struct err *err)
{
    static struct service_answer list[SERVICES_MAX];
    struct http_settings settings = HTTP_SETTINGS_DEFAULT;
    size_t count = 0;
    for (const char *at = services; *at != '\0';) {
        if (count == SERVICES_MAX || !read_service(&at, &list[count]))
            return err_set(err, ERR_CONFIG, "status.services: \"%.60s\" is not NAME=ADDRESS:PORT",
                           at);
        count++;
    }
    enum err_code code = allow(list, count, &settings.allow, err);
    if (code)
        return code;
    settings.user_agent = "gainsay-status/" GAINSAY_VERSION;
    settings.connect_timeout_ms = WAIT_MS;
    settings.timeout_ms = WAIT_MS;
    settings.body_max_bytes = ANSWER_BYTES;
    struct fetcher *fetcher = fetcher_new(&settings);
    ask(list, count, fetcher);
    fetcher_free(fetcher);
    *all_ready = true;
    for (size_t i = 0; i < count; i++) {
        (void)printf("  %-20s %-22s %s\n", list[i].name, list[i].address, list[i].line);
        *all_ready = *all_ready && list[i].ready;
    }
    return ERR_OK;
}
