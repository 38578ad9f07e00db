#include "common/text/date.h"
#include "common/text/date_token.h"
#include "common/text/date_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void instants_are_written_in_utc(void **state)
{
    (void)state;
    static const struct {
        long long epoch_s;
        const char *text;
    } rows[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59Z"},
        {951782400, "2000-02-29T00:00:00Z"},
        {1745827200, "2025-04-28T08:00:00Z"},
        {4107542399, "2100-02-28T23:59:59Z"},
        {DATE_EPOCH_MIN_S, "0001-01-01T00:00:00Z"},
        {DATE_EPOCH_MAX_S, "9999-12-31T23:59:59Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[DATE_RFC3339_BYTES];
        long long back = 42;
        assert_true(date_to_rfc3339(rows[i].epoch_s, text));
        assert_string_equal(text, rows[i].text);
        assert_true(date_from_rfc3339(str_of(text), &back));
        assert_int_equal(back, rows[i].epoch_s);
    }
    char text[DATE_RFC3339_BYTES];
    assert_false(date_to_rfc3339(DATE_EPOCH_MAX_S + 1, text));
    assert_string_equal(text, "");
    assert_false(date_to_rfc3339(DATE_EPOCH_MIN_S - 1, text));
}

static void every_day_of_400_years_survives_the_way_there_and_back(void **state)
{
    (void)state;
    long long first = date_days(1800, 1, 1);
    for (long long day = first; day < first + 146097; day++) {
        char text[DATE_RFC3339_BYTES];
        long long back = 0;
        assert_true(date_to_rfc3339(day * 86400, text));
        assert_true(date_from_rfc3339(str_of(text), &back));
        assert_int_equal(back, day * 86400);
    }
}

static void offsets_and_fractions_of_rfc_3339_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long long epoch_s;
    } rows[] = {
        {"2025-04-28T16:00:00+08:00", 1745827200},
        {"2025-04-28T03:30:00.75-04:30", 1745827200},
        {"2025-04-28 08:00:00z", 1745827200},
        {"2016-12-31T23:59:60Z", 1483228799},
        {"2025-04-28T08:00:00.000000001Z", 1745827200},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        long long epoch_s = 0;
        assert_true(date_from_rfc3339(str_of(rows[i].text), &epoch_s));
        assert_int_equal(epoch_s, rows[i].epoch_s);
    }
}

static void what_is_not_rfc_3339_is_refused_and_writes_nothing(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",
        "2025-04-28",
        "2025-04-28T08:00:00",
        "2025-02-29T08:00:00Z",
        "2025-13-01T08:00:00Z",
        "2025-04-28T24:00:00Z",
        "2025-04-28T08:00:00Z ",
        "2025-04-28T08:00:00.Z",
        "2025-04-28T08:00:00+0800",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "2025/04/28T08:00:00Z",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        long long epoch_s = 42;
        assert_false(date_from_rfc3339(str_of(rows[i]), &epoch_s));
        assert_int_equal(epoch_s, 42);
    }
}

static void read_hints(struct str words, struct date_hints *hints)
{
    *hints = (struct date_hints){0};
    while (words.len > 0) {
        struct str value;
        struct str name = str_split(str_split(words, ' ', &words), '=', &value);
        if (str_eq(name, STR("zone")))
            assert_true(date_zone_parse(value, &hints->zone));
        else if (str_eq(name, STR("order")))
            hints->order = str_eq(value, STR("dmy")) ? DATE_ORDER_DMY : DATE_ORDER_MDY;
    }
}

/* Returns 1 where the row's form reads as the row says. */
static int check_row(struct str line, size_t number)
{
    struct str rest;
    struct str form = str_split(line, '\t', &rest);
    struct str expected = str_split(rest, '\t', &rest);
    struct str precision = str_split(rest, '\t', &rest);
    struct date_hints hints;
    struct date date;
    char text[DATE_RFC3339_BYTES] = "-";
    const char *got = "-";
    read_hints(rest, &hints);
    if (date_read(form, &hints, &date)) {
        date_to_rfc3339(date.epoch_s, text);
        got = date_precision_name(date.precision);
    }
    if (str_eq(str_of(text), expected) && str_eq(str_of(got), precision))
        return 1;
    print_error("dates.tsv:%zu: \"%.*s\" reads as %s (%s), not %.*s (%.*s)\n", number,
                STR_ARG(form), text, got, STR_ARG(expected), STR_ARG(precision));
    return 0;
}

