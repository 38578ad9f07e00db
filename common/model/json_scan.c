#include "common/model/json_scan.h"

#include "common/text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What we write nests five deep; what we don't know and pass over may nest a little deeper. */
#define DEPTH_MAX 100

size_t json_plain_len(const char *text, size_t len)
{
    const uint64_t ones = 0x0101010101010101u;
    const uint64_t highs = 0x8080808080808080u;
    size_t at = 0;
    /* A word at a time while none of its bytes is special. */
    for (uint64_t word; at + sizeof word <= len; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        uint64_t quote = word ^ ('"' * ones);
        uint64_t slash = word ^ ('\\' * ones);
        uint64_t special = (((word - 0x20 * ones) & ~word) | ((quote - ones) & ~quote) |
                            ((slash - ones) & ~slash)) &
                           highs;
        if (special == 0)
            continue;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        /* A borrow may mark bytes behind the first special one, never before it. */
        return at + (size_t)__builtin_ctzll(special) / 8;
#else
        break;
#endif
    }
    while (at < len && (unsigned char)text[at] >= 0x20 && text[at] != '"' && text[at] != '\\')
        at++;
    return at;
}

/* What follows reads from scan->at and leaves it behind what was read; at the fault where that is
 * no JSON. */

static bool fail_at(struct json_scan *scan, const char *fault)
{
    scan->at = fault;
    scan->failed = true;
    return false;
}

static void skip_space(struct json_scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\r' || *scan->at == '\t'))
        scan->at++;
}

static bool skip_char(struct json_scan *scan, char c)
{
    if (scan->at == scan->end || *scan->at != c)
        return fail_at(scan, scan->at);
    scan->at++;
    return true;
}

/* The four hex digits at `at`, or -1. */
static long hex4(const char *at, const char *end)
{
    long code = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

/* What the escape behind a backslash stands for; *at goes behind it. -1: it is none. */
static long read_escape(const char **at, const char *end)
{
    static const char meanings[256] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                       ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    if (*at == end)
        return -1;
    unsigned char letter = (unsigned char)*(*at)++;
    if (letter != 'u')
        return meanings[letter] == '\0' ? -1 : meanings[letter];
    long code = hex4(*at, end);
    if (code <= 0 || (code >= 0xDC00 && code <= 0xDFFF))
        return -1;
    *at += 4;
    if (code < 0xD800 || code > 0xDBFF)
        return code;
    if (end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return -1;
    long low = hex4(*at + 2, end);
    if (low < 0xDC00 || low > 0xDFFF)
        return -1;
    *at += 6;
    return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
}

static bool skip_string(struct json_scan *scan, bool *escaped)
{
    const char *at = scan->at + 1;
    for (;;) {
        at += json_plain_len(at, (size_t)(scan->end - at));
        if (at == scan->end)
            return fail_at(scan, at);
        if (*at == '"')
            break;
        const char *backslash = at++;
        if (*backslash != '\\' || read_escape(&at, scan->end) < 0)
            return fail_at(scan, backslash);
        *escaped = true;
    }
    scan->at = at + 1;
    return true;
}

static const char *digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

static bool skip_number(struct json_scan *scan)
{
    const char *at = scan->at + (*scan->at == '-');
    const char *from = at;
    at = at < scan->end && *at == '0' ? at + 1 : digits(at, scan->end);
    bool good = at > from;
    if (at < scan->end && *at == '.') {
        from = at + 1;
        at = digits(from, scan->end);
        good = good && at > from;
    }
    if (at < scan->end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < scan->end && (*at == '+' || *at == '-'))
            at++;
        from = at;
        at = digits(from, scan->end);
        good = good && at > from;
    }
    if (!good)
        return fail_at(scan, scan->at);
    scan->at = at;
    return true;
}

static bool skip_word(struct json_scan *scan, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(scan->end - scan->at) < len || memcmp(scan->at, word, len) != 0)
        return fail_at(scan, scan->at);
    scan->at += len;
    return true;
}

