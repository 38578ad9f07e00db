/*
 * bench_classify LEXICON: for each line of standard input, the name of a file of items (JSON
 * Lines), passes over these with the classifier and with each of the scanners. Prints a line for
 * each: name, texts read, bytes read, seconds, finds; then an empty line. After "BYTES NAME" only
 * the classifier reads, and one text of so many bytes, to which those of the file are joined. The
 * caller repeats and compares (see classify).
 */
#include "consumers/classify/classify.h"
#include "common/base/arena.h"
#include "common/model/item.h"
#include "consumers/classify/lexicon.h"

#include "scanners.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ITEMS_MAX     20000
#define ARENA_BYTES   ((size_t)256 << 20)
#define PASS_SECONDS  0.4 /* of one measurement, which begins over with the items as need be */
#define LITERAL_BYTES 512
/* Of the lexicon's spellings the scanners look for at most so many, evenly taken: Hyperscan
 * compiles these in seconds, all of them in more than six minutes. */
#define LITERALS_MAX 3500

struct items {
    struct arena arena;
    struct item *item;
    size_t count;
};

struct measured {
    struct classifier *classifier;
    struct arena arena; /* of one item's records */
};

/* One item read; returns what was found in it. */
typedef size_t read_one(void *context, const struct item *item);

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool read_items(const char *path, struct items *items, struct err *err)
{
    FILE *in = fopen(path, "re");
    if (in == NULL) {
        (void)err_set(err, ERR_CONFIG, "cannot open \"%s\"", path);
        return false;
    }
    arena_init(&items->arena, ARENA_BYTES);
    items->item = arena_array(&items->arena, ITEMS_MAX, sizeof *items->item);
    char *line = NULL;
    size_t size = 0;
    ssize_t len;
    enum err_code code = ERR_OK;
    while (!code && items->count < ITEMS_MAX && (len = getline(&line, &size, in)) > 0) {
        code =
            item_from_line(&items->arena, line, (size_t)len, true, &items->item[items->count], err);
        items->count++;
    }
    free(line);
    (void)fclose(in);
    return code == ERR_OK && items->count > 0;
}

static size_t classify_one(void *context, const struct item *item)
{
    struct measured *measured = context;
    struct record_list records = {0};
    struct err err;
    bool classified = false;
    arena_reset(&measured->arena);
    if (classify_item(measured->classifier, item, &measured->arena, &records, &classified, &err))
        abort();
    return records.count;
}

static struct str text_of(const struct item *item)
{
    return item->text == NULL ? (struct str){"", 0} : str_of(item->text);
}

static size_t memchr_one(void *context, const struct item *item)
{
    return scan_memchr(context, text_of(item));
}

static size_t hyperscan_one(void *context, const struct item *item)
{
    return scan_hyperscan(context, text_of(item));
}

static size_t pcre_one(void *context, const struct item *item)
{
    return scan_pcre(context, text_of(item));
}

/* The first items once unmeasured, then all of them over and over until the time is up. */
static void measure(const char *name, read_one *read, void *context, const struct items *items)
{
    size_t done = 0;
    size_t bytes = 0;
    size_t found = 0;
    for (size_t i = 0; i < items->count && i < 100; i++)
        (void)read(context, &items->item[i]);
    double start = seconds_now();
    double taken = 0;
    while (taken < PASS_SECONDS) {
        for (size_t i = 0; i < 8 && i < items->count; i++) {
            const struct item *item = &items->item[done++ % items->count];
            found += read(context, item);
            bytes += text_of(item).len;
        }
        taken = seconds_now() - start;
    }
    (void)printf("%s\t%zu\t%zu\t%.6f\t%zu\n", name, done, bytes, taken, found);
}

static struct literals read_literals(const struct lexicon *lexicon, struct arena *arena)
{
    uint32_t count = lexicon_node_count(lexicon);
    uint32_t step = count / LITERALS_MAX + 1;
    struct literals literals = {.text = arena_array(arena, count, sizeof *literals.text)};
    char spelling[LITERAL_BYTES];
    for (uint32_t node = 1; node <= count; node += step) {
        if (lexicon_entries(lexicon, node) == 0)
            continue;
        size_t len = lexicon_spelling(lexicon, node, spelling, sizeof spelling);
        if (len > 0)
            literals.text[literals.count++] = arena_copy(arena, spelling, len);
    }
    return literals;
}

/* Everybody who is measured, in turn. */
struct contest {
    struct measured measured;
    struct hyperscan *hyperscan;
    struct pcre *pcre;
};

/* Leaves one item, whose text is all of theirs, over and over, up to so many bytes. */
static void join_items(struct items *items, size_t bytes)
{
    char *text = arena_array(&items->arena, bytes + 1, 1);
    size_t len = 0;
    for (size_t i = 0; len < bytes; i = (i + 1) % items->count) {
        struct str one = text_of(&items->item[i]);
        size_t part = one.len < bytes - len ? one.len : bytes - len;
        memcpy(text + len, one.ptr, part);
        len += part;
        for (size_t end = len + 2; len < bytes && len < end; len++)
            text[len] = '\n';
    }
    text[len] = '\0';
    items->item[0].text = text;
    items->count = 1;
}

static bool run_round(struct contest *contest, const char *line)
{
    struct err err = {0};
    struct items items = {0};
    char *path;
    size_t bytes = strtoull(line, &path, 10);
    path += bytes > 0;
    bool fine = read_items(path, &items, &err);
    if (fine && bytes > 0) {
        join_items(&items, bytes);
        measure("gainsay", classify_one, &contest->measured, &items);
        (void)printf("\n");
    } else if (fine) {
        measure("gainsay", classify_one, &contest->measured, &items);
        measure("memchr", memchr_one, NULL, &items);
        measure("hyperscan", hyperscan_one, contest->hyperscan, &items);
        measure("pcre2-jit", pcre_one, contest->pcre, &items);
        (void)printf("\n");
    } else {
        (void)fprintf(stderr, "bench_classify: %s: %s\n", path, err.text);
    }
    arena_release(&items.arena);
    return fflush(stdout) == 0 && fine;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct lexicon *lexicon = NULL;
    if (argc != 2 || lexicon_load(argv[1], &lexicon, &err)) {
        (void)fprintf(stderr, "bench_classify LEXICON: %s\n", err.text);
        return 2;
    }
    struct arena arena;
    arena_init(&arena, ARENA_BYTES);
    struct literals literals = read_literals(lexicon, &arena);
    struct contest contest = {.measured.classifier = classify_new(lexicon),
                              .hyperscan = hyperscan_new(&literals),
                              .pcre = pcre_new(&literals)};
    arena_init(&contest.measured.arena, ARENA_BYTES);
    bool fine = contest.hyperscan != NULL && contest.pcre != NULL;
    char line[4096];
    while (fine && fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        fine = run_round(&contest, line);
    }
    pcre_free(contest.pcre);
    hyperscan_free(contest.hyperscan);
    classify_free(contest.measured.classifier);
    arena_release(&contest.measured.arena);
    arena_release(&arena);
    lexicon_free(lexicon);
    return fine ? 0 : 1;
}
