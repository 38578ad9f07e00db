#include "producers/poller/robots_cache.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    char *origin; /* NULL: free */
    struct robots robots;
    long long until_s;
};

/* A plain array: pages are seconds apart, so looking through it is not what costs. */
struct robots_cache {
    struct entry entry[ROBOTS_CACHE_MAX];
    size_t count;
};

struct robots_cache *robots_cache_new(void)
{
    struct robots_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL)
        abort();
    return cache;
}

static void clear(struct entry *entry)
{
    free(entry->origin);
    robots_release(&entry->robots);
    entry->origin = NULL;
}

void robots_cache_free(struct robots_cache *cache)
{
    if (cache == NULL)
        return;
    for (size_t i = 0; i < cache->count; i++)
        clear(&cache->entry[i]);
    free(cache);
}

static struct entry *find(struct robots_cache *cache, const char *origin)
{
    for (size_t i = 0; i < cache->count; i++) {
        if (strcmp(cache->entry[i].origin, origin) == 0)
            return &cache->entry[i];
    }
    return NULL;
}

const struct robots *
robots_cache_get(struct robots_cache *cache, const char *origin, long long now_s)
{
    struct entry *entry = find(cache, origin);
    return entry == NULL || entry->until_s <= now_s ? NULL : &entry->robots;
}

static struct entry *make_room(struct robots_cache *cache)
{
    if (cache->count < ROBOTS_CACHE_MAX)
        return &cache->entry[cache->count++];
    struct entry *oldest = &cache->entry[0];
    for (size_t i = 1; i < cache->count; i++) {
        if (cache->entry[i].until_s < oldest->until_s)
            oldest = &cache->entry[i];
    }
    return oldest;
}

const struct robots *robots_cache_take(struct robots_cache *cache,
                                       const char *origin,
                                       struct robots *robots,
                                       long long now_s)
{
    struct entry *entry = find(cache, origin);
    if (entry == NULL)
        entry = make_room(cache);
    char *copy = strdup(origin);
    if (copy == NULL)
        abort();
    clear(entry);
    entry->origin = copy;
    entry->robots = *robots;
    entry->until_s = now_s + (robots->closed ? ROBOTS_KEEP_BAD_S : ROBOTS_KEEP_S);
    *robots = (struct robots){.closed = false};
    return &entry->robots;
}
