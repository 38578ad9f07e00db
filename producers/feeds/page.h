/*
 * What an HTML page says about itself in its head, and what a URL says about its page.
 */
#ifndef GAINSAY_FEEDS_PAGE_H
#define GAINSAY_FEEDS_PAGE_H

#include "common/base/arena.h"
#include "common/text/date.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* The node after node in document order below top, or NULL. */
xmlNodePtr page_next(xmlNodePtr node, xmlNodePtr top);

/* The feed that the page names (link rel=alternate of a feed's type), resolved; or NULL. */
const char *page_feed_link(struct str html, struct arena *arena, const char *base);
/* href of the first link or a with that rel, or NULL. Borrowed from the tree. */
const char *page_rel(xmlNodePtr root, const char *rel);
/* <base href>, resolved against base; base where there is none. */
const char *page_base(xmlNodePtr root, struct arena *arena, const char *base);

/* A date in the path of a URL: /2025/04/28/, /202504/t20250428_1.html, 2025-04-28, 2025n4y28r.
 * *where is its place. */
bool page_url_date(struct str url,
                   const struct date_hints *hints,
                   struct date *date,
                   struct str *where);

#endif
