#include "common/http/header.h"

#include <curl/curl.h>
#include <string.h>

#define DELAY_MAX_S 31622400LL /* a year; what asks for more means "never" and gets a year */

bool header_split(struct str line, struct str *name, struct str *value)
{
    struct str rest;
    struct str head = str_split(line, ':', &rest);
    if (rest.ptr == NULL || head.len == 0)
        return false;
    *name = str_trim(head);
    *value = str_trim(rest);
    return true;
}

bool header_is_clean(struct str value)
{
    if (value.len == 0 || value.len >= HEADER_VALUE_BYTES)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c < 0x20 || c == 0x7f)
            return false;
    }
    return true;
}

static bool all_digits(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    }
    return text.len > 0;
}

bool header_retry_after(struct str value, long long now_s, long long *delay_s)
{
    if (!header_is_clean(value))
        return false;
    if (all_digits(value)) {
        long long seconds = 0;
        for (size_t i = 0; i < value.len && seconds < DELAY_MAX_S; i++)
            seconds = seconds * 10 + (value.ptr[i] - '0');
        *delay_s = seconds < DELAY_MAX_S ? seconds : DELAY_MAX_S;
        return true;
    }
    char date[HEADER_VALUE_BYTES];
    memcpy(date, value.ptr, value.len);
    date[value.len] = '\0';
    long long at_s = curl_getdate(date, NULL);
    if (at_s < 0)
        return false;
    long long delay = at_s - now_s;
    *delay_s = delay < 0 ? 0 : delay > DELAY_MAX_S ? DELAY_MAX_S : delay;
    return true;
}

/* What stands before the mark, which a quoted string may hold. rest becomes what follows it. */
static struct str take_until(struct str *rest, char mark)
{
    size_t len = 0;
    bool quoted = false;
    for (; len < rest->len && (quoted || rest->ptr[len] != mark); len++) {
        if (quoted && rest->ptr[len] == '\\' && len + 1 < rest->len)
            len++;
        else if (rest->ptr[len] == '"')
            quoted = !quoted;
    }
    struct str taken = {rest->ptr, len};
    len += len < rest->len;
    *rest = (struct str){rest->ptr + len, rest->len - len};
    return taken;
}

/* Whether the first rel parameter, a token or a quoted list, names the relation. */
static bool is_related(struct str parameters, struct str relation)
{
    while (parameters.len > 0) {
        struct str words;
        struct str name = str_split(take_until(&parameters, ';'), '=', &words);
        if (words.ptr == NULL || !str_eq_nocase(str_trim(name), STR("rel")))
            continue;
        words = str_trim(words);
        if (words.len >= 2 && words.ptr[0] == '"' && words.ptr[words.len - 1] == '"')
            words = (struct str){words.ptr + 1, words.len - 2};
        while (words.len > 0) {
            if (str_eq_nocase(str_split(words, ' ', &words), relation))
                return true;
        }
        return false;
    }
    return false;
}

bool header_link_next(struct str value, struct str *target)
{
    while (value.len > 0) {
        struct str rest;
        (void)str_split(value, '<', &rest);
        if (rest.ptr == NULL)
            return false;
        struct str found = str_split(rest, '>', &value);
        if (value.ptr == NULL)
            return false;
        if (is_related(take_until(&value, ','), STR("next")) && found.len > 0) {
            *target = found;
            return true;
        }
    }
    return false;
}
