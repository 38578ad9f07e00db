#include "producers/feeds/field.h"
#include "producers/feeds/format.h"
#include "producers/feeds/html.h"
#include "producers/feeds/url.h"

#include <stdlib.h>
#include <string.h>

#define MINUTE_S 60LL

static const struct field item_fields[] = {
    {SPACE_CORE, "title", DRAFT_TITLE, 1, DRAFT_HTML},
    {SPACE_CORE, "description", DRAFT_SUMMARY, 1, DRAFT_HTML},
    {SPACE_CORE, "summary", DRAFT_SUMMARY, 3, DRAFT_HTML},
    {SPACE_CORE, "abstract", DRAFT_SUMMARY, 4, DRAFT_HTML},
    {SPACE_CORE, "encoded", DRAFT_TEXT, 1, DRAFT_HTML},
    {SPACE_CORE, "body", DRAFT_TEXT, 2, DRAFT_HTML},
    {SPACE_CORE, "fullitem", DRAFT_TEXT, 3, DRAFT_HTML},
    {SPACE_CORE, "content", DRAFT_TEXT, 4, DRAFT_HTML},
    {SPACE_CORE, "creator", DRAFT_AUTHOR, 2, DRAFT_PLAIN},
    {SPACE_CORE, "language", DRAFT_LANG, 1, DRAFT_PLAIN},
    {SPACE_CORE, "pubdate", DRAFT_PUBLISHED, 1, DRAFT_PLAIN},
    {SPACE_CORE, "published", DRAFT_PUBLISHED, 2, DRAFT_PLAIN},
    {SPACE_CORE, "issued", DRAFT_PUBLISHED, 3, DRAFT_PLAIN},
    {SPACE_CORE, "date", DRAFT_PUBLISHED, 4, DRAFT_PLAIN},
    {SPACE_CORE, "updated", DRAFT_UPDATED, 1, DRAFT_PLAIN},
    {SPACE_CORE, "modified", DRAFT_UPDATED, 2, DRAFT_PLAIN},
};

/* The elements of RSS have the namespace of RSS, of the root, or none. */
static struct xml_name core_name(xmlNodePtr node)
{
    struct xml_name name = xml_name_of(node);
    if (name.space == SPACE_RSS)
        name.space = SPACE_CORE;
    return name;
}

/* An address where nothing else is said, as RSS has it; a relative one, with a path, where it is
 * said to be one or begins at the root. What is neither true nor false promises nothing. */
static bool is_permalink(xmlNodePtr node, const char *guid)
{
    const char *flag = xml_attribute(node, "isPermaLink");
    if (flag != NULL && !str_eq_nocase(str_trim(str_of(flag)), STR("true")))
        return false;
    bool path = flag == NULL ? guid[0] == '/' : strpbrk(guid, "/?") != NULL;
    return url_is_web(str_of(guid)) || (path && strpbrk(guid, ": \t\r\n") == NULL);
}

/* A guid is the entry's link where nothing else is and it doesn't deny it. */
static void take_guid(xmlNodePtr node, struct arena *arena, struct draft *draft)
{
    const char *guid = xml_text(arena, node);
    draft_put(draft, DRAFT_GUID, 1, DRAFT_PLAIN, guid);
    if (guid != NULL && is_permalink(node, guid))
        draft_put_link(draft, 5, guid, node);
}

/* The address is the element's text, or stands in Atom's attribute; of several the last counts. */
static void take_link(xmlNodePtr node, struct arena *arena, struct draft *draft)
{
    const char *address = xml_text(arena, node);
    if (address == NULL && xml_attribute(node, "rel") == NULL)
        address = xml_attribute(node, "href");
    if (address == NULL) {
        field_take_atom_link(node, 10, draft); /* Atom's form without its namespace */
        return;
    }
    struct draft_value *link = &draft->slot[DRAFT_LINK];
    link->filled = link->filled && link->rank < 1;
    draft_put_link(draft, 1, address, node);
}

static void take_item_child(xmlNodePtr node, struct arena *arena, struct draft *draft)
{
    struct xml_name name = core_name(node);
    if (xml_is(&name, SPACE_CORE, "link"))
        take_link(node, arena, draft);
    else if (xml_is(&name, SPACE_CORE, "guid"))
        take_guid(node, arena, draft);
    else if (xml_is(&name, SPACE_CORE, "id"))
        draft_put(draft, DRAFT_GUID, 2, DRAFT_PLAIN, xml_text(arena, node));
    else if (xml_is(&name, SPACE_CORE, "author"))
        field_take_person(node, 1, arena, draft);
    else if (xml_is(&name, SPACE_CORE, "enclosure"))
        draft_put_link(draft, 30, xml_attribute(node, "url"), node);
    else if (!field_take(item_fields, sizeof item_fields / sizeof item_fields[0], &name, node,
                         arena, draft))
        field_take_module(&name, node, arena, draft);
}

