#include "producers/feeds/sniff.h"

#include <string.h>

/* A feed's root stands near the beginning, even behind a server's warnings. */
#define ROOT_WITHIN_BYTES  8192
#define BLOCK_WITHIN_BYTES 65536

static const struct {
    const char *root; /* local name, lower case */
    enum feed_kind kind;
} roots[] = {
    {"rss", FEED_RSS},
    {"rdf", FEED_RDF},
    {"feed", FEED_ATOM},
    {"entry", FEED_ATOM},
    {"channel", FEED_RSS},
    {"urlset", FEED_SITEMAP},
    {"sitemapindex", FEED_SITEMAP_INDEX},
};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("_-.:", c) != NULL);
}

/* The local name of the start tag at text[0] == '<', or empty. */
static struct str tag_name(struct str text)
{
    size_t len = 1;
    while (len < text.len && is_name_char(text.ptr[len]))
        len++;
    struct str name = {text.ptr + 1, len - 1};
    const char *colon = memchr(name.ptr, ':', name.len);
    if (colon != NULL)
        name = (struct str){colon + 1, name.len - (size_t)(colon + 1 - name.ptr)};
    return name;
}

static struct str tag_text(struct str text)
{
    const char *end = memchr(text.ptr, '>', text.len);
    return (struct str){text.ptr, end == NULL ? text.len : (size_t)(end - text.ptr)};
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static ptrdiff_t find_nocase(struct str text, struct str needle)
{
    for (size_t i = 0; i + needle.len <= text.len; i++)
        if (lower(text.ptr[i]) == lower(needle.ptr[0]) &&
            str_eq_nocase((struct str){text.ptr + i, needle.len}, needle))
            return (ptrdiff_t)i;
    return -1;
}

static bool known_root(struct str text, enum feed_kind *kind)
{
    struct str name = tag_name(text);
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        if (!str_eq_nocase(name, str_of(roots[i].root)))
            continue;
        *kind = roots[i].kind;
        /* Microsoft's Channel Definition Format has addresses as attributes. */
        if (str_eq_nocase(name, STR("channel")) && find_nocase(tag_text(text), STR("href")) >= 0)
            *kind = FEED_CDF;
        return true;
    }
    return false;
}

/* What ends "<!...>", "<?...>" or a comment at the start of text. */
static size_t skip_declaration(struct str text)
{
    struct str end = STR(">");
    if (str_starts_with(text, STR("<!--")))
        end = STR("-->");
    else if (str_starts_with(text, STR("<!DOCTYPE")) &&
             memchr(tag_text(text).ptr, '[', tag_text(text).len) != NULL)
        end = STR("]>");
    ptrdiff_t at = str_find(text, end);
    return at < 0 ? text.len : (size_t)at + end.len;
}

enum sniff sniff_text(struct str text, enum feed_kind *kind)
{
    *kind = FEED_UNKNOWN;
    size_t at = 0;
    while (at < text.len && is_space(text.ptr[at]))
        at++;
    if (at == text.len)
        return SNIFF_NOTHING;
    if (text.ptr[at] == '{' || text.ptr[at] == '[')
        return SNIFF_JSON;

    size_t limit = text.len < at + ROOT_WITHIN_BYTES ? text.len : at + ROOT_WITHIN_BYTES;
    bool html = false, tags = false, declared = false;
    while (at < limit) {
        struct str rest = {text.ptr + at, text.len - at};
        if (rest.ptr[0] != '<' || rest.len < 2) {
            at++;
        } else if (rest.ptr[1] == '!' || rest.ptr[1] == '?') {
            declared = declared || str_starts_with(rest, STR("<?xml"));
            html = html || find_nocase((struct str){rest.ptr, rest.len < 14 ? rest.len : 14},
                                       STR("<!DOCTYPE html")) == 0;
            at += skip_declaration(rest);
            /* A declaration may be longer than what is looked at. */
            if (!tags && at < text.len && limit < text.len)
                limit = text.len < at + ROOT_WITHIN_BYTES ? text.len : at + ROOT_WITHIN_BYTES;
        } else {
            if (!html && known_root(rest, kind))
                return SNIFF_XML;
            struct str name = tag_name(rest);
            tags = tags || name.len > 0;
            html = html || str_eq_nocase(name, STR("html")) || str_eq_nocase(name, STR("head"));
            if (html)
                return SNIFF_HTML;
            at++;
        }
    }
    if (html)
        return SNIFF_HTML;
    if (declared && tags)
        return SNIFF_XML;
    return tags ? SNIFF_HTML : SNIFF_UNKNOWN;
}

const char *sniff_block(struct str html)
{
    static const struct {
        const char *words;
        const char *reason;
    } blocks[] = {
        {"cf-challenge", "a challenge page of Cloudflare"},
        {"challenge-platform", "a challenge page of Cloudflare"},
        {"Just a moment...", "a challenge page of Cloudflare"},
        {"Attention Required! | Cloudflare", "a block page of Cloudflare"},
        {"Challenge Validation", "a challenge page"},
        {"_Incapsula_Resource", "a challenge page of Imperva"},
        {"Pardon Our Interruption", "a block page of Imperva"},
        {"px-captcha", "a captcha of PerimeterX"},
        {"g-recaptcha", "a captcha"},
        {"h-captcha", "a captcha"},
        {"captcha-delivery.com", "a captcha of DataDome"},
        {"aws-waf-token", "a challenge page of AWS WAF"},
        {"awsWafCookieDomainList", "a challenge page of AWS WAF"},
        {"errors.edgesuite.net", "a block page of Akamai"},
        {"Access Denied", "a page that denies access"},
        {"Access to this page has been denied", "a page that denies access"},
        {"Request unsuccessful", "a page that denies access"},
        {"Request Rejected", "a page that denies access"},
        {"403 Forbidden", "a page that denies access"},
        {"enable JavaScript and cookies", "a page that wants a browser"},
        {"Please enable JavaScript", "a page that wants a browser"},
        {"Too Many Requests", "a page that asks to slow down"},
        {"type=\"password\"", "a log-in page"},
        {"consent.google", "a consent page"},
        {"Service Unavailable", "an error page"},
        {"Bad Gateway", "an error page"},
        {"Under Maintenance", "a maintenance page"},
    };
    if (html.len > BLOCK_WITHIN_BYTES)
        html.len = BLOCK_WITHIN_BYTES;
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if (find_nocase(html, str_of(blocks[i].words)) >= 0)
            return blocks[i].reason;
    return NULL;
}
