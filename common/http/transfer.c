#include "common/http/transfer.h"

#include "common/http/weburl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CONNECTION_LIFE_S 3600L

/* For an option that guards us: a libcurl that does not take it must not fetch. */
#define INSIST(easy, option, value)                                                                \
    http_must(curl_easy_setopt((easy), option, (value)) == CURLE_OK, #option)

static const char *const kept_names[KEPT_COUNT] = {
    "content-type", "etag", "last-modified", "retry-after", "x-wp-totalpages", "link"};

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
    if (str_eq(status, STR("304")) && transfer->connections->open >= transfer->connections->most)
        (void)curl_easy_setopt(transfer->easy, CURLOPT_FORBID_REUSE, 1L);
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct str line = {bytes, size * count};
    transfer->header_bytes += line.len;
    if (transfer->header_bytes > (size_t)transfer->settings->header_max_bytes) {
        refuse(transfer, HTTP_TOO_LARGE, "the headers are over %lld bytes",
               transfer->settings->header_max_bytes);
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
    if (!address_is_listed(&address->addr, &transfer->settings->allow)) {
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
    transfer->connections->open += made >= 0;
    return made;
}

static int on_close(void *context, curl_socket_t connection)
{
    struct connections *connections = context;
    connections->open--;
    return close(connection);
}

struct transfer *transfer_new(const struct http_settings *settings, struct connections *connections)
{
    struct transfer *transfer = calloc(1, sizeof *transfer);
    http_must(transfer != NULL, "calloc");
    transfer->settings = settings;
    transfer->connections = connections;
    transfer->easy = curl_easy_init();
    http_must(transfer->easy != NULL, "curl_easy_init");
    transfer_reset(transfer);
    return transfer;
}

void transfer_reset(struct transfer *transfer)
{
    curl_easy_reset(transfer->easy);
    curl_slist_free_all(transfer->headers);
    buf_release(&transfer->body);
    transfer->headers = NULL;
    transfer->refusal[0] = '\0';
    transfer->curl_error[0] = '\0';
    transfer->header_bytes = 0;
    transfer->moved_for_good = true;
    for (size_t i = 0; i < KEPT_COUNT; i++)
        transfer->kept[i][0] = '\0';
}

void transfer_free(struct transfer *transfer)
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
    http_must(longer != NULL, "curl_slist_append");
    transfer->headers = longer;
}

static void set_limits(struct transfer *transfer, const struct http_request *request)
{
    const struct http_settings *settings = transfer->settings;
    CURL *easy = transfer->easy;
    long long body_max =
        request->body_max_bytes > 0 ? request->body_max_bytes : settings->body_max_bytes;
    buf_init(&transfer->body, (size_t)body_max);
    INSIST(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)body_max);
    (void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_timeout_ms);
    (void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)settings->timeout_ms);
    (void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)settings->stall_bytes_per_s);
    (void)curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)((settings->stall_ms + 999) / 1000));
    INSIST(easy, CURLOPT_MAXREDIRS, (long)settings->redirects_max);
    (void)curl_easy_setopt(easy, CURLOPT_MAXLIFETIME_CONN, CONNECTION_LIFE_S);
    /* libcurl walks through all that it remembers at the end of each transfer; what asks a host
     * again soon finds its connection open. */
    (void)curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
}

static void set_rules(struct transfer *transfer, const struct http_request *request)
{
    CURL *easy = transfer->easy;
    bool secure = strncmp(request->url, "https:", 6) == 0;
    INSIST(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    INSIST(easy, CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    (void)curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    INSIST(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    INSIST(easy, CURLOPT_UNRESTRICTED_AUTH, 0L);
    INSIST(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    INSIST(easy, CURLOPT_PROXY, "");
    INSIST(easy, CURLOPT_NOPROXY, "*");
    INSIST(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    INSIST(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    INSIST(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    /* One file, and no folder beside it: libcurl reads it once for all connections then, instead of
     * once for each, which costs milliseconds and hundreds of kilobytes. */
    (void)curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    if (request->ca_file != NULL)
        INSIST(easy, CURLOPT_CAINFO, request->ca_file);
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
    INSIST(easy, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)transfer);
    INSIST(easy, CURLOPT_HEADERFUNCTION, on_header);
    (void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)transfer);
    INSIST(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
    (void)curl_easy_setopt(easy, CURLOPT_XFERINFODATA, (void *)transfer);
    INSIST(easy, CURLOPT_NOPROGRESS, 0L);
    INSIST(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    (void)curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, (void *)transfer);
    (void)curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    (void)curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, (void *)transfer->connections);
}

void transfer_begin(struct transfer *transfer,
                    const struct http_request *request,
                    http_done *done,
                    void *context)
{
    transfer->done = done;
    transfer->context = context;
    set_limits(transfer, request);
    set_rules(transfer, request);
    set_callbacks(transfer);
    add_header(transfer, "Accept", request->accept);
    add_header(transfer, "If-None-Match", request->etag);
    add_header(transfer, "If-Modified-Since", request->last_modified);
    (void)curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
    (void)curl_easy_setopt(transfer->easy, CURLOPT_USERAGENT, transfer->settings->user_agent);
    (void)curl_easy_setopt(transfer->easy, CURLOPT_URL, request->url);
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

void transfer_end(struct transfer *transfer, CURLcode result)
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
