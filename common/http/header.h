/*
 * Response headers that outlive their response: cleaned before they are stored or sent back.
 */
#ifndef GAINSAY_HTTP_HEADER_H
#define GAINSAY_HTTP_HEADER_H

#include "common/base/str.h"

#include <stdbool.h>

#define HEADER_VALUE_BYTES 512

/*
 * Splits a header line ("Name: value CRLF") into name and trimmed value; false where it is none.
 * The views borrow from line.
 */
bool header_split(struct str line, struct str *name, struct str *value);

/* Whether a value can be sent back as it is: not empty, under HEADER_VALUE_BYTES, no control
 * character. libcurl sends what it is given, so a CR LF in a stored ETag would be a second header
 * of the server's choice. */
bool header_is_clean(struct str value);

/* Retry-After (RFC 9110, 10.2.3) in seconds from now_s: delay in seconds, or a date. A date that is
 * past gives 0; false: neither form. */
bool header_retry_after(struct str value, long long now_s, long long *delay_s);

/* The target of a Link header's value (RFC 8288) whose relation is "next", as it stands; false
 * where it has none. The view borrows from value. */
bool header_link_next(struct str value, struct str *target);

#endif
