#include "producers/feeds/html.h"

#include "common/text/utf8.h"
#include "producers/feeds/entity.h"
#include "producers/feeds/feed.h"
#include "producers/feeds/flow.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define PARSE_OPTIONS                                                                              \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |           \
     HTML_PARSE_COMPACT)

/* Tags of HTML 5 that libxml2's table lacks. */
static const char *const new_tags[] = {"article", "aside",   "audio",   "details", "figcaption",
                                       "figure",  "footer",  "header",  "main",    "mark",
                                       "nav",     "picture", "section", "source",  "summary",
                                       "svg",     "time",    "video",   "wbr",     "template"};
/* And tags that browsers once had and titles still have. */
static const char *const old_tags[] = {"bgsound", "blink", "layer", "marquee", "nobr", "rb",
                                       "rp",      "rt",    "ruby",  "spacer",  "xmp"};

struct tag {
    char name[FLOW_NAME_BYTES]; /* lower case; cut */
    bool end;                   /* an end tag */
    bool empty;                 /* "/>" */
    size_t len;                 /* with its brackets */
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The place of the ">" that ends the tag whose name ends at at, or of the "<" before which it
 * should have ended; a quote without its pair ends no later than the first ">". 0 where there is no
 * end. */
static size_t tag_end(struct str text, size_t at)
{
    size_t first = 0;
    char quote = '\0';
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (c == '>' && first == 0)
            first = at;
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>' || c == '<')
            return at;
    }
    return first;
}

/* Reads the tag at text[0] == '<'; false where it is none. */
static bool read_tag(struct str text, struct tag *tag)
{
    size_t at = 1;
    tag->end = text.len > 1 && text.ptr[1] == '/';
    at += tag->end;
    size_t len = 0;
    for (; at < text.len &&
           (is_letter(text.ptr[at]) || (len > 0 && strchr("0123456789:-_", text.ptr[at]) != NULL));
         at++) {
        char c = text.ptr[at];
        if (len < sizeof tag->name - 1)
            tag->name[len++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    tag->name[len] = '\0';
    if (len == 0 || at >= text.len ||
        (text.ptr[at] != '>' && text.ptr[at] != '/' &&
         flow_space((struct str){text.ptr + at, text.len - at}) == 0))
        return false;
    size_t end = tag_end(text, at);
    tag->empty = end > 0 && text.ptr[end - 1] == '/';
    tag->len = end + (end > 0 && text.ptr[end] == '>');
    return end > 0;
}

/* The length of a comment or declaration at the start of text, or 0. One without an end takes all
 * the rest, as in browsers. */
static size_t declaration_len(struct str text)
{
    struct str stop = STR(">");
    if (str_starts_with(text, STR("<!--")))
        stop = STR("-->");
    else if (!str_starts_with(text, STR("<!")) && !str_starts_with(text, STR("<?")))
        return 0;
    else if (text.len < 3 || (!is_letter(text.ptr[2]) && text.ptr[2] != '['))
        return 0;
    ptrdiff_t end = str_find(text, stop);
    return end < 0 ? text.len : (size_t)end + stop.len;
}

/* How far it is to the end tag of that name; text.len where there is none. */
static size_t len_to_end_of(struct str text, const char *name)
{
    size_t len = strlen(name);
    const char *end = text.ptr + text.len;
    const char *at = text.ptr;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        struct str rest = {at + 1, (size_t)(end - at) - 1};
        if (rest.len > len && rest.ptr[0] == '/' &&
            str_eq_nocase((struct str){rest.ptr + 1, len}, (struct str){name, len}))
            return (size_t)(at - text.ptr);
        at++;
    }
    return text.len;
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool is_known(const char *name)
{
    return htmlTagLookup((const xmlChar *)name) != NULL ||
           is_among(name, new_tags, sizeof new_tags / sizeof new_tags[0]) ||
           is_among(name, old_tags, sizeof old_tags / sizeof old_tags[0]);
}

/* The length of a hidden element's content. Without an end a script takes all the rest; of others
 * only the tag is left out. */
static size_t take_hidden(struct flow *flow, const struct tag *tag, struct str text)
{
    struct str rest = {text.ptr + tag->len, text.len - tag->len};
    bool script = strcmp(tag->name, "script") == 0 || strcmp(tag->name, "style") == 0;
    if (flow->unclosed && !script)
        return 0;
    size_t len = len_to_end_of(rest, tag->name);
    if (len < rest.len || script)
        return len;
    flow->unclosed = true;
    return 0;
}

/* A tag or declaration at the start of text; returns its length, hidden content included, or 0.
 * Of a line of text only tags that HTML knows count: it may be about tags. */
static size_t take_markup(struct flow *flow, struct str text, bool line)
{
    struct tag tag;
    size_t len = declaration_len(text);
    if (len > 0)
        return len;
    if (!read_tag(text, &tag) || (line && !is_known(tag.name)))
        return 0;
    enum flow_effect effect = flow_effect_of(tag.name);
    if (effect == FLOW_HIDDEN && !tag.end && !tag.empty)
        return tag.len + take_hidden(flow, &tag, text);
    flow_element(flow, effect, !tag.end);
    return tag.len;
}

static size_t take_reference(struct flow *flow, struct str text)
{
    uint32_t c = 0;
    size_t len = entity_read(text, &c);
    if (len > 0)
        flow_character(flow, c);
    return len;
}

/* HTML to text without a tree: what browsers forgive needs none. */
static void scan(struct flow *flow, struct str html, bool line)
{
    for (size_t at = 0; at < html.len;) {
        struct str rest = {html.ptr + at, html.len - at};
        size_t used = 0;
        if (rest.ptr[0] == '<')
            used = take_markup(flow, rest, line);
        else if (rest.ptr[0] == '&')
            used = take_reference(flow, rest);
        if (used == 0) {
            used = 1;
            while (used < rest.len && rest.ptr[used] != '<' && rest.ptr[used] != '&')
                used++;
            flow_words(flow, (struct str){rest.ptr, used});
        }
        at += used;
    }
}

/* All breaks of a text as spaces. */
static char *end_line(struct flow *flow, struct arena *arena)
{
    for (size_t i = 0; i < flow->text.len; i++)
        if (flow->text.ptr[i] == '\n')
            flow->text.ptr[i] = ' ';
    char *text = flow_end(flow, arena);
    char *from = text == NULL ? NULL : strstr(text, "  ");
    if (from != NULL) {
        char *to = from;
        for (; *from != '\0'; from++)
            if (*from != ' ' || from[1] != ' ')
                *to++ = *from;
        *to = '\0';
    }
    return text;
}

char *html_line(struct arena *arena, struct str html)
{
    struct flow flow;
    flow_init(&flow, arena->ceiling_bytes);
    scan(&flow, html, true);
    return end_line(&flow, arena);
}

char *html_plain_line(struct arena *arena, struct str text)
{
    struct flow flow;
    flow_init(&flow, arena->ceiling_bytes);
    flow_words(&flow, text);
    return flow_end(&flow, arena);
}

char *html_text(struct arena *arena, struct str html)
{
    if (memchr(html.ptr, '<', html.len) == NULL && memchr(html.ptr, '&', html.len) == NULL)
        return html_plain_text(arena, html);
    struct flow flow;
    flow_init(&flow, arena->ceiling_bytes);
    scan(&flow, html, false);
    return flow_end(&flow, arena);
}

/* The end of the paragraph at the start of text: the place of a line end that another follows with
 * nothing but spaces between them, or text's end. */
static size_t paragraph_end(struct str text)
{
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] != '\n')
            continue;
        size_t next = at + 1;
        while (next < text.len && strchr(" \t\r", text.ptr[next]) != NULL)
            next++;
        if (next < text.len && text.ptr[next] == '\n')
            return at;
    }
    return text.len;
}

