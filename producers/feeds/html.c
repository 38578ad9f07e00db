#include "producers/feeds/html.h"

#include "common/base/buf.h"
#include "common/text/utf8.h"
#include "producers/feeds/entity.h"
#include "producers/feeds/feed.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define PARSE_OPTIONS                                                                              \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |           \
     HTML_PARSE_COMPACT)

/* Tags of HTML 5 that libxml2's table lacks. */
static const char *const new_tags[] = {"article", "aside",   "audio",   "details", "figcaption",
                                       "figure",  "footer",  "header",  "main",    "mark",
                                       "nav",     "picture", "section", "source",  "summary",
                                       "svg",     "time",    "video",   "wbr",     NULL};

static const char *const paragraphs[] = {
    "p",       "div",    "h1",     "h2",      "h3",     "h4",       "h5",
    "h6",      "ul",     "ol",     "dl",      "pre",    "table",    "blockquote",
    "hr",      "form",   "figure", "section", "aside",  "main",     "nav",
    "article", "header", "footer", "address", "center", "fieldset", NULL};

static const char *const lines[] = {"br",     "li",      "tr",         "dt",      "dd", "option",
                                    "legend", "caption", "figcaption", "summary", NULL};

static const char *const cells[] = {"td", "th", NULL};

static const char *const unseen[] = {"script", "style",  "noscript", "template",
                                     "head",   "iframe", "object",   "svg",
                                     "select", "button", "textarea", NULL};

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (str_eq_nocase(str_of(name), str_of(*names)))
            return true;
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A line in the making: white space is held back until something follows it. */
struct line {
    char *text;
    size_t len;
    bool spaced;
};

static void line_add(struct line *line, const char *bytes, size_t len)
{
    if (line->spaced && line->len > 0)
        line->text[line->len++] = ' ';
    line->spaced = false;
    memcpy(line->text + line->len, bytes, len);
    line->len += len;
}

/* White space of one character, U+00A0 included; returns its length or 0. */
static size_t space_len(struct str rest)
{
    if (is_space(rest.ptr[0]))
        return 1;
    return str_starts_with(rest, STR("\xC2\xA0")) ? 2 : 0;
}

static char *line_end(struct arena *arena, const struct line *line)
{
    return line->len == 0 ? NULL : utf8_clean(arena, line->text, line->len);
}

char *html_plain_line(struct arena *arena, struct str text)
{
    struct line line = {.text = arena_alloc(arena, text.len + 1)};
    if (line.text == NULL)
        return NULL;
    for (size_t at = 0; at < text.len;) {
        struct str rest = {text.ptr + at, text.len - at};
        size_t space = space_len(rest);
        if (space > 0)
            line.spaced = true;
        else
            line_add(&line, rest.ptr, 1);
        at += space > 0 ? space : 1;
    }
    return line_end(arena, &line);
}

/* The length of a tag or comment that HTML knows at the start of rest, or 0. *breaks: it ends a
 * word. */
