#include "common/text/utf8.h"
#include "producers/feeds/entity.h"
#include "producers/feeds/xml.h"

#include <string.h>

/* Where a document begins: at its declaration or its first tag, whatever stands before. */
static size_t find_start(struct str text)
{
    ptrdiff_t declaration = str_find(text, STR("<?xml"));
    size_t first = 0;
    while (first < text.len && text.ptr[first] != '<')
        first++;
    if (declaration < 0 || (size_t)declaration == first)
        return first;
    /* "<br /> Warning: ... <?xml": the words of a broken server; a style sheet's instruction after
     * the root began is none of that. */
    struct str before = {text.ptr, (size_t)declaration};
    bool in_root = str_find(before, STR("<rss")) >= 0 || str_find(before, STR("<feed")) >= 0 ||
                   str_find(before, STR("RDF")) >= 0 || str_find(before, STR("<!DOCTYPE")) >= 0 ||
                   str_find(before, STR("<channel")) >= 0 || str_find(before, STR("<!--")) >= 0;
    return in_root ? first : (size_t)declaration;
}

/* The length of what begins at text and ends with end; all of it where end is missing. */
static size_t span_to(struct str text, struct str end)
{
    ptrdiff_t at = str_find(text, end);
    return at < 0 ? text.len : (size_t)at + end.len;
}

/* An entity declaration that refers to entities (other than characters) or to an outside resource;
 * parameter entities are harmless as nothing reads them. */
static bool is_hostile(struct str declaration)
{
    struct str rest = str_trim((struct str){declaration.ptr + 8, declaration.len - 8});
    if (rest.len == 0 || rest.ptr[0] == '%')
        return false;
    while (rest.len > 0 && strchr(" \t\r\n", rest.ptr[0]) == NULL)
        rest = (struct str){rest.ptr + 1, rest.len - 1};
    rest = str_trim(rest);
    if (str_starts_with(rest, STR("SYSTEM")) || str_starts_with(rest, STR("PUBLIC")))
        return true;
    for (size_t i = 0; i + 1 < rest.len; i++)
        if ((rest.ptr[i] == '&' && rest.ptr[i + 1] != '#') || rest.ptr[i] == '%')
            return true;
    return false;
}

/* The length of a DOCTYPE with its internal subset, quotes and comments respected. */
static size_t doctype_len(struct str text, bool *hostile)
{
    int depth = 0;
    char quote = '\0';
    for (size_t at = 0; at < text.len; at++) {
        char c = text.ptr[at];
        struct str rest = {text.ptr + at, text.len - at};
        if (quote != '\0') {
            if (c == quote)
                quote = '\0';
        } else if (str_starts_with(rest, STR("<!--"))) {
            at += span_to(rest, STR("-->")) - 1;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '[') {
            depth++;
        } else if (c == ']') {
            depth--;
        } else if (c == '>' && depth <= 0) {
            return at + 1;
        } else if (str_starts_with(rest, STR("<!ENTITY"))) {
            rest.len = span_to(rest, STR(">"));
            if (rest.len > 8 && is_hostile(rest))
                *hostile = true;
        }
    }
    return text.len;
}

/* A character that XML forbids; *used is its length. */
static bool is_forbidden(struct str text, size_t at, size_t *used)
{
    unsigned char c = (unsigned char)text.ptr[at];
    *used = 1;
    if (c != 0xEF)
        return c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    uint32_t code_point = 0;
    *used = utf8_decode(text.ptr + at, text.len - at, &code_point);
    return code_point == 0xFFFE || code_point == 0xFFFF;
}

/* How many bytes at the start of text need no look: no markup, no reference, nothing forbidden. */
static size_t plain_len(struct str text)
{
    size_t len = 0;
    while (len < text.len) {
        unsigned char c = (unsigned char)text.ptr[len];
        if (c == '<' || c == '&' || c == 0xEF || (c < 0x20 && c != '\n'))
            break;
        len++;
    }
    return len;
}

static void add_character(struct buf *out, uint32_t c)
{
    char bytes[4];
    if (c == '<')
        buf_add_text(out, "&lt;");
    else if (c == '&')
        buf_add_text(out, "&amp;");
    else if (c == '>')
        buf_add_text(out, "&gt;");
    else if (c == '"')
        buf_add_text(out, "&quot;");
    else if (c == '\'')
        buf_add_text(out, "&apos;");
    else if (c == '\r')
        buf_add_text(out, "&#13;");
    else
        buf_add(out, bytes, utf8_encode(c, bytes));
}

static size_t add_reference(struct str rest, struct buf *out)
{
    uint32_t c = 0;
    size_t used = entity_read(rest, &c);
    if (used == 0) {
        buf_add_text(out, "&amp;");
        return 1;
    }
    add_character(out, c);
    return used;
}

/* "<" that begins a tag, an end tag or something with "!" or "?". */
static bool begins_markup(struct str rest)
{
    if (rest.len < 2)
        return false;
    unsigned char c = (unsigned char)rest.ptr[1];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' || c == '!' ||
           c == '?' || c >= 0x80;
}

/* Copies bytes, less those that XML forbids. */
static void add_clean(struct str part, struct buf *out)
{
    size_t from = 0;
    for (size_t at = 0, used = 0; at < part.len; at += used) {
        at += plain_len((struct str){part.ptr + at, part.len - at});
        if (at == part.len)
            break;
        if (!is_forbidden(part, at, &used))
            continue;
        buf_add(out, part.ptr + from, at - from);
        from = at + used;
    }
    buf_add(out, part.ptr + from, part.len - from);
}

/* What begins with "<!" or "<?"; returns its length. */
static size_t add_declaration(struct str rest, struct buf *out, struct xml_prepared *prepared)
{
    if (str_starts_with(rest, STR("<![CDATA["))) {
        size_t len = span_to(rest, STR("]]>"));
        add_clean((struct str){rest.ptr, len}, out);
        if (!str_ends_with((struct str){rest.ptr, len}, STR("]]>")))
            buf_add_text(out, "]]>");
        return len;
    }
    if (str_starts_with(rest, STR("<!--")))
        return span_to(rest, STR("-->"));
    if (rest.ptr[1] == '?')
        return span_to(rest, STR(">"));
    return doctype_len(rest, &prepared->hostile);
}

void xml_prepare(struct str text, struct buf *out, struct xml_prepared *prepared)
{
    *prepared = (struct xml_prepared){0};
    size_t at = find_start(text);
    size_t from = at; /* what lies between from and at is to be copied as it is */
    while (at < text.len) {
        at += plain_len((struct str){text.ptr + at, text.len - at});
        if (at == text.len)
            break;
        struct str rest = {text.ptr + at, text.len - at};
        char c = rest.ptr[0];
        size_t used = 1;
        bool plain = c != '<' && c != '&' && !is_forbidden(text, at, &used);
        if (c == '<' && begins_markup(rest) && rest.ptr[1] != '!' && rest.ptr[1] != '?') {
            prepared->elements += rest.ptr[1] != '/';
            plain = true;
        }
        if (plain) {
            at += used;
            continue;
        }
        buf_add(out, text.ptr + from, at - from);
        if (c == '&')
            used = add_reference(rest, out);
        else if (c == '<' && begins_markup(rest))
            used = add_declaration(rest, out, prepared);
        else if (c == '<')
            buf_add_text(out, "&lt;");
        at += used;
        from = at;
    }
    buf_add(out, text.ptr + from, text.len - from);
}
