#include "producers/feeds/flow.h"

#include "common/text/utf8.h"

#include <string.h>

static const struct {
    const char *name;
    enum flow_effect effect;
} effects[] = {
    {"p", FLOW_PARAGRAPH},
    {"br", FLOW_BR},
    {"div", FLOW_PARAGRAPH},
    {"li", FLOW_LINE},
    {"ul", FLOW_PARAGRAPH},
    {"ol", FLOW_PARAGRAPH},
    {"td", FLOW_CELL},
    {"tr", FLOW_LINE},
    {"th", FLOW_CELL},
    {"table", FLOW_PARAGRAPH},
    {"h1", FLOW_PARAGRAPH},
    {"h2", FLOW_PARAGRAPH},
    {"h3", FLOW_PARAGRAPH},
    {"h4", FLOW_PARAGRAPH},
    {"h5", FLOW_PARAGRAPH},
    {"h6", FLOW_PARAGRAPH},
    {"dl", FLOW_PARAGRAPH},
    {"dt", FLOW_LINE},
    {"dd", FLOW_LINE},
    {"pre", FLOW_PRE},
    {"blockquote", FLOW_PARAGRAPH},
    {"hr", FLOW_PARAGRAPH},
    {"form", FLOW_PARAGRAPH},
    {"figure", FLOW_PARAGRAPH},
    {"section", FLOW_PARAGRAPH},
    {"article", FLOW_PARAGRAPH},
    {"header", FLOW_PARAGRAPH},
    {"footer", FLOW_PARAGRAPH},
    {"aside", FLOW_PARAGRAPH},
    {"main", FLOW_PARAGRAPH},
    {"nav", FLOW_PARAGRAPH},
    {"address", FLOW_PARAGRAPH},
    {"center", FLOW_PARAGRAPH},
    {"fieldset", FLOW_PARAGRAPH},
    {"option", FLOW_LINE},
    {"legend", FLOW_LINE},
    {"caption", FLOW_LINE},
    {"figcaption", FLOW_LINE},
    {"summary", FLOW_LINE},
    {"script", FLOW_HIDDEN},
    {"style", FLOW_HIDDEN},
    {"noscript", FLOW_HIDDEN},
    {"template", FLOW_HIDDEN},
    {"head", FLOW_HIDDEN},
    {"iframe", FLOW_HIDDEN},
    {"object", FLOW_HIDDEN},
    {"svg", FLOW_HIDDEN},
    {"select", FLOW_HIDDEN},
    {"button", FLOW_HIDDEN},
    {"textarea", FLOW_HIDDEN},
};

enum flow_effect flow_effect_of(const char *name)
{
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++)
        if (effects[i].name[0] == name[0] && strcmp(effects[i].name, name) == 0)
            return effects[i].effect;
    return FLOW_NONE;
}

size_t flow_space(struct str text)
{
    unsigned char c = (unsigned char)text.ptr[0];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    return c == 0xC2 && text.len > 1 && (unsigned char)text.ptr[1] == 0xA0 ? 2 : 0;
}

void flow_init(struct flow *flow, size_t ceiling_bytes)
{
    *flow = (struct flow){0};
    buf_init(&flow->text, ceiling_bytes);
}

void flow_break(struct flow *flow, int breaks)
{
    if (flow->breaks < breaks)
        flow->breaks = breaks;
}

static void add(struct flow *flow, const char *bytes, size_t len)
{
    if (flow->text.len > 0 && flow->breaks > 0)
        buf_add(&flow->text, "\n\n", (size_t)flow->breaks);
    else if (flow->text.len > 0 && flow->spaced)
        buf_add_char(&flow->text, ' ');
    flow->breaks = 0;
    flow->spaced = false;
    buf_add(&flow->text, bytes, len);
}

void flow_words(struct flow *flow, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t space = flow_space((struct str){text.ptr + at, text.len - at});
        if (space > 0) {
            if (flow->pre > 0 && text.ptr[at] == '\n')
                flow_break(flow, flow->breaks == 1 ? 2 : 1);
            flow->spaced = true;
            at += space;
            continue;
        }
        size_t end = at + 1;
        while (end < text.len && (unsigned char)text.ptr[end] > ' ' &&
               (unsigned char)text.ptr[end] != 0xC2)
            end++;
        add(flow, text.ptr + at, end - at);
        at = end;
    }
}

void flow_character(struct flow *flow, uint32_t code_point)
{
    char bytes[4];
    flow_words(flow, (struct str){bytes, utf8_encode(code_point, bytes)});
}

void flow_element(struct flow *flow, enum flow_effect effect, bool start)
{
    switch (effect) {
    case FLOW_PRE:
        if (start)
            flow->pre++;
        else if (flow->pre > 0)
            flow->pre--;
        flow_break(flow, 2);
        break;
    case FLOW_PARAGRAPH:
        flow_break(flow, 2);
        break;
    case FLOW_LINE:
        flow_break(flow, 1);
        break;
    case FLOW_BR:
        if (start)
            flow_break(flow, flow->breaks == 1 ? 2 : 1);
        break;
    case FLOW_CELL:
        flow->spaced = true;
        break;
    default:
        break;
    }
}

char *flow_end(struct flow *flow, struct arena *arena)
{
    char *text = flow->text.len == 0 || flow->text.full
                     ? NULL
                     : utf8_clean(arena, flow->text.ptr, flow->text.len);
    buf_release(&flow->text);
    return text;
}