static bool skip_scalar(struct json_scan *scan, struct json_value *value)
{
    switch (*scan->at) {
    case '"':
        value->kind = JSON_STRING;
        return skip_string(scan, &value->escaped);
    case 'n':
        value->kind = JSON_NULL;
        return skip_word(scan, "null");
    case 't':
        value->kind = JSON_TRUE;
        return skip_word(scan, "true");
    case 'f':
        value->kind = JSON_FALSE;
        return skip_word(scan, "false");
    default:
        value->kind = JSON_NUMBER;
        return skip_number(scan);
    }
}

/* A member's name and the colon behind it. */
static bool skip_name(struct json_scan *scan)
{
    bool escaped = false;
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != '"')
        return fail_at(scan, scan->at);
    if (!skip_string(scan, &escaped))
        return false;
    skip_space(scan);
    return skip_char(scan, ':');
}

/* Brackets that are open, innermost last, each by the one that closes it. */
struct brackets {
    char close[DEPTH_MAX];
    int count;
};

/* Behind a value: closes what ends there, and goes on to the next value if something is still open.
 */
static bool skip_to_next(struct json_scan *scan, struct brackets *open)
{
    while (open->count > 0) {
        char close = open->close[open->count - 1];
        skip_space(scan);
        if (scan->at == scan->end || *scan->at != close)
            return skip_char(scan, ',') && (close == ']' || skip_name(scan));
        scan->at++;
        open->count--;
    }
    return true;
}

static bool open_bracket(struct json_scan *scan, struct brackets *open)
{
    if (open->count == DEPTH_MAX)
        return fail_at(scan, scan->at);
    char close = *scan->at == '{' ? '}' : ']';
    open->close[open->count++] = close;
    scan->at++;
    skip_space(scan);
    if (scan->at < scan->end && *scan->at == close)
        return skip_to_next(scan, open);
    return close == ']' || skip_name(scan);
}

/* A value and the white space before it. */
static bool skip_value(struct json_scan *scan, struct json_value *value)
{
    struct brackets open;
    open.count = 0;
    *value = (struct json_value){0};
    skip_space(scan);
    if (scan->at == scan->end)
        return fail_at(scan, scan->at);
    value->text.ptr = scan->at;
    if (*scan->at != '{' && *scan->at != '[') {
        if (!skip_scalar(scan, value))
            return false;
    } else {
        value->kind = *scan->at == '{' ? JSON_OBJECT : JSON_ARRAY;
        struct json_value inside;
        do {
            skip_space(scan);
            if (scan->at == scan->end)
                return fail_at(scan, scan->at);
            bool bracket = *scan->at == '{' || *scan->at == '[';
            if (bracket ? !open_bracket(scan, &open)
                        : !skip_scalar(scan, &inside) || !skip_to_next(scan, &open))
                return false;
        } while (open.count > 0);
    }
    value->text.len = (size_t)(scan->at - value->text.ptr);
    return true;
}

enum err_code json_scan_open(struct json_scan *scan, const char *json, size_t len, struct err *err)
{
    size_t valid = utf8_valid_prefix(json, len);
    if (valid < len)
        return err_set(err, ERR_BAD_INPUT, "byte %zu is not UTF-8", valid);
    *scan = (struct json_scan){.start = json, .at = json, .end = json + len};
    if (json_scan_enter(scan))
        return ERR_OK;
    if (scan->at == scan->end)
        return err_set(err, ERR_BAD_INPUT, "not JSON at byte %zu", len);
    return err_set(err, ERR_BAD_INPUT, "the document is not a JSON object");
}

bool json_scan_enter(struct json_scan *scan)
{
    skip_space(scan);
    if (scan->failed || scan->at == scan->end || *scan->at != '{')
        return false;
    scan->at++;
    scan->first = true;
    return true;
}

bool json_scan_next(struct json_scan *scan, struct json_value *name)
{
    if (scan->failed)
        return false;
    skip_space(scan);
    if (scan->at < scan->end && *scan->at == '}') {
        scan->at++;
        scan->first = false;
        return false;
    }
    if (!scan->first && !skip_char(scan, ','))
        return false;
    scan->first = false;
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != '"')
        return fail_at(scan, scan->at);
    *name = (struct json_value){.text = {.ptr = scan->at}, .kind = JSON_STRING};
    if (!skip_string(scan, &name->escaped))
        return false;
    name->text.len = (size_t)(scan->at - name->text.ptr);
    skip_space(scan);
    return skip_char(scan, ':');
}

