#include "producers/poller/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *path;
    bool allowed;
};

static void check(const char *text, const struct row *rows, size_t count)
{
    struct robots robots;
    robots_parse(str_of(text), "gainsay", &robots);
    for (size_t i = 0; i < count; i++) {
        if (robots_allows(&robots, rows[i].path) != rows[i].allowed)
            fail_msg("%s was judged wrongly", rows[i].path);
    }
    robots_release(&robots);
}

#define CHECK(text, rows) check((text), (rows), sizeof(rows) / sizeof(rows)[0])

static void the_longest_match_wins_and_allow_wins_a_tie(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"/", true},
        {"/press", false},
        {"/press/2025/a", false},
        {"/press/release", true},
        {"/press/release2", true},
        {"/pres", true},
        {"/tie", true},
        {"/robots.txt", true},
    };
    CHECK("User-agent: *\nDisallow: /press\nAllow: /press/release\nDisallow: /tie\nAllow: /tie\n",
          rows);
}

static void our_own_group_goes_before_everybodys(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"/a", true},
        {"/ours", false},
        {"/shared", false},
        {"/second", false},
    };
    CHECK("user-agent: *\ndisallow: /\n\n"
          "USER-AGENT: other\nUser-Agent: GainSay/2.0 (x)\ndisallow: /ours\nDisallow: /shared\n"
          "User-agent: *\nDisallow: /a\n"
          "User-agent: gainsay\nDisallow: /second\n"
          "User-agent: gainsayer\nDisallow: /a\n",
          rows);
}

static void wildcards_and_the_end_mark_are_understood(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"/x.pdf", false},
        {"/x.pdf?download", true},
        {"/a/private/b", false},
        {"/a/private", true},
        {"/q?print=1", false},
        {"/q?a=b&print=1", false},
        {"/aaaaaaaaaaaaaaaaaaaaab", true},
        {"/exact", false},
        {"/exactly", true},
    };
    CHECK("User-agent: *\nDisallow: /*.pdf$\nDisallow: /*/private/\nDisallow: /*print=\n"
          "Disallow: /exact$\nDisallow: /*a*a*a*a*a*a*c\n",
          rows);
}

static void one_path_in_two_spellings_is_one_path(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"/%7Euser/a", false},      {"/~user/a", false}, {"/%e6%96%b0/x", false},
        {"/\xe6\x96\xb0/x", false}, {"/a%2fb", false},   {"/a/b", true},
    };
    CHECK("User-agent: *\nDisallow: /~user/\nDisallow: /\xe6\x96\xb0/\nDisallow: /a%2Fb\n", rows);
}

static void what_is_not_a_rule_changes_nothing(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"/a", false},
        {"/b", true},
        {"/c", false},
    };
    CHECK("\xef\xbb\xbf# a comment\r\nSitemap: https://h/s.xml\r\nUser-agent: *  # all\r\n"
          "Disallow:\r\nnonsense\r\nSitemap: x\r\n\r\nDisallow: /a#b\r\n: /b\r\nDisallow /b\r\n"
          "Disallow:   /c  ",
          rows);
    static const struct row none[] = {
        {"/anything", true},
    };
    CHECK("", none);
    CHECK("Disallow: /anything\n", none);
}

static void a_crawl_delay_is_honoured_within_reason(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long long delay_ms;
    } rows[] = {
        {"User-agent: *\nCrawl-delay: 10\n", 10000},
        {"User-agent: *\nCrawl-delay: 0.5\n", 500},
        {"User-agent: *\nCrawl-delay: 86400\n", 120000},
        {"User-agent: *\nCrawl-delay: -1\n", 0},
        {"User-agent: *\nCrawl-delay: nan\n", 0},
        {"User-agent: *\nCrawl-delay: 9\n\nUser-agent: gainsay\nDisallow: /a\n", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct robots robots;
        robots_parse(str_of(rows[i].text), "gainsay", &robots);
        assert_int_equal(robots.delay_ms, rows[i].delay_ms);
        robots_release(&robots);
    }
}

static void a_missing_file_allows_all_and_a_broken_server_nothing(void **state)
{
    (void)state;
    static const struct {
        int status;
        bool allowed;
    } rows[] = {
        {200, false}, {404, true},  {403, true}, {500, false},
        {503, false}, {302, false}, {0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct robots robots;
        robots_from_answer(rows[i].status, STR("User-agent: *\nDisallow: /x\n"), "gainsay",
                           &robots);
        assert_int_equal(robots_allows(&robots, "/x/y"), rows[i].allowed);
        assert_true(robots_allows(&robots, "/robots.txt"));
        robots_release(&robots);
    }
}

static void a_huge_file_is_read_to_its_limit_only(void **state)
{
    (void)state;
    size_t len = ROBOTS_MAX_BYTES + 4096;
    char *text = malloc(len);
    memset(text, '\n', len);
    memcpy(text, "User-agent: *\nDisallow: /a\n", 27);
    memcpy(text + len - 13, "Disallow: /b\n", 13);
    struct robots robots;
    robots_parse((struct str){text, len}, "gainsay", &robots);
    assert_false(robots_allows(&robots, "/a"));
    assert_true(robots_allows(&robots, "/b"));
    robots_release(&robots);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_match_wins_and_allow_wins_a_tie),
        cmocka_unit_test(our_own_group_goes_before_everybodys),
        cmocka_unit_test(wildcards_and_the_end_mark_are_understood),
        cmocka_unit_test(one_path_in_two_spellings_is_one_path),
        cmocka_unit_test(what_is_not_a_rule_changes_nothing),
        cmocka_unit_test(a_crawl_delay_is_honoured_within_reason),
        cmocka_unit_test(a_missing_file_allows_all_and_a_broken_server_nothing),
        cmocka_unit_test(a_huge_file_is_read_to_its_limit_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
