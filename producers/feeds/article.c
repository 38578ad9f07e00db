#include "producers/feeds/article.h"

#include "producers/feeds/charset.h"
#include "producers/feeds/html.h"
#include "producers/feeds/json.h"
#include "producers/feeds/page.h"
#include "producers/feeds/prose.h"
#include "producers/feeds/select.h"
#include "producers/feeds/sniff.h"
#include "producers/feeds/url.h"
#include "producers/feeds/xml.h"

#include <string.h>

/* A page that says "captcha" and has less prose than this is one. */
#define BLOCKED_MAX_WORTH 600

enum about { ABOUT_TITLE, ABOUT_AUTHOR, ABOUT_PUBLISHED, ABOUT_UPDATED, ABOUT_URL, ABOUT_COUNT };

/* What the page says about itself; of several sayings the best rank counts. */
struct about_value {
    const char *text;
    int rank;
};

struct page {
    struct arena *arena;
    const struct article_hints *hints;
    xmlNodePtr root;
    struct about_value about[ABOUT_COUNT];
    const char *body; /* JSON-LD's articleBody */
};

/* Names of meta elements (name, property or itemprop), best first within each. */
static const struct {
    const char *name;
    enum about about;
    int rank;
} metas[] = {
    {"og:title", ABOUT_TITLE, 1},
    {"articletitle", ABOUT_TITLE, 2},
    {"twitter:title", ABOUT_TITLE, 3},
    {"dc.title", ABOUT_TITLE, 4},
    {"dcterms.title", ABOUT_TITLE, 4},
    {"author", ABOUT_AUTHOR, 1},
    {"article:author", ABOUT_AUTHOR, 2},
    {"dc.creator", ABOUT_AUTHOR, 3},
    {"article:published_time", ABOUT_PUBLISHED, 1},
    {"datepublished", ABOUT_PUBLISHED, 2},
    {"pubdate", ABOUT_PUBLISHED, 3},
    {"publishdate", ABOUT_PUBLISHED, 3},
    {"publish_date", ABOUT_PUBLISHED, 3},
    {"publication_date", ABOUT_PUBLISHED, 3},
    {"publicationdate", ABOUT_PUBLISHED, 3},
    {"parsely-pub-date", ABOUT_PUBLISHED, 4},
    {"sailthru.date", ABOUT_PUBLISHED, 4},
    {"cxenseparse:recs:publishtime", ABOUT_PUBLISHED, 4},
    {"dcterms.issued", ABOUT_PUBLISHED, 5},
    {"dc.date.issued", ABOUT_PUBLISHED, 5},
    {"dcterms.created", ABOUT_PUBLISHED, 6},
    {"dcterms.date", ABOUT_PUBLISHED, 6},
    {"dc.date", ABOUT_PUBLISHED, 6},
    {"date", ABOUT_PUBLISHED, 7},
    {"article:modified_time", ABOUT_UPDATED, 1},
    {"datemodified", ABOUT_UPDATED, 2},
    {"og:updated_time", ABOUT_UPDATED, 3},
    {"dcterms.modified", ABOUT_UPDATED, 4},
    {"last-modified", ABOUT_UPDATED, 5},
    {"og:url", ABOUT_URL, 2},
};

static void say(struct page *page, enum about about, int rank, const char *text)
{
    struct about_value *value = &page->about[about];
    if (text == NULL || str_trim(str_of(text)).len == 0)
        return;
    if (value->text == NULL || rank < value->rank)
        *value = (struct about_value){text, rank};
}

static bool is_element(xmlNodePtr node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static void take_meta(struct page *page, xmlNodePtr node)
{
    static const char *const attributes[] = {"property", "name", "itemprop"};
    const char *content = xml_attribute(node, "content");
    for (size_t a = 0; a < sizeof attributes / sizeof attributes[0]; a++) {
        const char *name = xml_attribute(node, attributes[a]);
        for (size_t i = 0; name != NULL && i < sizeof metas / sizeof metas[0]; i++)
            if (str_eq_nocase(str_trim(str_of(name)), str_of(metas[i].name)))
                say(page, metas[i].about, metas[i].rank, content);
    }
}

static void take_linked_object(struct page *page, const cJSON *object)
{
    static const struct {
        const char *path;
        enum about about;
    } members[] = {{"datePublished", ABOUT_PUBLISHED},
                   {"dateModified", ABOUT_UPDATED},
                   {"headline", ABOUT_TITLE},
                   {"author.name|author.0.name|author", ABOUT_AUTHOR}};
    if (json_at(object, "datePublished|articleBody") == NULL)
        return;
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const char *text = json_string_at(page->arena, object, members[i].path);
        if (text != NULL)
            say(page, members[i].about, 2, arena_copy_str(page->arena, str_of(text)));
    }
    const char *body = json_string_at(page->arena, object, "articleBody");
    if (body != NULL && page->body == NULL)
        page->body = html_text(page->arena, str_of(body));
}

