#include "producers/feeds/format.h"

#include <string.h>

static void take_news(xmlNodePtr news, struct arena *arena, struct draft *draft)
{
    for (xmlNodePtr at = xml_element(news->children); at != NULL; at = xml_element(at->next)) {
        struct xml_name name = xml_name_of(at);
        if (strcmp(name.local, "title") == 0)
            draft_put(draft, DRAFT_TITLE, 1, DRAFT_HTML, xml_text(arena, at));
        else if (strcmp(name.local, "publication_date") == 0)
            draft_put(draft, DRAFT_PUBLISHED, 1, DRAFT_PLAIN, xml_text(arena, at));
        else if (strcmp(name.local, "publication") == 0 && xml_child(at, "language") != NULL)
            draft_put(draft, DRAFT_LANG, 1, DRAFT_PLAIN,
                      xml_text(arena, xml_child(at, "language")));
    }
}

static enum err_code read_url(xmlNodePtr url, struct draft_context *context, struct err *err)
{
    struct arena *arena = context->arena;
    struct draft draft = {0};
    for (xmlNodePtr at = xml_element(url->children); at != NULL; at = xml_element(at->next)) {
        struct xml_name name = xml_name_of(at);
        if (strcmp(name.local, "loc") == 0 && name.space == SPACE_CORE)
            draft_put_link(&draft, 1, xml_text(arena, at), at);
        else if (strcmp(name.local, "lastmod") == 0)
            draft_put(&draft, DRAFT_UPDATED, 1, DRAFT_PLAIN, xml_text(arena, at));
        else if (strcmp(name.local, "news") == 0)
            take_news(at, arena, &draft);
    }
    return draft_finish(&draft, context, err);
}

enum err_code sitemap_read(xmlNodePtr root, struct draft_context *context, struct err *err)
{
    const char *element = context->doc->kind == FEED_SITEMAP ? "url" : "sitemap";
    enum err_code code = ERR_OK;
    for (xmlNodePtr at = xml_element(root->children); !code && at != NULL;
         at = xml_element(at->next)) {
        struct xml_name name = xml_name_of(at);
        if (strcmp(name.local, element) == 0)
            code = read_url(at, context, err);
    }
    return code;
}
