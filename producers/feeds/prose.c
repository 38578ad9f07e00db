#include "producers/feeds/prose.h"

#include "common/base/buf.h"
#include "common/text/utf8.h"
#include "producers/feeds/html.h"
#include "producers/feeds/page.h"
#include "producers/feeds/xml.h"

#include <string.h>

#define BLOCK_MIN_WORTH 30
/* Of an ideograph in Latin letters. */
#define IDEOGRAPH_WORTH 3

/* Kept in xmlNode's _private while a page is measured. */
struct mark {
    long words; /* of the text directly in this block */
    long links; /* of it, inside links */
    long score; /* as a candidate */
    long sum;   /* worth of all blocks below and this */
    bool dropped;
};

struct measure {
    struct arena *arena;
    xmlNodePtr root;
    xmlNodePtr best;
    bool full; /* over the arena's ceiling */
};

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static bool is_block(xmlNodePtr node)
{
    static const char *const names[] = {
        "p",       "div",    "li",         "td",         "th",     "dd",     "dt",
        "h1",      "h2",     "h3",         "h4",         "h5",     "h6",     "ul",
        "ol",      "dl",     "pre",        "blockquote", "table",  "tr",     "section",
        "article", "main",   "aside",      "nav",        "header", "footer", "form",
        "body",    "figure", "figcaption", "center",     "html",   "tbody",  NULL};
    return node->type == XML_ELEMENT_NODE && is_one_of((const char *)node->name, names);
}

/* Elements that are no prose wherever they stand. */
static bool is_apparatus(xmlNodePtr node)
{
    static const char *const names[] = {"nav",   "aside",    "footer",   "form",       "script",
                                        "style", "noscript", "iframe",   "button",     "select",
                                        "head",  "svg",      "template", "figcaption", NULL};
    return is_one_of((const char *)node->name, names);
}

static bool has_part(const char *text, const char *const *parts)
{
    char lower[256];
    size_t len = 0;
    for (; text[len] != '\0' && len < sizeof lower - 1; len++)
        lower[len] = (char)(text[len] >= 'A' && text[len] <= 'Z' ? text[len] + 32 : text[len]);
    lower[len] = '\0';
    for (; *parts != NULL; parts++)
        if (strstr(lower, *parts) != NULL)
            return true;
    return false;
}

/* Names that sites give to what stands around an article. */
static bool is_named_aside(xmlNodePtr node)
{
    static const char *const parts[] = {
        "comment",  "sidebar",   "related",    "share",      "social",      "promo",
        "advert",   "cookie",    "breadcrumb", "newsletter", "subscribe",   "recommend",
        "paginat",  "footer",    "navbar",     "menu",       "toolbar",     "popup",
        "modal",    "skip-link", "consent",    "disclaimer", "onetrust",    "teaser",
        "outbrain", "taboola",   "most-read",  "masthead",   "site-header", "topper",
        NULL};
    const char *class = xml_attribute(node, "class");
    const char *id = xml_attribute(node, "id");
    return (class != NULL && has_part(class, parts)) || (id != NULL && has_part(id, parts));
}

long prose_worth(struct str text)
{
    long worth = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = 0;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
        if (c >= 0x3040 && c < 0xD7A4)
            worth += IDEOGRAPH_WORTH;
        else if (c > ' ')
            worth++;
    }
    return worth;
}

static struct mark *mark_of(struct measure *measure, xmlNodePtr node)
{
    if (node->_private == NULL)
        node->_private = arena_alloc(measure->arena, sizeof(struct mark));
    measure->full = measure->full || node->_private == NULL;
    return node->_private;
}

static const struct mark *marked(xmlNodePtr node)
{
    static const struct mark none;
    return node->type != XML_ELEMENT_NODE || node->_private == NULL ? &none : node->_private;
}

/* Adds a text node to the block it stands in. */
static void measure_text(struct measure *measure, xmlNodePtr text)
{
    long worth = prose_worth(str_of((const char *)text->content));
    if (worth == 0)
        return;
    bool linked = false;
    xmlNodePtr block = text->parent;
    while (block != NULL && !is_block(block) && block != measure->root) {
        linked = linked || strcmp((const char *)block->name, "a") == 0;
        block = block->parent;
    }
    struct mark *mark = block == NULL ? NULL : mark_of(measure, block);
    if (mark == NULL)
        return;
    mark->words += worth;
    mark->links += linked ? worth : 0;
}

/* The node after node that does not lie below it. */
static xmlNodePtr next_beside(xmlNodePtr node, xmlNodePtr top)
{
    while (node != top && node->next == NULL)
        node = node->parent;
    return node == top ? NULL : node->next;
}

/* Marks what is to be left out; false over the arena's ceiling. */
static bool mark_dropped(const struct selection *drop, struct arena *arena)
{
    for (size_t i = 0; i < drop->count; i++) {
        xmlNodePtr node = drop->node[i];
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (node->_private == NULL)
            node->_private = arena_alloc(arena, sizeof(struct mark));
        if (node->_private == NULL)
            return false;
        ((struct mark *)node->_private)->dropped = true;
    }
    return true;
}

static void measure_words(struct measure *measure)
{
    xmlNodePtr at = measure->root;
    while (at != NULL && !measure->full) {
        if (at->type == XML_ELEMENT_NODE && (is_apparatus(at) || marked(at)->dropped)) {
            at = next_beside(at, measure->root);
            continue;
        }
        if (at->type == XML_TEXT_NODE)
            measure_text(measure, at);
        at = page_next(at, measure->root);
    }
}

