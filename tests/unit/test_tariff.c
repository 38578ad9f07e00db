#include "consumers/classify/classify.h"
#include "consumers/classify/product.h"
#include "consumers/classify/rate.h"
#include "consumers/classify/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/lexicon.h"

#define PUBLISHED 20209 /* 2025-05-01, a Thursday, in days since 1970-01-01 */

/* A document with text read into it; the caller releases it. */
static struct document read_text(const char *text)
{
    static const struct item item = {.id = "x", .source = "wire"};
    struct document doc = {.lexicon = lexicon,
                           .arena = &arena,
                           .item = &item,
                           .date_known = true,
                           .date_day = PUBLISHED};
    document_read(&doc, text, strlen(text));
    return doc;
}

static void rates_are_told_from_other_percentages(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t count;
        double value;
        enum rate_part part;
    } cases[] = {
        {"a tariff of 25%", 1, 25, RATE_NEW},
        {"a tariff of twenty-five per cent", 1, 25, RATE_NEW},
        {"a duty of one hundred and twelve percent", 1, 112, RATE_NEW},
        {"raised the duty by 5 points", 1, 5, RATE_POINTS},
        {"an additional tariff of 15%", 1, 15, RATE_POINTS},
        {"lowered the additional tariff to 15%", 1, 15, RATE_NEW},
        {"increased the tariff by 8%", 1, 8, RATE_POINTS},
        {"60 percent of the imports", 0, 0, RATE_NEW},
        {"exports fell 12%", 0, 0, RATE_NEW},
        {"passed customs without the 40% duty", 0, 0, RATE_NEW},
        {"a fee of $25", 0, 0, RATE_NEW},
        {"a duty of up to 30%", 1, 30, RATE_NEW},
        {"duties that range from 4.5% to 9.1%", 1, 9.1, RATE_NEW},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        struct rate rates[RATES_MAX];
        size_t count = rate_find(&doc, 0, (uint32_t)doc.token_count, rates);
        if (count != cases[i].count)
            fail_msg("%s: %zu rates", cases[i].text, count);
        if (count > 0 && (rates[0].value != cases[i].value || rates[0].part != cases[i].part))
            fail_msg("%s: %g, part %d", cases[i].text, rates[0].value, (int)rates[0].part);
        document_release(&doc);
    }
}

static void a_new_rate_has_the_old_one_beside_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double old;
        double new;
    } cases[] = {
        {"from 10% to 25%", 10, 25},
        {"from 10 to 25 percent", 10, 25},
        {"to 25% from the present 10%", 10, 25},
        {"pays 5 percent instead of 20", 20, 5},
        {"raised the 10% tariff to 25%", 10, 25},
        {"25%, up from ten", 10, 25},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        struct rate rates[RATES_MAX];
        size_t count = rate_find(&doc, 0, (uint32_t)doc.token_count, rates);
        bool found = false;
        for (size_t r = 0; r < count; r++) {
            found = found || (rates[r].part == RATE_NEW &&
                              rates[r].value == cases[i].new &&rates[r].old !=
                                  NO_INDEX &&rates[rates[r].old].value == cases[i].old);
        }
        if (!found)
            fail_msg("%s: %zu rates", cases[i].text, count);
        document_release(&doc);
    }
}

static void dates_count_from_the_day_of_publication(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *effective; /* NULL: none is told */
    } cases[] = {
        {"The duty applies from June 3.", "2025-06-03"},
        {"The duty takes effect on 12 July.", "2025-07-12"},
        {"The duty takes effect on Monday.", "2025-05-05"},
        {"The duty takes effect tomorrow.", "2025-05-02"},
        {"The duty takes effect on January 9, 2026.", "2026-01-09"},
        {"The duty came into force on April 2.", "2025-04-02"},
        {"The duty stays until June 3.", NULL},
        {"The order was signed on April 2.", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        struct when when = when_effective(&doc, 0, 0, (uint32_t)doc.token_count);
        const char *day = when.known && !when.weak ? when_text(&doc, when.day) : NULL;
        if ((day == NULL) != (cases[i].effective == NULL) ||
            (day != NULL && strcmp(day, cases[i].effective) != 0))
            fail_msg("%s: %s", cases[i].text, day == NULL ? "none" : day);
        document_release(&doc);
    }
}

