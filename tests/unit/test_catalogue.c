#include "producers/feeds/opml.h"
#include "producers/feeds/paging.h"
#include "producers/poller/catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static enum err_code read_text(const char *text, struct catalogue *catalogue, struct err *err)
{
    char path[] = "/tmp/gainsay-catalogue-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    (void)close(fd);
    enum err_code code = catalogue_read(path, catalogue, err);
    (void)unlink(path);
    return code;
}

static void a_section_is_a_source_with_sensible_defaults(void **state)
{
    (void)state;
    struct catalogue catalogue = {0};
    assert_int_equal(read_text("; comment\n"
                               "[zz-last]\nurl = https://h/feed\nlanguage = en\n"
                               "[cn-mofcom]\nurl = https://m/index.html\nlanguage = zh\n"
                               "country = CN\ntier = ministry\nname = 商务部\nkind = listing\n"
                               "link_pattern = /art_[0-9a-f]{32}\\.html\ninterval = 30m\n"
                               "zone = +08:00\nidentity = url\nenabled = no\nreason = a test\n",
                               &catalogue, NULL),
                     ERR_OK);
    assert_int_equal(catalogue.count, 2);
    const struct catalogue_source *source = catalogue_find(&catalogue, "cn-mofcom");
    assert_non_null(source);
    assert_string_equal(source->name, "商务部");
    assert_string_equal(source->listing.link_pattern, "/art_[0-9a-f]{32}\\.html");
    assert_int_equal(source->date.zone.offset_s, 8 * 3600);
    assert_int_equal(source->identity, FEED_BY_URL);
    assert_false(source->enabled);
    assert_int_equal(catalogue_pace(source).interval_s, 1800);
    assert_non_null(catalogue_hints(source, "u", NULL).listing);

    source = catalogue_find(&catalogue, "zz-last");
    assert_non_null(source);
    assert_true(source->enabled);
    assert_true(source->conditional);
    assert_int_equal(source->interval_ms, 900000);
    assert_int_equal(source->min_interval_ms, 0);
    assert_int_equal(source->gap_ms, 5000);
    assert_string_equal(source->pages, "auto");
    assert_null(catalogue_hints(source, "u", NULL).listing);
    assert_null(catalogue_hints(source, "u", NULL).mapping);
    assert_null(catalogue_find(&catalogue, "zz"));
    catalogue_release(&catalogue);
}

