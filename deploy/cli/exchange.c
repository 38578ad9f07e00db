#include "deploy/cli/exchange.h"

#include "common/http/weburl.h"
#include "producers/feeds/opml.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FILE_MAX_BYTES ((size_t)16 << 20)
#define NUMBER_MAX     10000 /* of sources with one title */

static enum err_code read_file(const char *path, struct buf *bytes, struct err *err)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return err_set(err, ERR_BAD_INPUT, "cannot open \"%s\": %s", path, strerror(errno));
    char block[65536];
    size_t got = 0;
    while ((got = fread(block, 1, sizeof block, file)) > 0 && buf_add(bytes, block, got))
        continue;
    bool whole = !ferror(file) && !bytes->full;
    (void)fclose(file);
    return whole ? ERR_OK
                 : err_set(err, ERR_BAD_INPUT, "\"%s\" cannot be read, or is over %zu bytes", path,
                           FILE_MAX_BYTES);
}

static bool has_address(const struct catalogue *catalogue, const char *url)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        if (strcmp(catalogue->source[i].url, url) == 0)
            return true;
    }
    return false;
}

/* "US: Trade & Tariffs" becomes "us-trade-tariffs"; what is left empty becomes the host's name. */
static void make_stem(const struct opml_outline *outline, char stem[CATALOGUE_ID_MAX_BYTES + 1])
{
    char host[WEBURL_HOST_BYTES];
    weburl_host(outline->feed, host);
    const char *texts[] = {outline->title == NULL ? "" : outline->title, host};
    size_t len = 0;
    for (size_t t = 0; t < 2 && len == 0; t++) {
        for (const char *at = texts[t]; *at != '\0' && len < CATALOGUE_ID_MAX_BYTES - 6; at++) {
            char c = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
            bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (plain || (len > 0 && stem[len - 1] != '-'))
                stem[len++] = plain ? c : '-';
        }
    }
    while (len > 0 && stem[len - 1] == '-')
        len--;
    stem[len] = '\0';
}

/* Ids that this run has given away. */
struct given {
    char (*id)[CATALOGUE_ID_MAX_BYTES + 1];
    size_t count;
};

static bool is_taken(const struct catalogue *catalogue, const struct given *given, const char *id)
{
    for (size_t i = 0; i < given->count; i++) {
        if (strcmp(given->id[i], id) == 0)
            return true;
    }
    return catalogue_find(catalogue, id) != NULL;
}

static const char *
give_id(const struct catalogue *catalogue, struct given *given, const struct opml_outline *outline)
{
    char stem[CATALOGUE_ID_MAX_BYTES + 1];
    char id[CATALOGUE_ID_MAX_BYTES + 1];
    make_stem(outline, stem);
    (void)snprintf(id, sizeof id, "%s", stem);
    for (int number = 2; is_taken(catalogue, given, id) && number < NUMBER_MAX; number++)
        (void)snprintf(id, sizeof id, "%.*s-%d", CATALOGUE_ID_MAX_BYTES - 6, stem, number);
    memcpy(given->id[given->count], id, sizeof id);
    return given->id[given->count++];
}

/* A value of an INI file is one line. */
static void print_line(const char *key, const char *value)
{
    (void)printf("%s = ", key);
    for (; *value != '\0'; value++)
        (void)putchar((unsigned char)*value < 0x20 ? ' ' : *value);
    (void)putchar('\n');
}

static void print_section(const char *id, const struct opml_outline *outline)
{
    (void)printf("[%s]\n", id);
    if (outline->title != NULL)
        print_line("name", outline->title);
    print_line("language", "und");
    print_line("url", outline->feed);
    (void)putchar('\n');
}

enum err_code exchange_import(const char *path, const struct catalogue *catalogue, struct err *err)
{
    struct buf bytes;
    struct arena arena;
    struct opml_outline *outline = NULL;
    struct given given = {.count = 0};
    size_t count = 0;
    buf_init(&bytes, FILE_MAX_BYTES);
    arena_init(&arena, FEED_ARENA_BYTES);
    enum err_code code = read_file(path, &bytes, err);
    if (!code)
        code = opml_read(bytes.ptr, bytes.len, &arena, &outline, &count, err);
    if (!code) {
        given.id = arena_array(&arena, count + 1, sizeof *given.id);
        if (given.id == NULL)
            code = err_set(err, ERR_TOO_LARGE, "\"%s\" has too many feeds", path);
    }
    for (size_t i = 0; !code && i < count; i++) {
        struct err why = {0};
        if (weburl_check(outline[i].feed, &why))
            (void)fprintf(stderr, "gainsay sources: passed over: %s\n", why.text);
        else if (!has_address(catalogue, outline[i].feed))
            print_section(give_id(catalogue, &given, &outline[i]), &outline[i]);
    }
    arena_release(&arena);
    buf_release(&bytes);
    return code;
}

static void print_escaped(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            (void)fputs("&amp;", out);
            break;
        case '<':
            (void)fputs("&lt;", out);
            break;
        case '"':
            (void)fputs("&quot;", out);
            break;
        default:
            (void)fputc(*text, out);
        }
    }
}

static void print_opml(const struct catalogue *catalogue, FILE *out)
{
    (void)fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n"
                "<head><title>gainsay</title></head>\n<body>\n",
                out);
    for (size_t i = 0; i < catalogue->count; i++) {
        const struct catalogue_source *source = &catalogue->source[i];
        if (catalogue_is_listing(source) || strcmp(source->kind, "json-api") == 0 ||
            strcmp(source->kind, "sitemap") == 0)
            continue;
        (void)fputs("<outline type=\"rss\" text=\"", out);
        print_escaped(source->name == NULL ? source->id : source->name, out);
        (void)fputs("\" xmlUrl=\"", out);
        print_escaped(source->url, out);
        (void)fputs("\"/>\n", out);
    }
    (void)fputs("</body>\n</opml>\n", out);
}

enum err_code exchange_export(const struct catalogue *catalogue, const char *path, struct err *err)
{
    FILE *out = path == NULL ? stdout : fopen(path, "we");
    if (out == NULL)
        return err_set(err, ERR_BAD_INPUT, "could not write \"%s\": %s", path, strerror(errno));
    print_opml(catalogue, out);
    bool whole = fflush(out) == 0 && !ferror(out);
    if (path != NULL)
        whole = fclose(out) == 0 && whole;
    return whole ? ERR_OK
                 : err_set(err, ERR_UNAVAILABLE, "could not write %s",
                           path == NULL ? "to standard output" : path);
}