static void a_weekday_of_the_past_tense_is_the_last_one(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *day; /* the texts are of Thursday, May 1 */
    } cases[] = {
        {"officials met on Tuesday", "2025-04-29"},
        {"officials will meet on Tuesday", "2025-05-06"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        uint32_t last = (uint32_t)doc.token_count - 1;
        struct when when = when_event(&doc, 0, last, last + 1);
        assert_true(when.known);
        assert_string_equal(when_text(&doc, when.day), cases[i].day);
        document_release(&doc);
    }
}

static void goods_end_before_what_else_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text;  /* after the duty's noun */
        const char *goods; /* "": all goods */
    } cases[] = {
        {"on bicycles and prams from Vietnam from June 3", "bicycles and prams"},
        {"on wheat, barley and rye, the ministry said", "wheat, barley and rye"},
        {"on copper and a 10% duty on zinc", "copper"},
        {"on imports of cut flowers", "cut flowers"},
        {"on imports from Kenya", ""},
        {"on all goods from Kenya", ""},
        {"on Kenyan goods", "Kenyan goods"},
        {"on frozen shrimp will rise", "frozen shrimp"},
        {"on olive oil, and Tunisia raised its own", "olive oil"},
        {"on cement for ninety days", "cement"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document doc = read_text(cases[i].text);
        struct str goods = product_after(&doc, 0, (uint32_t)doc.token_count);
        if (goods.len != strlen(cases[i].goods) ||
            (goods.len > 0 && memcmp(goods.ptr, cases[i].goods, goods.len) != 0))
            fail_msg("%s: %.*s", cases[i].text, (int)goods.len, goods.len > 0 ? goods.ptr : "");
        document_release(&doc);
    }
}

static void goods_before_a_verb_are_its_subject(void **state)
{
    (void)state;
    static const char text[] = "Since Monday tractors and ploughs were exempted.";
    struct document doc = read_text(text);
    uint32_t verb = (uint32_t)doc.token_count - 2;
    struct str goods = product_before(&doc, 0, verb);
    assert_int_equal(goods.len, strlen("tractors and ploughs"));
    assert_memory_equal(goods.ptr, "tractors and ploughs", goods.len);
    document_release(&doc);
}

static struct record_list classify(const char *text)
{
    struct item item = {
        .id = "x", .source = "wire", .text = text, .published = "2025-05-01T08:00:00Z"};
    struct classifier *classifier = classify_new(lexicon);
    struct record_list records = {0};
    struct err err = {0};
    bool classified = false;
    arena_reset(&arena);
    assert_int_equal(classify_item(classifier, &item, &arena, &records, &classified, &err), ERR_OK);
    classify_free(classifier);
    return records;
}

static void slots_beyond_the_rate_are_filled_where_stated(void **state)
{
    (void)state;
    struct record_list records =
        classify("Kenya has imposed a tariff of up to 30% on cement from all countries except "
                 "Uganda under headings 2523 and 6810, and suspended it until August 4.");
    assert_true(records.count > 0);
    const struct record *record = &records.record[0];
    assert_int_equal(record->rate_operator, RATE_LE);
    assert_true(record->hs_stated);
    assert_int_equal(record->hs_count, 2);
    assert_string_equal(record->hs[0], "2523");
    assert_true(record_codes_have(&record->excluded, "UG"));
    assert_non_null(record->expires);
    assert_string_equal(record->expires, "2025-08-04");
}

static void one_change_told_twice_is_one_record(void **state)
{
    (void)state;
    struct record_list records =
        classify("Norway will raise its duty on Swedish cheese to 40%. The rise comes after a "
                 "dispute over milk. Norway's 40% duty on cheese from Sweden was criticised.");
    size_t changes = 0;
    for (size_t i = 0; i < records.count; i++)
        changes += records.record[i].type == RECORD_TARIFF_CHANGE;
    assert_int_equal(changes, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_told_from_other_percentages),
        cmocka_unit_test(a_new_rate_has_the_old_one_beside_it),
        cmocka_unit_test(dates_count_from_the_day_of_publication),
        cmocka_unit_test(a_weekday_of_the_past_tense_is_the_last_one),
        cmocka_unit_test(goods_end_before_what_else_is_said),
        cmocka_unit_test(goods_before_a_verb_are_its_subject),
        cmocka_unit_test(slots_beyond_the_rate_are_filled_where_stated),
        cmocka_unit_test(one_change_told_twice_is_one_record),
    };
    return cmocka_run_group_tests(tests, lexicon_set_up, lexicon_tear_down);
}
