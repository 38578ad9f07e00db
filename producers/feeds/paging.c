#include "producers/feeds/paging.h"

#include "producers/feeds/url.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 1000000

struct template
{
    struct str before;
    struct str after;
    unsigned long first;
    unsigned long step;
};

static bool read_number(struct str text, unsigned long *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9' || *number > NUMBER_MAX)
            return false;
        *number = *number * 10 + (unsigned long)(text.ptr[i] - '0');
    }
    return text.len > 0 && *number <= NUMBER_MAX;
}

static bool read_template(const char *text, struct template *template)
{
    const char *open = text == NULL ? NULL : strchr(text, '{');
    const char *close = open == NULL ? NULL : strchr(open, '}');
    if (close == NULL || strchr(close, '{') != NULL)
        return false;
    struct str step = STR("1");
    struct str rest = {NULL, 0};
    struct str first = str_split((struct str){open + 1, (size_t)(close - open) - 1}, '+', &rest);
    if (rest.ptr != NULL)
        step = rest;
    template->before = (struct str){text, (size_t)(open - text)};
    template->after = str_of(close + 1);
    return read_number(first, &template->first) && read_number(step, &template->step);
}

bool paging_check(const char *text)
{
    struct template read;
    return read_template(text, &read);
}

/* Where the parameter's value begins in url, and its length; false where it has none. */
static bool find_parameter(const char *url, struct str name, struct str *value)
{
    const char *at = strchr(url, '?');
    while (at != NULL && *at != '\0' && *at != '#') {
        struct str rest = str_of(++at);
        size_t len = strcspn(at, "&#");
        if (len > name.len && str_starts_with(rest, name) && at[name.len] == '=') {
            *value = (struct str){at + name.len + 1, len - name.len - 1};
            return true;
        }
        at += len;
    }
    return false;
}

const char *paging_set(struct arena *arena, const char *url, struct str name, const char *value)
{
    struct str old;
    size_t len = strcspn(url, "#");
    if (find_parameter(url, name, &old))
        return arena_format(arena, "%.*s%s%s", (int)(old.ptr - url), url, value, old.ptr + old.len);
    const char *query = memchr(url, '?', len);
    const char *joint = query == NULL ? "?" : query + 1 == url + len ? "" : "&";
    return arena_format(arena, "%.*s%s%.*s=%s", (int)len, url, joint, (int)name.len, name.ptr,
                        value);
}

const char *paging_next(struct arena *arena, const char *text, const char *url, unsigned page)
{
    struct template template;
    if (!read_template(text, &template) || strlen(url) > URL_MAX_BYTES)
        return NULL;
    unsigned long number = template.first + page * template.step;
    struct str name = template.before;
    bool parameter = name.len > 2 && (name.ptr[0] == '&' || name.ptr[0] == '?') &&
                     name.ptr[name.len - 1] == '=' && template.after.len == 0;
    if (parameter) {
        name = (struct str){name.ptr + 1, name.len - 2};
        const char *value = arena_format(arena, "%lu", number);
        return value == NULL ? NULL : paging_set(arena, url, name, value);
    }
    const char *reference =
        arena_format(arena, "%.*s%lu%.*s", (int)template.before.len, template.before.ptr, number,
                     (int)template.after.len, template.after.ptr);
    return reference == NULL ? NULL : url_resolve(arena, url, str_of(reference));
}

const char *
paging_count_up(struct arena *arena, const char *url, struct str name, const char *pages)
{
    struct str value;
    unsigned long page = 1;
    unsigned long last = 0;
    if (find_parameter(url, name, &value) && !read_number(value, &page))
        return NULL;
    if (strlen(url) > URL_MAX_BYTES || !read_number(str_of(pages), &last) || page >= last)
        return NULL;
    const char *next = arena_format(arena, "%lu", page + 1);
    return next == NULL ? NULL : paging_set(arena, url, name, next);
}
