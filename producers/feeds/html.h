/*
 * HTML to plain text, in one place. Paragraphs are kept as lines with an empty line between them,
 * list items, rows and <br> as lines; scripts, styles and images go. The result is NFC and without
 * forbidden characters; NULL where nothing is left, or over the arena's ceiling.
 */
#ifndef GAINSAY_FEEDS_HTML_H
#define GAINSAY_FEEDS_HTML_H

#include "common/base/arena.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* One line of text: tags that HTML knows stripped, references decoded, white space collapsed. For
 * titles, where "<" may also mean less-than. */
char *html_line(struct arena *arena, struct str html);
/* One line of text that is no HTML: only white space is collapsed. */
char *html_plain_line(struct arena *arena, struct str text);
/* Text that is no HTML: an empty line is a paragraph's end, other white space is collapsed. */
char *html_plain_text(struct arena *arena, struct str text);
/* The text of a piece of HTML. */
char *html_text(struct arena *arena, struct str html);
/* The text of a tree: an HTML page's, or XHTML inside a feed. skip (may be NULL) says which
 * elements are left out with all below them. */
char *html_tree_text(struct arena *arena,
                     xmlNodePtr node,
                     bool (*skip)(xmlNodePtr node, void *context),
                     void *context);

/* Parses a page; NULL where libxml2 makes nothing of it, or it has twice FEED_ELEMENTS_MAX tags.
 * The caller xmlFreeDoc()s it. */
xmlDocPtr html_open(struct str html);

#endif
