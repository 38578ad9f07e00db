/*
 * robots.txt as RFC 9309 has it: the rules for our product token, else those for "*"; the longest
 * match wins, and allow wins a tie. "Crawl-delay" is no part of the standard but is honoured.
 */
#ifndef GAINSAY_POLLER_ROBOTS_H
#define GAINSAY_POLLER_ROBOTS_H

#include "common/base/str.h"

#include <stdbool.h>
#include <stddef.h>

#define ROBOTS_MAX_BYTES                                                                           \
    ((size_t)512 << 10) /* what lies behind is not read; the RFC asks 500 KiB */

struct robots_rule;

struct robots {
    bool closed; /* nothing is allowed: the file could not be had (RFC 9309, 2.3.1.4) */
    struct robots_rule *rule;
    size_t count;
    long long delay_ms; /* between two requests; 0: none asked for */
};

/* token: our name in lower case, "gainsay". */
void robots_parse(struct str text, const char *token, struct robots *robots);

/* What an answer to the request for robots.txt means: 2xx: its text; 4xx: everything is allowed;
 * all else, 0 for no answer at all included: nothing is. */
void robots_from_answer(int status, struct str text, const char *token, struct robots *robots);

/* path with its query, as in a request line. */
bool robots_allows(const struct robots *robots, const char *path);

/* Accepts a zeroed struct, which allows everything. */
void robots_release(struct robots *robots);

#endif
