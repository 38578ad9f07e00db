#include "producers/feeds/format.h"
#include "producers/feeds/html.h"
#include "producers/feeds/page.h"
#include "producers/feeds/select.h"
#include "producers/feeds/url.h"

#include <string.h>

/* A link that matches, and the element that its entry is made of. */
struct hit {
    const char *url;
    xmlNodePtr link;
    xmlNodePtr row;
    const char *title; /* the best of all links to that URL */
};

struct listing {
    struct draft_context *context;
    const struct feed_listing *hints;
    regex_t link_pattern;
    regex_t date_pattern;
    bool has_link_pattern;
    bool has_date_pattern;
    xmlNodePtr root;
    const char *base;
    struct hit *hit;
    size_t count;
    size_t capacity;
};

static bool matches(const struct listing *listing, const char *href, const char *url)
{
    return !listing->has_link_pattern || regexec(&listing->link_pattern, href, 0, NULL, 0) == 0 ||
           regexec(&listing->link_pattern, url, 0, NULL, 0) == 0;
}

/* Pages cut a long title short and keep the whole of it in the title attribute. */
static const char *title_of_link(struct arena *arena, xmlNodePtr link)
{
    const char *text = html_tree_text(arena, link, NULL, NULL);
    if (text != NULL)
        text = html_plain_line(arena, str_of(text));
    const char *attribute = xml_attribute(link, "title");
    if (attribute != NULL)
        attribute = html_plain_line(arena, str_of(attribute));
    size_t text_len = text == NULL ? 0 : strlen(text);
    return attribute != NULL && strlen(attribute) >= text_len ? attribute : text;
}

static struct hit *find_hit(struct listing *listing, const char *url)
{
    for (size_t i = 0; i < listing->count; i++)
        if (strcmp(listing->hit[i].url, url) == 0)
            return &listing->hit[i];
    return NULL;
}

/* The same page may be linked by a picture and by its title. */
static void add_hit(struct listing *listing, xmlNodePtr link, xmlNodePtr row)
{
    struct arena *arena = listing->context->arena;
    const char *href = xml_attribute(link, "href");
    const char *url = href == NULL ? NULL : url_resolve(arena, listing->base, str_of(href));
    if (url == NULL || href[0] == '#' || !matches(listing, href, url))
        return;
    const char *title = title_of_link(arena, link);
    struct hit *hit = find_hit(listing, url);
    if (hit == NULL) {
        if (listing->count == listing->capacity)
            return;
        hit = &listing->hit[listing->count++];
        *hit = (struct hit){url, link, row, title};
        return;
    }
    if (title != NULL && (hit->title == NULL || strlen(title) > strlen(hit->title)))
        hit->title = title;
}