/* JSON-LD: an object, an array of them, or a graph. */
static void take_linked_data(struct page *page, xmlNodePtr script)
{
    const char *text = xml_text(page->arena, script);
    cJSON *root = text == NULL ? NULL : cJSON_Parse(text);
    if (root == NULL)
        return;
    const cJSON *graph = json_at(root, "@graph");
    const cJSON *list = cJSON_IsArray(graph) ? graph : root;
    if (cJSON_IsArray(list)) {
        for (const cJSON *at = list->child; at != NULL; at = at->next)
            take_linked_object(page, at);
    }
    take_linked_object(page, root);
    cJSON_Delete(root);
}

/* Chinese and other ministries' pages have the date in an element whose class says so. */
static bool is_named_date(xmlNodePtr node)
{
    static const char *const names[] = {"date", "time", "pubtime", "pubdate", "publish", "posted"};
    const char *class = xml_attribute(node, "class");
    struct str words = str_of(class);
    while (words.len > 0) {
        struct str word = str_split(words, ' ', &words);
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            if (str_eq_nocase(word, str_of(names[i])) ||
                (word.len > 4 && str_ends_with(word, STR("date"))))
                return true;
    }
    return false;
}

static void take_date_element(struct page *page, xmlNodePtr node)
{
    struct date date;
    struct str where;
    const char *text = html_tree_text(page->arena, node, NULL, NULL);
    if (text != NULL && strlen(text) < 200 &&
        date_find(str_of(text), &page->hints->dates, &date, &where))
        say(page, ABOUT_PUBLISHED, 22, arena_copy_str(page->arena, where));
}

static void take_element(struct page *page, xmlNodePtr node)
{
    const char *itemprop = xml_attribute(node, "itemprop");
    if (is_element(node, "meta")) {
        take_meta(page, node);
    } else if (is_element(node, "title")) {
        say(page, ABOUT_TITLE, 20, xml_text(page->arena, node));
    } else if (is_element(node, "h1")) {
        say(page, ABOUT_TITLE, 10, html_tree_text(page->arena, node, NULL, NULL));
    } else if (is_element(node, "script")) {
        const char *type = xml_attribute(node, "type");
        if (type != NULL && str_eq_nocase(str_of(type), STR("application/ld+json")))
            take_linked_data(page, node);
    } else if (is_element(node, "time")) {
        bool published = itemprop != NULL && strcmp(itemprop, "datePublished") == 0;
        say(page, ABOUT_PUBLISHED, published ? 2 : 21, xml_attribute(node, "datetime"));
    } else if (itemprop != NULL && strcmp(itemprop, "datePublished") == 0) {
        say(page, ABOUT_PUBLISHED, 3, xml_text(page->arena, node));
    } else if (is_named_date(node)) {
        take_date_element(page, node);
    }
}

static void read_about(struct page *page)
{
    for (xmlNodePtr at = page->root; at != NULL; at = page_next(at, page->root))
        if (at->type == XML_ELEMENT_NODE)
            take_element(page, at);
    say(page, ABOUT_URL, 1, page_rel(page->root, "canonical"));
}

static struct feed_date read_date(const struct page *page, const char *raw, const char *from)
{
    struct feed_date stated = {.from = "none"};
    struct date date;
    struct str where;
    if (raw == NULL)
        return stated;
    stated.raw = html_plain_line(page->arena, str_of(raw));
    if (stated.raw == NULL || (!date_read(str_of(stated.raw), &page->hints->dates, &date) &&
                               !date_find(str_of(stated.raw), &page->hints->dates, &date, &where)))
        return stated;
    stated.known = true;
    stated.epoch_s = date.epoch_s;
    stated.precision = date_precision_name(date.precision);
    stated.from = from;
    date_to_rfc3339(date.epoch_s, stated.text);
    return stated;
}

