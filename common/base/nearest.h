/*
 * The name that a misspelt one was most likely meant for.
 *
 *     struct nearest nearest;
 *     nearest_begin(&nearest, str_of(key));
 *     for (...)
 *         nearest_consider(&nearest, name);
 *     err_set(err, ERR_CONFIG, "there is no \"%s\"%s", key, nearest_hint(&nearest));
 */
#ifndef GAINSAY_BASE_NEAREST_H
#define GAINSAY_BASE_NEAREST_H

#include "common/base/str.h"

#define NEAREST_BYTES 96 /* longer names are nobody's slip */

struct nearest {
    char word[NEAREST_BYTES];
    char best[NEAREST_BYTES]; /* "" where more than half of the word would have to be changed */
    size_t distance; /* letters that tell the two apart: put in, left out, changed, swapped */
    char hint[NEAREST_BYTES + 32];
};

void nearest_begin(struct nearest *nearest, struct str word);
void nearest_consider(struct nearest *nearest, const char *name);
/* "; the nearest is NAME", or "": to put behind an error. Lives as long as nearest. */
const char *nearest_hint(struct nearest *nearest);

#endif