static size_t tag_len(struct str rest, bool *breaks)
{
    *breaks = false;
    if (str_starts_with(rest, STR("<!--")) || str_starts_with(rest, STR("<!DOCTYPE"))) {
        struct str stop = rest.ptr[2] == '-' ? STR("-->") : STR(">");
        ptrdiff_t end = str_find(rest, stop);
        return end < 0 ? 0 : (size_t)end + stop.len;
    }
    size_t at = 1 + (rest.len > 1 && rest.ptr[1] == '/');
    char name[16];
    size_t len = 0;
    while (at < rest.len && len < sizeof name - 1 &&
           (is_letter(rest.ptr[at]) || (len > 0 && rest.ptr[at] >= '0' && rest.ptr[at] <= '9'))) {
        char c = rest.ptr[at++];
        name[len++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    name[len] = '\0';
    if (len == 0 || at >= rest.len ||
        (rest.ptr[at] != '>' && rest.ptr[at] != '/' && !is_space(rest.ptr[at])))
        return 0;
    if (htmlTagLookup((const xmlChar *)name) == NULL && !is_one_of(name, new_tags))
        return 0;
    if (rest.ptr[1] != '/' && (strcmp(name, "script") == 0 || strcmp(name, "style") == 0)) {
        ptrdiff_t end = str_find(rest, STR("</"));
        return end < 0 ? rest.len : (size_t)end;
    }
    char quote = '\0';
    for (; at < rest.len; at++) {
        char c = rest.ptr[at];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            break;
    }
    if (at == rest.len)
        return 0;
    *breaks = is_one_of(name, paragraphs) || is_one_of(name, lines) || is_one_of(name, cells);
    return at + 1;
}

/* One character, reference or tag; returns what was used of rest. */
static size_t line_step(struct line *line, struct str rest)
{
    size_t used = space_len(rest);
    if (used > 0) {
        line->spaced = true;
        return used;
    }
    if (rest.ptr[0] == '<') {
        bool breaks = false;
        used = tag_len(rest, &breaks);
        line->spaced = line->spaced || breaks;
    } else if (rest.ptr[0] == '&') {
        uint32_t c = 0;
        used = entity_read(rest, &c);
        char bytes[4];
        if (used > 0 && (c == 0xA0 || c <= ' '))
            line->spaced = true;
        else if (used > 0)
            line_add(line, bytes, utf8_encode(c, bytes));
    }
    if (used == 0) {
        line_add(line, rest.ptr, 1);
        used = 1;
    }
    return used;
}

char *html_line(struct arena *arena, struct str html)
{
    /* A reference of four bytes ("&gt;") gives at most four. */
    struct line line = {.text = arena_alloc(arena, html.len + 8)};
    if (line.text == NULL)
        return NULL;
    for (size_t at = 0; at < html.len;)
        at += line_step(&line, (struct str){html.ptr + at, html.len - at});
    return line_end(arena, &line);
}

/* Text in the making: breaks are held back until something follows them. */
struct flow {
    struct buf text;
    int breaks; /* 1: a new line is due; 2: a new paragraph */
    bool spaced;
    size_t pre; /* depth of <pre> */
};

static void flow_break(struct flow *flow, int breaks)
{
    if (flow->breaks < breaks)
        flow->breaks = breaks;
}

static void flow_settle(struct flow *flow)
{
    if (flow->text.len > 0 && flow->breaks > 0)
        buf_add(&flow->text, "\n\n", (size_t)flow->breaks);
    else if (flow->text.len > 0 && flow->spaced)
        buf_add_char(&flow->text, ' ');
    flow->breaks = 0;
    flow->spaced = false;
}

static void flow_add(struct flow *flow, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        struct str rest = {text.ptr + at, text.len - at};
        size_t space = space_len(rest);
        if (space > 0) {
            if (flow->pre > 0 && rest.ptr[0] == '\n')
                flow_break(flow, flow->breaks == 1 ? 2 : 1);
            flow->spaced = true;
            at += space;
            continue;
        }
        size_t len = 1;
        while (at + len < text.len &&
               space_len((struct str){text.ptr + at + len, text.len - at - len}) == 0)
            len++;
        flow_settle(flow);
        buf_add(&flow->text, rest.ptr, len);
        at += len;
    }
}

/* What an element does to the lines, at its start and at its end alike. */
static void flow_element(struct flow *flow, const char *name, bool start)
{
    if (is_one_of(name, paragraphs))
        flow_break(flow, 2);
    else if (strcmp(name, "br") == 0 && start)
        flow_break(flow, flow->breaks == 1 ? 2 : 1);
    else if (is_one_of(name, lines))
        flow_break(flow, 1);
    else if (is_one_of(name, cells))
        flow->spaced = true;
    if (strcmp(name, "pre") == 0)
        flow->pre = start ? flow->pre + 1 : flow->pre - 1;
}

static bool is_unseen(xmlNodePtr node, bool (*skip)(xmlNodePtr node, void *context), void *context)
{
    return is_one_of((const char *)node->name, unseen) || (skip != NULL && skip(node, context));
}

static void flow_tree(struct flow *flow,
                      xmlNodePtr top,
                      bool (*skip)(xmlNodePtr node, void *context),
                      void *context)
{
    xmlNodePtr node = top;
    while (node != NULL) {
        bool enter = false;
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            flow_add(flow, str_of((const char *)node->content));
        } else if (node->type == XML_ELEMENT_NODE && !is_unseen(node, skip, context)) {
            flow_element(flow, (const char *)node->name, true);
            enter = node->children != NULL;
            if (!enter)
                flow_element(flow, (const char *)node->name, false);
        } else if (node->type == XML_HTML_DOCUMENT_NODE || node->type == XML_DOCUMENT_NODE) {
            enter = node->children != NULL;
        }
        if (enter) {
            node = node->children;
            continue;
        }
        while (node != top && node->next == NULL) {
            node = node->parent;
            if (node->type == XML_ELEMENT_NODE)
                flow_element(flow, (const char *)node->name, false);
        }
        node = node == top ? NULL : node->next;
    }
}

