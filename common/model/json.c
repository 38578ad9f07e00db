#include "common/model/json.h"

#include "common/model/json_string.h"
#include "common/model/json_value.h"
#include "common/text/utf8.h"

#include <stdlib.h>
#include <string.h>

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL)
        abort();
    return memory;
}

/* cJSON leaves a member out where there is no memory for it, and takes a document that it has no
 * memory for to be none. Neither may pass for what a message says: the process ends, as it does
 * wherever memory fails. Before main(), so that no codec can come first. */
__attribute__((constructor)) static void end_where_memory_fails(void)
{
    cJSON_Hooks hooks = {allocate, free};
    cJSON_InitHooks(&hooks);
}

/* cJSON cuts a string at an escaped NUL, so we look for one: a \u0000 not preceded by an escaping
 * backslash. */
static bool has_nul_escape(const char *json, size_t len)
{
    const char *end = json + len;
    for (const char *at = json; at < end; at += 2) {
        at = memchr(at, '\\', (size_t)(end - at));
        if (at == NULL)
            return false;
        if (end - at >= 6 && memcmp(at, "\\u0000", 6) == 0)
            return true;
    }
    return false;
}

enum err_code json_parse(const char *json, size_t len, cJSON **root, struct err *err)
{
    size_t valid = utf8_valid_prefix(json, len);
    if (valid < len)
        return err_set(err, ERR_BAD_INPUT, "byte %zu is not UTF-8", valid);
    if (memchr(json, '\0', len) != NULL || has_nul_escape(json, len))
        return err_set(err, ERR_BAD_INPUT, "the document holds a NUL character");
    const char *end = NULL;
    cJSON *value = cJSON_ParseWithLengthOpts(json, len, &end, 0);
    if (value == NULL) {
        size_t at = end == NULL ? 0 : (size_t)(end - json);
        return err_set(err, ERR_BAD_INPUT, "not JSON at byte %zu", at);
    }
    while (end < json + len && strchr(" \t\r\n", *end) != NULL)
        end++;
    if (end != json + len || !cJSON_IsObject(value)) {
        size_t at = (size_t)(end - json);
        bool object = cJSON_IsObject(value);
        cJSON_Delete(value);
        if (!object)
            return err_set(err, ERR_BAD_INPUT, "the document is not a JSON object");
        return err_set(err, ERR_BAD_INPUT, "unexpected text after the JSON object at byte %zu", at);
    }
    *root = value;
    return ERR_OK;
}

enum err_code json_check_schema(const cJSON *object, const char *schema, struct err *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, "schema");
    bool text = cJSON_IsString(member);
    return json_schema_is(text ? str_of(member->valuestring) : (struct str){0}, schema, err);
}

enum err_code json_text(struct arena *arena,
                        const cJSON *object,
                        const char *name,
                        bool required,
                        const char **value,
                        struct err *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    if (member == NULL || cJSON_IsNull(member)) {
        if (required)
            return err_set(err, ERR_BAD_INPUT, "member \"%s\" is missing", name);
        *value = NULL;
        return ERR_OK;
    }
    if (!cJSON_IsString(member))
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is not a string", name);
    size_t len = strlen(member->valuestring);
    if (utf8_valid_prefix(member->valuestring, len) < len)
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" holds a lone surrogate", name);
    *value = arena_copy(arena, member->valuestring, len);
    if (*value == NULL)
        return err_set(err, ERR_TOO_LARGE, "member \"%s\" of %zu bytes is too large", name, len);
    return ERR_OK;
}

enum err_code
json_number(const cJSON *object, const char *name, bool *known, double *value, struct err *err)
{
    const cJSON *member = cJSON_GetObjectItemCaseSensitive(object, name);
    *known = false;
    *value = 0;
    if (member == NULL || cJSON_IsNull(member))
        return ERR_OK;
    if (!cJSON_IsNumber(member) || member->valuedouble != member->valuedouble)
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is not a number", name);
    *known = true;
    *value = member->valuedouble;
    return ERR_OK;
}

bool json_flag(const cJSON *object, const char *name)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(object, name));
}

void json_put(cJSON *object, const char *name, const char *value)
{
    if (value != NULL)
        (void)cJSON_AddStringToObject(object, name, value);
}

void json_put_or_empty(cJSON *object, const char *name, const char *value)
{
    (void)cJSON_AddStringToObject(object, name, value == NULL ? "" : value);
}

/* How a byte is written inside a string: 0 as it is, else the letter behind the backslash, 'u' for
 * four hex digits. Those cJSON writes, so that one document has one form. */
static char escape_of(unsigned char c)
{
    static const char control[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";
    if (c < 0x20)
        return control[c];
    return c == '"' || c == '\\' ? (char)c : '\0';
}

static void write_escaped(struct buf *out, const char *text, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t at = 0; at < len; at++) {
        size_t plain = json_plain_len(text + at, len - at);
        if (at + plain == len) {
            (void)buf_add(out, text + at, plain);
            break;
        }
        unsigned char c = (unsigned char)text[at + plain];
        char escape[6] = {'\\', escape_of(c), '0', '0', digits[c >> 4], digits[c & 15]};
        size_t escape_len = escape[1] == 'u' ? sizeof escape : 2;
        char *to = buf_extend(out, plain + escape_len);
        if (to == NULL)
            break;
        memcpy(to, text + at, plain);
        memcpy(to + plain, escape, escape_len);
        at += plain;
    }
}

void json_write(struct buf *out, bool first, const char *name, const char *value)
{
    (void)buf_add_text(out, first ? "\"" : ",\"");
    (void)buf_add_text(out, name);
    (void)buf_add_text(out, "\":\"");
    write_escaped(out, value, strlen(value));
    (void)buf_add_char(out, '"');
}

enum err_code json_print(cJSON *root, struct buf *out, struct err *err)
{
    char *text = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    if (text == NULL)
        return err_set(err, ERR_INTERNAL, "cJSON could not print a document");
    bool added = buf_add_text(out, text);
    cJSON_free(text);
    if (!added)
        return err_set(err, ERR_TOO_LARGE, "document is over %zu bytes", out->ceiling_bytes);
    return ERR_OK;
}
