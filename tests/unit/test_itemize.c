#include "common/text/utf8.h"
#include "producers/poller/itemize.h"
#include "producers/poller/robots_cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FETCHED_S 1745827200LL /* 2025-04-28T08:00:00Z */

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct feed_date date_at(long long epoch_s, const char *precision, const char *from)
{
    struct feed_date date = {.raw = "as written",
                             .known = true,
                             .epoch_s = epoch_s,
                             .precision = precision,
                             .from = from};
    (void)date_to_rfc3339(epoch_s, date.text);
    return date;
}

static struct catalogue_source source_of(const char *lang)
{
    struct catalogue_source source = catalogue_source_of("https://h/feed");
    source.id = "cn-mfa";
    source.tier = "ministry";
    source.country = "CN";
    source.lang = lang;
    return source;
}

static struct feed_entry entry_of(void)
{
    return (struct feed_entry){
        .id = "0123456789abcdef0123456789abcdef",
        .identity = "https://h/a",
        .url = "https://h/a",
        .title = "No call",
        .summary = "In short.",
        .published = date_at(FETCHED_S - 60, "second", "feed"),
        .updated = {.from = "none"},
    };
}

static struct item
itemize(const struct catalogue_source *source, const struct feed_entry *entry, const char *lang)
{
    struct item item;
    assert_int_equal(itemize_entry(source, entry, lang, FETCHED_S, &arena, &item, NULL), ERR_OK);
    return item;
}

static void an_entry_becomes_an_item_of_its_source(void **state)
{
    (void)state;
    struct catalogue_source source = source_of("en");
    struct feed_entry entry = entry_of();
    struct item item = itemize(&source, &entry, "fr");
    assert_string_equal(item.id, entry.id);
    assert_string_equal(item.source, "cn-mfa");
    assert_string_equal(item.kind, "ministry");
    assert_string_equal(item.country, "CN");
    assert_string_equal(item.lang, "en");
    assert_string_equal(item.guid, "https://h/a");
    assert_string_equal(item.text, "In short.");
    assert_string_equal(item.published, "2025-04-28T07:59:00Z");
    assert_string_equal(item.published_from, "feed");
    assert_string_equal(item.fetched, "2025-04-28T08:00:00Z");
    assert_null(item.updated);
    char *revision = item_make_revision(&arena, "No call", "In short.");
    assert_string_equal(item.revision, revision);

    /* Fetched again later: the same item, the same revision. */
    struct item later;
    assert_int_equal(itemize_entry(&source, &entry, NULL, FETCHED_S + 9999, &arena, &later, NULL),
                     ERR_OK);
    assert_string_equal(later.id, item.id);
    assert_string_equal(later.revision, item.revision);
}

static void an_impossible_date_is_none_and_never_now(void **state)
{
    (void)state;
    struct catalogue_source source = source_of("en");
    struct feed_entry entry = entry_of();
    entry.published = date_at(FETCHED_S + 86400, "second", "feed");
    assert_string_equal(itemize(&source, &entry, NULL).published, "2025-04-29T08:00:00Z");
    entry.published = date_at(FETCHED_S + 86401, "second", "feed");
    struct item item = itemize(&source, &entry, NULL);
    assert_null(item.published);
    assert_null(item.published_precision);
    assert_string_equal(item.published_from, "none");
    assert_string_equal(item.published_raw, "as written");
    entry.published = (struct feed_date){.raw = "yesterday", .from = "none"};
    item = itemize(&source, &entry, NULL);
    assert_null(item.published);
    assert_string_equal(item.published_raw, "yesterday");
}

static void a_source_of_several_languages_says_which_entry_by_entry(void **state)
{
    (void)state;
    struct catalogue_source source = source_of("und");
    struct feed_entry entry = entry_of();
    assert_string_equal(itemize(&source, &entry, NULL).lang, "und");
    assert_string_equal(itemize(&source, &entry, "fr").lang, "fr");
    entry.lang = "zh";
    assert_string_equal(itemize(&source, &entry, "fr").lang, "zh");
}

