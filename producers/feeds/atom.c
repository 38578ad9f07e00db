#include "producers/feeds/field.h"
#include "producers/feeds/format.h"
#include "producers/feeds/html.h"
#include "producers/feeds/url.h"

#include <string.h>

/* Atom 1.0 and 0.3 may meet in one document. */
static struct xml_name core_name(xmlNodePtr node)
{
    struct xml_name name = xml_name_of(node);
    if (name.space == SPACE_ATOM)
        name.space = SPACE_CORE;
    return name;
}

static void take_link(xmlNodePtr node, struct arena *arena, struct draft *draft)
{
    if (xml_attribute(node, "href") != NULL)
        field_take_atom_link(node, 1, draft);
    else /* as RSS writes it */
        draft_put_link(draft, 9, xml_text(arena, node), node);
}

static void take_content(xmlNodePtr node, struct arena *arena, struct draft *draft)
{
    field_take_construct(node, DRAFT_TEXT, 1, arena, draft);
    draft_put_link(draft, 20, xml_attribute(node, "src"), node);
}

/* An id is an absolute IRI; where it isn't, xml:base may make it one, the document's address may
 * not: that can change. */
static void take_id(xmlNodePtr node, struct arena *arena, struct draft *draft)
{
    const char *id = xml_text(arena, node);
    const char *base = xml_base(arena, node, NULL);
    const char *absolute = id == NULL || base == NULL ? NULL : url_resolve(arena, base, str_of(id));
    draft_put(draft, DRAFT_GUID, 1, DRAFT_PLAIN, absolute != NULL ? absolute : id);
}

static const struct field date_fields[] = {
    {SPACE_CORE, "published", DRAFT_PUBLISHED, 1, DRAFT_PLAIN},
    {SPACE_CORE, "issued", DRAFT_PUBLISHED, 2, DRAFT_PLAIN},
    {SPACE_CORE, "pubdate", DRAFT_PUBLISHED, 3, DRAFT_PLAIN},
    {SPACE_CORE, "created", DRAFT_PUBLISHED, 4, DRAFT_PLAIN},
    {SPACE_CORE, "updated", DRAFT_UPDATED, 1, DRAFT_PLAIN},
    {SPACE_CORE, "modified", DRAFT_UPDATED, 2, DRAFT_PLAIN},
};

static void take_entry_child(xmlNodePtr node, struct arena *arena, struct draft *draft)
{
    struct xml_name name = core_name(node);
    if (xml_is(&name, SPACE_CORE, "title"))
        field_take_construct(node, DRAFT_TITLE, 1, arena, draft);
    else if (xml_is(&name, SPACE_CORE, "link"))
        take_link(node, arena, draft);
    else if (xml_is(&name, SPACE_CORE, "id") || xml_is(&name, SPACE_CORE, "guid"))
        take_id(node, arena, draft);
    else if (xml_is(&name, SPACE_CORE, "summary"))
        field_take_construct(node, DRAFT_SUMMARY, 1, arena, draft);
    else if (xml_is(&name, SPACE_CORE, "content"))
        take_content(node, arena, draft);
    else if (xml_is(&name, SPACE_CORE, "author"))
        field_take_person(node, 1, arena, draft);
    else if (!field_take(date_fields, sizeof date_fields / sizeof date_fields[0], &name, node,
                         arena, draft))
        field_take_module(&name, node, arena, draft);
}

static enum err_code read_entry(xmlNodePtr entry, struct draft_context *context, struct err *err)
{
    struct draft draft = {0};
    for (xmlNodePtr at = xml_element(entry->children); at != NULL; at = xml_element(at->next))
        take_entry_child(at, context->arena, &draft);
    /* Without any link an id that is an address may be one. */
    const struct draft_value *guid = &draft.slot[DRAFT_GUID];
    if (guid->filled && url_is_web(str_of(guid->text)))
        draft_put_link(&draft, 30, guid->text, entry);
    draft_put(&draft, DRAFT_LANG, 20, DRAFT_PLAIN, xml_lang(entry));
    return draft_finish(&draft, context, err);
}

static void read_feed(xmlNodePtr feed, struct draft_context *context)
{
    struct feed_document *doc = context->doc;
    for (xmlNodePtr at = xml_element(feed->children); at != NULL; at = xml_element(at->next)) {
        struct xml_name name = core_name(at);
        if (xml_is(&name, SPACE_CORE, "link")) {
            field_take_site_link(at, context);
        } else if (xml_is(&name, SPACE_CORE, "title") && doc->title == NULL) {
            const char *title = xml_text(context->arena, at);
            doc->title = title == NULL ? NULL : html_line(context->arena, str_of(title));
        }
    }
    const char *lang = xml_lang(feed);
    if (lang != NULL)
        doc->lang = arena_copy_str(context->arena, str_of(lang));
}

/* 1.0 has no version attribute; its namespace tells. */
static const char *version_of(xmlNodePtr root, struct arena *arena)
{
    const char *version = xml_attribute(root, "version");
    if (version != NULL)
        return arena_copy_str(arena, str_of(version));
    bool one =
        root->ns != NULL && str_find(str_of((const char *)root->ns->href), STR("2005/Atom")) >= 0;
    return one ? "1.0" : NULL;
}

enum err_code atom_read(xmlNodePtr root, struct draft_context *context, struct err *err)
{
    context->doc->version = version_of(root, context->arena);
    struct xml_name root_name = core_name(root);
    if (strcmp(root_name.local, "entry") == 0) /* a document of one entry */
        return read_entry(root, context, err);
    read_feed(root, context);
    field_prefer_site(context);
    enum err_code code = ERR_OK;
    for (xmlNodePtr at = xml_element(root->children); !code && at != NULL;
         at = xml_element(at->next)) {
        struct xml_name name = core_name(at);
        if (name.space == SPACE_CORE &&
            (strcmp(name.local, "entry") == 0 || strcmp(name.local, "item") == 0))
            code = read_entry(at, context, err);
    }
    return code;
}
