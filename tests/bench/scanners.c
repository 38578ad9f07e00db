#define PCRE2_CODE_UNIT_WIDTH 8

#include "scanners.h"

#include <hs/hs.h>
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A compiled pattern of PCRE2 is at most 64 KiB where it is built as Debian does; a literal takes
 * about two bytes for each of its own. */
#define PATTERN_BYTES ((size_t)12 << 10)
#define PATTERNS_MAX  64

size_t scan_memchr(void *context, struct str text)
{
    (void)context;
    size_t found = 0;
    const char *end = text.ptr + text.len;
    for (const char *at = text.ptr; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        found++;
    return found;
}

struct hyperscan {
    hs_database_t *database;
    hs_scratch_t *scratch;
};

struct hyperscan *hyperscan_new(const struct literals *literals)
{
    struct hyperscan *scanner = calloc(1, sizeof *scanner);
    unsigned *flags = calloc(literals->count, sizeof *flags);
    size_t *lens = calloc(literals->count, sizeof *lens);
    hs_compile_error_t *error = NULL;
    if (scanner == NULL || flags == NULL || lens == NULL)
        abort();
    for (size_t i = 0; i < literals->count; i++) {
        flags[i] = HS_FLAG_CASELESS;
        lens[i] = strlen(literals->text[i]);
    }
    hs_error_t code = hs_compile_lit_multi((const char *const *)literals->text, flags, NULL, lens,
                                           (unsigned)literals->count, HS_MODE_BLOCK, NULL,
                                           &scanner->database, &error);
    if (code != HS_SUCCESS) {
        (void)fprintf(stderr, "hyperscan: %s\n", error->message);
        (void)hs_free_compile_error(error);
    } else {
        code = hs_alloc_scratch(scanner->database, &scanner->scratch);
    }
    free(flags);
    free(lens);
    if (code == HS_SUCCESS)
        return scanner;
    hyperscan_free(scanner);
    return NULL;
}

void hyperscan_free(struct hyperscan *scanner)
{
    if (scanner == NULL)
        return;
    (void)hs_free_scratch(scanner->scratch);
    (void)hs_free_database(scanner->database);
    free(scanner);
}

static int count_match(
    unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *found)
{
    (void)id;
    (void)from;
    (void)to;
    (void)flags;
    ++*(size_t *)found;
    return 0;
}

size_t scan_hyperscan(void *context, struct str text)
{
    struct hyperscan *scanner = context;
    size_t found = 0;
    (void)hs_scan(scanner->database, text.ptr, (unsigned)text.len, 0, scanner->scratch, count_match,
                  &found);
    return found;
}

struct pcre {
    pcre2_code *code[PATTERNS_MAX];
    pcre2_match_data *match;
    size_t count;
};

static bool add_pattern(struct pcre *scanner, char *pattern, size_t len)
{
    int error = 0;
    PCRE2_SIZE offset = 0;
    pattern[len++] = ')';
    pattern[len++] = '\\';
    pattern[len++] = 'b';
    pcre2_code *code =
        scanner->count == PATTERNS_MAX
            ? NULL
            : pcre2_compile((PCRE2_SPTR)pattern, len, PCRE2_CASELESS, &error, &offset, NULL);
    if (code == NULL || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) {
        (void)fprintf(stderr, "pcre2: error %d at %zu\n", error, (size_t)offset);
        pcre2_code_free(code);
        return false;
    }
    scanner->code[scanner->count++] = code;
    return true;
}

struct pcre *pcre_new(const struct literals *literals)
{
    static const char opening[] = "\\b(?:";
    struct pcre *scanner = calloc(1, sizeof *scanner);
    char *pattern = malloc(2 * PATTERN_BYTES);
    if (scanner == NULL || pattern == NULL)
        abort();
    memcpy(pattern, opening, sizeof opening);
    size_t len = sizeof opening - 1;
    bool fine = true;
    for (size_t i = 0; i < literals->count && fine; i++) {
        if (len > sizeof opening - 1)
            pattern[len++] = '|';
        for (const char *c = literals->text[i]; *c != '\0'; c++) {
            if (strchr("\\^$.[|()?*+{", *c) != NULL)
                pattern[len++] = '\\';
            pattern[len++] = *c;
        }
        if (len > PATTERN_BYTES || i + 1 == literals->count) {
            fine = add_pattern(scanner, pattern, len);
            len = sizeof opening - 1;
        }
    }
    free(pattern);
    scanner->match = pcre2_match_data_create(1, NULL);
    if (fine && scanner->match != NULL)
        return scanner;
    pcre_free(scanner);
    return NULL;
}

void pcre_free(struct pcre *scanner)
{
    if (scanner == NULL)
        return;
    for (size_t i = 0; i < scanner->count; i++)
        pcre2_code_free(scanner->code[i]);
    pcre2_match_data_free(scanner->match);
    free(scanner);
}

size_t scan_pcre(void *context, struct str text)
{
    struct pcre *scanner = context;
    size_t found = 0;
    for (size_t i = 0; i < scanner->count; i++) {
        size_t at = 0;
        while (pcre2_jit_match(scanner->code[i], (PCRE2_SPTR)text.ptr, text.len, at, 0,
                               scanner->match, NULL) >= 0) {
            at = pcre2_get_ovector_pointer(scanner->match)[1];
            found++;
        }
    }
    return found;
}
