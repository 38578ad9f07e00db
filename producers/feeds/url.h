/*
 * URLs as feeds write them: resolving (RFC 3986, section 5.2, lenient), and the canonical form that
 * copies of one page share. Results live in the arena; NULL over its ceiling.
 */
#ifndef GAINSAY_FEEDS_URL_H
#define GAINSAY_FEEDS_URL_H

#include "common/base/arena.h"

#include <stdbool.h>

#define URL_MAX_BYTES 4096 /* longer ones are no address anybody can fetch */

/* A scheme and something after it. */
bool url_is_absolute(struct str url);
/* http or https with a host. */
bool url_is_web(struct str url);

/* ref against base: white space at the ends and line ends within go, inner spaces become %20. A
 * base that is NULL or relative leaves a relative ref as it is. NULL for an empty ref, and for what
 * is longer than URL_MAX_BYTES, too. */
char *url_resolve(struct arena *arena, const char *base, struct str ref);

/* Lower-case scheme and host, no default port, no fragment (but "#!"), tracking parameters gone,
 * the others sorted. What isn't a web address comes back as it is. */
char *url_canonical(struct arena *arena, const char *url);

/* The canonical form less scheme, "www." and last slash: a key, not an address. NULL for what isn't
 * a web address. */
char *url_story(struct arena *arena, const char *url);

#endif
