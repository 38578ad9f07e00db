#include "deploy/cli/exposition.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES  128
#define VALUE_BYTES 64
#define BOUNDS_MAX  64

/* One sample: name, labels without their braces, value. */
struct sample {
    struct str name;
    struct str labels;
    double value;
};

static bool read_sample(struct str line, struct sample *sample)
{
    char value[VALUE_BYTES];
    ptrdiff_t brace = str_find(line, STR("{"));
    /* A label's value may hold a space, the number after it does not. */
    size_t space = line.len;
    while (space > 0 && line.ptr[space - 1] != ' ')
        space--;
    if (line.len == 0 || line.ptr[0] == '#' || space == 0 || line.len - space >= sizeof value)
        return false;
    memcpy(value, line.ptr + space, line.len - space);
    value[line.len - space] = '\0';
    sample->value = strtod(value, NULL);
    sample->name = (struct str){line.ptr, brace >= 0 ? (size_t)brace : space - 1};
    sample->labels = (struct str){NULL, 0};
    if (brace >= 0 && space >= (size_t)brace + 3)
        sample->labels = (struct str){line.ptr + brace + 1, space - (size_t)brace - 3};
    return true;
}

double exposition_sum(struct str text, const char *name, const char *labels)
{
    double sum = 0;
    bool found = false;
    while (text.len > 0) {
        struct sample sample;
        if (!read_sample(str_split(text, '\n', &text), &sample) ||
            !str_eq(sample.name, str_of(name)) ||
            (labels != NULL && str_find(sample.labels, str_of(labels)) < 0))
            continue;
        found = true;
        sum += sample.value;
    }
    return found ? sum : -1;
}

/* Buckets by their bounds, in the order of the text, which is the bounds' own. */
struct buckets {
    double bound[BOUNDS_MAX];
    double count[BOUNDS_MAX];
    size_t size;
    double all;
};

static void add(struct buckets *buckets, struct str text, const char *name)
{
    size_t at = 0;
    while (text.len > 0) {
        struct sample sample;
        if (!read_sample(str_split(text, '\n', &text), &sample) ||
            !str_eq(sample.name, str_of(name)) || sample.labels.len < 4)
            continue;
        if (str_find(sample.labels, STR("+Inf")) >= 0) {
            buckets->all += sample.value;
        } else if (at < BOUNDS_MAX) {
            buckets->bound[at] = strtod(sample.labels.ptr + 4, NULL); /* behind le=" */
            buckets->count[at++] += sample.value;
        }
    }
    if (at > buckets->size)
        buckets->size = at;
}

double exposition_quantile(
    const struct str *texts, size_t text_count, const char *name, double part, double *count)
{
    char bucket[NAME_BYTES];
    struct buckets buckets = {.size = 0};
    (void)snprintf(bucket, sizeof bucket, "%s_bucket", name);
    for (size_t i = 0; i < text_count; i++)
        add(&buckets, texts[i], bucket);
    *count = buckets.all;
    for (size_t i = 0; i < buckets.size && buckets.all > 0; i++) {
        if (buckets.count[i] >= part * buckets.all)
            return buckets.bound[i];
    }
    return -1;
}
