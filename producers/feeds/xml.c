#include "producers/feeds/xml.h"

#include "producers/feeds/feed.h"
#include "producers/feeds/url.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <string.h>

/* Never NOENT, DTDLOAD, DTDATTR, DTDVALID, XINCLUDE or HUGE. */
#define READ_OPTIONS                                                                               \
    (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA |               \
     XML_PARSE_COMPACT)

/* A mended character reference grows a bare "&" to five bytes. */
#define GROWTH 5

static const struct {
    enum xml_space space;
    const char *prefix;
    const char *uri; /* less scheme, "www.", last "/" and "#", lower case; a leading part matches */
} spaces[] = {
    {SPACE_ATOM, "atom", "w3.org/2005/atom"},
    {SPACE_ATOM, "a10", "purl.org/atom/ns"},
    {SPACE_ATOM, "atom10", "purl.org/atom"},
    {SPACE_ATOM, "atom03", "example.com/newformat"},
    {SPACE_RSS, "rss", "purl.org/rss/1.0/modules/rss091"},
    {SPACE_CONTENT, "content", "purl.org/rss/1.0/modules/content"},
    {SPACE_SYNDICATION, "sy", "purl.org/rss/1.0/modules/syndication"},
    {SPACE_OTHER, "slash", "purl.org/rss/1.0/modules"},
    {SPACE_RSS, "rss1", "purl.org/rss/1.0"},
    {SPACE_RSS, "rss11", "purl.org/net/rss1.1"},
    {SPACE_RSS, "rss09", "my.netscape.com/rdf/simple/0.9"},
    {SPACE_RSS, "rss09c", "channel.netscape.com/rdf/simple/0.9"},
    {SPACE_RSS, "rss2", "backend.userland.com/rss"},
    {SPACE_RSS, "rss20", "blogs.law.harvard.edu/tech/rss"},
    {SPACE_RDF, "rdf", "w3.org/1999/02/22-rdf-syntax-ns"},
    {SPACE_DC, "dc", "purl.org/dc/elements"},
    {SPACE_DCTERMS, "dcterms", "purl.org/dc/terms"},
    {SPACE_MEDIA, "media", "search.yahoo.com/mrss"},
    {SPACE_ITUNES, "itunes", "itunes.com/dtds"},
    {SPACE_FEEDBURNER, "feedburner", "rssnamespace.org/feedburner"},
    {SPACE_XHTML, "xhtml", "w3.org/1999/xhtml"},
    {SPACE_NEWS, "news", "google.com/schemas/sitemap-news"},
};

#define SPACE_COUNT (sizeof spaces / sizeof spaces[0])

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool starts_nocase(const char *text, const char *prefix)
{
    while (*prefix != '\0')
        if (lower(*text++) != *prefix++)
            return false;
    return true;
}

static enum xml_space space_of_uri(const char *uri)
{
    if (starts_nocase(uri, "http://"))
        uri += 7;
    else if (starts_nocase(uri, "https://"))
        uri += 8;
    if (starts_nocase(uri, "www."))
        uri += 4;
    for (size_t i = 0; i < SPACE_COUNT; i++)
        if (starts_nocase(uri, spaces[i].uri))
            return spaces[i].space;
    return SPACE_OTHER;
}

static enum xml_space space_of_prefix(const char *prefix, size_t len)
{
    for (size_t i = 0; i < SPACE_COUNT; i++)
        if (str_eq_nocase((struct str){prefix, len}, str_of(spaces[i].prefix)))
            return spaces[i].space;
    return SPACE_OTHER;
}

static bool same_namespace(const xmlNs *a, const xmlNs *b)
{
    if (a == b)
        return true;
    return a != NULL && b != NULL && xmlStrEqual(a->href, b->href);
}

struct xml_name xml_name_of(xmlNodePtr node)
{
    struct xml_name name = {SPACE_CORE, ""};
    const char *local = (const char *)node->name;
    const char *colon = strchr(local, ':');
    if (colon != NULL) { /* libxml2 leaves an undeclared prefix in the name */
        name.space = space_of_prefix(local, (size_t)(colon - local));
        local = colon + 1;
    } else if (node->ns != NULL) {
        xmlNodePtr root = xmlDocGetRootElement(node->doc);
        if (!same_namespace(node->ns, root->ns))
            name.space = space_of_uri((const char *)node->ns->href);
        if (name.space == SPACE_OTHER && node->ns->prefix == NULL)
            name.space = SPACE_CORE;
        else if (name.space == SPACE_OTHER)
            name.space = space_of_prefix((const char *)node->ns->prefix,
                                         strlen((const char *)node->ns->prefix));
    }
    size_t len = 0;
    for (; local[len] != '\0' && len < XML_LOCAL_BYTES - 1; len++)
        name.local[len] = lower(local[len]);
    name.local[len] = '\0';
    return name;
}

bool xml_is(const struct xml_name *name, enum xml_space space, const char *local)
{
    return name->space == space && strcmp(name->local, local) == 0;
}

