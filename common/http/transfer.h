/*
 * One transfer: what libcurl is told to do and not to do, what is counted and looked at as it
 * arrives, and the response that comes of it. Used by fetcher.c only, and used again for the next
 * request, for what libcurl has made ready.
 *
 * Without memory, or where libcurl refuses one of our rules, the process ends.
 */
#ifndef GAINSAY_HTTP_TRANSFER_H
#define GAINSAY_HTTP_TRANSFER_H

#include "common/base/buf.h"
#include "common/http/fetcher.h"
#include "common/http/header.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

#define TRANSFER_ERROR_BYTES 512

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

/* Of all transfers of a fetcher. */
struct connections {
    long most; /* that are kept open */
    long open; /* idle ones included */
};

struct transfer {
    struct transfer *next; /* in one of the fetcher's lists */
    const struct http_settings *settings;
    struct connections *connections;
    CURL *easy;
    struct curl_slist *headers;
    http_done *done;
    void *context;
    struct buf body;
    char kept[KEPT_COUNT][HEADER_VALUE_BYTES];
    char curl_error[CURL_ERROR_SIZE];
    char refusal[TRANSFER_ERROR_BYTES]; /* why we ended the transfer; "" where we did not */
    enum http_outcome refusal_outcome;
    size_t header_bytes;
    bool moved_for_good; /* every redirect so far was a permanent one */
};

/* Both are borrowed. It is ready for transfer_begin(). */
struct transfer *transfer_new(const struct http_settings *settings,
                              struct connections *connections);
/* Lets go of all that the last request left: ready for the next. */
void transfer_reset(struct transfer *transfer);
/* Closes its connection too, if it is under way. */
void transfer_free(struct transfer *transfer);

/* Prepares transfer->easy for the request, whose URL was checked. */
void transfer_begin(struct transfer *transfer,
                    const struct http_request *request,
                    http_done *done,
                    void *context);
/* Tells `done` what came of it. */
void transfer_end(struct transfer *transfer, CURLcode result);

/* Ends the process where it is not ok. */
static inline void http_must(bool ok, const char *what)
{
    if (!ok) {
        (void)fprintf(stderr, "%s failed\n", what);
        abort();
    }
}

#endif
