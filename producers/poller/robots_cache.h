/*
 * robots.txt of the origins we met, for as long as it may be relied on.
 */
#ifndef GAINSAY_POLLER_ROBOTS_CACHE_H
#define GAINSAY_POLLER_ROBOTS_CACHE_H

#include "producers/poller/robots.h"

#define ROBOTS_CACHE_MAX  4096
#define ROBOTS_KEEP_S     21600 /* of a file that was read, or that is known not to be there */
#define ROBOTS_KEEP_BAD_S 3600  /* of one that could not be had */

struct robots_cache;

struct robots_cache *robots_cache_new(void);
/* Accepts NULL. */
void robots_cache_free(struct robots_cache *cache);

/* Valid until the next put; NULL where nothing is known, or no longer. */
const struct robots *
robots_cache_get(struct robots_cache *cache, const char *origin, long long now_s);

/* Takes over what robots holds. The oldest makes room. */
const struct robots *robots_cache_take(struct robots_cache *cache,
                                       const char *origin,
                                       struct robots *robots,
                                       long long now_s);

#endif
