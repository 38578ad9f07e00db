#include "producers/feeds/field.h"

#include "producers/feeds/url.h"

#include <string.h>

/* Ranks from 10 on: what a format says itself comes first, but for content:encoded, which is always
 * the whole text. */
static const struct field modules[] = {
    {SPACE_FEEDBURNER, "origlink", DRAFT_ORIGIN, 0, DRAFT_PLAIN},
    {SPACE_CONTENT, "encoded", DRAFT_TEXT, 0, DRAFT_HTML},
    {SPACE_XHTML, "body", DRAFT_TEXT, 10, DRAFT_HTML},
    {SPACE_XHTML, "div", DRAFT_TEXT, 11, DRAFT_HTML},
    {SPACE_DC, "title", DRAFT_TITLE, 10, DRAFT_HTML},
    {SPACE_DCTERMS, "title", DRAFT_TITLE, 11, DRAFT_HTML},
    {SPACE_MEDIA, "title", DRAFT_TITLE, 12, DRAFT_HTML},
    {SPACE_ITUNES, "title", DRAFT_TITLE, 13, DRAFT_HTML},
    {SPACE_NEWS, "title", DRAFT_TITLE, 10, DRAFT_PLAIN},
    {SPACE_DC, "description", DRAFT_SUMMARY, 10, DRAFT_HTML},
    {SPACE_DCTERMS, "description", DRAFT_SUMMARY, 11, DRAFT_HTML},
    {SPACE_DCTERMS, "abstract", DRAFT_SUMMARY, 12, DRAFT_HTML},
    {SPACE_ITUNES, "summary", DRAFT_SUMMARY, 13, DRAFT_HTML},
    {SPACE_MEDIA, "description", DRAFT_SUMMARY, 14, DRAFT_HTML},
    {SPACE_DC, "creator", DRAFT_AUTHOR, 10, DRAFT_PLAIN},
    {SPACE_DC, "author", DRAFT_AUTHOR, 11, DRAFT_PLAIN},
    {SPACE_DCTERMS, "creator", DRAFT_AUTHOR, 12, DRAFT_PLAIN},
    {SPACE_ITUNES, "author", DRAFT_AUTHOR, 13, DRAFT_PLAIN},
    {SPACE_DC, "publisher", DRAFT_AUTHOR, 14, DRAFT_PLAIN},
    {SPACE_DC, "identifier", DRAFT_GUID, 25, DRAFT_PLAIN},
    {SPACE_DC, "language", DRAFT_LANG, 10, DRAFT_PLAIN},
    {SPACE_DCTERMS, "issued", DRAFT_PUBLISHED, 10, DRAFT_PLAIN},
    {SPACE_DC, "date", DRAFT_PUBLISHED, 11, DRAFT_PLAIN},
    {SPACE_DCTERMS, "date", DRAFT_PUBLISHED, 12, DRAFT_PLAIN},
    {SPACE_DCTERMS, "created", DRAFT_PUBLISHED, 13, DRAFT_PLAIN},
    {SPACE_DCTERMS, "available", DRAFT_PUBLISHED, 14, DRAFT_PLAIN},
    {SPACE_DCTERMS, "modified", DRAFT_UPDATED, 10, DRAFT_PLAIN},
};

/* A Dublin Core date is of some event in the entry's life: it stands for both where nothing says
 * more. */
static const struct field any_dates[] = {
    {SPACE_DC, "date", DRAFT_UPDATED, 20, DRAFT_PLAIN},
    {SPACE_DCTERMS, "date", DRAFT_UPDATED, 21, DRAFT_PLAIN},
};

static const struct field attached[] = {
    {SPACE_MEDIA, "title", DRAFT_TITLE, 20, DRAFT_HTML},
    {SPACE_MEDIA, "description", DRAFT_SUMMARY, 20, DRAFT_HTML},
};

static bool holds_prose(enum draft_slot slot)
{
    return slot == DRAFT_TITLE || slot == DRAFT_SUMMARY || slot == DRAFT_TEXT;
}

