/*
 * URLs as RFC 3986 has them, read by libcurl: what is checked here is what will be connected to.
 */
#ifndef GAINSAY_HTTP_WEBURL_H
#define GAINSAY_HTTP_WEBURL_H

#include "common/base/arena.h"
#include "common/base/err.h"

#include <stdbool.h>

#define WEBURL_MAX_BYTES  2048
#define WEBURL_HOST_BYTES 256

/* Accepts http and https with a host and without a user name or password; ERR_BAD_INPUT says what
 * is wrong. */
enum err_code weburl_check(const char *url, struct err *err);

/* Writes the lower-case host of a URL that weburl_check() accepts; "" of any other. */
void weburl_host(const char *url, char host[WEBURL_HOST_BYTES]);

/* "https://host:port" without a default port, for robots.txt; NULL of a URL that weburl_check()
 * does not accept or over the arena's ceiling. */
char *weburl_origin(struct arena *arena, const char *url);

/* Path and query of an accepted URL ("/" at least), as a request line has them; NULL as above. */
char *weburl_path(struct arena *arena, const char *url);

#endif