void json_scan_value(struct json_scan *scan, struct json_value *value)
{
    *value = (struct json_value){0};
    if (!scan->failed)
        (void)skip_value(scan, value);
}

enum err_code json_scan_close(struct json_scan *scan, struct err *err)
{
    size_t at = (size_t)(scan->at - scan->start);
    size_t left = (size_t)(scan->end - scan->at);
    if (scan->failed && left > 0 &&
        (*scan->at == '\0' || (left >= 6 && memcmp(scan->at, "\\u0000", 6) == 0)))
        return err_set(err, ERR_BAD_INPUT, "the document holds a NUL character");
    if (scan->failed)
        return err_set(err, ERR_BAD_INPUT, "not JSON at byte %zu", at);
    skip_space(scan);
    if (scan->at < scan->end)
        return err_set(err, ERR_BAD_INPUT, "unexpected text after the JSON object at byte %zu",
                       (size_t)(scan->at - scan->start));
    return ERR_OK;
}

bool json_value_is(const struct json_value *value, const char *word)
{
    size_t len = strlen(word);
    return value->kind == JSON_STRING && value->text.len == len + 2 &&
           memcmp(value->text.ptr + 1, word, len) == 0;
}

/* Room for as many bytes as the string has in the document is always enough. */
static size_t unescape(struct str text, char *to)
{
    const char *at = text.ptr;
    const char *end = text.ptr + text.len;
    size_t len = 0;
    while (at < end) {
        size_t plain = json_plain_len(at, (size_t)(end - at));
        memcpy(to + len, at, plain);
        len += plain;
        at += plain;
        if (at == end)
            break;
        at++;
        len += utf8_encode((uint32_t)read_escape(&at, end), to + len);
    }
    return len;
}

enum err_code json_value_text(const struct json_value *value,
                              const char *name,
                              bool required,
                              struct arena *arena,
                              const char **text,
                              struct err *err)
{
    *text = NULL;
    if (value->kind == JSON_ABSENT || value->kind == JSON_NULL)
        return required ? err_set(err, ERR_BAD_INPUT, "member \"%s\" is missing", name) : ERR_OK;
    if (value->kind != JSON_STRING)
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is not a string", name);
    struct str inside = {value->text.ptr + 1, value->text.len - 2};
    char *copy = arena_copy(arena, inside.ptr, inside.len);
    if (copy == NULL)
        return err_set(err, ERR_TOO_LARGE, "member \"%s\" of %zu bytes is too large", name,
                       inside.len);
    if (value->escaped)
        copy[unescape(inside, copy)] = '\0';
    *text = copy;
    return ERR_OK;
}

enum err_code json_value_number(
    const struct json_value *value, const char *name, bool *known, double *number, struct err *err)
{
    char digits_of[64];
    *known = false;
    *number = 0;
    if (value->kind == JSON_ABSENT || value->kind == JSON_NULL)
        return ERR_OK;
    if (value->kind != JSON_NUMBER || value->text.len >= sizeof digits_of)
        return err_set(err, ERR_BAD_INPUT, "member \"%s\" is not a number", name);
    memcpy(digits_of, value->text.ptr, value->text.len);
    digits_of[value->text.len] = '\0';
    *number = strtod(digits_of, NULL);
    *known = true;
    return ERR_OK;
}

enum err_code json_schema_is(struct str found, const char *schema, struct err *err)
{
    if (found.ptr == NULL)
        return err_set(err, ERR_BAD_INPUT, "member \"schema\" is missing; expected \"%s\"", schema);
    size_t len = strlen(schema);
    /* A minor version may follow: "item/1.2" is read as "item/1". */
    bool same = found.len >= len && memcmp(found.ptr, schema, len) == 0 &&
                (found.len == len || found.ptr[len] == '.');
    if (!same)
        return err_set(err, ERR_BAD_INPUT, "schema \"%.*s\" is not \"%s\"",
                       (int)(found.len < 60 ? found.len : 60), found.ptr, schema);
    return ERR_OK;
}

enum err_code
json_value_check_schema(const struct json_value *value, const char *schema, struct err *err)
{
    bool text = value->kind == JSON_STRING;
    struct str found =
        text ? (struct str){value->text.ptr + 1, value->text.len - 2} : (struct str){0};
    return json_schema_is(found, schema, err);
}
