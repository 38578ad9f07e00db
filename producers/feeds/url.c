#include "producers/feeds/url.h"

#include <stdlib.h>
#include <string.h>

#define PARAMETERS_MAX 64

/* RFC 3986, appendix B. A part that is absent has ptr NULL. */
struct parts {
    struct str scheme;
    struct str authority;
    struct str path;
    struct str query;
    struct str fragment;
};

static struct str before(struct str text, const char *stops)
{
    size_t len = 0;
    while (len < text.len && strchr(stops, text.ptr[len]) == NULL)
        len++;
    return (struct str){text.ptr, len};
}

static struct str after(struct str text, size_t count)
{
    return (struct str){text.ptr + count, text.len - count};
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t scheme_len(struct str url)
{
    size_t len = 0;
    while (len < url.len &&
           (is_alpha(url.ptr[len]) || (len > 0 && strchr("0123456789+-.", url.ptr[len]) != NULL)))
        len++;
    return len > 0 && len < url.len && url.ptr[len] == ':' ? len : 0;
}

static struct parts split(struct str url)
{
    struct parts parts = {0};
    size_t len = scheme_len(url);
    if (len > 0) {
        parts.scheme = (struct str){url.ptr, len};
        url = after(url, len + 1);
    }
    if (str_starts_with(url, STR("//"))) {
        url = after(url, 2);
        parts.authority = before(url, "/?#");
        url = after(url, parts.authority.len);
    }
    parts.path = before(url, "?#");
    url = after(url, parts.path.len);
    if (url.len > 0 && url.ptr[0] == '?') {
        url = after(url, 1);
        parts.query = before(url, "#");
        url = after(url, parts.query.len);
    }
    if (url.len > 0)
        parts.fragment = after(url, 1);
    return parts;
}

bool url_is_absolute(struct str url)
{
    size_t len = scheme_len(url);
    return len > 0 && url.len > len + 1;
}

bool url_is_web(struct str url)
{
    struct parts parts = split(url);
    return (str_eq_nocase(parts.scheme, STR("http")) ||
            str_eq_nocase(parts.scheme, STR("https"))) &&
           parts.authority.len > 0;
}

/* RFC 3986, section 5.2.4, in place; path starts with a slash. */
static size_t remove_dots(char *path, size_t len)
{
    size_t out = 0;
    for (size_t at = 0; at < len;) {
        size_t end = at + 1;
        while (end < len && path[end] != '/')
            end++;
        struct str segment = {path + at, end - at}; /* with its slash in front */
        bool last = end == len;
        if (str_eq(segment, STR("/."))) {
            if (last)
                path[out++] = '/';
        } else if (str_eq(segment, STR("/.."))) {
            while (out > 0 && path[--out] != '/')
                ;
            if (last)
                path[out++] = '/';
        } else {
            memmove(path + out, path + at, end - at);
            out += end - at;
        }
        at = end;
    }
    return out;
}

static char *copy_part(char *out, struct str part)
{
    if (part.len > 0)
        memcpy(out, part.ptr, part.len);
    return out + part.len;
}

/* Puts a URL together; path2 is appended to path before the dots are removed. */
static char *join(struct arena *arena, const struct parts *parts, struct str path2)
{
    size_t room = parts->scheme.len + parts->authority.len + parts->path.len + path2.len +
                  parts->query.len + parts->fragment.len + 8;
    char *url = arena_alloc(arena, room);
    if (url == NULL)
        return NULL;
    char *out = url;
    if (parts->scheme.ptr != NULL) {
        out = copy_part(out, parts->scheme);
        *out++ = ':';
    }
    if (parts->authority.ptr != NULL) {
        out = copy_part(out, STR("//"));
        out = copy_part(out, parts->authority);
    }
    char *path = out;
    out = copy_part(out, parts->path);
    out = copy_part(out, path2);
    if (out > path && path[0] == '/')
        out = path + remove_dots(path, (size_t)(out - path));
    if (parts->query.ptr != NULL) {
        *out++ = '?';
        out = copy_part(out, parts->query);
    }
    if (parts->fragment.ptr != NULL) {
        *out++ = '#';
        out = copy_part(out, parts->fragment);
    }
    *out = '\0';
    return url;
}

/* Trimmed, without line ends and tabs, inner spaces as %20; empty where too long. */
static struct str tidy(struct arena *arena, struct str ref)
{
    static const struct str nothing = {"", 0};
    ref = str_trim(ref);
    if (ref.len == 0 || ref.len > URL_MAX_BYTES)
        return nothing;
    char *out = arena_alloc(arena, ref.len * 3 + 1);
    if (out == NULL)
        return nothing;
    size_t len = 0;
    for (size_t i = 0; i < ref.len; i++) {
        char c = ref.ptr[i];
        if (c == ' ') {
            memcpy(out + len, "%20", 3);
            len += 3;
        } else if (c != '\n' && c != '\r' && c != '\t' && c != '\0') {
            out[len++] = c;
        }
    }
    return len > URL_MAX_BYTES ? nothing : (struct str){out, len};
}

char *url_resolve(struct arena *arena, const char *base, struct str ref)
{
    ref = tidy(arena, ref);
    if (ref.len == 0)
        return NULL;
    if (base == NULL || scheme_len(ref) > 0 || !url_is_absolute(str_of(base)))
        return arena_copy_str(arena, ref);

    struct parts from = split(str_of(base));
    struct parts to = split(ref);
    struct str tail = {"", 0};
    to.scheme = from.scheme;
    if (to.authority.ptr == NULL) {
        to.authority = from.authority;
        if (to.path.len == 0) {
            to.path = from.path;
            if (to.query.ptr == NULL)
                to.query = from.query;
        } else if (to.path.ptr[0] != '/') {
            size_t keep = from.path.len;
            while (keep > 0 && from.path.ptr[keep - 1] != '/')
                keep--;
            tail = to.path;
            to.path = keep > 0 ? (struct str){from.path.ptr, keep} : STR("/");
        }
    }
    /* Bases inside bases grow; what no one can fetch is not carried along. */
    char *url = join(arena, &to, tail);
    return url == NULL || strlen(url) > URL_MAX_BYTES ? NULL : url;
}

static bool is_tracking(struct str name)
{
    static const char *const names[] = {
        "fbclid", "gclid",  "dclid", "msclkid",   "yclid",       "mc_cid",
        "mc_eid", "igshid", "spm",   "from",      "ref",         "ref_src",
        "cmpid",  "ocid",   "smid",  "at_medium", "at_campaign", "traffic_source"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq_nocase(name, str_of(names[i])))
            return true;
    return name.len > 4 && str_eq_nocase((struct str){name.ptr, 4}, STR("utm_"));
}

static int compare_parameters(const void *a, const void *b)
{
    const struct str *left = a, *right = b;
    size_t len = left->len < right->len ? left->len : right->len;
    int order = memcmp(left->ptr, right->ptr, len);
    if (order != 0)
        return order;
    return left->len < right->len ? -1 : left->len > right->len;
}

static struct str clean_query(struct arena *arena, struct str query)
{
    struct str parameters[PARAMETERS_MAX];
    size_t count = 0;
    struct str rest = query;
    while (rest.ptr != NULL && count < PARAMETERS_MAX) {
        struct str parameter = str_split(rest, '&', &rest);
        if (parameter.len > 0 && !is_tracking(before(parameter, "=")))
            parameters[count++] = parameter;
    }
    if (rest.ptr != NULL || count == 0)
        return rest.ptr != NULL ? query : (struct str){NULL, 0};
    qsort(parameters, count, sizeof parameters[0], compare_parameters);
    char *joined = arena_alloc(arena, query.len + 1);
    if (joined == NULL)
        return query;
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            joined[len++] = '&';
        memcpy(joined + len, parameters[i].ptr, parameters[i].len);
        len += parameters[i].len;
    }
    return (struct str){joined, len};
}

