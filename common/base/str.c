#include "common/base/str.h"

#include <string.h>
#include <strings.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_of(const char *text)
{
    return (struct str){text, text == NULL ? 0 : strlen(text)};
}

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower_ascii(a.ptr[i]) != lower_ascii(b.ptr[i]))
            return false;
    }
    return true;
}

bool str_starts_with(struct str text, struct str prefix)
{
    return text.len >= prefix.len && str_eq((struct str){text.ptr, prefix.len}, prefix);
}

bool str_ends_with(struct str text, struct str suffix)
{
    return text.len >= suffix.len &&
           str_eq((struct str){text.ptr + (text.len - suffix.len), suffix.len}, suffix);
}

struct str str_trim(struct str text)
{
    while (text.len > 0 && is_space(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    while (text.len > 0 && is_space(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

struct str str_split(struct str text, char separator, struct str *rest)
{
    const char *at = text.len == 0 ? NULL : memchr(text.ptr, separator, text.len);
    if (at == NULL) {
        *rest = (struct str){NULL, 0};
        return text;
    }
    size_t before = (size_t)(at - text.ptr);
    *rest = (struct str){at + 1, text.len - before - 1};
    return (struct str){text.ptr, before};
}

ptrdiff_t str_find(struct str text, struct str needle)
{
    if (needle.len == 0)
        return 0;
    for (size_t at = 0; at + needle.len <= text.len; at++) {
        const char *first = memchr(text.ptr + at, needle.ptr[0], text.len - needle.len - at + 1);
        if (first == NULL)
            return -1;
        at = (size_t)(first - text.ptr);
        if (memcmp(first, needle.ptr, needle.len) == 0)
            return (ptrdiff_t)at;
    }
    return -1;
}
