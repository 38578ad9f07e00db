#include "common/model/json_scan.h"

#include "common/model/json_string.h"
#include "common/text/utf8.h"

#include <string.h>

/* What we write nests five deep; what we don't know and pass over may nest a little deeper. */
#define DEPTH_MAX 100

/* What follows reads from scan->at and leaves it behind what was read; at the fault where that is
 * no JSON. */

static bool fail_at(struct json_scan *scan, const char *fault)
{
    scan->at = fault;
    scan->failed = true;
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void skip_space(struct json_scan *scan)
{
    while (scan->at < scan->end && (unsigned char)*scan->at <= ' ' && is_space(*scan->at))
        scan->at++;
}

static bool skip_char(struct json_scan *scan, char c)
{
    if (scan->at == scan->end || *scan->at != c)
        return fail_at(scan, scan->at);
    scan->at++;
    return true;
}

static bool skip_string(struct json_scan *scan)
{
    scan->at++;
    return json_string_read(&scan->at, scan->end, NULL) || fail_at(scan, scan->at);
}

/* A string in the document is longer, by its quotation marks, than the copy and its NUL. */
static void read_string(struct json_scan *scan, struct json_value *value)
{
    char *copy = scan->strings;
    value->kind = JSON_STRING;
    value->text.ptr = scan->at++;
    if (!json_string_read(&scan->at, scan->end, &scan->strings)) {
        (void)fail_at(scan, scan->at);
        return;
    }
    value->text.len = (size_t)(scan->at - value->text.ptr);
    value->string = (struct str){copy, (size_t)(scan->strings - copy)};
    *scan->strings++ = '\0';
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
        return skip_string(scan);
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
    skip_space(scan);
    if (scan->at == scan->end || *scan->at != '"')
        return fail_at(scan, scan->at);
    if (!skip_string(scan))
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

static bool skip_value(struct json_scan *scan, struct json_value *value)
{
    struct brackets open;
    open.count = 0;
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

/* Outside of strings, in which that is seen, it is no JSON anyway; but it is the better reason. */
static enum err_code refuse_encoding(const struct json_scan *scan, struct err *err)
{
    size_t len = (size_t)(scan->end - scan->start);
    size_t valid = utf8_valid_prefix(scan->start, len);
    return valid < len ? err_set(err, ERR_BAD_INPUT, "byte %zu is not UTF-8", valid) : ERR_OK;
}

enum err_code json_scan_open(
    struct json_scan *scan, struct arena *arena, const char *json, size_t len, struct err *err)
{
    *scan = (struct json_scan){.start = json, .at = json, .end = json + len};
    if (!json_scan_enter(scan)) {
        enum err_code code = refuse_encoding(scan, err);
        if (code)
            return code;
        if (scan->at == scan->end)
            return err_set(err, ERR_BAD_INPUT, "not JSON at byte %zu", len);
        return err_set(err, ERR_BAD_INPUT, "the document is not a JSON object");
    }
    scan->strings = arena_room(arena, len);
    if (scan->strings == NULL)
        return err_set(err, ERR_TOO_LARGE, "a document of %zu bytes is too large", len);
    return ERR_OK;
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
    if (!skip_string(scan))
        return false;
    name->text.len = (size_t)(scan->at - name->text.ptr);
    skip_space(scan);
    return skip_char(scan, ':');
}

void json_scan_value(struct json_scan *scan, struct json_value *value)
{
    *value = (struct json_value){0};
    if (scan->failed)
        return;
    skip_space(scan);
    if (scan->at == scan->end)
        (void)fail_at(scan, scan->at);
    else if (*scan->at == '"')
        read_string(scan, value);
    else
        (void)skip_value(scan, value);
}

enum err_code json_scan_close(struct json_scan *scan, struct err *err)
{
    size_t at = (size_t)(scan->at - scan->start);
    size_t left = (size_t)(scan->end - scan->at);
    if (scan->failed && refuse_encoding(scan, err))
        return ERR_BAD_INPUT;
    if (scan->failed && left > 0 &&
        (*scan->at == '\0' || (left >= 6 && memcmp(scan->at, "\\u0000", 6) == 0)))
        return err_set(err, ERR_BAD_INPUT, "the document holds a NUL character");
    if (scan->failed)
        return err_set(err, ERR_BAD_INPUT, "not JSON at byte %zu", at);
    skip_space(scan);
    if (scan->at < scan->end && refuse_encoding(scan, err))
        return ERR_BAD_INPUT;
    if (scan->at < scan->end)
        return err_set(err, ERR_BAD_INPUT, "unexpected text after the JSON object at byte %zu",
                       (size_t)(scan->at - scan->start));
    return ERR_OK;
}
