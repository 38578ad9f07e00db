#include "common/base/arena.h"
#include "common/text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Every byte and some characters, at each place of a word of eight and of what is behind it: where
 * the quick look says that a text is clean, cleaning gives it back. */
static void what_is_called_clean_is_left_as_it_is(void **state)
{
    (void)state;
    static const char *const more[] = {"\xe2\x80\x99", "e\xcc\x81",        "\xe4\xb8\xad",
                                       "\xe2\x84\xab", "\xf0\x9f\x98\x80", "\xef\xbf\xbf",
                                       "\xc3\xa9",     "\xe2\x80"};
    struct arena arena;
    arena_init(&arena, 1 << 16);
    size_t clean_count = 0;
    for (int c = 1; c < 256 + (int)(sizeof more / sizeof more[0]); c++) {
        char word[8] = {(char)c};
        const char *part = c < 256 ? word : more[c - 256];
        for (int shift = 0; shift < 20; shift++) {
            char text[64];
            (void)snprintf(text, sizeof text, "%.*s%s%s", shift, "aaaaaaaaaaaaaaaaaaaa", part,
                           "bbbbbbb");
            const char *clean = utf8_clean(&arena, text, strlen(text));
            if (utf8_is_clean(text, strlen(text))) {
                assert_string_equal(clean, text);
                clean_count++;
            }
            arena_reset(&arena);
        }
    }
    /* ASCII with line feed and tab, and the three characters that surely stand alone. */
    assert_int_equal(clean_count, (95 + 2 + 3) * 20);
    arena_release(&arena);
}

static void text_becomes_composed_and_loses_what_xml_forbids(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    assert_string_equal(utf8_clean(&arena, "Cafe\xcc\x81\r\n\x07\xff.", 11),
                        "Caf\xc3\xa9\n\xef\xbf\xbd.");
    arena_release(&arena);
}

/* A stray byte at each place of what is looked over at once, and of what is behind it. */
static void a_text_is_valid_up_to_its_first_stray_byte(void **state)
{
    (void)state;
    char text[80];
    for (size_t len = 1; len < sizeof text; len++) {
        for (size_t at = 0; at < len; at++) {
            memset(text, 'x', sizeof text);
            assert_int_equal(utf8_valid_prefix(text, len), len);
            text[at] = '\x80';
            assert_int_equal(utf8_valid_prefix(text, len), at);
            memcpy(text, "\xe2\x80\x99", at >= 3 ? 3 : 0);
            assert_int_equal(utf8_valid_prefix(text, len), at);
        }
    }
}

/* utf8_decode() asks utf8proc. */
static void what_is_valid_is_what_can_be_decoded(void **state)
{
    (void)state;
    static const char behind[] = {'\0',   'x',    '\x7f', '\x80', '\x8f', '\x90',
                                  '\x9f', '\xa0', '\xbf', '\xc0', '\xff'};
    for (unsigned head = 0x80 << 8; head <= 0xFFFF; head++) {
        for (size_t more = 0; more < sizeof behind * sizeof behind; more++) {
            const char text[] = {(char)(head >> 8), (char)(head & 0xFF),
                                 behind[more % sizeof behind], behind[more / sizeof behind]};
            for (size_t len = 1; len <= sizeof text; len++) {
                uint32_t code = 0;
                size_t used = utf8_decode(text, len, &code);
                bool malformed = used == 1;
                assert_int_equal(utf8_valid_prefix(text, malformed ? len : used),
                                 malformed ? 0 : used);
            }
        }
    }
}

static void what_is_wide_takes_two_cells(void **state)
{
    (void)state;
    assert_int_equal(utf8_width("Zölle"), 5);
    assert_int_equal(utf8_width("e\u0301"), 1);
    assert_int_equal(utf8_width("没有（谈判）。"), 14);
    assert_int_equal(utf8_width("관세"), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_called_clean_is_left_as_it_is),
        cmocka_unit_test(text_becomes_composed_and_loses_what_xml_forbids),
        cmocka_unit_test(a_text_is_valid_up_to_its_first_stray_byte),
        cmocka_unit_test(what_is_valid_is_what_can_be_decoded),
        cmocka_unit_test(what_is_wide_takes_two_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