bool field_take(const struct field *fields,
                size_t count,
                const struct xml_name *name,
                xmlNodePtr node,
                struct arena *arena,
                struct draft *draft)
{
    for (size_t i = 0; i < count; i++) {
        const struct field *field = &fields[i];
        if (!xml_is(name, field->space, field->local))
            continue;
        if (holds_prose(field->slot) && xml_has_elements(node))
            draft_put_tree(draft, field->slot, field->rank, node);
        else if (field->slot == DRAFT_LINK)
            draft_put_link(draft, field->rank, xml_text(arena, node), node);
        else
            draft_put(draft, field->slot, field->rank, field->markup, xml_text(arena, node));
        return true;
    }
    return false;
}

/* The page that plays what is attached is the entry's where it has no other. */
static void take_player(const struct xml_name *name, xmlNodePtr node, struct draft *draft)
{
    if (xml_is(name, SPACE_MEDIA, "player"))
        draft_put_link(draft, 28, xml_attribute(node, "url"), node);
}

/* Media RSS describes an entry or, one or two levels deeper, what is attached to it; there it
 * speaks for an entry that has no words of its own. */
/* libxml2 refuses documents deeper than 256. */
static void // NOLINTNEXTLINE(misc-no-recursion)
take_media(const struct xml_name *name, xmlNodePtr node, struct arena *arena, struct draft *draft)
{
    bool group = strcmp(name->local, "group") == 0;
    if (!group && strcmp(name->local, "content") != 0)
        return;
    for (xmlNodePtr at = xml_element(node->children); at != NULL; at = xml_element(at->next)) {
        struct xml_name inner = xml_name_of(at);
        take_player(&inner, at, draft);
        if (!field_take(attached, sizeof attached / sizeof attached[0], &inner, at, arena, draft) &&
            group && xml_is(&inner, SPACE_MEDIA, "content"))
            take_media(&inner, at, arena, draft);
    }
}

/* Media RSS and Atom elements are not all of one value. */
static bool take_structured(const struct xml_name *name,
                            xmlNodePtr node,
                            struct arena *arena,
                            struct draft *draft)
{
    if (name->space == SPACE_MEDIA) {
        take_player(name, node, draft);
        take_media(name, node, arena, draft);
        return true;
    }
    if (name->space != SPACE_ATOM)
        return false;
    if (strcmp(name->local, "link") == 0)
        field_take_atom_link(node, 10, draft);
    else if (strcmp(name->local, "id") == 0)
        draft_put(draft, DRAFT_GUID, 10, DRAFT_PLAIN, xml_text(arena, node));
    else if (strcmp(name->local, "title") == 0)
        field_take_construct(node, DRAFT_TITLE, 14, arena, draft);
    else if (strcmp(name->local, "summary") == 0)
        field_take_construct(node, DRAFT_SUMMARY, 15, arena, draft);
    else if (strcmp(name->local, "content") == 0)
        field_take_construct(node, DRAFT_TEXT, 12, arena, draft);
    else if (strcmp(name->local, "author") == 0)
        field_take_person(node, 15, arena, draft);
    else if (strcmp(name->local, "published") == 0 || strcmp(name->local, "issued") == 0)
        draft_put(draft, DRAFT_PUBLISHED, 15, DRAFT_PLAIN, xml_text(arena, node));
    else if (strcmp(name->local, "created") == 0)
        draft_put(draft, DRAFT_PUBLISHED, 16, DRAFT_PLAIN, xml_text(arena, node));
    else if (strcmp(name->local, "updated") == 0 || strcmp(name->local, "modified") == 0)
        draft_put(draft, DRAFT_UPDATED, 9, DRAFT_PLAIN, xml_text(arena, node));
    else
        return false;
    return true;
}

bool field_take_module(const struct xml_name *name,
                       xmlNodePtr node,
                       struct arena *arena,
                       struct draft *draft)
{
    (void)field_take(any_dates, sizeof any_dates / sizeof any_dates[0], name, node, arena, draft);
    return field_take(modules, sizeof modules / sizeof modules[0], name, node, arena, draft) ||
           take_structured(name, node, arena, draft);
}

static bool has_word(const char *text, const char *word)
{
    return text != NULL && str_find(str_of(text), str_of(word)) >= 0;
}

