#include "common/http/weburl.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

/* libcurl guesses "http" for a bare host and accepts any scheme it was not asked to know: neither
 * flag that would do so is set. */
static enum err_code parse_url(const char *url, CURLU **parsed, struct err *err)
{
    if (url == NULL || *url == '\0')
        return err_set(err, ERR_BAD_INPUT, "the URL is empty");
    if (strlen(url) > WEBURL_MAX_BYTES)
        return err_set(err, ERR_BAD_INPUT, "URL \"%.60s...\" is longer than %d bytes", url,
                       WEBURL_MAX_BYTES);
    CURLU *handle = curl_url();
    if (handle == NULL)
        return err_set(err, ERR_INTERNAL, "libcurl could not make a URL handle");
    CURLUcode code = curl_url_set(handle, CURLUPART_URL, url, 0);
    if (code != CURLUE_OK) {
        curl_url_cleanup(handle);
        return err_set(err, ERR_BAD_INPUT, "\"%.200s\" is not a URL: %s", url,
                       curl_url_strerror(code));
    }
    *parsed = handle;
    return ERR_OK;
}

static bool part_is(CURLU *handle, CURLUPart part, const char *expected)
{
    char *value = NULL;
    if (curl_url_get(handle, part, &value, 0) != CURLUE_OK)
        return false;
    bool is = strcmp(value, expected) == 0;
    curl_free(value);
    return is;
}

static bool has_part(CURLU *handle, CURLUPart part)
{
    char *value = NULL;
    bool has = curl_url_get(handle, part, &value, 0) == CURLUE_OK;
    curl_free(value);
    return has;
}

static enum err_code check_parts(CURLU *handle, const char *url, struct err *err)
{
    if (!part_is(handle, CURLUPART_SCHEME, "http") && !part_is(handle, CURLUPART_SCHEME, "https"))
        return err_set(err, ERR_BAD_INPUT, "\"%.200s\" is neither http nor https", url);
    if (has_part(handle, CURLUPART_USER) || has_part(handle, CURLUPART_PASSWORD))
        return err_set(err, ERR_BAD_INPUT,
                       "the URL holds a user name or a password; such URLs are not fetched");
    return ERR_OK;
}

static CURLU *accepted(const char *url)
{
    CURLU *handle = NULL;
    if (parse_url(url, &handle, NULL))
        return NULL;
    if (check_parts(handle, url, NULL)) {
        curl_url_cleanup(handle);
        return NULL;
    }
    return handle;
}

enum err_code weburl_check(const char *url, struct err *err)
{
    CURLU *handle = NULL;
    enum err_code code = parse_url(url, &handle, err);
    if (!code)
        code = check_parts(handle, url, err);
    curl_url_cleanup(handle);
    return code;
}

void weburl_host(const char *url, char host[WEBURL_HOST_BYTES])
{
    host[0] = '\0';
    CURLU *handle = accepted(url);
    char *value = NULL;
    if (handle != NULL && curl_url_get(handle, CURLUPART_HOST, &value, 0) == CURLUE_OK &&
        strlen(value) < WEBURL_HOST_BYTES) {
        for (size_t i = 0; i <= strlen(value); i++)
            host[i] = value[i] >= 'A' && value[i] <= 'Z' ? (char)(value[i] + 32) : value[i];
    }
    curl_free(value);
    curl_url_cleanup(handle);
}

static char *copy_of(struct arena *arena, CURLU *handle, unsigned flags)
{
    char *value = NULL;
    char *copy = NULL;
    if (curl_url_get(handle, CURLUPART_URL, &value, flags) == CURLUE_OK &&
        strlen(value) <= WEBURL_MAX_BYTES)
        copy = arena_copy(arena, value, strlen(value));
    curl_free(value);
    return copy;
}

char *weburl_origin(struct arena *arena, const char *url)
{
    CURLU *handle = accepted(url);
    if (handle == NULL)
        return NULL;
    (void)curl_url_set(handle, CURLUPART_PATH, NULL, 0);
    (void)curl_url_set(handle, CURLUPART_QUERY, NULL, 0);
    (void)curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
    char *origin = copy_of(arena, handle, CURLU_NO_DEFAULT_PORT);
    curl_url_cleanup(handle);
    size_t len = origin == NULL ? 0 : strlen(origin);
    if (len > 0 && origin[len - 1] == '/')
        origin[len - 1] = '\0';
    return origin;
}

char *weburl_path(struct arena *arena, const char *url)
{
    CURLU *handle = accepted(url);
    if (handle == NULL)
        return NULL;
    char *path = NULL;
    char *query = NULL;
    char *copy = NULL;
    (void)curl_url_get(handle, CURLUPART_QUERY, &query, 0);
    if (curl_url_get(handle, CURLUPART_PATH, &path, 0) == CURLUE_OK)
        copy = arena_format(arena, "%s%s%s", path, query == NULL ? "" : "?",
                            query == NULL ? "" : query);
    curl_free(path);
    curl_free(query);
    curl_url_cleanup(handle);
    return copy;
}
