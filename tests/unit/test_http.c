#include "common/http/address.h"
#include "common/http/header.h"
#include "common/http/weburl.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct sockaddr_storage address_from(const char *text)
{
    struct sockaddr_storage storage = {0};
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(443)};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons(443)};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        memcpy(&storage, &in, sizeof in);
    else if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1)
        memcpy(&storage, &in6, sizeof in6);
    else
        fail_msg("\"%s\" is no address", text);
    return storage;
}

static bool is_public(const char *text)
{
    struct sockaddr_storage storage = address_from(text);
    return address_is_public((const struct sockaddr *)&storage);
}

static void addresses_of_the_open_internet_are_public(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "1.1.1.1",           "9.255.255.255",   "11.0.0.0",        "100.63.255.255",
        "100.128.0.0",       "126.255.255.255", "128.0.0.1",       "169.253.255.255",
        "172.15.255.255",    "172.32.0.0",      "192.0.1.0",       "192.167.255.255",
        "198.17.255.255",    "198.20.0.0",      "223.255.255.255", "2600::1",
        "2a00:1450:4001::1", "2001:200::1",     "::ffff:8.8.8.8",  "64:ff9b::8.8.8.8",
        "2002:808:808::1",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!is_public(rows[i]))
            fail_msg("%s was refused", rows[i]);
    }
}

static void addresses_with_a_special_purpose_are_not_public(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::c0a8:101",
        "64:ff9b:1::8.8.8.8",
        "100::1",
        "2001::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "3fff::1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (is_public(rows[i]))
            fail_msg("%s was let through", rows[i]);
    }
}

static void an_allow_list_admits_its_blocks_only(void **state)
{
    (void)state;
    struct address_list list;
    assert_int_equal(address_list_parse("127.0.0.0/8, fd00::/9,::1 ,10.1.2.3", &list, NULL),
                     ERR_OK);
    assert_int_equal(list.count, 4);
    static const struct {
        const char *address;
        bool listed;
    } rows[] = {
        {"127.0.0.2", true}, {"::ffff:127.0.0.2", true}, {"128.0.0.1", false}, {"::1", true},
        {"::2", false},      {"10.1.2.3", true},         {"10.1.2.4", false},  {"fd7f::1", true},
        {"fd80::1", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sockaddr_storage storage = address_from(rows[i].address);
        if (address_is_listed((const struct sockaddr *)&storage, &list) != rows[i].listed)
            fail_msg("%s was judged wrongly", rows[i].address);
    }
    assert_int_equal(address_list_parse("", &list, NULL), ERR_OK);
    assert_int_equal(list.count, 0);
}

static void a_block_that_says_two_things_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "127.0.0.1/8", "10.0.0.0/33", "::/129", "10.0.0/8",   "example.org",
        "10.0.0.0/",   "10.0.0.0/8x", "/8",     "fe80::1/10",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct address_list list = {.count = 7};
        struct err err;
        assert_int_equal(address_list_parse(rows[i], &list, &err), ERR_CONFIG);
        assert_non_null(strstr(err.text, rows[i]));
        assert_int_equal(list.count, 7);
    }
}