static struct str lower(struct arena *arena, struct str text)
{
    char *copy = arena_copy_str(arena, text);
    if (copy == NULL)
        return text;
    for (size_t i = 0; i < text.len; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] + ('a' - 'A'));
    return (struct str){copy, text.len};
}

static struct parts canonical_parts(struct arena *arena, const char *url)
{
    struct parts parts = split(str_of(url));
    parts.scheme = lower(arena, parts.scheme);
    parts.authority = lower(arena, parts.authority);
    struct str port = str_eq(parts.scheme, STR("https")) ? STR(":443") : STR(":80");
    if (str_ends_with(parts.authority, port))
        parts.authority.len -= port.len;
    if (parts.path.len == 0)
        parts.path = STR("/");
    if (parts.query.ptr != NULL)
        parts.query = clean_query(arena, parts.query);
    if (parts.fragment.len == 0 || parts.fragment.ptr[0] != '!')
        parts.fragment = (struct str){NULL, 0};
    return parts;
}

char *url_canonical(struct arena *arena, const char *url)
{
    if (!url_is_web(str_of(url)))
        return arena_copy_str(arena, str_of(url));
    struct parts parts = canonical_parts(arena, url);
    return join(arena, &parts, (struct str){"", 0});
}

char *url_story(struct arena *arena, const char *url)
{
    if (url == NULL || !url_is_web(str_of(url)))
        return NULL;
    struct parts parts = canonical_parts(arena, url);
    parts.scheme = (struct str){NULL, 0};
    if (str_starts_with(parts.authority, STR("www.")))
        parts.authority = after(parts.authority, 4);
    while (parts.path.len > 1 && parts.path.ptr[parts.path.len - 1] == '/')
        parts.path.len--;
    char *key = join(arena, &parts, (struct str){"", 0});
    return key == NULL ? NULL : key + 2; /* without the authority's slashes */
}
