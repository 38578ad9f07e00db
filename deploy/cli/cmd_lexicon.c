#include "consumers/classify/lexicon_check.h"
#include "deploy/cli/command.h"
#include "deploy/cli/plain.h"
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
    "Of one file no more than 20 of a kind are told one by one. The exit code is 1 where there are "
    "errors. docs/lexicon.md tells how to write rows.\n";

static const char *const names[LEXICON_FAULTS] = {
    [LEXICON_ERROR] = "error", [LEXICON_DEAD] = "dead", [LEXICON_SHADOWED] = "shadowed"};

#define TOLD_MAX 20

/* What was told last, and how often of that file. */
struct telling {
    const char *dir;
    char file[512];
    enum lexicon_fault fault;
    size_t count;
};

static void begin_file(struct telling *telling, enum lexicon_fault fault, const char *file)
{
    if (telling->count > TOLD_MAX)
        (void)printf("%s/%s: %s: and %zu more\n", telling->dir, telling->file,
                     names[telling->fault], telling->count - TOLD_MAX);
    (void)snprintf(telling->file, sizeof telling->file, "%s", file);
    telling->fault = fault;
    telling->count = 0;
}

static void print_fault(
    void *context, enum lexicon_fault fault, const char *file, unsigned line, const char *text)
{
    struct telling *telling = context;
    if (fault != telling->fault || strcmp(file, telling->file) != 0)
        begin_file(telling, fault, file);
    if (++telling->count > TOLD_MAX)
        return;
    (void)printf("%s/%s:%u: %s: ", telling->dir, file, line, names[fault]);
    plain_print(text, stdout);
    (void)putchar('\n');
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
    const char *dir = argc == 3 ? argv[2] : rules_lexicon_dir();
    struct telling telling = {.dir = dir};
    struct lexicon_sum sum;
    struct err err = {0};
    enum err_code code = lexicon_check(dir, print_fault, &telling, &sum, &err);
    begin_file(&telling, LEXICON_ERROR, "");
    if (code) {
        (void)fprintf(stderr, "gainsay lexicon: %s\n", err.text);
        return 1;
    }
    (void)printf("%zu rows, %zu spellings: %zu errors, %zu dead, %zu shadowed\n", sum.rows,
                 sum.spellings, sum.faults[LEXICON_ERROR], sum.faults[LEXICON_DEAD],
                 sum.faults[LEXICON_SHADOWED]);
    return sum.faults[LEXICON_ERROR] > 0 || sum.rows == 0 ? 1 : 0;
}