char *html_plain_text(struct arena *arena, struct str text)
{
    struct flow flow;
    flow_init(&flow, arena->ceiling_bytes);
    while (text.len > 0) {
        size_t len = paragraph_end(text);
        flow_words(&flow, (struct str){text.ptr, len});
        flow_break(&flow, 2);
        len += len < text.len;
        text = (struct str){text.ptr + len, text.len - len};
    }
    return flow_end(&flow, arena);
}

static enum flow_effect effect_of_node(xmlNodePtr node)
{
    char name[FLOW_NAME_BYTES];
    size_t len = 0;
    for (const char *at = (const char *)node->name; *at != '\0' && len < sizeof name - 1; at++)
        name[len++] = (char)(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
    name[len] = '\0';
    return flow_effect_of(name);
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
            flow_words(flow, str_of((const char *)node->content));
        } else if (node->type == XML_ELEMENT_NODE && (skip == NULL || !skip(node, context))) {
            enum flow_effect effect = effect_of_node(node);
            flow_element(flow, effect, true);
            enter = node->children != NULL && effect != FLOW_HIDDEN;
            if (!enter)
                flow_element(flow, effect, false);
        }
        if (enter) {
            node = node->children;
            continue;
        }
        while (node != top && node->next == NULL) {
            node = node->parent;
            flow_element(flow, effect_of_node(node), false);
        }
        node = node == top ? NULL : node->next;
    }
}

char *html_tree_text(struct arena *arena,
                     xmlNodePtr node,
                     bool (*skip)(xmlNodePtr node, void *context),
                     void *context)
{
    struct flow flow;
    flow_init(&flow, arena->ceiling_bytes);
    flow_tree(&flow, node, skip, context);
    return flow_end(&flow, arena);
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
