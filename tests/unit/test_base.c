#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/digest.h"
#include "common/base/err.h"
#include "common/base/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void an_arena_refuses_more_than_its_ceiling(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1000);
    assert_non_null(arena_alloc(&arena, 900));
    assert_null(arena_alloc(&arena, 200));
    assert_null(arena_array(&arena, SIZE_MAX, 2));
    arena_reset(&arena);
    assert_non_null(arena_alloc(&arena, 900));
    arena_release(&arena);
}

static void an_arena_gives_zeroed_memory_after_a_reset(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    memset(arena_alloc(&arena, 64), 'x', 64);
    arena_reset(&arena);
    const char *again = arena_alloc(&arena, 64);
    for (int i = 0; i < 64; i++)
        assert_int_equal(again[i], 0);
    arena_release(&arena);
}

static void a_buffer_over_its_ceiling_stays_full_until_reset(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 5);
    assert_true(buf_add_text(&buf, "abc"));
    assert_false(buf_add_text(&buf, "def"));
    assert_false(buf_add_char(&buf, 'd'));
    assert_string_equal(buf_text(&buf), "abc");
    buf_reset(&buf);
    assert_true(buf_addf(&buf, "%d", 12345));
    assert_string_equal(buf_text(&buf), "12345");
    buf_release(&buf);
}

static void each_layer_adds_what_it_knows_to_an_error(void **state)
{
    (void)state;
    struct err err = {0};
    assert_int_equal(err_set(&err, ERR_BAD_INPUT, "byte %d is not UTF-8", 7), ERR_BAD_INPUT);
    assert_int_equal(err_in(&err, "topic[%d]@%d", 0, 12), ERR_BAD_INPUT);
    assert_string_equal(err.text, "topic[0]@12: byte 7 is not UTF-8");
    assert_int_equal(err_class_of(err.code), ERR_CLASS_DROP);
}

static void an_id_depends_on_where_its_parts_end(void **state)
{
    (void)state;
    char one[DIGEST_ID_BYTES];
    char two[DIGEST_ID_BYTES];
    digest_id((struct str[]){STR("ab"), STR("c")}, 2, one);
    digest_id((struct str[]){STR("a"), STR("bc")}, 2, two);
    assert_string_not_equal(one, two);
    /* FIPS 180-4's example for "abc". */
    char hex[DIGEST_HEX_BYTES];
    digest_sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void a_view_is_found_split_and_trimmed(void **state)
{
    (void)state;
    struct str rest;
    assert_true(str_eq(str_split(STR("key = value"), '=', &rest), STR("key ")));
    assert_true(str_eq(str_trim(rest), STR("value")));
    assert_int_equal(str_find(STR("aab"), STR("ab")), 1);
    assert_int_equal(str_find(STR("aa"), STR("ab")), -1);
    assert_true(str_eq_nocase(STR("Retry-After"), STR("retry-after")));
}

static void the_nearest_name_is_told_and_a_far_one_is_not(void **state)
{
    (void)state;
    static const char *const names[] = {"url", "interval", "kind", "identity"};
    char long_word[2 * NEAREST_BYTES];
    memset(long_word, 'l', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = '\0';
    const struct {
        const char *word;
        const char *hint;
    } cases[] = {
        {"intervall", "; the nearest is interval"},
        {"ulr", "; the nearest is url"},
        {"uri", "; the nearest is url"},
        {"kidn", "; the nearest is kind"},
        {"dentty", "; the nearest is identity"},
        {"xyzzy", ""},
        {"", ""},
        {long_word, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct nearest nearest;
        nearest_begin(&nearest, str_of(cases[i].word));
        for (size_t j = 0; j < sizeof names / sizeof names[0]; j++)
            nearest_consider(&nearest, names[j]);
        nearest_consider(&nearest, long_word);
        assert_string_equal(nearest_hint(&nearest), cases[i].hint);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_refuses_more_than_its_ceiling),
        cmocka_unit_test(an_arena_gives_zeroed_memory_after_a_reset),
        cmocka_unit_test(a_buffer_over_its_ceiling_stays_full_until_reset),
        cmocka_unit_test(each_layer_adds_what_it_knows_to_an_error),
        cmocka_unit_test(an_id_depends_on_where_its_parts_end),
        cmocka_unit_test(a_view_is_found_split_and_trimmed),
        cmocka_unit_test(the_nearest_name_is_told_and_a_far_one_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
