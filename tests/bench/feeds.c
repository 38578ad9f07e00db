/*
 * Parses documents over and over and says how long that took in processor time:
 *
 *     bench_feeds SECONDS FILE...    ->  {"rounds": 12, "documents": 4, "bytes": 812345, "entries":
 * 160, "seconds": 1.02}
 *
 * What a poll does with a body is measured: decoding, parsing, text, dates and ids of every entry.
 */
#include "common/base/arena.h"
#include "common/base/buf.h"
#include "producers/feeds/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define FILE_MAX_BYTES ((size_t)64 << 20)

static double now_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool read_file(const char *path, struct buf *bytes)
{
    FILE *file = fopen(path, "re");
    char block[65536];
    size_t got = 0;
    buf_init(bytes, FILE_MAX_BYTES);
    while (file != NULL && (got = fread(block, 1, sizeof block, file)) > 0)
        (void)buf_add(bytes, block, got);
    if (file != NULL)
        (void)fclose(file);
    return file != NULL && !bytes->full;
}

/* The entries of all documents; -1 where one can't be parsed. */
static long parse_all(const struct buf *documents, int count, struct arena *arena)
{
    static const struct feed_hints hints = {.url = "https://bench.example/feed", .source = "bench"};
    long entries = 0;
    for (int i = 0; i < count; i++) {
        struct feed_document doc;
        struct err err;
        if (feed_parse(documents[i].ptr, documents[i].len, &hints, arena, &doc, &err))
            return -1;
        entries += (long)doc.count;
        arena_reset(arena);
    }
    return entries;
}

int main(int argc, char **argv)
{
    double most_s = argc > 2 ? strtod(argv[1], NULL) : 0;
    int count = argc - 2;
    struct buf *documents = calloc(argc > 2 ? (size_t)count : 1, sizeof *documents);
    if (argc < 3 || documents == NULL)
        return 2;
    size_t bytes = 0;
    for (int i = 0; i < count; i++) {
        if (!read_file(argv[i + 2], &documents[i]))
            return 1;
        bytes += documents[i].len;
    }
    struct arena arena;
    arena_init(&arena, FEED_ARENA_BYTES);
    feed_setup();
    long entries = parse_all(documents, count, &arena); /* warms up */
    long rounds = 0;
    double start_s = now_s();
    double end_s = start_s;
    while (entries >= 0 && end_s - start_s < most_s) {
        entries = parse_all(documents, count, &arena);
        rounds++;
        end_s = now_s();
    }
    (void)printf("{\"rounds\": %ld, \"documents\": %d, \"bytes\": %zu, \"entries\": %ld, "
                 "\"seconds\": %.6f}\n",
                 rounds, count, bytes, entries, end_s - start_s);
    arena_release(&arena);
    for (int i = 0; i < count; i++)
        buf_release(&documents[i]);
    free(documents);
    return entries < 0;
}
