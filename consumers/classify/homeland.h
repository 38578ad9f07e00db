/*
 * Whose side an official's own text is on where neither its source nor its title says so: "our
 * Indian growers", "the deal with Canada", "Germany did not ask".
 */
#ifndef GAINSAY_CLASSIFY_HOMELAND_H
#define GAINSAY_CLASSIFY_HOMELAND_H

#include "consumers/classify/document.h"

/* The one country that the text and its title name as their own, or the only one that they do not
 * name as another's; NULL where none or several are. */
const char *homeland_of(const struct document *doc, const struct document *title);

#endif
