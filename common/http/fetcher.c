#include "common/http/fetcher.h"

#include "common/base/buf.h"
#include "common/http/header.h"
#include "common/http/weburl.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Connections kept open beside those in use, for a next request. */
#define IDLE_CONNECTIONS  128
#define CONNECTION_LIFE_S 3600L
#define ERROR_BYTES       512

/* The header values of a response that are of use to somebody. */
enum kept_header {
    KEPT_CONTENT_TYPE,
    KEPT_ETAG,
    KEPT_LAST_MODIFIED,
    KEPT_RETRY_AFTER,
    KEPT_PAGES,
    KEPT_LINK, /* of several, the one that leads to the next page; its target only */
    KEPT_COUNT
};

static const char *const kept_names[KEPT_COUNT] = {
    "content-type", "etag", "last-modified", "retry-after", "x-wp-totalpages", "link"};

/* One transfer; used again for the next when it has ended. */
struct transfer {
    struct transfer *next; /* in the fetcher's idle or active list */
    struct fetcher *fetcher;
    CURL *easy;
    struct curl_slist *headers;
    http_done *done;
    void *context;
    struct buf body;
    char kept[KEPT_COUNT][HEADER_VALUE_BYTES];
    char curl_error[CURL_ERROR_SIZE];
    char refusal[ERROR_BYTES]; /* why the transfer was ended by us; "" where it was not */
    enum http_outcome refusal_outcome;
    size_t header_bytes;
    bool moved_for_good; /* every redirect so far was a permanent one */
};

struct fetcher {
    CURLM *multi;
    struct http_settings settings;
    char *user_agent;
    struct transfer *idle;
    struct transfer *active;
    size_t active_count;
    long connections_max;
    long connections; /* open, idle ones included */
};

static void must(bool ok, const char *what)
{
    if (!ok) {
        (void)fprintf(stderr, "%s failed\n", what);
        abort();
    }
}

struct fetcher *fetcher_new(const struct http_settings *settings)
{
    /* It would make libcurl write every session's keys to a file. */
    (void)unsetenv("SSLKEYLOGFILE");
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "curl_global_init");
    struct fetcher *fetcher = calloc(1, sizeof *fetcher);
    must(fetcher != NULL, "calloc");
    fetcher->multi = curl_multi_init();
    must(fetcher->multi != NULL, "curl_multi_init");
    fetcher->connections_max = (long)settings->parallel + IDLE_CONNECTIONS;
    (void)curl_multi_setopt(fetcher->multi, CURLMOPT_MAXCONNECTS, fetcher->connections_max);
    fetcher->settings = *settings;
    fetcher->user_agent = strdup(settings->user_agent);
    must(fetcher->user_agent != NULL, "strdup");
    fetcher->settings.user_agent = fetcher->user_agent;
    return fetcher;
}

static void refuse(struct transfer *transfer, enum http_outcome outcome, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Notes why we end the transfer; the first reason stays. */
static void refuse(struct transfer *transfer, enum http_outcome outcome, const char *format, ...)
{
    if (transfer->refusal[0] == '\0') {
        va_list args;
        va_start(args, format);
        (void)vsnprintf(transfer->refusal, sizeof transfer->refusal, format, args);
        va_end(args);
        transfer->refusal_outcome = outcome;
    }
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    if (buf_add(&transfer->body, bytes, size * count))
        return count;
    refuse(transfer, HTTP_TOO_LARGE, "the body is over %zu bytes", transfer->body.ceiling_bytes);
    return CURL_WRITEFUNC_ERROR;
}

static int on_progress(
    void *context, curl_off_t total, curl_off_t now, curl_off_t upload_total, curl_off_t upload_now)
{
    (void)total;
    (void)upload_total;
    (void)upload_now;
    struct transfer *transfer = context;
    /* The body of a redirect is never handed to on_body, and a compressed one may be all padding.
     */
    if (now <= (curl_off_t)transfer->body.ceiling_bytes)
        return 0;
    refuse(transfer, HTTP_TOO_LARGE, "more than %zu bytes came over the wire",
           transfer->body.ceiling_bytes);
    return 1;
}

static void on_status_line(struct transfer *transfer, struct str line)
{
    struct str rest;
    (void)str_split(line, ' ', &rest);
    struct str status = str_split(str_trim(rest), ' ', &rest);
    for (size_t i = 0; i < KEPT_COUNT; i++)
        transfer->kept[i][0] = '\0';
    bool redirect = str_starts_with(status, STR("3")) && !str_eq(status, STR("304"));
    if (redirect && !str_eq(status, STR("301")) && !str_eq(status, STR("308")))
        transfer->moved_for_good = false;
    /* With more hosts than connections, keeping the one of a host that has nothing new would close
     * another, after a search through all of them. */
    if (str_eq(status, STR("304")) &&
        transfer->fetcher->connections >= transfer->fetcher->connections_max)
        (void)curl_easy_setopt(transfer->easy, CURLOPT_FORBID_REUSE, 1L);
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct str line = {bytes, size * count};
    transfer->header_bytes += line.len;
    if (transfer->header_bytes > (size_t)transfer->fetcher->settings.header_max_bytes) {
        refuse(transfer, HTTP_TOO_LARGE, "the headers are over %lld bytes",
               transfer->fetcher->settings.header_max_bytes);
        return 0;
    }
    if (str_starts_with(line, STR("HTTP/"))) {
        on_status_line(transfer, line);
        return line.len;
    }
    struct str name;
    struct str value;
    if (!header_split(line, &name, &value) || !header_is_clean(value))
        return line.len;
    for (size_t i = 0; i < KEPT_COUNT; i++) {
        if (str_eq_nocase(name, str_of(kept_names[i])) &&
            (i != KEPT_LINK || header_link_next(value, &value))) {
            memcpy(transfer->kept[i], value.ptr, value.len);
            transfer->kept[i][value.len] = '\0';
        }
    }
    return line.len;
}

static curl_socket_t on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *transfer = context;
    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    char text[ADDRESS_TEXT_BYTES];
    address_to_text(&address->addr, text);
    unsigned port = address_port(&address->addr);
    if (!address_is_listed(&address->addr, &transfer->fetcher->settings.allow)) {
        if (!address_is_public(&address->addr)) {
            refuse(transfer, HTTP_REFUSED, "address %s is not public", text);
            return CURL_SOCKET_BAD;
        }
        if (port != 80 && port != 443) {
            refuse(transfer, HTTP_REFUSED, "port %u of %s is neither 80 nor 443", port, text);
            return CURL_SOCKET_BAD;
        }
    }
    int made = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    transfer->fetcher->connections += made >= 0;
    return made;
}