static void a_page_gives_what_the_feed_did_not_say(void **state)
{
    (void)state;
    struct catalogue_source source = source_of("und");
    struct feed_entry entry = entry_of();
    entry.title = NULL;
    entry.published = (struct feed_date){.from = "none"};
    struct item item = itemize(&source, &entry, NULL);
    assert_string_equal(item.title, "");
    struct article article = {
        .title = "No call took place",
        .author = "Spokesperson",
        .lang = "en",
        .text = "There was no call.",
        .published = date_at(FETCHED_S - 3600, "minute", "page"),
    };
    assert_int_equal(itemize_page(&article, &arena, &item, NULL), ERR_OK);
    assert_string_equal(item.title, "No call took place");
    assert_string_equal(item.author, "Spokesperson");
    assert_string_equal(item.lang, "en");
    assert_string_equal(item.text, "There was no call.");
    assert_string_equal(item.summary, "In short.");
    assert_string_equal(item.published, "2025-04-28T07:00:00Z");
    assert_string_equal(item.published_from, "page");
    assert_string_equal(item.revision,
                        item_make_revision(&arena, "No call took place", "There was no call."));
}

static void what_a_feed_writes_without_end_is_cut(void **state)
{
    (void)state;
    static char book[1 << 20];
    memset(book, 'x', sizeof book - 1);
    struct catalogue_source source = source_of("en");
    struct feed_entry entry = entry_of();
    entry.title = entry.guid = entry.author = entry.summary = entry.text = book;
    entry.published = (struct feed_date){.from = "none", .raw = book};
    struct item item = itemize(&source, &entry, NULL);
    size_t len = strlen(item.title) + strlen(item.guid) + strlen(item.author) +
                 strlen(item.summary) + strlen(item.text) + strlen(item.published_raw);
    assert_in_range(len, 400 << 10, 512 << 10); /* a message is a megabyte */
}

static void a_title_made_of_the_text_gives_way_to_that_of_the_page(void **state)
{
    (void)state;
    struct catalogue_source source = source_of("en");
    struct feed_entry entry = entry_of();
    struct article article = {.title = "No call took place", .text = "There was no call."};
    entry.title = "In short.";
    entry.title_from = "text";
    struct item item = itemize(&source, &entry, NULL);
    assert_string_equal(item.title, "In short.");
    assert_int_equal(itemize_page(&article, &arena, &item, NULL), ERR_OK);
    assert_string_equal(item.title, "No call took place");

    entry.title = "A headline";
    entry.title_from = "feed";
    item = itemize(&source, &entry, NULL);
    assert_int_equal(itemize_page(&article, &arena, &item, NULL), ERR_OK);
    assert_string_equal(item.title, "A headline");

    entry.title = "https://site.example/a";
    entry.title_from = "url";
    assert_string_equal(itemize(&source, &entry, NULL).title, "");
}