static void a_mistake_is_named_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *names[2];
    } rows[] = {
        {"[a]\nurl = https://h/\nlanguage = en\nurll = x\n",
         {":4", "\"urll\"; the nearest is url"}},
        {"[a]\nurl = https://h/\nlanguage = en\ninterval = soon\n", {":4", "interval"}},
        {"[a]\nurl = https://h/\nlanguage = en\nkind = carrier pigeon\n", {":4", "kind"}},
        {"[A b]\nurl = https://h/\n", {":2", "A b"}},
        {"[a]\nlanguage = en\n", {"[a]", "url"}},
        {"[a]\nurl = https://h/\n", {"[a]", "language"}},
        {"[a]\nurl = file:///etc/passwd\nlanguage = en\n", {"[a]", "file:///"}},
        {"[a]\nurl = https://h/\nlanguage = en\nkind = listing\n", {"[a]", "link_pattern"}},
        {"[a]\nurl = https://h/\nlanguage = en\nenabled = no\n", {"[a]", "reason"}},
        {"[a]\nurl = https://h/\nlanguage = en\nzone = Mars/North\n", {"[a]", "Mars/North"}},
        {"[a]\nurl = https://h/\nlanguage = en\nidentity = soul\n", {"[a]", "soul"}},
        {"[a]\nurl = https://h/\nlanguage = en\n[b]\nurl = https://h/\nlanguage = en\n"
         "[a]\nurl = https://h/\nlanguage = en\n",
         {"[a]", "twice"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct catalogue catalogue = {0};
        struct err err = {0};
        assert_int_equal(read_text(rows[i].text, &catalogue, &err), ERR_CONFIG);
        for (size_t n = 0; n < 2; n++) {
            if (strstr(err.text, rows[i].names[n]) == NULL)
                fail_msg("\"%s\" does not name \"%s\"", err.text, rows[i].names[n]);
        }
        catalogue_release(&catalogue);
    }
}

static void the_catalogue_we_ship_is_whole(void **state)
{
    (void)state;
    const char *root = getenv("GAINSAY_SOURCE_DIR");
    assert_non_null(root);
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/deploy/sources.conf", root);
    struct catalogue catalogue = {0};
    struct err err = {0};
    if (catalogue_read(path, &catalogue, &err))
        fail_msg("%s", err.text);
    size_t enabled = 0;
    for (size_t i = 0; i < catalogue.count; i++) {
        const struct catalogue_source *source = &catalogue.source[i];
        if (source->name == NULL || source->country == NULL || source->tier == NULL)
            fail_msg("[%s] lacks name, country or tier", source->id);
        /* The selectors and patterns compile: an empty page is no error. */
        struct arena arena;
        struct feed_document doc;
        struct feed_hints hints = catalogue_hints(source, source->url, "text/html");
        arena_init(&arena, FEED_ARENA_BYTES);
        if (feed_parse("<html><body><p>nothing</p></body></html>", 41, &hints, &arena, &doc, &err))
            fail_msg("[%s] %s", source->id, err.text);
        arena_release(&arena);
        enabled += source->enabled;
    }
    assert_true(catalogue.count > 90);
    assert_true(enabled > 20);
    catalogue_release(&catalogue);
}

/* Forms that these sites' pages have, as others who read them wrote down; the White House's is
 * what its software usually has. */
static void further_pages_are_looked_for_where_the_sites_have_them(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        const char *second;
        const char *third;
    } rows[] = {
        {"cn-mfa-presser-en", "https://www.mfa.gov.cn/eng/xw/fyrbt/lxjzh/index_1.html",
         "https://www.mfa.gov.cn/eng/xw/fyrbt/lxjzh/index_2.html"},
        {"us-treasury", "https://home.treasury.gov/news/press-releases?page=1",
         "https://home.treasury.gov/news/press-releases?page=2"},
        {"us-ofac", "https://ofac.treasury.gov/recent-actions/sanctions-list-updates?page=1",
         "https://ofac.treasury.gov/recent-actions/sanctions-list-updates?page=2"},
        {"us-commerce", "https://www.commerce.gov/news/press-releases?page=1",
         "https://www.commerce.gov/news/press-releases?page=2"},
        {"us-whitehouse-news", "https://www.whitehouse.gov/news/feed/?paged=2",
         "https://www.whitehouse.gov/news/feed/?paged=3"},
    };
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/deploy/sources.conf", getenv("GAINSAY_SOURCE_DIR"));
    struct catalogue catalogue = {0};
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(catalogue_read(path, &catalogue, NULL), ERR_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct catalogue_source *source = catalogue_find(&catalogue, rows[i].source);
        assert_non_null(source);
        const char *second = paging_next(&arena, source->next_url, source->url, 0);
        assert_string_equal(second, rows[i].second);
        assert_string_equal(paging_next(&arena, source->next_url, second, 1), rows[i].third);
    }
    arena_release(&arena);
    catalogue_release(&catalogue);
}

static void a_readers_list_is_read_with_its_folders_open(void **state)
{
    (void)state;
    static const char text[] =
        "\xef\xbb\xbf<?xml version=\"1.0\"?><opml "
        "version=\"1.1\"><head><title>x</title></head><body>"
        "<outline text=\"Trade\"><outline text=\"USTR\" title=\"USTR &amp; friends\" "
        "xmlUrl=\"https://h/a?b=1&amp;c=2\"/><outline text=\"no feed\"/></outline>"
        "<outline text=\"MOFCOM\" xmlurl=\"https://m/feed\"/></body></opml>";
    struct arena arena;
    struct opml_outline *outline = NULL;
    size_t count = 0;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    assert_int_equal(opml_read(text, sizeof text - 1, &arena, &outline, &count, &err), ERR_OK);
    assert_int_equal(count, 2);
    assert_string_equal(outline[0].title, "USTR & friends");
    assert_string_equal(outline[0].feed, "https://h/a?b=1&c=2");
    assert_string_equal(outline[1].title, "MOFCOM");
    assert_string_equal(outline[1].feed, "https://m/feed");
    static const char *const others[] = {"", "plain", "<rss version=\"2.0\"/>"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_int_equal(opml_read(others[i], strlen(others[i]), &arena, &outline, &count, &err),
                         ERR_BAD_INPUT);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_section_is_a_source_with_sensible_defaults),
        cmocka_unit_test(a_mistake_is_named_with_its_place),
        cmocka_unit_test(the_catalogue_we_ship_is_whole),
        cmocka_unit_test(further_pages_are_looked_for_where_the_sites_have_them),
        cmocka_unit_test(a_readers_list_is_read_with_its_folders_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
