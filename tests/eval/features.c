/*
 * Prints what the linear model sees of each item, for tests/eval/train: one JSON line a stretch of
 * text, with its item, its place, who speaks, and its features.
 *
 *     features LEXICON < items.jsonl
 */
#include "common/base/arena.h"
#include "common/model/item.h"
#include "common/model/label.h"
#include "consumers/classify/classify.h"
#include "consumers/classify/feature.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_MAX_BYTES ((size_t)64 << 20)

static void put_text(const char *text, size_t len)
{
    putchar('"');
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            printf("\\%c", c);
        else if (c < 0x20)
            printf("\\u%04x", c);
        else
            putchar(c);
    }
    putchar('"');
}

struct printer {
    const char *id;
    bool open;
    bool first;
};

static void finish(struct printer *printer)
{
    if (printer->open)
        puts("]}");
    printer->open = false;
}

static void
print_stretch(void *context, const char *kind, uint32_t start, uint32_t end, struct str speaker)
{
    struct printer *printer = context;
    finish(printer);
    fputs("{\"id\":", stdout);
    put_text(printer->id, strlen(printer->id));
    printf(",\"kind\":\"%s\",\"start\":%u,\"end\":%u,\"speaker\":", kind, start, end);
    put_text(speaker.ptr, speaker.len);
    fputs(",\"features\":[", stdout);
    printer->open = printer->first = true;
}

static void print_feature(void *context, const char *feature, size_t len)
{
    struct printer *printer = context;
    if (!printer->first)
        putchar(',');
    printer->first = false;
    put_text(feature, len);
}

int main(int argc, char **argv)
{
    struct lexicon *lexicon = NULL;
    struct err err;
    if (argc != 2 || lexicon_load(argv[1], &lexicon, &err)) {
        fprintf(stderr, "features: %s\n", argc == 2 ? err.text : "usage: features LEXICON < ITEMS");
        return 2;
    }
    struct printer printer = {NULL, false, false};
    struct feature_watch watch = {print_stretch, print_feature, &printer};
    struct classifier *classifier = classify_new(lexicon);
    classify_watch(classifier, &watch);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len;
    int status = 0;
    while ((len = getline(&line, &capacity, stdin)) > 0 && status == 0) {
        struct arena arena;
        struct item item;
        struct record_list records;
        bool classified;
        arena_init(&arena, ARENA_MAX_BYTES);
        if (item_from_line(&arena, line, (size_t)len, true, &item, &err)) {
            fprintf(stderr, "features: %s\n", err.text);
            status = 1;
        } else {
            printer.id = item.id;
            if (classify_item(classifier, &item, &arena, &records, &classified, &err))
                status = 1;
            finish(&printer);
        }
        arena_release(&arena);
    }
    free(line);
    classify_free(classifier);
    lexicon_free(lexicon);
    return status;
}
