/*
 * Reads what /metrics answers (Prometheus's text format 0.0.4), as far as `gainsay status` needs
 * it.
 */
#ifndef GAINSAY_CLI_EXPOSITION_H
#define GAINSAY_CLI_EXPOSITION_H

#include "common/base/str.h"

#include <stddef.h>

/* The sum of a metric's series, or of those whose labels hold this text, such as
 * partition="1". -1: there is none. */
double exposition_sum(struct str text, const char *name, const char *labels);

/* The least bucket's bound that this part (0 to 1) of a histogram's observations stays under, over
 * several texts together. *count becomes how many there are. -1: none, or over the last bound. */
double exposition_quantile(
    const struct str *texts, size_t text_count, const char *name, double part, double *count);

#endif
