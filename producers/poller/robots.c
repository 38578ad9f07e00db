#include "producers/poller/robots.h"

#include "common/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULES_MAX         5000
#define PATTERN_MAX       2048
#define DELAY_MAX_MS      120000
#define PATH_NORMAL_BYTES (3 * PATTERN_MAX)

struct robots_rule {
    bool allow;
    size_t len;    /* of the pattern: the longer match wins */
    char *pattern; /* in normal form; '*' is any text, '$' at the end is the end */
};

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static int hex_value(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

static bool is_unreserved(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != 0 && strchr("-._~", c) != NULL);
}

/* One form for the spellings of a path (RFC 9309, 2.2.2): escapes of unreserved characters are
 * undone, all other octets outside ASCII are escaped, in upper case. */
static void normalize(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '%' && i + 2 < text.len && is_hex(text.ptr[i + 1]) && is_hex(text.ptr[i + 2])) {
            int value = hex_value(text.ptr[i + 1]) * 16 + hex_value(text.ptr[i + 2]);
            if (is_unreserved(value))
                (void)buf_add_char(out, (char)value);
            else
                (void)buf_addf(out, "%%%02X", (unsigned)value);
            i += 2;
        } else if (c >= 0x80 || c < 0x21) {
            (void)buf_addf(out, "%%%02X", c);
        } else {
            (void)buf_add_char(out, (char)c);
        }
    }
}

static void add_rule(struct robots *robots, bool allow, struct str path)
{
    /* An empty pattern matches nothing, so "Disallow:" forbids nothing. */
    if (path.len == 0 || path.len > PATTERN_MAX || robots->count == RULES_MAX)
        return;
    if ((robots->count & (robots->count - 1)) == 0) {
        size_t capacity = robots->count == 0 ? 1 : 2 * robots->count;
        struct robots_rule *grown = realloc(robots->rule, capacity * sizeof *grown);
        if (grown == NULL)
            abort();
        robots->rule = grown;
    }
    struct buf pattern;
    buf_init(&pattern, PATH_NORMAL_BYTES);
    normalize(path, &pattern);
    robots->rule[robots->count++] =
        (struct robots_rule){.allow = allow, .len = pattern.len, .pattern = pattern.ptr};
}

static void drop_rules(struct robots *robots)
{
    for (size_t i = 0; i < robots->count; i++)
        free(robots->rule[i].pattern);
    free(robots->rule);
    robots->rule = NULL;
    robots->count = 0;
    robots->delay_ms = 0;
}

/* Which group the line at hand belongs to. */
struct reader {
    struct robots *robots;
    const char *token;
    bool ours_seen; /* a group for our token was there: groups for "*" no longer count */
    bool in_ours;   /* the group at hand counts */
    bool in_names;  /* user-agent lines only since the group began */
};

static bool is_token_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/* "gainsay/1.0 (x)" names us as "gainsay" does. */
static bool names_us(struct str value, const char *token)
{
    size_t len = 0;
    while (len < value.len && is_token_char(value.ptr[len]))
        len++;
    return str_eq_nocase((struct str){value.ptr, len}, str_of(token));
}

static void on_user_agent(struct reader *reader, struct str value)
{
    if (!reader->in_names)
        reader->in_ours = false;
    reader->in_names = true;
    if (names_us(value, reader->token)) {
        if (!reader->ours_seen)
            drop_rules(reader->robots);
        reader->ours_seen = true;
        reader->in_ours = true;
    } else if (str_eq(value, STR("*")) && !reader->ours_seen) {
        reader->in_ours = true;
    }
}

static void on_delay(struct robots *robots, struct str value)
{
    char number[16];
    if (value.len == 0 || value.len >= sizeof number)
        return;
    memcpy(number, value.ptr, value.len);
    number[value.len] = '\0';
    char *end;
    double seconds = strtod(number, &end);
    if (*end != '\0' || !(seconds > 0))
        return;
    robots->delay_ms = seconds * 1000 > DELAY_MAX_MS ? DELAY_MAX_MS : (long long)(seconds * 1000);
}

static void read_line(struct reader *reader, struct str line)
{
    struct str rest;
    line = str_split(line, '#', &rest);
    struct str name = str_trim(str_split(line, ':', &rest));
    struct str value = str_trim(rest);
    if (str_eq_nocase(name, STR("user-agent"))) {
        on_user_agent(reader, value);
        return;
    }
    bool allow = str_eq_nocase(name, STR("allow"));
    bool delay = str_eq_nocase(name, STR("crawl-delay"));
    if (!allow && !delay && !str_eq_nocase(name, STR("disallow")))
        return;
    reader->in_names = false;
    if (!reader->in_ours)
        return;
    if (delay)
        on_delay(reader->robots, value);
    else
        add_rule(reader->robots, allow, value);
}

void robots_parse(struct str text, const char *token, struct robots *robots)
{
    *robots = (struct robots){.closed = false};
    struct reader reader = {.robots = robots, .token = token};
    if (text.len > ROBOTS_MAX_BYTES)
        text.len = ROBOTS_MAX_BYTES;
    if (str_starts_with(text, STR("\xef\xbb\xbf"))) {
        text.ptr += 3;
        text.len -= 3;
    }
    while (text.len > 0) {
        size_t end = 0;
        while (end < text.len && text.ptr[end] != '\n' && text.ptr[end] != '\r')
            end++;
        read_line(&reader, (struct str){text.ptr, end});
        size_t skip = end < text.len ? end + 1 : end;
        text.ptr += skip;
        text.len -= skip;
    }
}

void robots_from_answer(int status, struct str text, const char *token, struct robots *robots)
{
    if (status >= 200 && status < 300) {
        robots_parse(text, token, robots);
        return;
    }
    *robots = (struct robots){.closed = status < 400 || status > 499};
}

/* Whether pattern matches the beginning of path. The last '*' is the only place to go back to, so
 * the cost is at most the product of the lengths. */
static bool matches(const char *pattern, const char *path)
{
    const char *star = NULL;
    const char *from = NULL;
    while (*path != '\0') {
        if (*pattern == '*') {
            star = ++pattern;
            from = path;
        } else if (*pattern == '\0') {
            return true;
        } else if (*pattern == *path && !(pattern[0] == '$' && pattern[1] == '\0')) {
            pattern++;
            path++;
        } else if (star != NULL) {
            pattern = star;
            path = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0' || (pattern[0] == '$' && pattern[1] == '\0');
}

bool robots_allows(const struct robots *robots, const char *path)
{
    if (str_eq(str_of(path), STR("/robots.txt")))
        return true;
    if (robots->closed)
        return false;
    struct buf normal;
    buf_init(&normal, PATH_NORMAL_BYTES);
    normalize(str_of(path), &normal);
    bool allowed = true;
    size_t longest = 0;
    for (size_t i = 0; i < robots->count; i++) {
        const struct robots_rule *rule = &robots->rule[i];
        if (rule->len < longest || (rule->len == longest && !rule->allow))
            continue;
        if (matches(rule->pattern, buf_text(&normal))) {
            allowed = rule->allow;
            longest = rule->len;
        }
    }
    buf_release(&normal);
    return allowed;
}

void robots_release(struct robots *robots)
{
    drop_rules(robots);
    robots->closed = false;
}