static enum err_code
set_published(const struct page *page, struct article *article, struct err *err)
{
    const char *selected = NULL;
    if (page->hints->date != NULL) {
        enum err_code code =
            select_text(page->root, page->hints->date, page->arena, &selected, err);
        if (code)
            return code;
    }
    article->published = read_date(page, selected, "page");
    if (!article->published.known)
        article->published = read_date(page, page->about[ABOUT_PUBLISHED].text, "page");
    struct date date;
    struct str where;
    if (!article->published.known && page->hints->url != NULL &&
        page_url_date(str_of(page->hints->url), &page->hints->dates, &date, &where)) {
        char text[DATE_RFC3339_BYTES];
        date_to_rfc3339(date.epoch_s, text);
        article->published = (struct feed_date){.raw = arena_copy_str(page->arena, where),
                                                .known = true,
                                                .epoch_s = date.epoch_s,
                                                .precision = date_precision_name(date.precision),
                                                .from = "url"};
        memcpy(article->published.text, text, sizeof text);
    }
    article->updated = read_date(page, page->about[ABOUT_UPDATED].text, "page");
    return ERR_OK;
}

static enum err_code
set_text(const struct page *page, struct article *article, long *worth, struct err *err)
{
    struct selection drop = {0}, chosen = {0};
    struct prose prose = {0};
    enum err_code code = ERR_OK;
    bool room = true;
    if (page->hints->drop != NULL)
        code = select_nodes(page->root, page->hints->drop, page->arena, &drop, err);
    if (!code && page->hints->text != NULL)
        code = select_nodes(page->root, page->hints->text, page->arena, &chosen, err);
    if (code)
        return code;
    if (chosen.count > 0)
        room = prose_take(&chosen, &drop, page->arena, &prose);
    article->by_selector = prose.text != NULL;
    article->selector_missed = page->hints->text != NULL && prose.text == NULL;
    if (room && prose.text == NULL)
        room = prose_find(page->root, &drop, page->arena, &prose);
    if (!room)
        return err_set(err, ERR_TOO_LARGE, "page needs more than %zu bytes",
                       page->arena->ceiling_bytes);
    if (!article->by_selector && page->body != NULL &&
        prose_worth(str_of(page->body)) > prose.worth) {
        prose.text = page->body;
        prose.worth = prose_worth(str_of(page->body));
    }
    *worth = prose.worth;
    if (article->by_selector || prose.worth >= PROSE_MIN_WORTH)
        article->text = prose.text;
    return ERR_OK;
}

static const char *line_of(const struct page *page, enum about about)
{
    const char *text = page->about[about].text;
    return text == NULL ? NULL : html_line(page->arena, str_of(text));
}

static void set_about(const struct page *page, struct article *article)
{
    const char *lang = xml_attribute(page->root, "lang");
    const char *url = page->about[ABOUT_URL].text;
    article->title = line_of(page, ABOUT_TITLE);
    article->author = line_of(page, ABOUT_AUTHOR);
    article->lang = lang == NULL ? NULL : html_plain_line(page->arena, str_of(lang));
    article->url = url == NULL ? NULL : url_resolve(page->arena, page->hints->url, str_of(url));
}

static enum err_code
read_page(struct page *page, struct str html, struct article *article, struct err *err)
{
    long worth = 0;
    read_about(page);
    set_about(page, article);
    enum err_code code = set_published(page, article, err);
    if (!code)
        code = set_text(page, article, &worth, err);
    if (code || article->by_selector)
        return code;
    const char *block = worth < BLOCKED_MAX_WORTH ? sniff_block(html) : NULL;
    if (block != NULL) {
        article->verdict = FEED_BLOCKED;
        article->reason = block;
    } else if (article->text == NULL) {
        article->verdict = FEED_EMPTY;
        article->reason = "the page has no prose";
    }
    return ERR_OK;
}

enum err_code article_extract(const char *html,
                              size_t len,
                              const struct article_hints *hints,
                              struct arena *arena,
                              struct article *article,
                              struct err *err)
{
    static const struct article_hints no_hints;
    *article = (struct article){.published.from = "none", .updated.from = "none"};
    struct page page = {.arena = arena, .hints = hints == NULL ? &no_hints : hints};
    struct charset charset;
    enum err_code code = charset_decode((struct str){html, len}, page.hints->charset,
                                        page.hints->content_type, arena, &charset, err);
    if (code)
        return code;
    article->charset = charset.name;
    article->charset_from = charset.from;
    xmlDocPtr tree = html_open(charset.text);
    page.root = tree == NULL ? NULL : xmlDocGetRootElement(tree);
    if (page.root == NULL) {
        article->verdict = FEED_BROKEN;
        article->reason = "no HTML";
    } else {
        code = read_page(&page, charset.text, article, err);
    }
    if (tree != NULL)
        xmlFreeDoc(tree);
    return code;
}
