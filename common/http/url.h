/*
 * URLs as RFC 3986 has them, read by libcurl: what is checked here is what will be connected to.
 */
#ifndef GAINSAY_HTTP_URL_H
#define GAINSAY_HTTP_URL_H

#include "common/base/arena.h"
#include "common/base/err.h"

#include <stdbool.h>

#define URL_MAX_BYTES  2048
#define URL_HOST_BYTES 256

/* Accepts http and https with a host and without a user name or password; ERR_BAD_INPUT says what
 * is wrong. */
enum err_code url_check(const char *url, struct err *err);

/* Writes the lower-case host of a URL that url_check() accepts; "" of any other. */
void url_host(const char *url, char host[URL_HOST_BYTES]);

/* "https://host:port" without a default port, for robots.txt; NULL of a URL that url_check() does
 * not accept or over the arena's ceiling. */
char *url_origin(struct arena *arena, const char *url);

/* Path and query of an accepted URL ("/" at least), as a request line has them; NULL as above. */
char *url_path(struct arena *arena, const char *url);

/* An absolute URL from a reference and the address it was found at; NULL where the outcome is not
 * one that url_check() accepts, or over the arena's ceiling. */
char *url_resolve(struct arena *arena, const char *base, const char *reference);

#endif
