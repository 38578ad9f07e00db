/*
 * What is wrong with a folder of data files: rows that cannot be read, and rows that are never
 * heard because others come first.
 */
#ifndef GAINSAY_CLASSIFY_LEXICON_CHECK_H
#define GAINSAY_CLASSIFY_LEXICON_CHECK_H

#include "common/base/err.h"

#include <stddef.h>

enum lexicon_fault {
    LEXICON_ERROR,    /* the row cannot be read; lexicon_load() refuses the folder */
    LEXICON_DEAD,     /* the row never matches: each of its spellings is an earlier row's */
    LEXICON_SHADOWED, /* one of its spellings is an earlier row's, with another value */
    LEXICON_FAULTS
};

/* Called for each fault; file and text live as long as the call. */
typedef void lexicon_report(
    void *context, enum lexicon_fault fault, const char *file, unsigned line, const char *text);

struct lexicon_sum {
    size_t rows; /* that could be read, irregular.tsv's left out */
    size_t spellings;
    size_t faults[LEXICON_FAULTS];
};

/* Reads all of a folder, errors or not. ERR_CONFIG where the folder or a file cannot be read, or
 * the folder is no lexicon. */
enum err_code lexicon_check(const char *dir,
                            lexicon_report *report,
                            void *context,
                            struct lexicon_sum *sum,
                            struct err *err);

#endif
