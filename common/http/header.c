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
