#include "common/model/json_scan.h"
#include "common/model/json_string.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct err err;
static const char rest[] = "Tariffs of 25 percent on cars from Canada, said the office of the "
                           "minister, come later, not now";

/* Reads the whole document; value becomes that of its last member. */
static enum err_code scan_all(const char *json, size_t len, struct json_value *value)
{
    struct json_scan scan;
    struct json_value name;
    enum err_code code = json_scan_open(&scan, &arena, json, len, &err);
    while (!code && json_scan_next(&scan, &name))
        json_scan_value(&scan, value);
    return code ? code : json_scan_close(&scan, &err);
}

static void what_is_json_is_taken_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        const char *wrong; /* NULL: nothing */
    } cases[] = {
        {"{}", NULL},
        {" \r\n\t{ \"a\" : [ ] , \"b\" : { } }\n", NULL},
        {"{\"a\":[1,-0,0.5,1e3,2E-7,3.25e+1,true,false,null,\"\",[],{\"b\":[[]]}]}", NULL},
        {"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"}", NULL},
        {"", "not JSON at byte 0"},
        {"7", "not a JSON object"},
        {"[{}]", "not a JSON object"},
        {"{", "not JSON at byte 1"},
        {"{\"a\"}", "not JSON at byte 4"},
        {"{\"a\":}", "not JSON at byte 5"},
        {"{\"a\":1,}", "not JSON at byte 7"},
        {"{,}", "not JSON at byte 1"},
        {"{\"a\":1 \"b\":2}", "not JSON at byte 7"},
        {"{\"a\":[1,]}", "not JSON at byte 8"},
        {"{\"a\":[1 2]}", "not JSON at byte 8"},
        {"{\"a\":{\"b\":1,}}", "not JSON at byte 12"},
        {"{\"a\":[1}}", "not JSON at byte 7"},
        {"{\"a\":01}", "not JSON at byte 6"},
        {"{\"a\":+1}", "not JSON at byte 5"},
        {"{\"a\":1.}", "not JSON at byte 5"},
        {"{\"a\":.5}", "not JSON at byte 5"},
        {"{\"a\":1e}", "not JSON at byte 5"},
        {"{\"a\":-}", "not JSON at byte 5"},
        {"{\"a\":nul}", "not JSON at byte 5"},
        {"{\"a\":NaN}", "not JSON at byte 5"},
        {"{\"a\":'b'}", "not JSON at byte 5"},
        {"{\"a\":\"b}", "not JSON at byte 8"},
        {"{\"a\":\"\n\"}", "not JSON at byte 6"},
        {"{\"a\":\"\\x\"}", "not JSON at byte 6"},
        {"{\"a\":\"\\u12g4\"}", "not JSON at byte 6"},
        {"{\"a\":\"\\ud800\"}", "not JSON at byte 6"},
        {"{\"a\":\"\\ud800\\u0041\"}", "not JSON at byte 6"},
        {"{\"a\":\"\\udc00\"}", "not JSON at byte 6"},
        {"{\"a\":\"\\u0000\"}", "NUL"},
        {"{\"a\":\"\xc3\"}", "byte 6 is not UTF-8"},
        {"{} {}", "unexpected text after the JSON object at byte 3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json_value value;
        enum err_code code = scan_all(cases[i].json, strlen(cases[i].json), &value);
        if (cases[i].wrong == NULL ? code != ERR_OK
                                   : !code || strstr(err.text, cases[i].wrong) == NULL)
            fail_msg("%s: %s", cases[i].json, code ? err.text : "taken");
    }
}

/* Any cut of a document is no document; found without reading behind its end (ASan). */
static void a_document_that_is_cut_off_is_refused_wherever_that_is(void **state)
{
    (void)state;
    static const char json[] =
        "{\"a\":\"x\\n\\ud83d\\ude00\",\"b\":[1.5e3,{\"c\":null}],\"d\":true,\"e\":{}}";
    for (size_t len = 0; len < sizeof json - 1; len++) {
        char *cut = arena_copy(&arena, json, len);
        struct json_value value;
        assert_int_equal(scan_all(cut, len, &value), ERR_BAD_INPUT);
    }
    arena_reset(&arena);
}