xmlNodePtr xml_element(xmlNodePtr node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

xmlNodePtr xml_child(xmlNodePtr parent, const char *local)
{
    xmlNodePtr node = xml_element(parent->children);
    for (; node != NULL; node = xml_element(node->next)) {
        struct xml_name name = xml_name_of(node);
        if (strcmp(name.local, local) == 0)
            return node;
    }
    return NULL;
}

/* The node after node in document order, below top only. */
static xmlNodePtr next_below(xmlNodePtr node, xmlNodePtr top)
{
    if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        return node->children;
    while (node != top && node->next == NULL)
        node = node->parent;
    return node == top ? NULL : node->next;
}

char *xml_text(struct arena *arena, xmlNodePtr node)
{
    size_t len = 0;
    for (xmlNodePtr at = node; at != NULL; at = next_below(at, node))
        if (at->content != NULL && at->type != XML_ELEMENT_NODE)
            len += strlen((const char *)at->content);
    char *text = arena_alloc(arena, len + 1);
    if (text == NULL)
        return NULL;
    size_t used = 0;
    for (xmlNodePtr at = node; at != NULL; at = next_below(at, node)) {
        if (at->content == NULL || at->type == XML_ELEMENT_NODE)
            continue;
        size_t part = strlen((const char *)at->content);
        memcpy(text + used, at->content, part);
        used += part;
    }
    struct str trimmed = str_trim((struct str){text, used});
    if (trimmed.len == 0)
        return NULL;
    text[trimmed.ptr - text + (ptrdiff_t)trimmed.len] = '\0';
    return text + (trimmed.ptr - text);
}

const char *xml_attribute(xmlNodePtr node, const char *local)
{
    for (xmlAttrPtr at = node->properties; at != NULL; at = at->next) {
        const char *name = (const char *)at->name;
        const char *colon = strchr(name, ':');
        if (colon != NULL)
            name = colon + 1;
        if (!str_eq_nocase(str_of(name), str_of(local)))
            continue;
        if (at->children == NULL)
            return "";
        return (const char *)at->children->content;
    }
    return NULL;
}

bool xml_has_elements(xmlNodePtr node)
{
    return xml_element(node->children) != NULL;
}

/* An attribute of the namespace "xml". */
static const char *own_attribute(xmlNodePtr node, const char *local)
{
    for (xmlAttrPtr at = node->properties; at != NULL; at = at->next)
        if (at->ns != NULL && at->children != NULL &&
            xmlStrEqual(at->ns->href, XML_XML_NAMESPACE) &&
            strcmp((const char *)at->name, local) == 0)
            return (const char *)at->children->content;
    return NULL;
}

const char *xml_base(struct arena *arena, xmlNodePtr node, const char *base)
{
    /* From the node up; libxml2 bounds the depth. */
    const char *chain[256];
    size_t count = 0;
    for (; node != NULL && node->type == XML_ELEMENT_NODE && count < 256; node = node->parent) {
        const char *own = own_attribute(node, "base");
        if (own != NULL)
            chain[count++] = own;
    }
    while (count > 0) {
        const char *resolved = url_resolve(arena, base, str_of(chain[--count]));
        if (resolved != NULL)
            base = resolved;
    }
    return base;
}

bool xml_has_base(xmlNodePtr node)
{
    while (node != NULL && node->type == XML_ELEMENT_NODE && own_attribute(node, "base") == NULL)
        node = node->parent;
    return node != NULL && node->type == XML_ELEMENT_NODE;
}

const char *xml_lang(xmlNodePtr node)
{
    for (; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent) {
        const char *own = own_attribute(node, "lang");
        if (own != NULL && own[0] != '\0')
            return own;
    }
    return NULL;
}

static xmlDocPtr parse(struct str text, int options, const char **problem, struct arena *arena)
{
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    if (context == NULL)
        return NULL;
    xmlDocPtr tree =
        xmlCtxtReadMemory(context, text.ptr, (int)text.len, NULL, "UTF-8", READ_OPTIONS | options);
    xmlErrorPtr error = xmlCtxtGetLastError(context);
    if (tree == NULL && error != NULL && error->message != NULL)
        *problem = arena_copy_str(arena, str_trim(str_of(error->message)));
    xmlFreeParserCtxt(context);
    return tree;
}

enum err_code
xml_open(struct str text, struct arena *arena, struct xml_document *document, struct err *err)
{
    *document = (struct xml_document){0};
    struct buf prepared, balanced;
    struct xml_prepared state;
    buf_init(&prepared, text.len * GROWTH + 64);
    buf_init(&balanced, text.len * GROWTH * 2 + 64);
    enum err_code code = ERR_OK;

    xml_prepare(text, &prepared, &state);
    document->hostile = state.hostile;
    if (state.hostile || prepared.len == 0)
        goto out;
    if (state.elements > FEED_ELEMENTS_MAX) {
        code = err_set(err, ERR_TOO_LARGE, "document has more than %d elements", FEED_ELEMENTS_MAX);
        goto out;
    }
    document->tree = parse(buf_str(&prepared), 0, &document->problem, arena);
    if (document->tree == NULL) {
        document->repaired = true;
        xml_balance(buf_str(&prepared), &balanced);
        if (balanced.len > 0)
            document->tree =
                parse(buf_str(&balanced), XML_PARSE_RECOVER, &document->problem, arena);
    }
    if (document->tree != NULL)
        document->root = xmlDocGetRootElement(document->tree);
out:
    buf_release(&prepared);
    buf_release(&balanced);
    return code;
}

void xml_close(struct xml_document *document)
{
    if (document->tree != NULL)
        xmlFreeDoc(document->tree);
    document->tree = NULL;
    document->root = NULL;
}
