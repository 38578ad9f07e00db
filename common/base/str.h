/*
 * A view of bytes: a pointer and a length, nothing owned, not NUL-terminated. A view lives no
 * longer than what it borrows from (usually a message's arena).
 */
#ifndef GAINSAY_BASE_STR_H
#define GAINSAY_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
    const char *ptr;
    size_t len;
};

/* A view of a string literal. */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* For printf's "%.*s". */
#define STR_ARG(view) (int)(view).len, (view).ptr

/* A view of a C string; of NULL: the empty view. */
struct str str_of(const char *text);
bool str_eq(struct str a, struct str b);
/* The same of C strings, as strcmp() has it: quick where both are one, or begin unlike, as codes
 * mostly do. */
static inline int str_order(const char *a, const char *b)
{
    if (a == b || a[0] != b[0])
        return a == b ? 0 : (unsigned char)a[0] - (unsigned char)b[0];
    return strcmp(a, b);
}
static inline bool str_same(const char *a, const char *b)
{
    return str_order(a, b) == 0;
}
/* ASCII letters compare equal in either case; other bytes as they are. */
bool str_eq_nocase(struct str a, struct str b);
bool str_starts_with(struct str text, struct str prefix);
bool str_ends_with(struct str text, struct str suffix);
/* Without ASCII white space at either end. */
struct str str_trim(struct str text);
/* Cuts text at the first separator: returns the part before it, *rest becomes what is after it
 * (empty, with ptr NULL, where there is no separator). */
struct str str_split(struct str text, char separator, struct str *rest);
/* First place of needle in text, or -1. */
ptrdiff_t str_find(struct str text, struct str needle);

#endif
