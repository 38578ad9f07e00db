#include "consumers/classify/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct lexicon *lexicon;

static int open_lexicon(void **state)
{
    (void)state;
    struct err err;
    char dir[4096];
    const char *source = getenv("GAINSAY_SOURCE_DIR");
    (void)snprintf(dir, sizeof(dir), "%s/consumers/classify/lexicon", source ? source : ".");
    arena_init(&arena, (size_t)16 << 20);
    return (int)lexicon_load(dir, &lexicon, &err);
}

static int close_lexicon(void **state)
{
    (void)state;
    lexicon_free(lexicon);
    arena_release(&arena);
    return 0;
}

/* A document with tokens, tags and sentences, in the arena. */
static struct document read_text(const char *text)
{
    struct document document = {.lexicon = lexicon, .arena = &arena, .text = text};
    document.token = arena_array(&arena, 400, sizeof(*document.token));
    document.tag = arena_array(&arena, 4000, sizeof(*document.tag));
    assert_true(token_scan(&arena, text, strlen(text), document.token, 400, &document.token_count));
    assert_true(tag_find(&document, &document.tag, &document.tag_count));
    assert_true(sentence_split(&document));
    return document;
}

static void words_fold_and_keep_their_place(void **state)
{
    (void)state;
    struct document document =
        read_text("The U.S. hasn’t dropped China's “anti-dumping” duty of 25.5%.");
    static const char *const want[] = {"the",  "u.s.", "hasn't", "dropped", "china",
                                       "'s",   "\"",   "anti",   "dumping", "\"",
                                       "duty", "of",   "25.5",   "%",       "."};
    assert_int_equal(document.token_count, sizeof(want) / sizeof(want[0]));
    for (size_t i = 0; i < document.token_count; i++)
        assert_string_equal(document.token[i].fold, want[i]);
    assert_memory_equal(document.text + document.token[3].start, "dropped", 7);
}

static void us_the_country_is_not_us_the_pronoun(void **state)
{
    (void)state;
    struct document document = read_text("US officials told us nothing.");
    assert_string_equal(document.token[0].fold, "u.s.");
    assert_string_equal(document.token[3].fold, "us");
}

static void sentences_end_where_a_reader_ends_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {
        {"Mr. Alder met Dr. Brook on Jan. 5. They talked.", 2},
        {"The rate is 2.5 percent. It was 5.", 2},
        {"\"No.\" He left.", 2},
        {"At 12:01 a.m. on May 2 it begins. It ends in June.", 2},
        {"First line without a stop\nSecond line", 2},
        {"The U.S. Trade Representative spoke. So did J. K. Low.", 2},
        {"", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct document document = read_text(cases[i].text);
        if (document.sentence_count != cases[i].count)
            fail_msg("\"%s\": %zu sentences", cases[i].text, document.sentence_count);
    }
}

static void rates_are_read_in_digits_and_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double first;
        int first_role;
        double second; /* 0: there is none */
        int second_role;
    } cases[] = {
        {"a duty of 25%", 25, RATE_NEW, 0, RATE_NEW},
        {"a duty of twenty-five per cent", 25, RATE_NEW, 0, RATE_NEW},
        {"one hundred percent on cars", 100, RATE_NEW, 0, RATE_NEW},
        {"from 34 to 84 percent", 34, RATE_OLD, 84, RATE_NEW},
        {"to 10 percent from 20 percent", 10, RATE_NEW, 20, RATE_OLD},
        {"an additional 10% on all goods", 10, RATE_POINTS, 0, RATE_NEW},
        {"by 2.5 percentage points", 2.5, RATE_POINTS, 0, RATE_NEW},
        {"5 percent instead of 12", 5, RATE_NEW, 12, RATE_OLD},
        {"raising the 10% tariff to 15%", 10, RATE_OLD, 15, RATE_NEW},
        {"1,250 tons and 19 U.S.C. without per cent", 0, RATE_NEW, 0, RATE_NEW},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct document document = read_text(cases[i].text);
        struct rate rates[SENTENCE_RATES_MAX];
        size_t want = (cases[i].first > 0) + (cases[i].second > 0);
        size_t count = rate_find(&document, 0, (uint32_t)document.token_count, rates);
        if (count != want)
            fail_msg("\"%s\": %zu rates", cases[i].text, count);
        if (count > 0 &&
            (rates[0].value != cases[i].first || (int)rates[0].role != cases[i].first_role))
            fail_msg("\"%s\": first is %g, role %d", cases[i].text, rates[0].value,
                     (int)rates[0].role);
        if (count > 1 &&
            (rates[1].value != cases[i].second || (int)rates[1].role != cases[i].second_role))
            fail_msg("\"%s\": second is %g, role %d", cases[i].text, rates[1].value,
                     (int)rates[1].role);
    }
}

static void other_languages_are_left_alone(void **state)
{
    (void)state;
    struct classifier *classifier = classify_new(lexicon);
    struct item item = {.id = "a", .lang = "de", .title = "", .text = "China denied it."};
    struct record_list records;
    bool classified = true;
    assert_int_equal(classify_item(classifier, &item, &arena, &records, &classified, NULL), ERR_OK);
    assert_false(classified);
    assert_int_equal(records.count, 0);
    classify_free(classifier);
}

static void a_small_arena_is_an_error(void **state)
{
    (void)state;
    struct classifier *classifier = classify_new(lexicon);
    struct item item = {.id = "a", .lang = "en", .title = "", .text = "China denied it."};
    struct record_list records;
    struct arena small;
    bool classified = true;
    struct err err;
    arena_init(&small, 1024);
    assert_int_equal(classify_item(classifier, &item, &small, &records, &classified, &err),
                     ERR_TOO_LARGE);
    arena_release(&small);
    classify_free(classifier);
}

static void a_missing_lexicon_is_named(void **state)
{
    (void)state;
    struct err err;
    struct lexicon *none = NULL;
    assert_int_equal(lexicon_load("/nowhere", &none, &err), ERR_CONFIG);
    assert_non_null(strstr(err.text, "/nowhere/places.tsv"));
    assert_null(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_fold_and_keep_their_place),
        cmocka_unit_test(us_the_country_is_not_us_the_pronoun),
        cmocka_unit_test(sentences_end_where_a_reader_ends_them),
        cmocka_unit_test(rates_are_read_in_digits_and_words),
        cmocka_unit_test(other_languages_are_left_alone),
        cmocka_unit_test(a_small_arena_is_an_error),
        cmocka_unit_test(a_missing_lexicon_is_named),
    };
    return cmocka_run_group_tests_name("classify", tests, open_lexicon, close_lexicon);
}
