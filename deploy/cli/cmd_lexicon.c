#include "consumers/classify/lexicon_check.h"
#include "deploy/cli/command.h"
#include "deploy/cli/rules.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "Usage: gainsay lexicon check [DIR]\n\n"
    "Reads the rules' data files (*.tsv) of DIR and DIR/zh, or of the lexicon in use, and names "
    "what is wrong "
    "by file and line:\n\n"
    "  error      the row cannot be read; no command takes such a lexicon\n"
    "  dead       the row is never heard, since an earlier row or a veto takes all its words\n"
    "  shadowed   one of its spellings is an earlier row's, with another value (not told: of a "
    "veto, and "
    "of a row\n             of fewer spellings, which is an exception before a wider one)\n\n"
    "The exit code is 1 where there are errors. docs/lexicon.md tells how to write rows.\n";

static const char *const names[LEXICON_FAULTS] = {
    [LEXICON_ERROR] = "error", [LEXICON_DEAD] = "dead", [LEXICON_SHADOWED] = "shadowed"};

static void print_fault(
    void *context, enum lexicon_fault fault, const char *file, unsigned line, const char *text)
{
    (void)printf("%s/%s:%u: %s: %s\n", (const char *)context, file, line, names[fault], text);
}

int command_lexicon(int argc, char **argv)
{
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        (void)fputs(help, stdout);
        return 0;
    }
    if (argc < 2 || argc > 3 || strcmp(argv[1], "check") != 0) {
        (void)fputs(help, stderr);
        return 2;
    }
    char *dir = argc == 3 ? argv[2] : (char *)rules_lexicon_dir();
    struct lexicon_sum sum;
    struct err err = {0};
    if (lexicon_check(dir, print_fault, dir, &sum, &err)) {
        (void)fprintf(stderr, "gainsay lexicon: %s\n", err.text);
        return 1;
    }
    (void)printf("%zu rows, %zu spellings: %zu errors, %zu dead, %zu shadowed\n", sum.rows,
                 sum.spellings, sum.faults[LEXICON_ERROR], sum.faults[LEXICON_DEAD],
                 sum.faults[LEXICON_SHADOWED]);
    return sum.faults[LEXICON_ERROR] > 0 || sum.rows == 0 ? 1 : 0;
}