static bool is_element(xmlNodePtr node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

/* The row's link: by XPath, else the first in the row that matches. */
static enum err_code add_row(struct listing *listing, xmlNodePtr row, struct err *err)
{
    if (listing->hints->link != NULL) {
        struct selection links;
        enum err_code code =
            select_nodes(row, listing->hints->link, listing->context->arena, &links, err);
        if (!code && links.count > 0)
            add_hit(listing, links.node[0], row);
        return code;
    }
    size_t before = listing->count;
    for (xmlNodePtr at = row; at != NULL && listing->count == before; at = page_next(at, row))
        if (is_element(at, "a"))
            add_hit(listing, at, row);
    return ERR_OK;
}

static enum err_code add_rows(struct listing *listing, struct err *err)
{
    struct selection rows;
    enum err_code code =
        select_nodes(listing->root, listing->hints->rows, listing->context->arena, &rows, err);
    for (size_t i = 0; !code && i < rows.count; i++)
        code = add_row(listing, rows.node[i], err);
    return code;
}

static size_t depth_of(xmlNodePtr node)
{
    size_t depth = 0;
    for (; node->parent != NULL; node = node->parent)
        depth++;
    return depth;
}

/* How deep the nearest element lies that holds both. */
static size_t common_depth(xmlNodePtr a, xmlNodePtr b)
{
    size_t depth_a = depth_of(a), depth_b = depth_of(b);
    for (; depth_a > depth_b; depth_a--)
        a = a->parent;
    for (; depth_b > depth_a; depth_b--)
        b = b->parent;
    for (; a != b; depth_a--) {
        a = a->parent;
        b = b->parent;
    }
    return depth_a;
}

/* Without a selector for rows, an entry's row is the largest element around its link that holds
 * neither the link before it nor the one after it. A lone link keeps to its list item. */
static void find_rows(struct listing *listing)
{
    for (size_t i = 0; i < listing->count; i++) {
        struct hit *hit = &listing->hit[i];
        size_t shared = 0;
        if (i > 0)
            shared = common_depth(hit->link, listing->hit[i - 1].link);
        if (i + 1 < listing->count) {
            size_t next = common_depth(hit->link, listing->hit[i + 1].link);
            shared = next > shared ? next : shared;
        }
        size_t depth = depth_of(hit->link);
        if (listing->count == 1)
            shared = depth > 2 ? depth - 2 : 0;
        hit->row = hit->link;
        for (; depth > shared + 1; depth--)
            hit->row = hit->row->parent;
    }
}

static enum err_code add_links(struct listing *listing, struct err *err)
{
    const char *xpath = listing->hints->link == NULL ? "//a[@href]" : listing->hints->link;
    struct selection links;
    enum err_code code = select_nodes(listing->root, xpath, listing->context->arena, &links, err);
    for (size_t i = 0; !code && i < links.count; i++)
        add_hit(listing, links.node[i], NULL);
    if (!code)
        find_rows(listing);
    return code;
}

static bool is_link(xmlNodePtr node, void *link)
{
    return node == link;
}

/* What a date is read from, and where it stands in. */
struct dated {
    const char *raw;
    const char *from;
};

static bool has_date(const struct listing *listing, const char *text, struct str *where)
{
    struct date date;
    if (text == NULL)
        return false;
    struct str group = str_of(text);
    if (listing->has_date_pattern && !select_group(&listing->date_pattern, text, &group))
        return false;
    const struct date_hints *hints = &listing->context->hints->date;
    if (date_read(group, hints, &date) && date.precision >= DATE_DAY) {
        *where = group;
        return true;
    }
    return date_find(group, hints, &date, where);
}

/* <time datetime="..."> in the row, else its text. */
static const char *time_of_row(struct arena *arena, xmlNodePtr row)
{
    for (xmlNodePtr at = row; at != NULL; at = page_next(at, row)) {
        if (!is_element(at, "time"))
            continue;
        const char *stamp = xml_attribute(at, "datetime");
        return stamp != NULL ? stamp : xml_text(arena, at);
    }
    return NULL;
}

/* The row's own words are the date of publishing; a title's date may be that of an event, so that
 * it comes after the URL's. */
static enum err_code find_date(const struct listing *listing,
                               const struct hit *hit,
                               struct dated *dated,
                               struct err *err)
{
    struct arena *arena = listing->context->arena;
    struct str where = {NULL, 0};
    struct date date;
    const char *selected = NULL;
    *dated = (struct dated){NULL, "page"};
    if (listing->hints->date != NULL) {
        enum err_code code = select_text(hit->row, listing->hints->date, arena, &selected, err);
        if (code)
            return code;
    }
    const char *outside = NULL;
    if (listing->hints->date == NULL && hit->row != hit->link)
        outside = html_tree_text(arena, hit->row, is_link, hit->link);
    if (has_date(listing, selected, &where) ||
        (listing->hints->date == NULL && (has_date(listing, time_of_row(arena, hit->row), &where) ||
                                          has_date(listing, outside, &where)))) {
        dated->raw = arena_copy_str(arena, where);
    } else if ((listing->has_date_pattern && has_date(listing, hit->url, &where)) ||
               page_url_date(str_of(hit->url), &listing->context->hints->date, &date, &where)) {
        dated->from = "url";
        dated->raw = arena_copy_str(arena, where);
    } else if (listing->hints->date == NULL && has_date(listing, hit->title, &where)) {
        dated->raw = arena_copy_str(arena, where);
    }
    return ERR_OK;
}

/* Digits with letters between them, as "2025n4y28r", mean nothing to date_read(). */
static const char *
readable(struct arena *arena, const struct draft_context *context, const char *raw)
{
    struct date date;
    struct str where;
    char text[DATE_RFC3339_BYTES];
    if (raw == NULL || date_read(str_of(raw), &context->hints->date, &date))
        return raw;
    if (!page_url_date(str_of(raw), NULL, &date, &where) || !date_to_rfc3339(date.epoch_s, text))
        return raw;
    return arena_copy(arena, text, strlen("2025-04-28"));
}

static enum err_code add_entry(struct listing *listing, const struct hit *hit, struct err *err)
{
    struct arena *arena = listing->context->arena;
    struct dated dated;
    const char *title = NULL, *summary = NULL;
    enum err_code code = find_date(listing, hit, &dated, err);
    if (!code && listing->hints->title != NULL)
        code = select_text(hit->row, listing->hints->title, arena, &title, err);
    if (!code && listing->hints->summary != NULL)
        code = select_text(hit->row, listing->hints->summary, arena, &summary, err);
    if (code)
        return code;
    struct draft draft = {.date_from = dated.from};
    draft_put_link(&draft, 1, hit->url, NULL);
    draft_put(&draft, DRAFT_TITLE, 1, DRAFT_PLAIN, title != NULL ? title : hit->title);
    draft_put(&draft, DRAFT_SUMMARY, 1, DRAFT_PLAIN, summary);
    draft_put(&draft, DRAFT_PUBLISHED, 1, DRAFT_PLAIN,
              readable(arena, listing->context, dated.raw));
    return draft_finish(&draft, listing->context, err);
}

static enum err_code find_next(const struct listing *listing, struct err *err)
{
    struct arena *arena = listing->context->arena;
    const char *next = page_rel(listing->root, "next");
    if (listing->hints->next != NULL) {
        enum err_code code = select_text(listing->root, listing->hints->next, arena, &next, err);
        if (code)
            return code;
    }
    if (next != NULL)
        listing->context->doc->next_page = url_resolve(arena, listing->base, str_of(next));
    return ERR_OK;
}

static enum err_code read_tree(struct listing *listing, struct err *err)
{
    struct arena *arena = listing->context->arena;
    listing->base = page_base(listing->root, arena, listing->context->base);
    listing->capacity = SELECT_NODES_MAX;
    listing->hit = arena_array(arena, listing->capacity, sizeof *listing->hit);
    if (listing->hit == NULL)
        return err_set(err, ERR_TOO_LARGE, "page needs more than %zu bytes", arena->ceiling_bytes);
    enum err_code code =
        listing->hints->rows != NULL ? add_rows(listing, err) : add_links(listing, err);
    for (size_t i = 0; !code && i < listing->count; i++)
        code = add_entry(listing, &listing->hit[i], err);
    return code ? code : find_next(listing, err);
}

enum err_code listing_read(struct str html, struct draft_context *context, struct err *err)
{
    struct listing listing = {.context = context, .hints = context->hints->listing};
    xmlDocPtr tree = NULL;
    enum err_code code = select_pattern(listing.hints->link_pattern, &listing.link_pattern,
                                        &listing.has_link_pattern, err);
    if (!code)
        code = select_pattern(listing.hints->date_pattern, &listing.date_pattern,
                              &listing.has_date_pattern, err);
    if (code)
        goto out;
    tree = html_open(html);
    listing.root = tree == NULL ? NULL : xmlDocGetRootElement(tree);
    if (listing.root != NULL)
        code = read_tree(&listing, err);
out:
    if (listing.has_link_pattern)
        regfree(&listing.link_pattern);
    if (listing.has_date_pattern)
        regfree(&listing.date_pattern);
    if (tree != NULL)
        xmlFreeDoc(tree);
    return code;
}
