#include "producers/feeds/feed.h"

#include "producers/feeds/charset.h"
#include "producers/feeds/format.h"
#include "producers/feeds/html.h"
#include "producers/feeds/page.h"
#include "producers/feeds/paging.h"
#include "producers/feeds/sniff.h"
#include "producers/feeds/title.h"
#include "producers/feeds/url.h"
#include "producers/feeds/xml.h"

#include <libxml/parser.h>
#include <string.h>

/* Nothing that a document names is ever opened. */
static xmlParserInputPtr refuse_entity(const char *url, const char *id, xmlParserCtxtPtr context)
{
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

static void ignore_message(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

void feed_setup(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(refuse_entity);
    xmlSetGenericErrorFunc(NULL, ignore_message);
}

static void judge(struct feed_document *doc, enum feed_verdict verdict, const char *reason)
{
    doc->verdict = verdict;
    doc->reason = reason;
}

static enum err_code
read_tree(const struct xml_document *xml, struct draft_context *context, struct err *err)
{
    switch (context->doc->kind) {
    case FEED_RSS:
    case FEED_RDF:
    case FEED_CDF:
        return rss_read(xml->root, context, err);
    case FEED_ATOM:
        return atom_read(xml->root, context, err);
    case FEED_SITEMAP:
    case FEED_SITEMAP_INDEX:
        return sitemap_read(xml->root, context, err);
    default:
        judge(context->doc, FEED_BROKEN, "an XML document that is no feed and no sitemap");
        return ERR_OK;
    }
}

static enum err_code read_xml(struct str text, struct draft_context *context, struct err *err)
{
    struct feed_document *doc = context->doc;
    struct xml_document xml;
    enum err_code code = xml_open(text, context->arena, &xml, err);
    if (code)
        return code;
    doc->repaired = xml.repaired;
    if (xml.hostile) {
        judge(doc, FEED_HOSTILE, "its DOCTYPE declares entities made of others or from outside");
        doc->kind = FEED_UNKNOWN;
    } else if (xml.root == NULL) {
        judge(doc, FEED_BROKEN, xml.problem == NULL ? "no XML element could be read" : xml.problem);
    } else {
        code = read_tree(&xml, context, err);
    }
    xml_close(&xml);
    return code;
}

/* A page is an answer to a listing's hints; to anybody else it is the wrong document. */
static enum err_code read_page(struct str text, struct draft_context *context, struct err *err)
{
    struct feed_document *doc = context->doc;
    if (context->hints->listing != NULL) {
        doc->kind = FEED_LISTING;
        enum err_code code = listing_read(text, context, err);
        if (code || doc->count > 0)
            return code;
    }
    const char *block = sniff_block(text);
    if (block != NULL) {
        judge(doc, FEED_BLOCKED, block);
    } else if (doc->kind == FEED_LISTING) {
        judge(doc, FEED_EMPTY, "no link on the page matches the source's selectors");
    } else {
        doc->moved_to = page_feed_link(text, context->arena, context->base);
        judge(doc, FEED_MOVED,
              doc->moved_to == NULL ? "an HTML page where a feed is due"
                                    : "an HTML page that names another address for its feed");
    }
    return ERR_OK;
}

static enum err_code read_text(struct str text, struct draft_context *context, struct err *err)
{
    struct feed_document *doc = context->doc;
    switch (sniff_text(text, &doc->kind)) {
    case SNIFF_NOTHING:
        judge(doc, FEED_BROKEN, "an empty document");
        return ERR_OK;
    case SNIFF_JSON:
        return json_read(text, context, err);
    case SNIFF_HTML:
        return read_page(text, context, err);
    case SNIFF_XML:
        return read_xml(text, context, err);
    default:
        if (context->hints->listing != NULL)
            return read_page(text, context, err);
        judge(doc, FEED_BROKEN, "neither XML nor JSON nor HTML");
        return ERR_OK;
    }
}

enum err_code feed_parse(const char *bytes,
                         size_t len,
                         const struct feed_hints *hints,
                         struct arena *arena,
                         struct feed_document *doc,
                         struct err *err)
{
    static const struct feed_hints no_hints;
    if (hints == NULL)
        hints = &no_hints;
    *doc = (struct feed_document){0};
    struct draft_context context = {.arena = arena, .hints = hints, .doc = doc, .base = hints->url};
    struct charset charset;
    enum err_code code = charset_decode((struct str){bytes, len}, hints->charset,
                                        hints->content_type, arena, &charset, err);
    if (code)
        return code;
    doc->charset = charset.name;
    doc->charset_from = charset.from;

    code = read_text(charset.text, &context, err);
    if (!code && doc->count > 0 && doc->next_page == NULL && hints->next != NULL)
        doc->next_page = url_resolve(arena, hints->url, str_of(hints->next));
    if (!code && doc->count > 0 && doc->next_page == NULL && hints->url != NULL)
        doc->next_page = paging_next(arena, hints->next_url, hints->url, hints->page);
    if (!code && doc->count == 0 && doc->reason == NULL)
        judge(doc, FEED_EMPTY, "no entries");
    if (!code)
        code = draft_identify(&context, err);
    if (!code)
        title_complete(arena, doc);
    return code;
}
