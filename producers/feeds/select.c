#include "producers/feeds/select.h"

#include "producers/feeds/html.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

/* XPath is quadratic if one writes it so; a page that was made for that ends here. */
#define OPERATIONS_MAX 20000000UL

static void ignore_error(void *context, xmlErrorPtr error)
{
    (void)context;
    (void)error;
}

/* The caller frees *result. */
static enum err_code
evaluate(xmlNodePtr node, const char *xpath, xmlXPathObjectPtr *result, struct err *err)
{
    *result = NULL;
    xmlXPathContextPtr context = xmlXPathNewContext(node->doc);
    if (context == NULL)
        return err_set(err, ERR_INTERNAL, "no XPath context");
    context->error = ignore_error;
    context->opLimit = OPERATIONS_MAX;
    enum err_code code = ERR_OK;
    xmlXPathCompExprPtr expression = xmlXPathCtxtCompile(context, (const xmlChar *)xpath);
    if (expression == NULL) {
        code = err_set(err, ERR_CONFIG, "\"%s\" is no XPath 1.0 expression", xpath);
    } else {
        context->node = node;
        *result = xmlXPathCompiledEval(expression, context);
    }
    xmlXPathFreeCompExpr(expression);
    xmlXPathFreeContext(context);
    return code;
}

enum err_code select_nodes(xmlNodePtr node,
                           const char *xpath,
                           struct arena *arena,
                           struct selection *selection,
                           struct err *err)
{
    *selection = (struct selection){0};
    xmlXPathObjectPtr result = NULL;
    enum err_code code = evaluate(node, xpath, &result, err);
    if (code || result == NULL || result->type != XPATH_NODESET || result->nodesetval == NULL)
        goto out;
    xmlXPathNodeSetSort(result->nodesetval);
    size_t count = (size_t)result->nodesetval->nodeNr;
    if (count > SELECT_NODES_MAX)
        count = SELECT_NODES_MAX;
    selection->node = arena_array(arena, count + 1, sizeof(xmlNodePtr));
    if (selection->node == NULL) {
        code = err_set(err, ERR_TOO_LARGE, "page needs more than %zu bytes", arena->ceiling_bytes);
        goto out;
    }
    for (size_t i = 0; i < count; i++)
        selection->node[i] = result->nodesetval->nodeTab[i];
    selection->count = count;
out:
    xmlXPathFreeObject(result);
    return code;
}

enum err_code select_text(
    xmlNodePtr node, const char *xpath, struct arena *arena, const char **text, struct err *err)
{
    *text = NULL;
    xmlXPathObjectPtr result = NULL;
    enum err_code code = evaluate(node, xpath, &result, err);
    if (code || result == NULL)
        goto out;
    if (result->type == XPATH_NODESET) {
        if (result->nodesetval != NULL && result->nodesetval->nodeNr > 0) {
            xmlNodePtr first = result->nodesetval->nodeTab[0];
            if (first->type == XML_ELEMENT_NODE) {
                *text = html_tree_text(arena, first, NULL, NULL);
            } else {
                xmlChar *value = xmlNodeGetContent(first);
                if (value != NULL)
                    *text = html_plain_line(arena, str_of((const char *)value));
                xmlFree(value);
            }
        }
    } else {
        xmlChar *value = xmlXPathCastToString(result);
        if (value != NULL)
            *text = html_plain_line(arena, str_of((const char *)value));
        xmlFree(value);
    }
out:
    xmlXPathFreeObject(result);
    return code;
}

enum err_code select_pattern(const char *pattern, regex_t *regex, bool *used, struct err *err)
{
    *used = false;
    if (pattern == NULL)
        return ERR_OK;
    int problem = regcomp(regex, pattern, REG_EXTENDED);
    if (problem != 0) {
        char text[128];
        regerror(problem, regex, text, sizeof text);
        return err_set(err, ERR_CONFIG, "\"%s\" is no regular expression: %s", pattern, text);
    }
    *used = true;
    return ERR_OK;
}

bool select_group(const regex_t *regex, const char *text, struct str *group)
{
    regmatch_t match[2];
    if (regexec(regex, text, 2, match, 0) != 0)
        return false;
    size_t which = regex->re_nsub > 0 && match[1].rm_so >= 0 ? 1 : 0;
    *group =
        (struct str){text + match[which].rm_so, (size_t)(match[which].rm_eo - match[which].rm_so)};
    return true;
}
