#include "producers/feeds/page.h"

#include "producers/feeds/html.h"
#include "producers/feeds/url.h"
#include "producers/feeds/xml.h"

#include <stdio.h>
#include <string.h>

xmlNodePtr page_next(xmlNodePtr node, xmlNodePtr top)
{
    if ((node->type == XML_ELEMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE) &&
        node->children != NULL)
        return node->children;
    while (node != top && node->next == NULL)
        node = node->parent;
    return node == top ? NULL : node->next;
}

static bool is_element(xmlNodePtr node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* rel is a list of words. */
static bool has_rel(xmlNodePtr node, const char *rel)
{
    struct str words = str_of(xml_attribute(node, "rel"));
    while (words.len > 0)
        if (str_eq_nocase(str_split(words, ' ', &words), str_of(rel)))
            return true;
    return false;
}

static bool is_feed_type(const char *type)
{
    static const char *const types[] = {"application/rss+xml", "application/atom+xml",
                                        "application/feed+json", "application/rdf+xml"};
    for (size_t i = 0; type != NULL && i < sizeof types / sizeof types[0]; i++)
        if (str_eq_nocase(str_trim(str_of(type)), str_of(types[i])))
            return true;
    return false;
}

const char *page_feed_link(struct str html, struct arena *arena, const char *base)
{
    xmlDocPtr tree = html_open(html);
    xmlNodePtr root = tree == NULL ? NULL : xmlDocGetRootElement(tree);
    const char *found = NULL;
    for (xmlNodePtr at = root; at != NULL && found == NULL; at = page_next(at, root)) {
        const char *href = is_element(at, "link") ? xml_attribute(at, "href") : NULL;
        if (href != NULL && has_rel(at, "alternate") && is_feed_type(xml_attribute(at, "type")))
            found = url_resolve(arena, page_base(root, arena, base), str_of(href));
    }
    if (tree != NULL)
        xmlFreeDoc(tree);
    return found;
}

const char *page_rel(xmlNodePtr root, const char *rel)
{
    for (xmlNodePtr at = root; at != NULL; at = page_next(at, root))
        if ((is_element(at, "link") || is_element(at, "a")) && has_rel(at, rel) &&
            xml_attribute(at, "href") != NULL)
            return xml_attribute(at, "href");
    return NULL;
}

const char *page_base(xmlNodePtr root, struct arena *arena, const char *base)
{
    for (xmlNodePtr at = root; at != NULL; at = page_next(at, root)) {
        const char *href = is_element(at, "base") ? xml_attribute(at, "href") : NULL;
        if (href == NULL)
            continue;
        const char *resolved = url_resolve(arena, base, str_of(href));
        return resolved == NULL ? base : resolved;
    }
    return base;
}

/* Year, month and day at text, with at most one other character between them. */
static size_t read_path_date(struct str text, struct date_hints const *hints, struct date *date)
{
    size_t at = 0;
    int part[3] = {0};
    static const size_t digits[3] = {4, 2, 2};
    char between[2] = {0};
    for (size_t i = 0; i < 3; i++) {
        size_t count = 0;
        while (at < text.len && count < digits[i] && text.ptr[at] >= '0' && text.ptr[at] <= '9') {
            part[i] = part[i] * 10 + (text.ptr[at++] - '0');
            count++;
        }
        if (count == 0 || (i == 0 && count < 4) ||
            (count < digits[i] && i > 0 && between[i - 1] == 0))
            return 0;
        if (i < 2 && at < text.len && (text.ptr[at] < '0' || text.ptr[at] > '9'))
            between[i] = text.ptr[at++];
    }
    /* "n", "y", "r" are nian, yue, ri: year, month, day */
    bool paired = between[0] == between[1] || (between[0] == 'n' && between[1] == 'y');
    bool known = between[0] == '\0' || strchr("/-_.n", between[0]) != NULL;
    if (!paired || !known || part[0] < 1990 || part[0] > 2099)
        return 0;
    if (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        return 0;
    char iso[16];
    int len = snprintf(iso, sizeof iso, "%04d-%02d-%02d", part[0], part[1], part[2]);
    return date_read((struct str){iso, (size_t)len}, hints, date) ? at : 0;
}

bool page_url_date(struct str url,
                   const struct date_hints *hints,
                   struct date *date,
                   struct str *where)
{
    for (size_t at = 0; at < url.len; at++) {
        bool inside = at > 0 && url.ptr[at - 1] >= '0' && url.ptr[at - 1] <= '9';
        if (inside || url.ptr[at] < '0' || url.ptr[at] > '9')
            continue;
        size_t used = read_path_date((struct str){url.ptr + at, url.len - at}, hints, date);
        if (used > 0) {
            *where = (struct str){url.ptr + at, used};
            return true;
        }
    }
    return false;
}
