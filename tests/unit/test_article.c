#include "producers/feeds/article.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_BYTES ((size_t)64 << 20)

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

static struct article extract(const char *html, const struct article_hints *hints)
{
    struct article article;
    struct err err = {0};
    assert_int_equal(article_extract(html, strlen(html), hints, &arena, &article, &err), ERR_OK);
    return article;
}

#define TURN_1                                                                                     \
    "Herald: The other side said that the two leaders spoke by telephone last week. Can you "      \
    "confirm that?"
#define TURN_2                                                                                     \
    "Lin Mo: As far as I know, there has been no call between the two leaders recently, and "      \
    "there are no talks."
#define TURN_3 "If the other side wants talks, it should stop making threats."

static const char transcript[] =
    "<!DOCTYPE html><html lang='en'><head><title>Press Conference - Ministry</title>"
    "<meta name='PubDate' content='2025-04-28 16:15'><link rel='canonical' href='/press/28'>"
    "</head><body><nav><ul><li><a href='/'>Home</a></li></ul></nav>"
    "<div class='share-bar'>Share this page with all your friends on any network</div>"
    "<h1>Press Conference</h1><div class='content'><p>" TURN_1 "</p><p>" TURN_2 "</p><p>" TURN_3
    "</p><div class='related'><a href='/1'>A long headline about quite another matter</a></div>"
    "</div><footer>Copyright of the Ministry, all rights reserved, contact us by mail</footer>"
    "</body></html>";

static void a_transcript_keeps_its_turns_and_loses_its_surroundings(void **state)
{
    (void)state;
    struct article_hints hints = {.url = "https://ministry.example/x",
                                  .dates.zone.offset_s = 8 * 3600};
    struct article article = extract(transcript, &hints);
    assert_int_equal(article.verdict, FEED_OK);
    assert_string_equal(article.text, TURN_1 "\n\n" TURN_2 "\n\n" TURN_3);
    assert_string_equal(article.title, "Press Conference");
    assert_string_equal(article.lang, "en");
    assert_string_equal(article.url, "https://ministry.example/press/28");
    assert_string_equal(article.published.text, "2025-04-28T08:15:00Z");
    assert_string_equal(article.published.precision, "minute");
    assert_string_equal(article.published.from, "page");
}

static void a_selector_decides_where_it_selects_something(void **state)
{
    (void)state;
    struct article_hints hints = {.text = "//div[@class='content']/p[2]"};
    struct article article = extract(transcript, &hints);
    assert_true(article.by_selector);
    assert_string_equal(article.text, TURN_2);
    hints = (struct article_hints){.text = "//div[@class='content']", .drop = "//p[1]"};
    article = extract(transcript, &hints);
    assert_string_equal(article.text,
                        TURN_2 "\n\n" TURN_3 "\n\nA long headline about quite another matter");
}

static void a_selector_that_misses_is_told_and_prose_is_found_without_it(void **state)
{
    (void)state;
    struct article_hints hints = {.text = "//div[@id='gone']"};
    struct article article = extract(transcript, &hints);
    assert_true(article.selector_missed);
    assert_false(article.by_selector);
    assert_string_equal(article.text, TURN_1 "\n\n" TURN_2 "\n\n" TURN_3);
}

#define LONG                                                                                       \
    "This paragraph is long enough to count as prose, for it has a good many words, and one more " \
    "clause."

static void sections_of_one_text_stay_together(void **state)
{
    (void)state;
    struct article article =
        extract("<html><body><div id='main'><section><p>" LONG " One.</p><p>" LONG
                " Two.</p></section><section><h2>More</h2><p>" LONG " Three.</p><p>" LONG
                " Four.</p></section></div></body></html>",
                NULL);
    assert_string_equal(article.text,
                        LONG " One.\n\n" LONG " Two.\n\nMore\n\n" LONG " Three.\n\n" LONG " Four.");
}

static void lines_parted_by_br_are_prose_too(void **state)
{
    (void)state;
    struct article article = extract("<html><body><div><a href='/'>Menu of the site</a></div>"
                                     "<td>" LONG "<br><br>" LONG " Two.</td></body></html>",
                                     NULL);
    assert_string_equal(article.text, LONG "\n\n" LONG " Two.");
}

static void lines_that_are_no_sentences_go_before_the_first_paragraph(void **state)
{
    (void)state;
    struct article article =
        extract("<html><body><div><p>Economy</p><p>By Jane Roe</p><p>Beijing:"
                "</p><p>" LONG "</p><p>Short, and kept</p><p>" LONG " Two.</p></div></body></html>",
                NULL);
    assert_string_equal(article.text, "Beijing:\n\n" LONG "\n\nShort, and kept\n\n" LONG " Two.");
}

static void dates_are_found_in_what_pages_have(void **state)
{
    (void)state;
    static const struct {
        const char *html;
        const char *published;
        const char *from;
    } rows[] = {
        {"<meta property='article:published_time' content='2025-04-28T08:15:30Z'>"
         "<time datetime='2020-01-01'>old</time>",
         "2025-04-28T08:15:30Z", "page"},
        {"<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebPage\"},"
         "{\"@type\":\"NewsArticle\",\"datePublished\":\"2025-04-28T10:15:30+02:00\"}]}</script>",
         "2025-04-28T08:15:30Z", "page"},
        {"<p>x</p><time datetime='2025-04-28T08:15:30Z'>today</time>", "2025-04-28T08:15:30Z",
         "page"},
        {"<span class='time'>发布时间：2025-04-28</span>", "2025-04-28T00:00:00Z", "page"},
        {"<p>no date at all</p>", "2024-02-03T00:00:00Z", "url"},
        {"<meta name='date' content='soon'>", "2024-02-03T00:00:00Z", "url"},
    };
    struct article_hints hints = {.url = "https://e.example/2024/02/03/slug"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct article article = extract(rows[i].html, &hints);
        assert_string_equal(article.published.text, rows[i].published);
        assert_string_equal(article.published.from, rows[i].from);
    }
    struct article article = extract("<p>nothing</p>", NULL);
    assert_false(article.published.known);
    assert_string_equal(article.published.from, "none");
}

static void a_challenge_is_blocked_and_a_menu_is_empty(void **state)
{
    (void)state;
    struct article article =
        extract("<html><title>Just a moment...</title><body>Checking</body></html>", NULL);
    assert_int_equal(article.verdict, FEED_BLOCKED);
    assert_null(article.text);
    article = extract("<html><body><ul><li><a href='/'>Home</a></li></ul></body></html>", NULL);
    assert_int_equal(article.verdict, FEED_EMPTY);
    article = extract("", NULL);
    assert_int_equal(article.verdict, FEED_BROKEN);
    assert_non_null(article.reason);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transcript_keeps_its_turns_and_loses_its_surroundings),
        cmocka_unit_test(a_selector_decides_where_it_selects_something),
        cmocka_unit_test(a_selector_that_misses_is_told_and_prose_is_found_without_it),
        cmocka_unit_test(sections_of_one_text_stay_together),
        cmocka_unit_test(lines_parted_by_br_are_prose_too),
        cmocka_unit_test(lines_that_are_no_sentences_go_before_the_first_paragraph),
        cmocka_unit_test(dates_are_found_in_what_pages_have),
        cmocka_unit_test(a_challenge_is_blocked_and_a_menu_is_empty),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
