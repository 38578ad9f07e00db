#include "producers/feeds/format.h"

#include "producers/feeds/html.h"

#include <string.h>

/* The dialect has attributes where others have elements, and names in any case. */
static enum err_code read_item(xmlNodePtr item, struct draft_context *context, struct err *err)
{
    struct arena *arena = context->arena;
    struct draft draft = {0};
    draft_put_link(&draft, 1, xml_attribute(item, "href"), item);
    draft_put(&draft, DRAFT_PUBLISHED, 1, DRAFT_PLAIN, xml_attribute(item, "lastmod"));
    xmlNodePtr title = xml_child(item, "title");
    xmlNodePtr abstract = xml_child(item, "abstract");
    xmlNodePtr link = xml_child(item, "a");
    if (title != NULL)
        draft_put(&draft, DRAFT_TITLE, 1, DRAFT_HTML, xml_text(arena, title));
    if (abstract != NULL)
        draft_put(&draft, DRAFT_SUMMARY, 1, DRAFT_HTML, xml_text(arena, abstract));
    if (link != NULL)
        draft_put_link(&draft, 2, xml_attribute(link, "href"), link);
    return draft_finish(&draft, context, err);
}

enum err_code cdf_read(xmlNodePtr root, struct draft_context *context, struct err *err)
{
    xmlNodePtr title = xml_child(root, "title");
    const char *text = title == NULL ? NULL : xml_text(context->arena, title);
    context->doc->title = text == NULL ? NULL : html_line(context->arena, str_of(text));
    enum err_code code = ERR_OK;
    for (xmlNodePtr at = xml_element(root->children); !code && at != NULL;
         at = xml_element(at->next)) {
        struct xml_name name = xml_name_of(at);
        if (strcmp(name.local, "item") == 0)
            code = read_item(at, context, err);
    }
    return code;
}
