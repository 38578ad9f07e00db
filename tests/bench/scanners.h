/*
 * What the classifier is measured beside: ways to pass over a text that understand nothing of it.
 * Each counts what it finds, so that no compiler leaves the work out.
 */
#ifndef GAINSAY_BENCH_SCANNERS_H
#define GAINSAY_BENCH_SCANNERS_H

#include "common/base/str.h"

#include <stddef.h>

struct literals {
    char **text; /* lower case, words with one space between */
    size_t count;
};

/* Finds line ends by memchr(): what touching every byte costs. */
size_t scan_memchr(void *context, struct str text);

struct hyperscan;
/* All literals in one pass, caseless, every match reported. NULL where they can't be compiled. */
struct hyperscan *hyperscan_new(const struct literals *literals);
void hyperscan_free(struct hyperscan *scanner);
size_t scan_hyperscan(void *context, struct str text);

struct pcre;
/* Alternations of the literals between word borders, caseless, compiled by the JIT; as few as
 * PCRE2's limit on the size of a pattern allows. NULL where they can't be compiled. */
struct pcre *pcre_new(const struct literals *literals);
void pcre_free(struct pcre *scanner);
size_t scan_pcre(void *context, struct str text);

#endif
