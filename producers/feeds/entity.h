/*
 * Character references of XML and HTML 4.
 */
#ifndef GAINSAY_FEEDS_ENTITY_H
#define GAINSAY_FEEDS_ENTITY_H

#include "common/base/str.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Reads the reference at the start of text ("&amp;", "&#8217;", "&#x2019;", "&eacute;"). Returns
 * its length and its code point; 0 where it is none: unknown, without a semicolon, or of a
 * character that XML forbids. References to 128..159 mean windows-1252, as browsers have it.
 */
size_t entity_read(struct str text, uint32_t *code_point);

#endif