static void a_string_loses_its_escapes(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"\"plain\"", "plain"},
        {"\"a\\nb \\\\u0000 \\\"c\\\" \\/\"", "a\nb \\u0000 \"c\" /"},
        {"\"\\u00e9\\u4e2d\\ud83d\\ude00!\"", "\xc3\xa9\xe4\xb8\xad\xf0\x9f\x98\x80!"},
        {"\"\"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char json[128];
        struct json_value value;
        const char *text = NULL;
        int len = snprintf(json, sizeof json, "{\"a\":%s}", cases[i][0]);
        assert_int_equal(scan_all(json, (size_t)len, &value), ERR_OK);
        assert_int_equal(json_value_text(&value, "a", true, &text, &err), ERR_OK);
        assert_string_equal(text, cases[i][1]);
    }
}

/* Escapes at each place of what is copied at once, and behind it. */
static void a_long_string_loses_its_escapes_wherever_they_are(void **state)
{
    (void)state;
    for (size_t first = 0; first < 40; first++) {
        for (size_t between = 0; between < 40; between++) {
            char json[256];
            char wanted[256];
            struct json_value value;
            const char *text = NULL;
            (void)snprintf(json, sizeof json, "{\"a\":\"%.*s\\n%.*s\\u20ac%.*s\"}", (int)first,
                           rest, (int)between, rest, (int)(79 - first - between), rest);
            (void)snprintf(wanted, sizeof wanted, "%.*s\n%.*s\xe2\x82\xac%.*s", (int)first, rest,
                           (int)between, rest, (int)(79 - first - between), rest);
            assert_int_equal(scan_all(json, strlen(json), &value), ERR_OK);
            assert_int_equal(json_value_text(&value, "a", true, &text, &err), ERR_OK);
            assert_string_equal(text, wanted);
            arena_reset(&arena);
        }
    }
}

static void what_nests_too_deep_is_refused_and_not_followed(void **state)
{
    (void)state;
    char json[4096] = "{\"a\":";
    struct json_value value;
    memset(json + 5, '[', 2000);
    assert_int_equal(scan_all(json, strlen(json), &value), ERR_BAD_INPUT);
    memset(json + 5, '[', 50);
    memset(json + 55, ']', 50);
    (void)snprintf(json + 105, sizeof json - 105, "}");
    assert_int_equal(scan_all(json, strlen(json), &value), ERR_OK);
    assert_int_equal(value.kind, JSON_ARRAY);
    assert_int_equal(value.text.len, 100);
}

static void members_inside_are_read_where_an_object_is_entered(void **state)
{
    (void)state;
    static const char json[] = "{\"a\":{\"x\":1,\"y\":{}},\"b\":[],\"c\":{}}";
    struct json_scan scan;
    struct json_value name;
    struct json_value value;
    char names[64] = "";
    assert_int_equal(json_scan_open(&scan, &arena, json, sizeof json - 1, &err), ERR_OK);
    for (int depth = 1; depth > 0;) {
        if (!json_scan_next(&scan, &name)) {
            depth--;
            strcat(names, ".");
            continue;
        }
        strncat(names, name.text.ptr + 1, 1);
        if (json_scan_enter(&scan))
            depth++;
        else
            json_scan_value(&scan, &value);
    }
    assert_int_equal(json_scan_close(&scan, &err), ERR_OK);
    assert_string_equal(names, "axy..bc..");
}

static void plain_bytes_are_counted_up_to_the_first_special_one(void **state)
{
    (void)state;
    for (size_t len = 0; len < 70; len++) {
        char text[70];
        memset(text, 'x', sizeof text);
        assert_int_equal(json_plain_len(text, len), len);
        for (size_t at = 0; at < len; at++) {
            for (int c = 0; c < 256; c++) {
                bool special = c < 0x20 || c == '"' || c == '\\';
                text[at] = (char)c;
                assert_int_equal(json_plain_len(text, len), special ? at : len);
            }
            text[at] = 'x';
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_json_is_taken_and_nothing_else),
        cmocka_unit_test(a_document_that_is_cut_off_is_refused_wherever_that_is),
        cmocka_unit_test(a_string_loses_its_escapes),
        cmocka_unit_test(a_long_string_loses_its_escapes_wherever_they_are),
        cmocka_unit_test(what_nests_too_deep_is_refused_and_not_followed),
        cmocka_unit_test(members_inside_are_read_where_an_object_is_entered),
        cmocka_unit_test(plain_bytes_are_counted_up_to_the_first_special_one),
    };
    arena_init(&arena, 1 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