static long worth_of(const struct mark *mark)
{
    long worth = mark->words - mark->links;
    return worth < BLOCK_MIN_WORTH || mark->links > worth ? 0 : worth;
}

/* A block that holds other blocks and text of its own (lines parted by <br>) is its own container.
 */
static bool is_container(xmlNodePtr node)
{
    static const char *const names[] = {"div",  "td",     "section",    "article", "main",
                                        "body", "center", "blockquote", "pre",     NULL};
    return is_one_of((const char *)node->name, names);
}

static void add_score(struct measure *measure, xmlNodePtr node, long score)
{
    if (node == NULL || node->type != XML_ELEMENT_NODE)
        return;
    struct mark *mark = mark_of(measure, node);
    if (mark == NULL)
        return;
    mark->score += score;
    if (measure->best == NULL || mark->score > marked(measure->best)->score)
        measure->best = node;
}

static void score_blocks(struct measure *measure)
{
    for (xmlNodePtr at = measure->root; at != NULL && !measure->full;
         at = page_next(at, measure->root)) {
        long worth = worth_of(marked(at));
        if (worth == 0)
            continue;
        xmlNodePtr container = is_container(at) ? at : at->parent;
        add_score(measure, container, worth);
        if (container != NULL)
            add_score(measure, container->parent, worth / 2);
        for (xmlNodePtr up = at; up != NULL && up->type == XML_ELEMENT_NODE; up = up->parent) {
            struct mark *mark = mark_of(measure, up);
            if (mark == NULL)
                return;
            mark->sum += worth;
        }
    }
}

/* Up to where an element holds much more: sections of one text beside each other. */
static xmlNodePtr widen(xmlNodePtr best)
{
    xmlNodePtr chosen = best;
    for (xmlNodePtr up = best->parent; up != NULL && up->type == XML_ELEMENT_NODE;
         up = up->parent) {
        if (strcmp((const char *)up->name, "body") == 0 ||
            strcmp((const char *)up->name, "html") == 0)
            break;
        if (marked(up)->sum * 2 > marked(chosen)->sum * 3)
            chosen = up;
    }
    return chosen;
}

/* Lists of links: further reading, tags, other languages. */
static bool is_link_list(xmlNodePtr node)
{
    long words = 0, links = 0;
    for (xmlNodePtr at = node; at != NULL; at = page_next(at, node)) {
        words += marked(at)->words;
        links += marked(at)->links;
    }
    return links > BLOCK_MIN_WORTH && links * 10 > words * 8;
}

static bool is_left_out(xmlNodePtr node, void *context)
{
    xmlNodePtr top = context;
    if (node == top)
        return false;
    if (is_apparatus(node) || marked(node)->dropped)
        return true;
    if (strcmp((const char *)node->name, "h1") == 0)
        return true; /* the title */
    bool minor = marked(node)->sum * 3 < marked(top)->sum;
    if (!minor || top->_private == NULL)
        return false;
    return is_named_aside(node) || (is_block(node) && is_link_list(node));
}

static bool ends_sentence(struct str paragraph)
{
    static const char *const marks[] = {".",  "?",  "!",  ":",  "\"", "”",
                                        "。", "？", "！", "：", "」"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (str_ends_with(paragraph, str_of(marks[i])))
            return true;
    return false;
}

/* Without the short lines before the first paragraph that are no sentences: sections, bylines,
 * names of buttons. */
static const char *without_lead(const char *text)
{
    const char *end;
    while (text != NULL && (end = strstr(text, "\n\n")) != NULL) {
        struct str first = {text, (size_t)(end - text)};
        if (prose_worth(first) >= BLOCK_MIN_WORTH || ends_sentence(first))
            break;
        text = end + 2;
    }
    return text;
}

bool prose_find(xmlNodePtr root,
                const struct selection *drop,
                struct arena *arena,
                struct prose *prose)
{
    *prose = (struct prose){0};
    struct measure measure = {.arena = arena, .root = root};
    measure.full = !mark_dropped(drop, arena);
    measure_words(&measure);
    score_blocks(&measure);
    if (measure.full)
        return false;
    if (measure.best == NULL)
        return true;
    xmlNodePtr top = widen(measure.best);
    prose->text = without_lead(html_tree_text(arena, top, is_left_out, top));
    prose->worth = prose->text == NULL ? 0 : prose_worth(str_of(prose->text));
    return true;
}

static bool is_inside(xmlNodePtr node, xmlNodePtr ancestor)
{
    while (node != NULL && node != ancestor)
        node = node->parent;
    return node != NULL;
}

bool prose_take(const struct selection *chosen,
                const struct selection *drop,
                struct arena *arena,
                struct prose *prose)
{
    *prose = (struct prose){0};
    if (!mark_dropped(drop, arena))
        return false;
    struct buf all;
    buf_init(&all, arena->ceiling_bytes);
    xmlNodePtr last = NULL;
    for (size_t i = 0; i < chosen->count; i++) {
        if (last != NULL && is_inside(chosen->node[i], last))
            continue;
        last = chosen->node[i];
        const char *text = html_tree_text(arena, last, is_left_out, last);
        if (text != NULL) {
            buf_add_text(&all, all.len > 0 ? "\n\n" : "");
            buf_add_text(&all, text);
        }
    }
    prose->text = all.len == 0 ? NULL : arena_copy(arena, all.ptr, all.len);
    prose->worth = prose_worth(buf_str(&all));
    bool room = !all.full && (all.len == 0 || prose->text != NULL);
    buf_release(&all);
    return room;
}
