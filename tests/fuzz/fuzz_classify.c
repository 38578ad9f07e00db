#include "consumers/classify/classify.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_BYTES ((size_t)16 << 20)

static struct lexicon *load(void)
{
    struct lexicon *lexicon = NULL;
    struct err err;
    enum err_code code = lexicon_load(GAINSAY_LEXICON_DIR, &lexicon, &err);
    assert(code == ERR_OK);
    (void)code;
    return lexicon;
}

/* A text from each kind of source, its first line as the title. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const sources[] = {"wire", "cn-mfa", "us-whitehouse", "social", "company"};
    static struct lexicon *lexicon;
    static struct classifier *classifier;
    if (lexicon == NULL) {
        lexicon = load();
        classifier = classify_new(lexicon);
    }
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        struct arena arena;
        arena_init(&arena, ARENA_BYTES);
        struct item item = {.id = "fuzz",
                            .source = sources[i],
                            .title = text,
                            .text = text,
                            .published = "2025-04-28T00:00:00Z"};
        struct record_list records = {0};
        struct err err;
        bool classified;
        if (classify_item(classifier, &item, &arena, &records, &classified, &err) == ERR_OK) {
            for (size_t r = 0; r < records.count; r++) {
                const struct record *record = &records.record[r];
                assert(record->evidence_count > 0);
                assert(record->evidence[0].start < record->evidence[0].end);
                assert(record->evidence[0].end <= strlen(text));
                assert(record->type == RECORD_TARIFF_CHANGE || record->speaker != NULL);
            }
        }
        arena_release(&arena);
    }
    free(text);
    return 0;
}
