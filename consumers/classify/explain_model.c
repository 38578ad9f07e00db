#include "consumers/classify/explain_model.h"

#include "consumers/classify/classify.h"
#include "consumers/classify/feature.h"

#include <stdlib.h>
#include <string.h>

#define FEATURES_MAX  512 /* different ones of a stretch */
#define SCRATCH_BYTES ((size_t)64 << 20)

struct seen {
    char name[EXPLAIN_FEATURE_MAX];
    uint64_t key;
    int32_t weight[VERDICT_COUNT];
};

struct collector {
    const struct weights *weights;
    struct explain_stretch *stretches;
    size_t count;
    bool open;
    bool part; /* a part of a sentence: claim or denial; else the sentence for tariff changes */
    struct seen seen[FEATURES_MAX];
    size_t seen_count;
};

/* Puts a feature into a list of the heaviest, whose order is by size. */
static void
rank(struct explain_feature list[EXPLAIN_HEAVIEST], const struct seen *seen, int32_t weight)
{
    size_t at = EXPLAIN_HEAVIEST;
    while (at > 0 && labs((long)list[at - 1].weight) < labs((long)weight))
        at--;
    if (at == EXPLAIN_HEAVIEST)
        return;
    memmove(&list[at + 1], &list[at], (EXPLAIN_HEAVIEST - 1 - at) * sizeof list[0]);
    memcpy(list[at].name, seen->name, sizeof list[at].name);
    list[at].weight = weight;
}

static void finish(struct collector *collector)
{
    if (!collector->open)
        return;
    collector->open = false;
    struct explain_stretch *one = &collector->stretches[collector->count++];
    for (size_t i = 0; i < collector->seen_count; i++) {
        for (size_t v = 0; v < VERDICT_COUNT; v++)
            one->sum[v] += collector->seen[i].weight[v];
    }
    one->verdict = VERDICT_CHANGE;
    if (collector->part)
        one->verdict =
            one->sum[VERDICT_DENIAL] > one->sum[VERDICT_CLAIM] ? VERDICT_DENIAL : VERDICT_CLAIM;
    for (size_t i = 0; i < collector->seen_count; i++) {
        int32_t weight = collector->seen[i].weight[one->verdict];
        if (weight != 0)
            rank(weight > 0 ? one->above : one->below, &collector->seen[i], weight);
    }
}

static void start(void *context, const char *kind, uint32_t from, uint32_t to, struct str speaker)
{
    (void)speaker;
    struct collector *collector = context;
    finish(collector);
    if (collector->count == EXPLAIN_STRETCH_MAX)
        return;
    collector->open = true;
    collector->part = strcmp(kind, "part") == 0;
    collector->seen_count = 0;
    collector->stretches[collector->count] = (struct explain_stretch){.start = from, .end = to};
}

static void told(void *context, const char *feature, size_t len)
{
    struct collector *collector = context;
    uint64_t key = weights_key(WEIGHTS_KEY, feature);
    size_t at = 0;
    while (at < collector->seen_count && collector->seen[at].key != key)
        at++;
    if (!collector->open || at == FEATURES_MAX)
        return;
    struct seen *seen = &collector->seen[at];
    if (at == collector->seen_count) {
        *seen = (struct seen){.key = key};
        memcpy(seen->name, feature, len < sizeof seen->name ? len : sizeof seen->name - 1);
        collector->seen_count++;
    }
    weights_add(collector->weights, key, seen->weight);
}

static int by_place(const void *a, const void *b)
{
    const struct explain_stretch *one = a;
    const struct explain_stretch *two = b;
    if (one->start != two->start)
        return one->start < two->start ? -1 : 1;
    return (int)one->verdict - (int)two->verdict;
}

enum err_code explain_model(const struct lexicon *lexicon,
                            const struct item *item,
                            struct explain_stretch *stretches,
                            size_t *count,
                            struct err *err)
{
    *count = 0;
    struct collector *collector = calloc(1, sizeof *collector);
    if (collector == NULL)
        abort();
    collector->weights = lexicon_weights(lexicon);
    collector->stretches = stretches;
    enum err_code code = ERR_OK;
    if (collector->weights != NULL) {
        const struct feature_watch watch = {start, told, collector};
        struct classifier *classifier = classify_new(lexicon);
        struct arena arena = {0};
        struct record_list records;
        bool classified = false;
        arena_init(&arena, SCRATCH_BYTES);
        classify_watch(classifier, &watch);
        code = classify_item(classifier, item, &arena, &records, &classified, err);
        finish(collector);
        *count = collector->count;
        qsort(stretches, *count, sizeof *stretches, by_place);
        arena_release(&arena);
        classify_free(classifier);
    }
    free(collector);
    return code;
}