/* RFC 4648 in place of libxml2's lack of it; anything else than its alphabet is passed over. */
static char *decode_base64(struct arena *arena, const char *text)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = arena_alloc(arena, strlen(text) + 1);
    if (out == NULL)
        return NULL;
    size_t len = 0;
    unsigned bits = 0, count = 0;
    for (; *text != '\0' && *text != '='; text++) {
        const char *place = strchr(alphabet, *text);
        if (place == NULL)
            continue;
        bits = bits << 6 | (unsigned)(place - alphabet);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out[len++] = (char)(bits >> count & 0xFF);
        }
    }
    return out;
}

void field_take_construct(
    xmlNodePtr node, enum draft_slot slot, int rank, struct arena *arena, struct draft *draft)
{
    const char *type = xml_attribute(node, "type");
    const char *mode = xml_attribute(node, "mode");
    if (has_word(mode, "base64") || (mode == NULL && has_word(type, "octet-stream"))) {
        const char *text = xml_text(arena, node);
        text = text == NULL ? NULL : decode_base64(arena, text);
        draft_put(draft, slot, rank, DRAFT_HTML, text);
        return;
    }
    if (xml_has_elements(node)) {
        draft_put_tree(draft, slot, rank, node);
        return;
    }
    /* Elements that were escaped where the type promises none are read as HTML too. */
    bool html = has_word(type, "html") || has_word(type, "HTML");
    draft_put(draft, slot, rank, html ? DRAFT_HTML : DRAFT_PLAIN, xml_text(arena, node));
}

/* The last part of a rel: "alternate" of "http://www.iana.org/assignments/relation/alternate". */
static struct str rel_of(xmlNodePtr link)
{
    struct str rel = str_trim(str_of(xml_attribute(link, "rel")));
    for (size_t i = rel.len; i > 0; i--)
        if (rel.ptr[i - 1] == '/')
            return (struct str){rel.ptr + i, rel.len - i};
    return rel;
}

bool field_is_alternate(xmlNodePtr link)
{
    struct str rel = rel_of(link);
    return rel.len == 0 || str_eq_nocase(rel, STR("alternate"));
}

void field_take_atom_link(xmlNodePtr node, int first_rank, struct draft *draft)
{
    static const struct {
        const char *rel;
        int rank;
    } rels[] = {{"self", 4}, {"via", 5}, {"related", 6}, {"enclosure", 7}};
    const char *href = xml_attribute(node, "href");
    const char *type = xml_attribute(node, "type");
    if (field_is_alternate(node)) {
        int rank = has_word(type, "html") ? 0 : type == NULL || type[0] == '\0' ? 1 : 2;
        draft_put_link(draft, first_rank + rank, href, node);
        return;
    }
    struct str rel = rel_of(node);
    for (size_t i = 0; i < sizeof rels / sizeof rels[0]; i++)
        if (str_eq_nocase(rel, str_of(rels[i].rel)))
            draft_put_link(draft, first_rank + rels[i].rank, href, node);
}

void field_take_person(xmlNodePtr node, int rank, struct arena *arena, struct draft *draft)
{
    xmlNodePtr name = xml_child(node, "name");
    if (name == NULL)
        name = xml_child(node, "email");
    if (name == NULL)
        name = node;
    draft_put(draft, DRAFT_AUTHOR, rank, DRAFT_PLAIN, xml_text(arena, name));
}

void field_take_site_link(xmlNodePtr node, struct draft_context *context)
{
    const char *href = xml_attribute(node, "href");
    struct str rel = rel_of(node);
    if (href == NULL)
        return;
    const char *base = xml_base(context->arena, node, context->base);
    const char *url = url_resolve(context->arena, base, str_of(href));
    if (field_is_alternate(node) && context->doc->link == NULL)
        context->doc->link = url;
    else if (str_eq_nocase(rel, STR("next")))
        context->doc->next_page = url;
    else if (str_eq_nocase(rel, STR("self")) && context->base == NULL && url != NULL &&
             url_is_web(str_of(url)))
        context->base = url;
}

void field_prefer_site(struct draft_context *context)
{
    const char *site = context->doc->link;
    if (site != NULL && url_is_web(str_of(site)))
        context->base = site;
}
