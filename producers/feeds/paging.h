/*
 * The address of the next page where the document names none: counted up by a template.
 *
 *     index_{1}.html         the second page is index_1.html, the third index_2.html
 *     &page={2}              the parameter "page" of the document's own address, 2 and up
 *     &start={100+100}       100, 200, 300, ...
 */
#ifndef GAINSAY_FEEDS_PAGING_H
#define GAINSAY_FEEDS_PAGING_H

#include "common/base/arena.h"

#include <stdbool.h>

/* False where the template has no number in braces, or more than one. */
bool paging_check(const char *text);

/* The page that follows the one numbered page (the first is 0) at address url; NULL over the
 * arena's ceiling, and for a template that paging_check() refuses. */
const char *paging_next(struct arena *arena, const char *text, const char *url, unsigned page);

/* url with the query parameter name set to value: in the place it has, else at the end. */
const char *paging_set(struct arena *arena, const char *url, struct str name, const char *value);

/* url with the number in its query parameter name (1 where it has none) raised by one; NULL past
 * the last of `pages` (digits). */
const char *
paging_count_up(struct arena *arena, const char *url, struct str name, const char *pages);

#endif
