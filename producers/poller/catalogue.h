/*
 * The catalogue: which sources there are, as sources.conf says. A section a source, named by its
 * id; `catalogue_keys` in catalogue.c lists the keys, and deploy/sources.conf is the example.
 *
 *     [cn-mofcom-spox-zh]
 *     name = Ministry of Commerce, spokesperson
 *     country = CN
 *     tier = ministry
 *     language = zh
 *     kind = listing
 *     url = https://www.mofcom.gov.cn/xwfb/xwfyrth/index.html
 *     interval = 15m
 *     zone = +08:00
 *     link_pattern = /art/20[0-9][0-9]/art_[0-9a-f]{32}\.html
 *
 * An id names a source for ever: items get their ids from it.
 */
#ifndef GAINSAY_POLLER_CATALOGUE_H
#define GAINSAY_POLLER_CATALOGUE_H

#include "common/base/arena.h"
#include "common/base/err.h"
#include "producers/feeds/article.h"
#include "producers/feeds/feed.h"
#include "producers/poller/judge.h"

#include <stdbool.h>
#include <stddef.h>

#define CATALOGUE_ID_MAX_BYTES 64

struct catalogue_source {
    const char *id;
    const char *name;
    const char *country; /* ISO 3166-1 alpha-2, EU, INT, ... */
    const char *tier;    /* ministry, agency, wire, newspaper, ... : the item's kind */
    const char *lang;
    const char *url;
    const char *kind; /* what the document should be; "auto" */
    bool enabled;
    const char *reason; /* why it is not enabled; NULL where it is */

    long long interval_ms;
    long long min_interval_ms; /* 0: the usual floors */
    long long max_interval_ms; /* 0: the usual cap */
    long long gap_ms;          /* between two requests to its host */
    bool conditional;          /* its ETag and Last-Modified can be trusted */

    const char *pages;   /* "auto": fetched where the feed has no full text; "always", "never" */
    const char *article; /* XPath of a page's main text; NULL: found by its shape */
    const char *article_drop; /* XPath of what is no part of the text */
    const char *article_date; /* XPath of a page's date; NULL: what its head says */
    const char *robots;       /* "pages": obeyed for everything but feeds and APIs; "all" */
    const char *accept;       /* request header; NULL: by kind */
    const char *ca_file;      /* extra certificates for a server with an incomplete chain */
    const char *charset;      /* overrides what the source declares */
    long long body_max_bytes; /* 0: the usual limit */

    const char *identity_name;
    const char *zone_name;
    const char *date_order_name;
    enum feed_identity identity;
    struct date_hints date;

    const char *next_url; /* template of further pages' addresses, see producers/feeds/paging.h */
    long long backfill;   /* further pages that the first poll reads */

    struct feed_listing listing; /* where kind is "listing" */
    struct feed_mapping mapping; /* where kind is "json-api"; all NULL: recognized */
};

struct catalogue {
    struct catalogue_source *source;
    size_t count;
    struct arena arena;
};

/* ERR_CONFIG names file and line, or the source that lacks something. */
enum err_code catalogue_read(const char *path, struct catalogue *catalogue, struct err *err);
/* Accepts a zeroed struct. */
void catalogue_release(struct catalogue *catalogue);

const struct catalogue_source *catalogue_find(const struct catalogue *catalogue, const char *id);

/* The source that an address makes when the catalogue does not know it, for `sources check`. The
 * strings are borrowed. */
struct catalogue_source catalogue_source_of(const char *url);

bool catalogue_is_listing(const struct catalogue_source *source);
struct poll_pace catalogue_pace(const struct catalogue_source *source);
/* What feed_parse() needs to know of a source; url and content_type are the answer's. */
struct feed_hints
catalogue_hints(const struct catalogue_source *source, const char *url, const char *content_type);
struct article_hints catalogue_article_hints(const struct catalogue_source *source,
                                             const char *url,
                                             const char *content_type);
/* The Accept header that fits the kind. */
const char *catalogue_accept(const struct catalogue_source *source);

#endif