static int on_close(void *context, curl_socket_t connection)
{
    struct fetcher *fetcher = context;
    fetcher->connections--;
    return close(connection);
}

static struct transfer *transfer_take(struct fetcher *fetcher)
{
    struct transfer *transfer = fetcher->idle;
    if (transfer != NULL) {
        fetcher->idle = transfer->next;
        curl_easy_reset(transfer->easy);
    } else {
        transfer = calloc(1, sizeof *transfer);
        must(transfer != NULL, "calloc");
        transfer->fetcher = fetcher;
        transfer->easy = curl_easy_init();
        must(transfer->easy != NULL, "curl_easy_init");
    }
    transfer->next = NULL;
    transfer->headers = NULL;
    transfer->refusal[0] = '\0';
    transfer->curl_error[0] = '\0';
    transfer->header_bytes = 0;
    transfer->moved_for_good = true;
    for (size_t i = 0; i < KEPT_COUNT; i++)
        transfer->kept[i][0] = '\0';
    return transfer;
}

static void transfer_give_back(struct transfer *transfer)
{
    curl_slist_free_all(transfer->headers);
    transfer->headers = NULL;
    buf_release(&transfer->body);
    transfer->next = transfer->fetcher->idle;
    transfer->fetcher->idle = transfer;
}

static void transfer_free(struct transfer *transfer)
{
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    buf_release(&transfer->body);
    free(transfer);
}

static void add_header(struct transfer *transfer, const char *name, const char *value)
{
    if (value == NULL || !header_is_clean(str_of(value)))
        return;
    char line[64 + HEADER_VALUE_BYTES];
    (void)snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(transfer->headers, line);
    must(longer != NULL, "curl_slist_append");
    transfer->headers = longer;
}

static void set_limits(struct transfer *transfer, const struct http_request *request)
{
    const struct http_settings *settings = &transfer->fetcher->settings;
    CURL *easy = transfer->easy;
    long long body_max =
        request->body_max_bytes > 0 ? request->body_max_bytes : settings->body_max_bytes;
    buf_init(&transfer->body, (size_t)body_max);
    (void)curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)body_max);
    (void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_timeout_ms);
    (void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)settings->timeout_ms);
    (void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)settings->stall_bytes_per_s);
    (void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)((settings->stall_ms + 999) / 1000));
    (void)curl_easy_setopt(easy, CURLOPT_MAXREDIRS, (long)settings->redirects_max);
    (void)curl_easy_setopt(easy, CURLOPT_MAXLIFETIME_CONN, CONNECTION_LIFE_S);
    /* libcurl walks through all that it remembers at the end of each transfer; what asks a host
     * again soon finds its connection open. */
    (void)curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
}

