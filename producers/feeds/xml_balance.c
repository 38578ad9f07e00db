#include "producers/feeds/xml.h"

#include <string.h>

/* libxml2 refuses more than 256; what lies deeper is attached here. */
#define DEPTH_MAX      200
#define ATTRIBUTES_MAX 32

struct balance {
    struct buf *out;
    struct str open[DEPTH_MAX]; /* names of the elements that are open */
    size_t depth;
    bool closed; /* the root has ended: what follows is no part of the document */
};

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80 || (c != '\0' && strchr("_:.-", c) != NULL);
}

static bool is_name_start(char c)
{
    return is_name_char(c) && (c < '0' || c > '9') && c != '.' && c != '-';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct str read_name(struct str text, size_t at)
{
    size_t len = 0;
    if (at < text.len && is_name_start(text.ptr[at]))
        while (at + len < text.len && is_name_char(text.ptr[at + len]))
            len++;
    return (struct str){text.ptr + at, len};
}

static void close_element(struct balance *b)
{
    struct str name = b->open[--b->depth];
    buf_add_text(b->out, "</");
    buf_add_str(b->out, name);
    buf_add_char(b->out, '>');
    b->closed = b->depth == 0;
}

/* Ends the innermost open element of that name, and all inside it. */
static void end_element(struct balance *b, struct str name)
{
    size_t at = b->depth;
    while (at > 0 && !str_eq_nocase(b->open[at - 1], name))
        at--;
    if (at == 0)
        return;
    while (b->depth >= at)
        close_element(b);
}

static bool is_one_of(struct str name, const char *const *locals, size_t count)
{
    size_t colon = name.len;
    while (colon > 0 && name.ptr[colon - 1] != ':')
        colon--;
    struct str local = {name.ptr + colon, name.len - colon};
    for (size_t i = 0; i < count; i++)
        if (str_eq_nocase(local, str_of(locals[i])))
            return true;
    return false;
}

/* An entry begins where it may stand: whatever was left open in between has ended. */
static void begin_element(struct balance *b, struct str name)
{
    static const char *const entries[] = {"item", "entry"};
    static const char *const parents[] = {"channel", "feed", "items", "rdf", "rss"};
    size_t at = is_one_of(name, entries, sizeof entries / sizeof entries[0]) ? b->depth : 0;
    while (at > 0 && !is_one_of(b->open[at - 1], parents, sizeof parents / sizeof parents[0]))
        at--;
    while (at > 0 && b->depth > at)
        close_element(b);
    if (b->depth == DEPTH_MAX)
        close_element(b);
}

static void add_value(struct buf *out, struct str value)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"')
            buf_add_text(out, "&quot;");
        else if (value.ptr[i] == '<')
            buf_add_text(out, "&lt;");
        else
            buf_add_char(out, value.ptr[i]);
    }
    buf_add_char(out, '"');
}

/* The value after "=", quoted or bare; *at moves behind it. */
static struct str read_value(struct str text, size_t *at)
{
    while (*at < text.len && is_space(text.ptr[*at]))
        (*at)++;
    size_t from = *at;
    char quote = from < text.len ? text.ptr[from] : '\0';
    if (quote == '"' || quote == '\'') {
        const char *end = memchr(text.ptr + from + 1, quote, text.len - from - 1);
        if (end != NULL) {
            *at = (size_t)(end - text.ptr) + 1;
            return (struct str){text.ptr + from + 1, *at - from - 2};
        }
        from++; /* a quote without its pair */
    }
    *at = from;
    while (*at < text.len && !is_space(text.ptr[*at]) && text.ptr[*at] != '>')
        (*at)++;
    return (struct str){text.ptr + from, *at - from};
}

/* The attributes from at on, each name once; returns the place of the tag's ">". */
static size_t add_attributes(struct balance *b, struct str text, size_t at, bool *empty)
{
    struct str seen[ATTRIBUTES_MAX];
    size_t count = 0;
    *empty = false;
    while (at < text.len && text.ptr[at] != '>' && text.ptr[at] != '<') {
        struct str name = read_name(text, at);
        if (name.len == 0) {
            *empty = text.ptr[at] == '/';
            at++;
            continue;
        }
        at += name.len;
        *empty = false;
        while (at < text.len && is_space(text.ptr[at]))
            at++;
        struct str value = name;
        if (at < text.len && text.ptr[at] == '=') {
            at++;
            value = read_value(text, &at);
        }
        bool repeated = count == ATTRIBUTES_MAX;
        for (size_t i = 0; i < count; i++)
            repeated = repeated || str_eq(seen[i], name);
        if (repeated)
            continue;
        seen[count++] = name;
        buf_add_char(b->out, ' ');
        buf_add_str(b->out, name);
        buf_add_char(b->out, '=');
        add_value(b->out, value);
    }
    return at;
}

/* The tag at text[at] == '<'; returns where reading goes on, or at where it is none. */
static size_t add_tag(struct balance *b, struct str text, size_t at)
{
    bool end = at + 1 < text.len && text.ptr[at + 1] == '/';
    struct str name = read_name(text, at + 1 + end);
    size_t next = at + 1 + end + name.len;
    char stop = next < text.len ? text.ptr[next] : '>';
    if (name.len == 0 || (!is_space(stop) && stop != '>' && stop != '/' && stop != '<'))
        return at;
    if (end) {
        end_element(b, name);
        while (next < text.len && text.ptr[next] != '>' && text.ptr[next] != '<')
            next++;
        return next < text.len && text.ptr[next] == '>' ? next + 1 : next;
    }
    begin_element(b, name);
    buf_add_char(b->out, '<');
    buf_add_str(b->out, name);
    bool empty = false;
    next = add_attributes(b, text, next, &empty);
    buf_add_char(b->out, '>');
    b->open[b->depth++] = name;
    if (empty)
        close_element(b);
    return next < text.len && text.ptr[next] == '>' ? next + 1 : next;
}

static size_t add_cdata(struct balance *b, struct str rest)
{
    ptrdiff_t end = str_find(rest, STR("]]>"));
    size_t len = end < 0 ? rest.len : (size_t)end + 3;
    if (b->depth > 0)
        buf_add(b->out, rest.ptr, len);
    return len;
}

void xml_balance(struct str text, struct buf *out)
{
    struct balance b = {.out = out};
    for (size_t at = 0; at < text.len && !b.closed;) {
        struct str rest = {text.ptr + at, text.len - at};
        if (str_starts_with(rest, STR("<![CDATA["))) {
            at += add_cdata(&b, rest);
        } else if (rest.ptr[0] == '<') {
            size_t next = add_tag(&b, text, at);
            if (next == at) {
                if (b.depth > 0)
                    buf_add_text(out, "&lt;");
                next++;
            }
            at = next;
        } else {
            const char *tag = memchr(rest.ptr, '<', rest.len);
            size_t len = tag == NULL ? rest.len : (size_t)(tag - rest.ptr);
            if (b.depth > 0)
                buf_add(out, rest.ptr, len);
            at += len;
        }
    }
    while (b.depth > 0)
        close_element(&b);
}
