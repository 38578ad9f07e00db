#include "producers/feeds/article.h"
#include "producers/feeds/feed.h"
#include "producers/feeds/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define ARENA_BYTES  ((size_t)64 << 20)

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    feed_setup();
    arena_init(&arena, ARENA_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void references_resolve_as_rfc_3986_has_it(void **state)
{
    (void)state;
    /* Its section 5.4, and what feeds add. */
    static const char *const rows[][2] = {
        {"g:h", "g:h"},
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q#s"},
        {"g#s", "http://a/b/c/g#s"},
        {";x", "http://a/b/c/;x"},
        {".", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
        {" \n g \t", "http://a/b/c/g"},
        {"a b", "http://a/b/c/a%20b"},
        {"x\ny", "http://a/b/c/xy"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(url_resolve(&arena, "http://a/b/c/d;p?q", str_of(rows[i][0])),
                            rows[i][1]);
    assert_null(url_resolve(&arena, "http://a/", STR("  ")));
    /* Each within the bound, but not both together, nor with its spaces as %20. */
    static char half[3000];
    memset(half, 'x', sizeof half - 1);
    const char *base = arena_format(&arena, "http://a/%s/", half);
    assert_null(url_resolve(&arena, base, str_of(half)));
    assert_non_null(url_resolve(&arena, "http://a/", str_of(half)));
    memset(half + 1, ' ', sizeof half - 3);
    assert_null(url_resolve(&arena, "http://a/", str_of(half)));
    assert_string_equal(url_resolve(&arena, NULL, STR("x/y")), "x/y");
    assert_string_equal(url_resolve(&arena, "not absolute", STR("x/y")), "x/y");
}

static void copies_of_a_page_share_a_canonical_url_and_a_story(void **state)
{
    (void)state;
    static const char *const same[] = {
        "https://News.Example/a/b?id=7&x=1",
        "https://news.example:443/a/b?x=1&id=7#top",
        "HTTPS://news.example/a/b?utm_source=rss&id=7&utm_medium=feed&x=1&fbclid=Z",
    };
    for (size_t i = 0; i < COUNT(same); i++)
        assert_string_equal(url_canonical(&arena, same[i]), "https://news.example/a/b?id=7&x=1");
    assert_string_equal(url_canonical(&arena, "http://e.example?utm_source=x"),
                        "http://e.example/");
    assert_string_equal(url_canonical(&arena, "tag:e.example,2025:1"), "tag:e.example,2025:1");
    assert_string_equal(url_story(&arena, "http://www.e.example/a/"), "e.example/a");
    assert_string_equal(url_story(&arena, "https://e.example/a"), "e.example/a");
    assert_null(url_story(&arena, "mailto:desk@e.example"));
    assert_null(url_story(&arena, NULL));
}

static struct feed_document parse(const char *text, const struct feed_hints *hints)
{
    struct feed_document doc;
    struct err err = {0};
    assert_int_equal(feed_parse(text, strlen(text), hints, &arena, &doc, &err), ERR_OK);
    return doc;
}

static void an_entry_keeps_its_id_where_its_rung_is_fixed(void **state)
{
    (void)state;
    static const char before[] = "<rss><channel><item><title>a</title><guid>1</guid>"
                                 "<link>http://e.example/a</link></item></channel></rss>";
    static const char after[] = "<rss><channel><item><title>b</title><guid>2</guid>"
                                "<link>http://e.example/a?utm_source=x</link></item>"
                                "</channel></rss>";
    struct feed_hints hints = {.source = "s", .identity = FEED_BY_URL};
    assert_string_equal(parse(before, &hints).entry[0].id, parse(after, &hints).entry[0].id);
    hints.identity = FEED_BY_AUTO;
    assert_string_not_equal(parse(before, &hints).entry[0].id, parse(after, &hints).entry[0].id);
    hints.identity = FEED_BY_URL_DATE_TITLE;
    assert_string_not_equal(parse(before, &hints).entry[0].id, parse(after, &hints).entry[0].id);
    struct feed_hints other = {.source = "t", .identity = FEED_BY_URL};
    hints.identity = FEED_BY_URL;
    assert_string_not_equal(parse(before, &hints).entry[0].id, parse(before, &other).entry[0].id);
}

static void entries_that_share_a_guid_are_still_told_apart(void **state)
{
    (void)state;
    struct feed_document doc = parse("<rss><channel>"
                                     "<item><guid>x</guid><link>http://e.example/1</link></item>"
                                     "<item><guid>x</guid><link>http://e.example/2</link></item>"
                                     "</channel></rss>",
                                     NULL);
    assert_int_equal(doc.count, 2);
    assert_string_equal(doc.finding, "guid-alike");
    assert_string_not_equal(doc.entry[0].id, doc.entry[1].id);
}

static char *repeat(const char *head, const char *part, size_t times, const char *tail)
{
    size_t len = strlen(head) + strlen(part) * times + strlen(tail) + 1;
    char *text = malloc(len);
    assert_non_null(text);
    size_t at = (size_t)snprintf(text, len, "%s", head);
    for (size_t i = 0; i < times; i++) {
        memcpy(text + at, part, strlen(part));
        at += strlen(part);
    }
    (void)snprintf(text + at, len - at, "%s", tail);
    return text;
}

static enum err_code code_of(const char *text, size_t ceiling_bytes)
{
    struct arena own;
    struct feed_document doc;
    struct err err;
    arena_init(&own, ceiling_bytes);
    enum err_code code = feed_parse(text, strlen(text), NULL, &own, &doc, &err);
    arena_release(&own);
    return code;
}

static void a_document_of_too_many_elements_is_too_large(void **state)
{
    (void)state;
    char *xml = repeat("<rss><channel>", "<a/>", FEED_ELEMENTS_MAX, "</channel></rss>");
    assert_int_equal(code_of(xml, ARENA_BYTES), ERR_TOO_LARGE);
    free(xml);
    char *json = repeat("[", "0,", FEED_ELEMENTS_MAX + 1, "0]");
    assert_int_equal(code_of(json, ARENA_BYTES), ERR_TOO_LARGE);
    free(json);
}

static void a_document_over_the_arena_is_too_large(void **state)
{
    (void)state;
    char *xml = repeat("<rss><channel>",
                       "<item><title>A title of some length</title><link>http://e.example/</link>"
                       "</item>",
                       2000, "</channel></rss>");
    assert_int_equal(code_of(xml, 100000), ERR_TOO_LARGE);
    assert_int_equal(code_of(xml, ARENA_BYTES), ERR_OK);
    free(xml);
}

static void nothing_is_expanded_or_opened(void **state)
{
    (void)state;
    struct feed_document doc = parse(
        "<!DOCTYPE rss [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p; <!ENTITY a \"AAAA\">]>"
        "<rss><channel><item><title>&a;&p;</title></item></channel></rss>",
        NULL);
    assert_int_equal(doc.verdict, FEED_OK);
    assert_string_equal(doc.entry[0].title, "&a;&p;");
    doc = parse("<rss xmlns:xi=\"http://www.w3.org/2001/XInclude\"><channel><item><title>"
                "<xi:include href=\"/etc/passwd\" parse=\"text\"/></title><guid>1</guid></item>"
                "</channel></rss>",
                NULL);
    assert_null(doc.entry[0].title);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    char *deep = repeat("<rss><channel><item><title>Deep</title><description>", "<div>", 50000,
                        "end</description></item></channel></rss>");
    struct feed_document doc = parse(deep, NULL);
    assert_true(doc.repaired);
    assert_string_equal(doc.entry[0].title, "Deep");
    free(deep);
    char *page = repeat("<html><body>", "<div><a href='/1'>", 20000, "end");
    struct feed_listing listing = {.link_pattern = "1"};
    struct feed_hints hints = {.url = "http://e.example/", .listing = &listing};
    doc = parse(page, &hints);
    assert_int_equal(doc.kind, FEED_LISTING);
    free(page);
    char *json = repeat("", "[", 100000, "");
    assert_int_equal(parse(json, NULL).verdict, FEED_BROKEN);
    free(json);
}

static void a_selector_with_a_fault_is_a_fault_of_the_configuration(void **state)
{
    (void)state;
    static const char page[] = "<html><body><a href='/1'>x</a></body></html>";
    static const struct feed_listing listings[] = {
        {.link_pattern = "(["},
        {.link_pattern = ".", .date_pattern = "("},
        {.rows = "//li["},
        {.link_pattern = ".", .title = "$"},
    };
    for (size_t i = 0; i < COUNT(listings); i++) {
        struct feed_hints hints = {.url = "http://e.example/", .listing = &listings[i]};
        struct feed_document doc;
        struct err err = {0};
        assert_int_equal(feed_parse(page, strlen(page), &hints, &arena, &doc, &err), ERR_CONFIG);
        assert_true(err.text[0] != '\0');
    }
    struct article_hints hints = {.text = "]"};
    struct article article;
    assert_int_equal(article_extract(page, strlen(page), &hints, &arena, &article, NULL),
                     ERR_CONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_resolve_as_rfc_3986_has_it),
        cmocka_unit_test(copies_of_a_page_share_a_canonical_url_and_a_story),
        cmocka_unit_test(an_entry_keeps_its_id_where_its_rung_is_fixed),
        cmocka_unit_test(entries_that_share_a_guid_are_still_told_apart),
        cmocka_unit_test(a_document_of_too_many_elements_is_too_large),
        cmocka_unit_test(a_document_over_the_arena_is_too_large),
        cmocka_unit_test(nothing_is_expanded_or_opened),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(a_selector_with_a_fault_is_a_fault_of_the_configuration),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