static void set_rules(struct transfer *transfer, const struct http_request *request)
{
    CURL *easy = transfer->easy;
    bool secure = strncmp(request->url, "https:", 6) == 0;
    (void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    (void)curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
    (void)curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    (void)curl_easy_setopt(easy, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    (void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    (void)curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    /* One file, and no folder beside it: libcurl reads it once for all connections then, instead of
     * once for each, which costs milliseconds and hundreds of kilobytes. */
    (void)curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    if (request->ca_file != NULL)
        (void)curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_file);
    (void)curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    (void)curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    (void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
}

static void set_callbacks(struct transfer *transfer)
{
    CURL *easy = transfer->easy;
    (void)curl_easy_setopt(easy, CURLOPT_PRIVATE, (void *)transfer);
    (void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->curl_error);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)transfer);
    (void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    (void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)transfer);
    (void)curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    (void)curl_easy_setopt(easy, CURLOPT_XFERINFODATA, (void *)transfer);
    (void)curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    (void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    (void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, (void *)transfer);
    (void)curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    (void)curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, (void *)transfer->fetcher);
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
    struct transfer *transfer = transfer_take(fetcher);
    transfer->done = done;
    transfer->context = context;
    set_limits(transfer, request);
    set_rules(transfer, request);
    set_callbacks(transfer);
    add_header(transfer, "Accept", request->accept);
    add_header(transfer, "If-None-Match", request->etag);
    add_header(transfer, "If-Modified-Since", request->last_modified);
    (void)curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
    (void)curl_easy_setopt(transfer->easy, CURLOPT_USERAGENT, fetcher->user_agent);
    (void)curl_easy_setopt(transfer->easy, CURLOPT_URL, request->url);

    CURLMcode added = curl_multi_add_handle(fetcher->multi, transfer->easy);
    if (added != CURLM_OK) {
        transfer_give_back(transfer);
        return err_set(err, ERR_INTERNAL, "libcurl refuses a transfer: %s",
                       curl_multi_strerror(added));
    }
    transfer->next = fetcher->active;
    fetcher->active = transfer;
    fetcher->active_count++;
    return ERR_OK;
}

static enum http_outcome outcome_of(CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return HTTP_ANSWERED;
    case CURLE_COULDNT_RESOLVE_HOST:
        return HTTP_UNRESOLVED;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return HTTP_UNTRUSTED;
    case CURLE_OPERATION_TIMEDOUT:
        return HTTP_TIMED_OUT;
    case CURLE_FILESIZE_EXCEEDED:
        return HTTP_TOO_LARGE;
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED:
    case CURLE_URL_MALFORMAT:
        return HTTP_REFUSED;
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return HTTP_GARBLED;
    default:
        return HTTP_UNREACHABLE;
    }
}

static const char *kept(const struct transfer *transfer, enum kept_header which)
{
    return transfer->kept[which][0] == '\0' ? NULL : transfer->kept[which];
}

static void read_info(struct transfer *transfer, struct http_response *response)
{
    CURL *easy = transfer->easy;
    long number = 0;
    curl_off_t large = 0;
    char *text = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &number) == CURLE_OK)
        response->status = (int)number;
    if (curl_easy_getinfo(easy, CURLINFO_REDIRECT_COUNT, &number) == CURLE_OK)
        response->redirects = (int)number;
    if (curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &large) == CURLE_OK)
        response->wire_bytes = large + (long long)transfer->header_bytes;
    if (curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &large) == CURLE_OK)
        response->elapsed_ms = large / 1000;
    if (curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &text) == CURLE_OK && text != NULL)
        response->url = text;
    if (curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &text) == CURLE_OK && text != NULL)
        response->remote = text;
}

static void call_back(struct transfer *transfer, CURLcode result)
{
    struct http_response response = {
        .outcome = outcome_of(result),
        .error = "",
        .url = "",
        .remote = "",
        .body = {"", 0},
        .content_type = kept(transfer, KEPT_CONTENT_TYPE),
        .etag = kept(transfer, KEPT_ETAG),
        .last_modified = kept(transfer, KEPT_LAST_MODIFIED),
        .next = kept(transfer, KEPT_LINK),
        .page_count = kept(transfer, KEPT_PAGES),
        .retry_after_s = -1,
    };
    read_info(transfer, &response);
    response.moved_for_good = response.redirects > 0 && transfer->moved_for_good;
    if (transfer->kept[KEPT_RETRY_AFTER][0] != '\0')
        (void)header_retry_after(str_of(transfer->kept[KEPT_RETRY_AFTER]), (long long)time(NULL),
                                 &response.retry_after_s);
    /* libcurl says the same of a redirect to another scheme and of an answer that is not HTTP. */
    if (result == CURLE_UNSUPPORTED_PROTOCOL && transfer->header_bytes == 0)
        response.outcome = HTTP_GARBLED;
    if (result == CURLE_OK) {
        response.body = buf_str(&transfer->body);
    } else if (transfer->refusal[0] != '\0') {
        response.outcome = transfer->refusal_outcome;
        response.error = transfer->refusal;
    } else {
        response.error =
            transfer->curl_error[0] != '\0' ? transfer->curl_error : curl_easy_strerror(result);
    }
    transfer->done(transfer->context, &response);
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
        call_back(transfer, result);
        transfer_give_back(transfer);
        ended++;
    }
    return ended;
}

void fetcher_run(struct fetcher *fetcher, int wait_ms)
{
    int running;
    (void)curl_multi_perform(fetcher->multi, &running);
    if (finish(fetcher) > 0)
        return;
    (void)curl_multi_poll(fetcher->multi, NULL, 0, wait_ms, NULL);
    (void)curl_multi_perform(fetcher->multi, &running);
    (void)finish(fetcher);
}

void fetcher_wake(struct fetcher *fetcher)
{
    (void)curl_multi_wakeup(fetcher->multi);
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
