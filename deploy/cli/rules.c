#include "deploy/cli/rules.h"

#include "deploy/cli/installed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *rules_lexicon_dir(void)
{
    const char *named = getenv("GAINSAY_LEXICON");
    if (named != NULL && named[0] != '\0')
        return named;
    return installed_or(GAINSAY_DATA_DIR "/lexicon", GAINSAY_SOURCE_LEXICON);
}

bool rules_open(int argc, char **argv, const char *help, struct rules *rules, int *status)
{
    const char *directory = rules_lexicon_dir();
    *rules = (struct rules){.files = argv + 1};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            (void)fputs(help, stdout);
            *status = 0;
            return false;
        }
        if (strcmp(argv[i], "--lexicon") == 0 && i + 1 < argc) {
            directory = argv[++i];
        } else if (strcmp(argv[i], "--explain") == 0 && strcmp(argv[0], "classify") == 0) {
            rules->explain = true;
        } else if (strncmp(argv[i], "-", 1) == 0 && strcmp(argv[i], "-") != 0) {
            (void)fprintf(stderr, "gainsay %s: unknown option \"%s\"\n%s", argv[0], argv[i], help);
            *status = 2;
            return false;
        } else {
            rules->files[rules->file_count++] = argv[i];
        }
    }
    struct err err = {0};
    if (lexicon_load(directory, &rules->lexicon, &err)) {
        (void)fprintf(stderr, "gainsay %s: %s\n", argv[0], err.text);
        *status = 1;
        return false;
    }
    rules->classifier = classify_new(rules->lexicon);
    return true;
}

void rules_close(struct rules *rules)
{
    classify_free(rules->classifier);
    lexicon_free(rules->lexicon);
}
