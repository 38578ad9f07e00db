/*
 * The options that the commands using the classifier share, and the classifier made from them.
 */
#ifndef GAINSAY_CLI_RULES_H
#define GAINSAY_CLI_RULES_H

#include "consumers/classify/classify.h"

#include <stdbool.h>
#include <stddef.h>

struct rules {
    struct lexicon *lexicon;
    struct classifier *classifier;
    char **files; /* what is left of argv */
    size_t file_count;
    bool explain; /* of `classify`: --explain was among the options */
};

/* The lexicon in use: $GAINSAY_LEXICON, else the installed one, else the source tree's. */
const char *rules_lexicon_dir(void);
/*
 * Reads [--lexicon DIR] [--help] [FILE ...]. The lexicon is DIR, else the one in use.
 * Returns false where the process should exit with *status.
 */
bool rules_open(int argc, char **argv, const char *help, struct rules *rules, int *status);
void rules_close(struct rules *rules);

#endif
