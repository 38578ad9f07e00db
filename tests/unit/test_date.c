#include "common/text/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_are_written_in_utc),
        cmocka_unit_test(every_day_of_400_years_survives_the_way_there_and_back),
        cmocka_unit_test(offsets_and_fractions_of_rfc_3339_are_read),
        cmocka_unit_test(what_is_not_rfc_3339_is_refused_and_writes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