char *html_tree_text(struct arena *arena,
                     xmlNodePtr node,
                     bool (*skip)(xmlNodePtr node, void *context),
                     void *context)
{
    struct flow flow = {0};
    buf_init(&flow.text, arena->ceiling_bytes);
    flow_tree(&flow, node, skip, context);
    char *text = flow.text.len == 0 ? NULL : utf8_clean(arena, flow.text.ptr, flow.text.len);
    buf_release(&flow.text);
    return text;
}

static size_t count_tags(struct str html)
{
    size_t count = 0;
    const char *end = html.ptr + html.len;
    for (const char *at = html.ptr; (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++)
        count++;
    return count;
}

xmlDocPtr html_open(struct str html)
{
    if (html.len == 0 || html.len > INT32_MAX || count_tags(html) > 2 * FEED_ELEMENTS_MAX)
        return NULL;
    return htmlReadMemory(html.ptr, (int)html.len, NULL, "UTF-8", PARSE_OPTIONS);
}

static bool has_markup(struct str html)
{
    return memchr(html.ptr, '<', html.len) != NULL || memchr(html.ptr, '&', html.len) != NULL;
}

/* The end of the paragraph at the start of text: the place of a line end that another follows with
 * nothing but spaces between them, or text's end. */
static size_t paragraph_end(struct str text)
{
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] != '\n')
            continue;
        size_t next = at + 1;
        while (next < text.len && is_space(text.ptr[next]) && text.ptr[next] != '\n')
            next++;
        if (next < text.len && text.ptr[next] == '\n')
            return at;
    }
    return text.len;
}

char *html_plain_text(struct arena *arena, struct str text)
{
    struct flow flow = {0};
    buf_init(&flow.text, text.len * 2 + 16);
    while (text.len > 0) {
        size_t len = paragraph_end(text);
        flow_add(&flow, (struct str){text.ptr, len});
        flow_break(&flow, 2);
        len += len < text.len;
        text = (struct str){text.ptr + len, text.len - len};
    }
    char *plain = flow.text.len == 0 ? NULL : utf8_clean(arena, flow.text.ptr, flow.text.len);
    buf_release(&flow.text);
    return plain;
}

char *html_text(struct arena *arena, struct str html)
{
    if (html.len == 0)
        return NULL;
    if (!has_markup(html))
        return html_plain_text(arena, html);
    xmlDocPtr tree = html_open(html);
    if (tree == NULL)
        return NULL;
    char *text = html_tree_text(arena, (xmlNodePtr)tree, NULL, NULL);
    xmlFreeDoc(tree);
    return text;
}
