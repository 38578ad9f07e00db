#include "producers/feeds/entity.h"

#include "producers/feeds/windows_1252.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define NAME_BYTES_MAX 12

static bool is_allowed(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
           (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static size_t read_number(struct str text, uint32_t *code_point)
{
    size_t at = 2;
    uint32_t radix = 10;
    if (at < text.len && (text.ptr[at] == 'x' || text.ptr[at] == 'X')) {
        radix = 16;
        at++;
    }
    size_t first = at;
    uint32_t value = 0;
    for (; at < text.len; at++) {
        int digit = hex_digit(text.ptr[at]);
        if (digit < 0 || (uint32_t)digit >= radix)
            break;
        value = value * radix + (uint32_t)digit;
        if (value > 0x10FFFF)
            return 0;
    }
    if (at == first || at >= text.len || text.ptr[at] != ';')
        return 0;
    if (value >= 0x80 && value < 0xA0)
        value = windows_1252_decode((unsigned char)value);
    if (!is_allowed(value))
        return 0;
    *code_point = value;
    return at + 1;
}

size_t entity_read(struct str text, uint32_t *code_point)
{
    if (text.len < 4 || text.ptr[0] != '&')
        return 0;
    if (text.ptr[1] == '#')
        return read_number(text, code_point);
    char name[NAME_BYTES_MAX];
    size_t len = 0;
    for (size_t at = 1; at < text.len && text.ptr[at] != ';'; at++) {
        if (len == sizeof name - 1)
            return 0;
        name[len++] = text.ptr[at];
    }
    if (len + 1 >= text.len)
        return 0;
    name[len] = '\0';
    if (strcmp(name, "apos") == 0) { /* of XML and HTML 5, not of HTML 4 */
        *code_point = '\'';
        return len + 2;
    }
    const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
    if (entity == NULL)
        return 0;
    *code_point = entity->value;
    return len + 2;
}