static void a_page_date_counts_where_it_is_finer_about_the_same_day(void **state)
{
    (void)state;
    const long long day_s = FETCHED_S - 4 * 86400 - 8 * 3600;
    static const struct {
        const char *feed_precision;
        long long feed_s, page_s;
        const char *page_precision;
        bool from_page;
    } rows[] = {
        {"day", 0, 9 * 3600, "minute", true},    {"day", 0, -3600, "second", true},
        {"day", 0, 9 * 3600, "day", false},      {"day", 0, 5 * 86400, "minute", false},
        {"day", 0, -2 * 86400, "minute", false}, {"minute", 0, 9 * 3600, "second", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct catalogue_source source = source_of("en");
        struct feed_entry entry = entry_of();
        entry.published = date_at(day_s + rows[i].feed_s, rows[i].feed_precision, "url");
        struct item item = itemize(&source, &entry, NULL);
        struct article article = {
            .text = "text",
            .published = date_at(day_s + rows[i].page_s, rows[i].page_precision, "page"),
        };
        assert_int_equal(itemize_page(&article, &arena, &item, NULL), ERR_OK);
        assert_string_equal(item.published_from, rows[i].from_page ? "page" : "url");
    }
}

static void the_page_is_wanted_where_the_feed_is_short(void **state)
{
    (void)state;
    struct catalogue_source source = source_of("en");
    struct feed_entry entry = entry_of();
    assert_true(itemize_wants_page(&source, &entry));
    entry.text = "the whole of it";
    assert_false(itemize_wants_page(&source, &entry));
    source.pages = "always";
    assert_true(itemize_wants_page(&source, &entry));
    entry.url = NULL;
    assert_false(itemize_wants_page(&source, &entry));
    entry = entry_of();
    source.pages = "never";
    assert_false(itemize_wants_page(&source, &entry));
}

static void the_mark_changes_with_what_may_have_been_edited(void **state)
{
    (void)state;
    struct feed_entry entry = entry_of();
    char before[DIGEST_ID_BYTES];
    char after[DIGEST_ID_BYTES];
    itemize_mark(&entry, before);
    itemize_mark(&entry, after);
    assert_string_equal(before, after);
    entry.updated = date_at(FETCHED_S, "second", "feed");
    itemize_mark(&entry, after);
    assert_string_not_equal(before, after);
    entry = entry_of();
    entry.summary = "In short, again.";
    itemize_mark(&entry, after);
    assert_string_not_equal(before, after);
}

static void a_text_over_the_limit_is_cut_between_characters(void **state)
{
    (void)state;
    struct catalogue_source source = source_of("zh");
    struct feed_entry entry = entry_of();
    size_t len = 0;
    char *text = malloc(ITEM_TEXT_MAX_BYTES + 16);
    while (len <= ITEM_TEXT_MAX_BYTES) {
        memcpy(text + len, "\xe9\x97\xae", 3);
        len += 3;
    }
    text[len] = '\0';
    entry.text = text;
    struct item item = itemize(&source, &entry, NULL);
    size_t kept = strlen(item.text);
    assert_in_range(kept, ITEM_TEXT_MAX_BYTES - 2, ITEM_TEXT_MAX_BYTES);
    assert_int_equal(utf8_valid_prefix(item.text, kept), kept);
    free(text);
}

static void a_copy_owes_nothing_to_where_it_came_from(void **state)
{
    (void)state;
    struct arena short_lived;
    struct item copy;
    arena_init(&short_lived, 1 << 16);
    struct item item = {.id = arena_copy_str(&short_lived, STR("id")),
                        .fetched = arena_copy_str(&short_lived, STR("when"))};
    assert_true(itemize_copy(&item, &arena, &copy));
    arena_release(&short_lived);
    assert_string_equal(copy.id, "id");
    assert_string_equal(copy.fetched, "when");
    assert_null(copy.title);
}

static void robots_are_remembered_for_as_long_as_they_hold(void **state)
{
    (void)state;
    struct robots_cache *cache = robots_cache_new();
    struct robots robots;
    assert_null(robots_cache_get(cache, "https://a", 0));
    robots_parse(STR("User-agent: *\nDisallow: /x\n"), "gainsay", &robots);
    (void)robots_cache_take(cache, "https://a", &robots, 0);
    robots_from_answer(503, STR(""), "gainsay", &robots);
    (void)robots_cache_take(cache, "https://b", &robots, 0);
    assert_false(robots_allows(robots_cache_get(cache, "https://a", ROBOTS_KEEP_S - 1), "/x"));
    assert_null(robots_cache_get(cache, "https://a", ROBOTS_KEEP_S));
    assert_false(robots_allows(robots_cache_get(cache, "https://b", ROBOTS_KEEP_BAD_S - 1), "/y"));
    assert_null(robots_cache_get(cache, "https://b", ROBOTS_KEEP_BAD_S));
    for (int i = 0; i < ROBOTS_CACHE_MAX + 10; i++) {
        char origin[32];
        (void)snprintf(origin, sizeof origin, "https://h%d", i);
        robots_parse(STR(""), "gainsay", &robots);
        (void)robots_cache_take(cache, origin, &robots, 100000 + i);
    }
    assert_null(robots_cache_get(cache, "https://a", 1));
    assert_non_null(robots_cache_get(cache, "https://h4105", 100000));
    robots_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_becomes_an_item_of_its_source),
        cmocka_unit_test(an_impossible_date_is_none_and_never_now),
        cmocka_unit_test(a_source_of_several_languages_says_which_entry_by_entry),
        cmocka_unit_test(a_page_gives_what_the_feed_did_not_say),
        cmocka_unit_test(what_a_feed_writes_without_end_is_cut),
        cmocka_unit_test(a_title_made_of_the_text_gives_way_to_that_of_the_page),
        cmocka_unit_test(a_page_date_counts_where_it_is_finer_about_the_same_day),
        cmocka_unit_test(the_page_is_wanted_where_the_feed_is_short),
        cmocka_unit_test(the_mark_changes_with_what_may_have_been_edited),
        cmocka_unit_test(a_text_over_the_limit_is_cut_between_characters),
        cmocka_unit_test(a_copy_owes_nothing_to_where_it_came_from),
        cmocka_unit_test(robots_are_remembered_for_as_long_as_they_hold),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
