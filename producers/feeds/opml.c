#include "producers/feeds/opml.h"

#include "producers/feeds/charset.h"
#include "producers/feeds/page.h"
#include "producers/feeds/xml.h"

#include <string.h>

static const char *copy_attribute(struct arena *arena, xmlNodePtr node, const char *name)
{
    const char *value = xml_attribute(node, name);
    return value == NULL || *value == '\0' ? NULL : arena_copy_str(arena, str_of(value));
}

static const char *title_of(struct arena *arena, xmlNodePtr node)
{
    const char *title = copy_attribute(arena, node, "title");
    return title != NULL ? title : copy_attribute(arena, node, "text");
}

static bool is_outline(xmlNodePtr node)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, "outline") == 0;
}

static size_t count_outlines(xmlNodePtr root)
{
    size_t count = 0;
    for (xmlNodePtr node = root; node != NULL; node = page_next(node, root))
        count += is_outline(node);
    return count;
}

enum err_code opml_read(const char *bytes,
                        size_t len,
                        struct arena *arena,
                        struct opml_outline **outline,
                        size_t *count,
                        struct err *err)
{
    struct charset charset;
    struct xml_document document = {0};
    struct str body = {bytes, len};
    enum err_code code = charset_decode(body, NULL, NULL, arena, &charset, err);
    if (!code)
        code = xml_open(charset.text, arena, &document, err);
    if (!code && (document.root == NULL || document.hostile ||
                  strcmp((const char *)document.root->name, "opml") != 0))
        code = err_set(err, ERR_BAD_INPUT, "the document is no OPML");
    if (code)
        goto out;
    struct opml_outline *found =
        arena_array(arena, count_outlines(document.root) + 1, sizeof *found);
    if (found == NULL) {
        code = err_set(err, ERR_TOO_LARGE, "too many outlines");
        goto out;
    }
    *count = 0;
    for (xmlNodePtr node = document.root; node != NULL; node = page_next(node, document.root)) {
        const char *feed = is_outline(node) ? copy_attribute(arena, node, "xmlurl") : NULL;
        if (feed != NULL)
            found[(*count)++] = (struct opml_outline){title_of(arena, node), feed};
    }
    *outline = found;
out:
    xml_close(&document);
    return code;
}
