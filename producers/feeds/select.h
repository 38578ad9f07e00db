/*
 * The selectors that a source's configuration gives: XPath 1.0 on an HTML tree, and POSIX extended
 * regular expressions. A selector with a syntax error is ERR_CONFIG.
 */
#ifndef GAINSAY_FEEDS_SELECT_H
#define GAINSAY_FEEDS_SELECT_H

#include "common/base/arena.h"
#include "common/base/err.h"

#include <libxml/tree.h>
#include <regex.h>
#include <stdbool.h>

#define SELECT_NODES_MAX 5000

struct selection {
    xmlNodePtr *node; /* in document order, in the arena */
    size_t count;
};

/* The nodes that xpath selects from node, at most SELECT_NODES_MAX. */
enum err_code select_nodes(xmlNodePtr node,
                           const char *xpath,
                           struct arena *arena,
                           struct selection *selection,
                           struct err *err);
/* The string value of what xpath selects first: an attribute's value, an element's text, or what a
 * string function gives. *text is NULL where nothing is selected. */
enum err_code select_text(
    xmlNodePtr node, const char *xpath, struct arena *arena, const char **text, struct err *err);

/* NULL compiles to nothing: *used is false. The caller regfree()s a pattern that is used. */
enum err_code select_pattern(const char *pattern, regex_t *regex, bool *used, struct err *err);
/* Group 1 of the first match, or the whole match of a pattern without groups; false without one. */
bool select_group(const regex_t *regex, const char *text, struct str *group);

#endif
