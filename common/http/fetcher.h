/*
 * Fetching over HTTP from servers that mean harm or know no better: many transfers at once in one
 * thread, and a bound on everything a server can make large or long.
 *
 * - Bytes: the decoded body and the headers (of all hops) are counted as they arrive, so neither
 *   an endless body nor a gzip bomb grows past its ceiling; so is what comes over the wire.
 * - Time: connecting, the whole transfer, and a transfer that drips.
 * - Place: http and https only, at most `redirects_max` hops and never from https back to http; the
 *   address of every connection is checked when its socket is made, which closes redirects to
 *   private addresses and names that change their address between two look-ups. Ports other than
 *   80 and 443 are refused except at addresses of the allow list.
 * - Nothing of the machine leaks out: no proxy from the environment, no .netrc, no cookies, no
 *   user name in a URL; certificates are always verified, TLS 1.2 at least.
 *
 *     struct fetcher *fetcher = fetcher_new(&settings);
 *     fetcher_start(fetcher, &request, on_done, context);
 *     while (fetcher_active(fetcher) > 0)
 *         fetcher_run(fetcher, 1000);          // calls on_done, which may start more
 *     fetcher_free(fetcher);
 *
 * A fetcher and its callbacks stay in one thread.
 */
#ifndef GAINSAY_HTTP_FETCHER_H
#define GAINSAY_HTTP_FETCHER_H

#include "common/base/err.h"
#include "common/base/str.h"
#include "common/http/address.h"

#include <stdbool.h>
#include <stddef.h>

struct http_settings {
    const char *user_agent;
    struct address_list allow; /* addresses that may be fetched from though they are not public */
    long long connect_timeout_ms;
    long long timeout_ms; /* of a whole transfer, redirects included */
    long long stall_ms;   /* under stall_bytes_per_s for so long ends the transfer */
    long long stall_bytes_per_s;
    long long body_max_bytes; /* after decompression */
    long long header_max_bytes;
    int redirects_max;
    int parallel; /* transfers at once; more can be started, and keep fewer connections open */
};

/* The values of a polite and careful client; user_agent is left to the caller. */
#define HTTP_SETTINGS_DEFAULT                                                                      \
    {                                                                                              \
        .connect_timeout_ms = 10000, .timeout_ms = 30000, .stall_ms = 20000,                       \
        .stall_bytes_per_s = 100, .body_max_bytes = 5 << 20, .header_max_bytes = 64 << 10,         \
        .redirects_max = 5, .parallel = 64                                                         \
    }

/* All strings are copied by fetcher_start(). */
struct http_request {
    const char *url;
    const char *accept;        /* NULL: any type */
    const char *etag;          /* sent as If-None-Match; NULL: not sent */
    const char *last_modified; /* sent as If-Modified-Since; NULL: not sent */
    const char *ca_file;       /* PEM certificates trusted instead of the system's; NULL: those */
    long long body_max_bytes;  /* 0: the fetcher's */
};

/* What came of a transfer. */
enum http_outcome {
    HTTP_ANSWERED, /* a whole response came, whatever its status */
    HTTP_UNRESOLVED,
    HTTP_UNREACHABLE, /* no connection, or one that broke */
    HTTP_UNTRUSTED,   /* the server's certificate */
    HTTP_TIMED_OUT,   /* too long altogether, or dripping */
    HTTP_TOO_LARGE,
    HTTP_REFUSED, /* by our own rules: address, port, scheme, redirects */
    HTTP_GARBLED  /* not HTTP, or content that does not decode */
};

/* Valid during the callback only. Header values are NULL where absent or not fit to be kept. */
struct http_response {
    enum http_outcome outcome;
    int status;         /* 0 where no status line came */
    const char *error;  /* one sentence; "" where answered */
    const char *url;    /* the last hop's */
    const char *remote; /* address that was talked to, "" where none */
    struct str body;    /* decoded; empty unless answered */
    const char *content_type;
    const char *etag;
    const char *last_modified;
    const char *next;        /* the next page's address by a Link header, maybe a relative one */
    const char *page_count;  /* X-WP-TotalPages, WordPress's count of pages */
    long long retry_after_s; /* -1: not given */
    int redirects;
    bool moved_for_good; /* redirected, and by 301 or 308 only */
    long long wire_bytes;
    long long elapsed_ms;
};

typedef void http_done(void *context, const struct http_response *response);

struct fetcher;

/* Never NULL. settings is copied, its user_agent too. */
struct fetcher *fetcher_new(const struct http_settings *settings);

/* Starts a transfer; done is called at most once, from fetcher_run(), and not at all where this
 * returns an error (ERR_BAD_INPUT: a URL that is not fetched; ERR_INTERNAL). */
enum err_code fetcher_start(struct fetcher *fetcher,
                            const struct http_request *request,
                            http_done *done,
                            void *context,
                            struct err *err);

size_t fetcher_active(const struct fetcher *fetcher);

/* Moves all transfers on and calls back those that ended; waits up to wait_ms for something to
 * happen, whether or not there are transfers. A signal ends the wait early. */
void fetcher_run(struct fetcher *fetcher, int wait_ms);

/* Ends the transfers that are under way without calling back. Accepts NULL. */
void fetcher_free(struct fetcher *fetcher);

const char *http_outcome_name(enum http_outcome outcome);

#endif