static void check_table(size_t *rows, size_t *right)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/tests/feeds/dates.tsv", getenv("GAINSAY_SOURCE_DIR"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char line[1024];
    *rows = *right = 0;
    for (size_t number = 1; fgets(line, sizeof line, file) != NULL; number++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        ++*rows;
        *right += (size_t)check_row(str_of(line), number);
    }
    (void)fclose(file);
}

static void every_form_of_the_table_reads_alike_in_any_time_zone(void **state)
{
    (void)state;
    static const char *const zones[] = {"UTC", "Asia/Shanghai", "America/New_York", "Pacific/Apia"};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        assert_int_equal(setenv("TZ", zones[i], 1), 0);
        tzset();
        size_t rows = 0, right = 0;
        check_table(&rows, &right);
        assert_true(rows >= 200);
        assert_int_equal(right, rows);
    }
}

static void a_date_is_found_inside_a_text(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *where; /* NULL: none is there */
        const char *expected;
    } rows[] = {
        {"Spokesperson's Regular Press Conference on April 28, 2025", "April 28, 2025",
         "2025-04-28T00:00:00Z"},
        {"[2025-04-28] Notice No. 18 of 2025", "2025-04-28", "2025-04-28T00:00:00Z"},
        {"Section 301 on 5 goods, 28 April 2025", "28 April 2025", "2025-04-28T00:00:00Z"},
        {"商务部新闻发言人2025年4月28日答记者问", "2025年4月28日", "2025-04-28T00:00:00Z"},
        {"Posted 3/4/2025 by staff", "3/4/2025", "2025-03-04T00:00:00Z"},
        {"Rates of 25 percent from 2025 on", NULL, NULL},
        {"In May 145 firms answered", NULL, NULL},
        {"", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct date date;
        struct str where;
        bool found = date_find(str_of(rows[i].text), NULL, &date, &where);
        assert_int_equal(found, rows[i].where != NULL);
        if (!found)
            continue;
        char text[DATE_RFC3339_BYTES];
        assert_true(date_to_rfc3339(date.epoch_s, text));
        assert_string_equal(text, rows[i].expected);
        assert_true(str_eq(where, str_of(rows[i].where)));
    }
}

static void zones_are_read_by_name_and_by_offset(void **state)
{
    (void)state;
    struct date_zone zone;
    assert_true(date_zone_parse(STR("Asia/Shanghai"), &zone));
    assert_int_equal(zone.offset_s, 8 * 3600);
    assert_true(date_zone_parse(STR("-03:30"), &zone));
    assert_int_equal(zone.offset_s, -(3 * 3600 + 1800));
    assert_true(date_zone_parse(STR("EST"), &zone));
    assert_int_equal(zone.offset_s, -5 * 3600);
    assert_false(date_zone_parse(STR("Middle/Earth"), &zone));
    assert_false(date_zone_parse(STR("+25:00"), &zone));
    assert_false(date_zone_parse(STR(""), &zone));
}

/* Otherwise the row would never be found. */
static void every_word_of_the_table_is_folded(void **state)
{
    (void)state;
    for (size_t row = 0; date_words_of_row(row) != NULL; row++) {
        struct str words = str_of(date_words_of_row(row));
        while (words.len > 0) {
            struct str word = str_split(words, ' ', &words);
            struct date_token token;
            struct date_word found;
            if (str_eq(word, STR("-")))
                continue;
            assert_int_equal(date_tokens(word, &token, 1), 1);
            assert_true(str_eq((struct str){token.folded, token.folded_len}, word));
            assert_true(date_word_find(word, &found));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_are_written_in_utc),
        cmocka_unit_test(every_day_of_400_years_survives_the_way_there_and_back),
        cmocka_unit_test(offsets_and_fractions_of_rfc_3339_are_read),
        cmocka_unit_test(what_is_not_rfc_3339_is_refused_and_writes_nothing),
        cmocka_unit_test(every_form_of_the_table_reads_alike_in_any_time_zone),
        cmocka_unit_test(a_date_is_found_inside_a_text),
        cmocka_unit_test(zones_are_read_by_name_and_by_offset),
        cmocka_unit_test(every_word_of_the_table_is_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