static enum err_code read_item(xmlNodePtr item, struct draft_context *context, struct err *err)
{
    struct draft draft = {0};
    for (xmlNodePtr at = xml_element(item->children); at != NULL; at = xml_element(at->next))
        take_item_child(at, context->arena, &draft);
    const char *about = xml_attribute(item, "about");
    draft_put(&draft, DRAFT_GUID, 20, DRAFT_PLAIN, about);
    if (about != NULL && url_is_web(str_of(about)))
        draft_put_link(&draft, 20, about, item);
    /* The Channel Definition Format has them as attributes. */
    draft_put_link(&draft, 20, xml_attribute(item, "href"), item);
    draft_put(&draft, DRAFT_UPDATED, 20, DRAFT_PLAIN, xml_attribute(item, "lastmod"));
    draft_put(&draft, DRAFT_LANG, 20, DRAFT_PLAIN, xml_lang(item));
    return draft_finish(&draft, context, err);
}

/* RSS 1.0's syndication module: so many times in a period. */
static long long period_s(const char *period)
{
    static const struct {
        const char *name;
        long long seconds;
    } periods[] = {{"hourly", 3600},
                   {"daily", 86400},
                   {"weekly", 7 * 86400},
                   {"monthly", 30 * 86400},
                   {"yearly", 365 * 86400}};
    for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
        if (str_eq_nocase(str_of(period), str_of(periods[i].name)))
            return periods[i].seconds;
    return 0;
}

/* A count a feed states; 0 for what is none or beyond a year of minutes. */
static long long count_of(const char *text)
{
    if (text == NULL)
        return 0;
    long long value = strtoll(text, NULL, 10);
    return value > 0 && value <= 366LL * 24 * 60 ? value : 0;
}

static void take_channel_link(xmlNodePtr node, struct draft_context *context)
{
    struct arena *arena = context->arena;
    const char *text = xml_text(arena, node);
    if (xml_attribute(node, "href") != NULL)
        field_take_site_link(node, context);
    else if (text != NULL && context->doc->link == NULL)
        context->doc->link = url_resolve(arena, xml_base(arena, node, context->base), str_of(text));
}

static void read_channel(xmlNodePtr channel, struct draft_context *context)
{
    struct feed_document *doc = context->doc;
    struct arena *arena = context->arena;
    long long period = 0, times = 1;
    for (xmlNodePtr at = xml_element(channel->children); at != NULL; at = xml_element(at->next)) {
        struct xml_name name = core_name(at);
        if (strcmp(name.local, "link") == 0) {
            take_channel_link(at, context);
        } else if (xml_is(&name, SPACE_CORE, "title") && doc->title == NULL) {
            const char *title = xml_text(arena, at);
            doc->title = title == NULL ? NULL : html_line(arena, str_of(title));
        } else if (strcmp(name.local, "language") == 0 && doc->lang == NULL) {
            doc->lang = xml_text(arena, at);
        } else if (xml_is(&name, SPACE_CORE, "ttl")) {
            doc->ttl_s = count_of(xml_text(arena, at)) * MINUTE_S;
        } else if (xml_is(&name, SPACE_SYNDICATION, "updateperiod")) {
            const char *text = xml_text(arena, at);
            period = text == NULL ? 0 : period_s(text);
        } else if (xml_is(&name, SPACE_SYNDICATION, "updatefrequency")) {
            times = count_of(xml_text(arena, at));
        }
    }
    if (doc->ttl_s == 0 && times > 0)
        doc->ttl_s = period / times;
}

static bool is_item(const struct xml_name *name)
{
    return name->space == SPACE_CORE &&
           (strcmp(name->local, "item") == 0 || strcmp(name->local, "entry") == 0);
}

/* Items below parent; those of RDF lie beside the channel, RSS 1.1 has them in <items>. libxml2
 * refuses documents deeper than 256. */
// NOLINTNEXTLINE(misc-no-recursion)
static enum err_code read_items(xmlNodePtr parent, struct draft_context *context, struct err *err)
{
    enum err_code code = ERR_OK;
    for (xmlNodePtr at = xml_element(parent->children); !code && at != NULL;
         at = xml_element(at->next)) {
        struct xml_name name = core_name(at);
        if (is_item(&name))
            code = read_item(at, context, err);
        else if (xml_is(&name, SPACE_CORE, "channel") || xml_is(&name, SPACE_CORE, "items"))
            code = read_items(at, context, err);
    }
    return code;
}

enum err_code rss_read(xmlNodePtr root, struct draft_context *context, struct err *err)
{
    struct feed_document *doc = context->doc;
    const char *version = xml_attribute(root, "version");
    doc->version = version == NULL ? NULL : arena_copy_str(context->arena, str_of(version));
    struct xml_name name = core_name(root);
    xmlNodePtr channel = strcmp(name.local, "channel") == 0 ? root : xml_child(root, "channel");
    if (channel != NULL)
        read_channel(channel, context);
    if (doc->kind == FEED_CDF && channel != NULL && xml_attribute(channel, "base") != NULL)
        context->base =
            url_resolve(context->arena, context->base, str_of(xml_attribute(channel, "base")));
    if (doc->lang == NULL && xml_lang(root) != NULL)
        doc->lang = arena_copy_str(context->arena, str_of(xml_lang(root)));
    field_prefer_site(context);
    return read_items(root, context, err);
}
