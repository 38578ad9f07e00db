#include "common/text/date_number.h"

#include <string.h>

/* 20250428, 202504280815, 20250428081500; 202504 and 250428 only where nothing else is there. */
static size_t take_compact(struct reading *r, size_t at)
{
    const struct date_token *number = &r->token[at];
    long long value = number->value;
    int digits = number->digits;
    if (!reading_is_fresh(r))
        return 0;
    if (digits == 14) {
        reading_set_time(r, value / 10000 % 100, value / 100 % 100, value % 100);
        value /= 1000000;
    } else if (digits == 12) {
        reading_set_time(r, value / 100 % 100, value % 100, -1);
        value /= 10000;
    } else if (digits == 6 && r->whole && r->count == 1) {
        if (value / 100 >= 1900 && value / 100 < 2100 && value % 100 >= 1 && value % 100 <= 12) {
            r->year = (int)(value / 100);
            r->month = (int)(value % 100);
            return 1;
        }
        value += (value / 10000 < READING_PIVOT_YEAR ? 20000000 : 19000000);
    } else if (digits == 7 && r->whole && r->count == 1) {
        reading_set_day_of_year(r, value / 1000, value % 1000);
        return 1;
    } else if (digits != 8) {
        return 0;
    }
    struct date_token year = {.value = value / 10000, .digits = 4};
    reading_set_year(r, &year);
    reading_set_month(r, value / 100 % 100);
    reading_set_day(r, value % 100);
    return 1;
}

/* ISO 8601's 2025-118 and 2025-W18-1. */
static size_t take_ordinal(struct reading *r, size_t at)
{
    if (!reading_is_fresh(r) || reading_token(r, at)->digits != 4)
        return 0;
    long long year = r->token[at].value;
    size_t next = at + 1 + reading_is_sign(r, at + 1, '-');
    if (next == at + 2 && reading_is_number(r, next, 3) && r->token[next].digits == 3) {
        reading_set_day_of_year(r, year, r->token[next].value);
        return 3;
    }
    if (!reading_is_word(r, next, "w") || !reading_is_number(r, next + 1, 3) ||
        r->token[next + 1].digits < 2)
        return 0;
    long long week = r->token[next + 1].value;
    long long weekday = 1;
    size_t used = next + 2 - at;
    if (r->token[next + 1].digits == 3) {
        weekday = week % 10;
        week /= 10;
    } else if (reading_is_sign(r, next + 2, '-') && reading_is_number(r, next + 3, 1)) {
        weekday = r->token[next + 3].value;
        used += 2;
    }
    /* Week 1 holds 4 January; 1970-01-01 was a Thursday. */
    long long fourth = date_days(year, 1, 4);
    long long monday = fourth - (fourth % 7 + 7 + 3) % 7;
    reading_set_days(r, monday + (week - 1) * 7 + weekday - 1, year);
    r->bad = r->bad || week < 1 || week > 53 || weekday < 1 || weekday > 7;
    return used;
}

/* 2025-04-28, 28.4.2025, 4/28/25, 114/04/28 (ROC), "2025. 4. 28." */
size_t date_number_triple(struct reading *r, size_t at)
{
    const struct date_token *a = &r->token[at], *b = reading_token(r, at + 2),
                            *c = reading_token(r, at + 4);
    char sign = reading_token(r, at + 1)->sign;
    if (!reading_is_fresh(r) || sign == '\0' || strchr("-/.", sign) == NULL ||
        !reading_is_sign(r, at + 1, sign) || !reading_is_sign(r, at + 3, sign) || a->digits > 4 ||
        !reading_is_number(r, at + 2, 2) || !reading_is_number(r, at + 4, 4))
        return 0;
    if (sign != '.' && (b->spaced || c->spaced))
        return 0;
    enum date_order order = r->hints->order;
    bool year_first = a->digits >= 3 || a->value > 31 ||
                      (c->digits <= 2 && sign == '-' && order == DATE_ORDER_ANY && b->value <= 12);
    if (year_first) {
        struct date_token year = *a;
        if (a->digits == 3 && r->era == 0)
            year.value += 1911; /* Republic of China: 114 is 2025 */
        reading_set_year(r, &year);
        reading_set_month(r, b->value);
        reading_set_day(r, c->value);
        return 5;
    }
    if (c->digits == 3)
        return 0;
    bool day_first = order == DATE_ORDER_DMY || (order == DATE_ORDER_ANY && sign != '/');
    if (a->value > 12)
        day_first = true;
    else if (b->value > 12)
        day_first = false;
    reading_set_year(r, c);
    reading_set_month(r, day_first ? b->value : a->value);
    reading_set_day(r, day_first ? a->value : b->value);
    return 5;
}

/* 28 04 2025, 2025 04 28: nothing between the numbers, in the order of RFC 822 or ISO 8601 */
static size_t take_spaced(struct reading *r, size_t at)
{
    const struct date_token *a = &r->token[at], *b = reading_token(r, at + 1),
                            *c = reading_token(r, at + 2);
    if (!r->whole || !reading_is_fresh(r) || !reading_is_number(r, at + 1, 2) ||
        !reading_is_number(r, at + 2, 4) || reading_is_sign(r, at + 3, ':') ||
        a->digits + c->digits > 6 || (a->digits == 4) == (c->digits == 4))
        return 0;
    reading_set_year(r, a->digits == 4 ? a : c);
    reading_set_month(r, b->value);
    reading_set_day(r, a->digits == 4 ? c->value : a->value);
    return 3;
}

