/*
 * OPML: the lists of feeds that readers exchange.
 */
#ifndef GAINSAY_FEEDS_OPML_H
#define GAINSAY_FEEDS_OPML_H

#include "common/base/arena.h"
#include "common/base/err.h"

#include <stddef.h>

/* An outline with a feed's address. Strings live in the arena. */
struct opml_outline {
    const char *title; /* or NULL */
    const char *feed;  /* xmlUrl */
};

/* The outlines of a document in order, folders opened. ERR_BAD_INPUT: no OPML. */
enum err_code opml_read(const char *bytes,
                        size_t len,
                        struct arena *arena,
                        struct opml_outline **outline,
                        size_t *count,
                        struct err *err);

#endif