static void retry_after_is_read_in_both_forms(void **state)
{
    (void)state;
    const long long now_s = 1745827200; /* 2025-04-28T08:00:00Z */
    static const struct {
        const char *value;
        bool known;
        long long delay_s;
    } rows[] = {
        {"120", true, 120},
        {"0", true, 0},
        {"99999999999999999999999999", true, 31622400},
        {"Mon, 28 Apr 2025 08:01:00 GMT", true, 60},
        {"Monday, 28-Apr-25 09:00:00 GMT", true, 3600},
        {"Mon Apr 28 08:00:30 2025", true, 30},
        {"Mon, 28 Apr 2025 07:00:00 GMT", true, 0},
        {"-5", false, 0},
        {"soon", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        long long delay_s = 0;
        assert_int_equal(header_retry_after(str_of(rows[i].value), now_s, &delay_s), rows[i].known);
        assert_int_equal(delay_s, rows[i].delay_s);
    }
}

static void a_link_header_names_the_next_page(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        const char *target; /* NULL: none */
    } rows[] = {
        {"<https://h/a?page=2>; rel=\"next\"", "https://h/a?page=2"},
        {"</a?page=1>; rel=\"prev\", </a?page=3>; rel=\"next\"", "/a?page=3"},
        {"<?page=3>;rel=next", "?page=3"},
        {"<p3>; title=\"a, b; rel=next\"; REL=\"last Next\"", "p3"},
        {"<p1>; rel=prev; title=\"x\", <p3>; rel=\"next\"", "p3"},
        {"<https://h/wp-json/>; rel=\"https://api.w.org/\"", NULL},
        {"<p3>; rel=prev; rel=next", NULL}, /* the first one counts (RFC 8288, 3.3) */
        {"<p3>; title=\"\\\", <p4>; rel=next\"", NULL},
        {"<>; rel=next", NULL},
        {"<p3", NULL},
        {"p3; rel=next", NULL},
        {"<p3>; rel", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str target = {NULL, 0};
        bool found = header_link_next(str_of(rows[i].value), &target);
        if (found != (rows[i].target != NULL) || (found && !str_eq(target, str_of(rows[i].target))))
            fail_msg("\"%s\" gives \"%.*s\"", rows[i].value, STR_ARG(target));
    }
}

static void a_header_that_would_forge_another_is_not_kept(void **state)
{
    (void)state;
    assert_true(header_is_clean(STR("W/\"67ab43\"")));
    assert_true(header_is_clean(STR("\"\xc3\xa9\"")));
    assert_false(header_is_clean(STR("\"a\"\r\nX-Forged: 1")));
    assert_false(header_is_clean(STR("\"a\"\n")));
    assert_false(header_is_clean(STR("a\0b")));
    assert_false(header_is_clean(STR("")));
    char longest[HEADER_VALUE_BYTES];
    memset(longest, 'e', sizeof longest);
    assert_true(header_is_clean((struct str){longest, sizeof longest - 1}));
    assert_false(header_is_clean((struct str){longest, sizeof longest}));

    struct str name;
    struct str value;
    assert_true(header_split(STR("ETag:  \"a:b\" \r\n"), &name, &value));
    assert_true(str_eq(name, STR("ETag")));
    assert_true(str_eq(value, STR("\"a:b\"")));
    assert_false(header_split(STR("\r\n"), &name, &value));
}

static void only_plain_web_addresses_are_fetched(void **state)
{
    (void)state;
    assert_int_equal(weburl_check("https://example.org/feed?x=1", NULL), ERR_OK);
    assert_int_equal(weburl_check("http://127.0.0.1:8080/feed.xml", NULL), ERR_OK);
    static const char *const rows[] = {
        "",
        "example.org/feed",
        "file:///etc/passwd",
        "ftp://example.org/feed",
        "gopher://example.org/",
        "javascript:alert(1)",
        "https://",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://exa mple.org/",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct err err = {.code = ERR_OK};
        if (weburl_check(rows[i], &err) != ERR_BAD_INPUT)
            fail_msg("\"%s\" was let through", rows[i]);
        assert_null(strstr(err.text, "secret"));
    }
}

static void parts_of_an_address_are_what_the_wire_sees(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    char host[WEBURL_HOST_BYTES];
    weburl_host("https://WWW.Example.ORG:8443/a", host);
    assert_string_equal(host, "www.example.org");
    weburl_host("nonsense", host);
    assert_string_equal(host, "");
    assert_string_equal(weburl_origin(&arena, "https://Example.org:443/a?b#c"),
                        "https://Example.org");
    assert_string_equal(weburl_origin(&arena, "http://h:8080"), "http://h:8080");
    assert_string_equal(weburl_path(&arena, "http://h/a/b?c=d#e"), "/a/b?c=d");
    assert_string_equal(weburl_path(&arena, "http://h"), "/");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_the_open_internet_are_public),
        cmocka_unit_test(addresses_with_a_special_purpose_are_not_public),
        cmocka_unit_test(an_allow_list_admits_its_blocks_only),
        cmocka_unit_test(a_block_that_says_two_things_is_refused),
        cmocka_unit_test(retry_after_is_read_in_both_forms),
        cmocka_unit_test(a_link_header_names_the_next_page),
        cmocka_unit_test(a_header_that_would_forge_another_is_not_kept),
        cmocka_unit_test(only_plain_web_addresses_are_fetched),
        cmocka_unit_test(parts_of_an_address_are_what_the_wire_sees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