/* 2025-04, 04/2025 */
static size_t take_year_month(struct reading *r, size_t at)
{
    if (!reading_is_fresh(r))
        return 0;
    char sign = reading_token(r, at + 1)->sign;
    if ((sign != '-' && sign != '/') || !reading_is_number(r, at + 2, 4) || r->token[at + 2].spaced)
        return 0;
    bool year_first = r->token[at].digits == 4 && r->token[at + 2].digits <= 2;
    bool year_last = r->token[at].digits <= 2 && r->token[at + 2].digits == 4;
    if (!year_first && !year_last)
        return 0;
    reading_set_year(r, &r->token[year_first ? at : at + 2]);
    reading_set_month(r, r->token[year_first ? at + 2 : at].value);
    return 3;
}

/* A fraction of a second, which is cut off. */
static size_t skip_fraction(const struct reading *r, size_t at)
{
    bool fraction = (reading_is_sign(r, at, '.') || reading_is_sign(r, at, ',')) &&
                    reading_is_number(r, at + 1, 18) && !r->token[at + 1].spaced;
    return fraction ? 2 : 0;
}

/* 8:15, 08:15:00.123, 8.15 after a whole date, 8h15, 8时15分, 8 am */
static size_t take_time(struct reading *r, size_t at)
{
    if (r->hour >= 0 || !reading_is_number(r, at, 2))
        return 0;
    long long hour = r->token[at].value;
    if ((reading_is_sign(r, at + 1, ':') ||
         (reading_is_sign(r, at + 1, '.') && reading_has_day(r))) &&
        reading_is_number(r, at + 2, 2) && !r->token[at + 2].spaced) {
        long long minute = r->token[at + 2].value;
        if (!reading_is_sign(r, at + 3, r->token[at + 1].sign) ||
            !reading_is_number(r, at + 4, 2)) {
            reading_set_time(r, hour, minute, -1);
            return 3;
        }
        reading_set_time(r, hour, minute, r->token[at + 4].value);
        return 5 + skip_fraction(r, at + 5);
    }
    struct date_word next = reading_word(r, at + 1);
    if (next.kind == WORD_HOUR) {
        size_t used = 2;
        long long minute = 0, second = -1;
        if (reading_is_number(r, at + 2, 2)) {
            minute = r->token[at + 2].value;
            used += 1 + (reading_word(r, at + 3).kind == WORD_MINUTE);
            if (used == 4 && reading_is_number(r, at + 4, 2) &&
                reading_word(r, at + 5).kind == WORD_SECOND) {
                second = r->token[at + 4].value;
                used += 2;
            }
        }
        reading_set_time(r, hour, minute, second);
        return used;
    }
    if (next.kind == WORD_AM || next.kind == WORD_PM) {
        reading_set_time(r, hour, 0, -1);
        return 1;
    }
    return 0;
}

/* The number after "T": 0815, 081500 */
static size_t take_compact_time(struct reading *r, size_t at)
{
    if (r->hour >= 0 || !reading_has_day(r) || at == 0 || !reading_is_word(r, at - 1, "t"))
        return 0;
    long long value = r->token[at].value;
    if (r->token[at].digits == 4)
        reading_set_time(r, value / 100, value % 100, -1);
    else if (r->token[at].digits == 6)
        reading_set_time(r, value / 10000, value / 100 % 100, value % 100);
    else
        return 0;
    return 1 + skip_fraction(r, at + 1);
}

/* A number with its unit: 2025年4月28日, 2025년 4월 28일 */
static size_t take_unit(struct reading *r, size_t at)
{
    struct date_token number = r->token[at];
    switch (reading_word(r, at + 1).kind) {
    case WORD_YEAR:
        if (r->year >= 0)
            return 0;
        if (number.digits == 3 && r->era == 0)
            number.value += 1911;
        reading_set_year(r, &number);
        return 2;
    case WORD_MONTH_UNIT:
        reading_set_month(r, number.value);
        return 2;
    case WORD_DAY:
        reading_set_day(r, number.value);
        return 2;
    default:
        return 0;
    }
}

/* A number whose part only its neighbours tell. */
static size_t take_loose(struct reading *r, size_t at)
{
    const struct date_token *number = &r->token[at];
    if (number->digits == 4 && r->year < 0 && number->value >= 1000) {
        reading_set_year(r, number);
        return 1;
    }
    if (number->digits > 2)
        return 0;
    if (r->day < 0 && number->value >= 1 && number->value <= 31) {
        r->day = (int)number->value;
        return 1;
    }
    bool tied = at > 0 && (reading_is_sign(r, at - 1, '-') || reading_is_sign(r, at - 1, '/') ||
                           reading_is_sign(r, at - 1, '\''));
    if (r->year < 0 && r->day >= 0 && r->month >= 0 && number->digits == 2 && (r->whole || tied)) {
        reading_set_year(r, number);
        return 1;
    }
    return 0;
}

size_t date_number_take(struct reading *r, size_t at)
{
    size_t (*const takers[])(struct reading *, size_t) = {
        take_compact_time, take_compact, take_ordinal,    date_number_triple, take_spaced,
        take_time,         take_unit,    take_year_month, take_loose};
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
        size_t used = takers[i](r, at);
        if (used > 0 || r->bad)
            return used;
    }
    return 0;
}
