#include "common/service/endpoint.h"

#include "common/base/buf.h"
#include "common/service/metrics.h"
#include "common/service/process.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_BYTES ((size_t)32 << 20) /* a dozen metrics of 10,000 series each */

struct endpoint {
    struct MHD_Daemon *daemon;
    struct endpoint_checks checks;
};

static enum MHD_Result reply(struct MHD_Connection *connection,
                             unsigned status,
                             const char *type,
                             const char *body,
                             size_t len)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(len, (void *)body, MHD_RESPMEM_MUST_COPY);
    if (response == NULL)
        return MHD_NO;
    (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    enum MHD_Result queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result reply_check(struct MHD_Connection *connection, bool (*check)(char *text))
{
    char text[ENDPOINT_TEXT_BYTES] = "";
    bool fine = check(text);
    size_t len = strlen(text);
    if (len < sizeof text - 1)
        text[len++] = '\n';
    return reply(connection, fine ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE,
                 "text/plain; charset=utf-8", text, len);
}

static enum MHD_Result reply_metrics(struct MHD_Connection *connection)
{
    struct buf page;
    buf_init(&page, PAGE_BYTES);
    process_show();
    metrics_print(&page);
    enum MHD_Result queued =
        reply(connection, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8", buf_text(&page),
              page.len);
    buf_release(&page);
    return queued;
}

static enum MHD_Result on_request(void *context,
                                  struct MHD_Connection *connection,
                                  const char *url,
                                  const char *method,
                                  const char *version,
                                  const char *upload,
                                  size_t *upload_size,
                                  void **request)
{
    (void)version;
    (void)upload;
    (void)upload_size;
    (void)request;
    const struct endpoint *endpoint = context;
    static const char no_method[] = "only GET and HEAD\n";
    static const char no_page[] = "there are /metrics, /healthz and /readyz\n";
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
        return reply(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "text/plain", no_method,
                     sizeof no_method - 1);
    if (strcmp(url, "/metrics") == 0)
        return reply_metrics(connection);
    if (strcmp(url, "/healthz") == 0)
        return reply_check(connection, endpoint->checks.healthy);
    if (strcmp(url, "/readyz") == 0)
        return reply_check(connection, endpoint->checks.ready);
    return reply(connection, MHD_HTTP_NOT_FOUND, "text/plain", no_page, sizeof no_page - 1);
}

static bool read_address(const char *listen, struct sockaddr_in *address)
{
    char host[64];
    const char *colon = strrchr(listen, ':');
    if (colon == NULL || (size_t)(colon - listen) >= sizeof host)
        return false;
    memcpy(host, listen, (size_t)(colon - listen));
    host[colon - listen] = '\0';
    char *end = NULL;
    long port = strtol(colon + 1, &end, 10);
    *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    return end != colon + 1 && *end == '\0' && port > 0 && port < 65536 &&
           inet_pton(AF_INET, host, &address->sin_addr) == 1;
}

enum err_code endpoint_open(const char *listen,
                            const struct endpoint_checks *checks,
                            struct endpoint **endpoint,
                            struct err *err)
{
    struct sockaddr_in address;
    if (!read_address(listen, &address))
        return err_set(err, ERR_CONFIG,
                       "listen: \"%s\" is not ADDRESS:PORT, such as 127.0.0.1:9464", listen);
    struct endpoint *made = calloc(1, sizeof *made);
    if (made == NULL)
        abort();
    made->checks = *checks;
    /* By itself it would use select(), which ends at 1024 descriptors: a poller may have more. */
    made->daemon = MHD_start_daemon(MHD_USE_AUTO_INTERNAL_THREAD, 0, NULL, NULL, on_request, made,
                                    MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
                                    MHD_OPTION_CONNECTION_TIMEOUT, 10u, MHD_OPTION_CONNECTION_LIMIT,
                                    32u, MHD_OPTION_END);
    if (made->daemon == NULL) {
        free(made);
        return err_set(err, ERR_CONFIG, "cannot listen on %s: is the port taken?", listen);
    }
    *endpoint = made;
    return ERR_OK;
}

void endpoint_close(struct endpoint *endpoint)
{
    if (endpoint == NULL)
        return;
    MHD_stop_daemon(endpoint->daemon);
    free(endpoint);
}
