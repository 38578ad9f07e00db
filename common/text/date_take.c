#include "common/text/date_take.h"

#include <string.h>

/* RFC 2822 leaves two digits from 50 to 69 open; POSIX strptime() has the change here. */
#define PIVOT_YEAR 69

static const struct date_token *token_at(const struct reading *r, size_t at)
{
    static const struct date_token none = {.kind = TOKEN_SIGN};
    return at < r->count ? &r->token[at] : &none;
}

static bool is_number(const struct reading *r, size_t at, int digits_max)
{
    const struct date_token *token = token_at(r, at);
    return at < r->count && token->kind == TOKEN_NUMBER && token->digits <= digits_max;
}

static bool is_sign(const struct reading *r, size_t at, char sign)
{
    return at < r->count && r->token[at].kind == TOKEN_SIGN && r->token[at].sign == sign;
}

static bool is_word(const struct reading *r, size_t at, const char *text)
{
    const struct date_token *token = token_at(r, at);
    return at < r->count && token->kind == TOKEN_WORD &&
           str_eq((struct str){token->folded, token->folded_len}, str_of(text));
}

struct date_word date_take_word(const struct reading *r, size_t at)
{
    struct date_word word = {WORD_UNKNOWN, 0};
    if (at < r->count && r->token[at].kind == TOKEN_WORD)
        date_word_find((struct str){r->token[at].folded, r->token[at].folded_len}, &word);
    return word;
}

bool date_take_has_day(const struct reading *r)
{
    return r->year >= 0 && r->month >= 0 && r->day >= 0;
}

static bool is_fresh(const struct reading *r)
{
    return r->year < 0 && r->month < 0 && r->day < 0;
}

static void set_year(struct reading *r, const struct date_token *number)
{
    long long year = number->value;
    if (r->era != 0)
        year += r->era;
    else if (number->digits <= 2)
        year += year < PIVOT_YEAR ? 2000 : 1900;
    else if (year >= 2400 && year < 2700)
        year -= 543; /* Buddhist era, as Thailand writes it */
    r->bad = r->bad || year < 1 || year > 9999;
    r->year = (int)(r->bad ? 1 : year);
}

static void set_month(struct reading *r, long long month)
{
    r->bad = r->bad || month < 1 || month > 12;
    r->month = (int)(r->bad ? 1 : month);
}

static void set_day(struct reading *r, long long day)
{
    r->bad = r->bad || day < 1 || day > 31;
    r->day = (int)(r->bad ? 1 : day);
}

static void set_time(struct reading *r, long long hour, long long minute, long long second)
{
    bool end_of_day = hour == 24 && minute == 0 && second <= 0;
    r->bad = r->bad || hour < 0 || (hour > 23 && !end_of_day) || minute > 59 || second > 60;
    if (r->bad)
        return;
    r->hour = (int)hour;
    r->minute = (int)minute;
    r->second = second == 60 ? 59 : (int)second;
}

/* A date that is counted, not named: month and day are marked as read. */
static void set_days(struct reading *r, long long days, long long year)
{
    r->bad = r->bad || year < 1;
    r->year = (int)year;
    r->month = 1;
    r->day = 1;
    r->by_days = true;
    r->days = days;
}

static void set_day_of_year(struct reading *r, long long year, long long day)
{
    r->bad = r->bad || day < 1 || day > (date_month_days(year, 2) == 29 ? 366 : 365);
    set_days(r, date_days(year, 1, 1) + day - 1, year);
}

/* 20250428, 202504280815, 20250428081500; 202504 and 250428 only where nothing else is there. */
static size_t take_compact(struct reading *r, size_t at)
{
    const struct date_token *number = &r->token[at];
    long long value = number->value;
    int digits = number->digits;
    if (!is_fresh(r))
        return 0;
    if (digits == 14) {
        set_time(r, value / 10000 % 100, value / 100 % 100, value % 100);
        value /= 1000000;
    } else if (digits == 12) {
        set_time(r, value / 100 % 100, value % 100, -1);
        value /= 10000;
    } else if (digits == 6 && r->whole && r->count == 1) {
        if (value / 100 >= 1900 && value / 100 < 2100 && value % 100 >= 1 && value % 100 <= 12) {
            r->year = (int)(value / 100);
            r->month = (int)(value % 100);
            return 1;
        }
        value += (value / 10000 < PIVOT_YEAR ? 20000000 : 19000000);
    } else if (digits == 7 && r->whole && r->count == 1) {
        set_day_of_year(r, value / 1000, value % 1000);
        return 1;
    } else if (digits != 8) {
        return 0;
    }
    struct date_token year = {.value = value / 10000, .digits = 4};
    set_year(r, &year);
    set_month(r, value / 100 % 100);
    set_day(r, value % 100);
    return 1;
}

/* ISO 8601's 2025-118 and 2025-W18-1. */
static size_t take_ordinal(struct reading *r, size_t at)
{
    if (!is_fresh(r) || token_at(r, at)->digits != 4)
        return 0;
    long long year = r->token[at].value;
    size_t next = at + 1 + is_sign(r, at + 1, '-');
    if (next == at + 2 && is_number(r, next, 3) && r->token[next].digits == 3) {
        set_day_of_year(r, year, r->token[next].value);
        return 3;
    }
    if (!is_word(r, next, "w") || !is_number(r, next + 1, 3) || r->token[next + 1].digits < 2)
        return 0;
    long long week = r->token[next + 1].value;
    long long weekday = 1;
    size_t used = next + 2 - at;
    if (r->token[next + 1].digits == 3) {
        weekday = week % 10;
        week /= 10;
    } else if (is_sign(r, next + 2, '-') && is_number(r, next + 3, 1)) {
        weekday = r->token[next + 3].value;
        used += 2;
    }
    /* Week 1 holds 4 January; 1970-01-01 was a Thursday. */
    long long fourth = date_days(year, 1, 4);
    long long monday = fourth - (fourth % 7 + 7 + 3) % 7;
    set_days(r, monday + (week - 1) * 7 + weekday - 1, year);
    r->bad = r->bad || week < 1 || week > 53 || weekday < 1 || weekday > 7;
    return used;
}

/* 2025-04-28, 28.4.2025, 4/28/25, 114/04/28 (ROC), "2025. 4. 28." */
static size_t take_triple(struct reading *r, size_t at)
{
    const struct date_token *a = &r->token[at], *b = token_at(r, at + 2), *c = token_at(r, at + 4);
    char sign = token_at(r, at + 1)->sign;
    if (!is_fresh(r) || sign == '\0' || strchr("-/.", sign) == NULL || !is_sign(r, at + 1, sign) ||
        !is_sign(r, at + 3, sign) || a->digits > 4 || !is_number(r, at + 2, 2) ||
        !is_number(r, at + 4, 4))
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
        set_year(r, &year);
        set_month(r, b->value);
        set_day(r, c->value);
        return 5;
    }
    if (c->digits == 3)
        return 0;
    bool day_first = order == DATE_ORDER_DMY || (order == DATE_ORDER_ANY && sign != '/');
    if (a->value > 12)
        day_first = true;
    else if (b->value > 12)
        day_first = false;
    set_year(r, c);
    set_month(r, day_first ? b->value : a->value);
    set_day(r, day_first ? a->value : b->value);
    return 5;
}

/* 28 04 2025, 2025 04 28: nothing between the numbers, in the order of RFC 822 or ISO 8601 */
static size_t take_spaced(struct reading *r, size_t at)
{
    const struct date_token *a = &r->token[at], *b = token_at(r, at + 1), *c = token_at(r, at + 2);
    if (!r->whole || !is_fresh(r) || !is_number(r, at + 1, 2) || !is_number(r, at + 2, 4) ||
        is_sign(r, at + 3, ':') || a->digits + c->digits > 6 ||
        (a->digits == 4) == (c->digits == 4))
        return 0;
    set_year(r, a->digits == 4 ? a : c);
    set_month(r, b->value);
    set_day(r, a->digits == 4 ? c->value : a->value);
    return 3;
}

/* 2025-04, 04/2025 */
static size_t take_year_month(struct reading *r, size_t at)
{
    if (!is_fresh(r))
        return 0;
    char sign = token_at(r, at + 1)->sign;
    if ((sign != '-' && sign != '/') || !is_number(r, at + 2, 4) || r->token[at + 2].spaced)
        return 0;
    bool year_first = r->token[at].digits == 4 && r->token[at + 2].digits <= 2;
    bool year_last = r->token[at].digits <= 2 && r->token[at + 2].digits == 4;
    if (!year_first && !year_last)
        return 0;
    set_year(r, &r->token[year_first ? at : at + 2]);
    set_month(r, r->token[year_first ? at + 2 : at].value);
    return 3;
}

/* A fraction of a second, which is cut off. */
static size_t skip_fraction(const struct reading *r, size_t at)
{
    bool fraction = (is_sign(r, at, '.') || is_sign(r, at, ',')) && is_number(r, at + 1, 18) &&
                    !r->token[at + 1].spaced;
    return fraction ? 2 : 0;
}

/* 8:15, 08:15:00.123, 8.15 after a whole date, 8h15, 8时15分, 8 am */
static size_t take_time(struct reading *r, size_t at)
{
    if (r->hour >= 0 || !is_number(r, at, 2))
        return 0;
    long long hour = r->token[at].value;
    if ((is_sign(r, at + 1, ':') || (is_sign(r, at + 1, '.') && date_take_has_day(r))) &&
        is_number(r, at + 2, 2) && !r->token[at + 2].spaced) {
        long long minute = r->token[at + 2].value;
        if (!is_sign(r, at + 3, r->token[at + 1].sign) || !is_number(r, at + 4, 2)) {
            set_time(r, hour, minute, -1);
            return 3;
        }
        set_time(r, hour, minute, r->token[at + 4].value);
        return 5 + skip_fraction(r, at + 5);
    }
    struct date_word next = date_take_word(r, at + 1);
    if (next.kind == WORD_HOUR) {
        size_t used = 2;
        long long minute = 0, second = -1;
        if (is_number(r, at + 2, 2)) {
            minute = r->token[at + 2].value;
            used += 1 + (date_take_word(r, at + 3).kind == WORD_MINUTE);
            if (used == 4 && is_number(r, at + 4, 2) &&
                date_take_word(r, at + 5).kind == WORD_SECOND) {
                second = r->token[at + 4].value;
                used += 2;
            }
        }
        set_time(r, hour, minute, second);
        return used;
    }
    if (next.kind == WORD_AM || next.kind == WORD_PM) {
        set_time(r, hour, 0, -1);
        return 1;
    }
    return 0;
}

/* The number after "T": 0815, 081500 */
static size_t take_compact_time(struct reading *r, size_t at)
{
    if (r->hour >= 0 || !date_take_has_day(r) || at == 0 || !is_word(r, at - 1, "t"))
        return 0;
    long long value = r->token[at].value;
    if (r->token[at].digits == 4)
        set_time(r, value / 100, value % 100, -1);
    else if (r->token[at].digits == 6)
        set_time(r, value / 10000, value / 100 % 100, value % 100);
    else
        return 0;
    return 1 + skip_fraction(r, at + 1);
}

/* A number with its unit: 2025年4月28日, 2025년 4월 28일 */
static size_t take_unit(struct reading *r, size_t at)
{
    struct date_token number = r->token[at];
    switch (date_take_word(r, at + 1).kind) {
    case WORD_YEAR:
        if (r->year >= 0)
            return 0;
        if (number.digits == 3 && r->era == 0)
            number.value += 1911;
        set_year(r, &number);
        return 2;
    case WORD_MONTH_UNIT:
        set_month(r, number.value);
        return 2;
    case WORD_DAY:
        set_day(r, number.value);
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
        set_year(r, number);
        return 1;
    }
    if (number->digits > 2)
        return 0;
    if (r->day < 0 && number->value >= 1 && number->value <= 31) {
        r->day = (int)number->value;
        return 1;
    }
    bool tied =
        at > 0 && (is_sign(r, at - 1, '-') || is_sign(r, at - 1, '/') || is_sign(r, at - 1, '\''));
    if (r->year < 0 && r->day >= 0 && r->month >= 0 && number->digits == 2 && (r->whole || tied)) {
        set_year(r, number);
        return 1;
    }
    return 0;
}

static size_t take_number(struct reading *r, size_t at)
{
    size_t (*const takers[])(struct reading *, size_t) = {
        take_compact_time, take_compact, take_ordinal,    take_triple, take_spaced,
        take_time,         take_unit,    take_year_month, take_loose};
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++) {
        size_t used = takers[i](r, at);
        if (used > 0 || r->bad)
            return used;
    }
    return 0;
}

/* +08:00, -0500, +8 after a time or after "GMT" */
static size_t take_offset(struct reading *r, size_t at)
{
    const struct date_token *number = token_at(r, at + 1);
    if (r->hour < 0 || !is_number(r, at + 1, 4) || number->spaced)
        return 0;
    int sign = r->token[at].sign == '-' ? -1 : 1;
    long long hours = number->value, minutes = 0;
    size_t used = 2;
    if (number->digits > 2) {
        minutes = hours % 100;
        hours /= 100;
    } else if (is_sign(r, at + 2, ':') && is_number(r, at + 3, 2)) {
        minutes = r->token[at + 3].value;
        used = 4;
    }
    r->bad = hours > 23 || minutes > 59;
    r->zone = true;
    r->offset_s = sign * (int)(hours * 3600 + minutes * 60);
    return used;
}

static size_t take_unit_before(struct reading *r, size_t at, enum date_word_kind kind)
{
    if (!is_number(r, at + 1, 4))
        return kind == WORD_DAY_NEXT ? 1 : 0; /* "ngày" before a bare date */
    const struct date_token *number = &r->token[at + 1];
    if (kind == WORD_DAY_NEXT && number->digits <= 2) {
        size_t used = take_triple(r, at + 1);
        if (used > 0)
            return used + 1;
        set_day(r, number->value);
    } else if (kind == WORD_MONTH_NEXT) {
        set_month(r, number->value);
    } else if (kind == WORD_YEAR_NEXT) {
        set_year(r, number);
    } else {
        return 0;
    }
    return 2;
}

static size_t take_unknown_word(struct reading *r, size_t at)
{
    if (r->whole && at > 0 && is_sign(r, at - 1, '(')) /* RFC 5322's comments */
        return 1;
    if (is_fresh(r) && r->hour < 0)
        return r->whole ? 1 : 0;
    if (r->hour < 0 || r->zone || !r->token[at].capitals || r->token[at].folded_len > 5)
        return 0;
    r->zone = true;
    return 1;
}

/* ET and its like, in capitals: "et" and "at" are words. */
static bool take_zone_of_season(struct reading *r, size_t at)
{
    const struct date_token *token = &r->token[at];
    struct date_zone zone;
    if (r->zone || r->hour < 0 || !token->capitals ||
        !date_zone_of_season((struct str){token->folded, token->folded_len}, &zone))
        return false;
    r->zone = true;
    r->offset_s = zone.offset_s;
    r->saving = zone.saving;
    return true;
}

static size_t take_word(struct reading *r, size_t at)
{
    const struct date_token *token = &r->token[at];
    if (take_zone_of_season(r, at))
        return 1;
    struct date_word word = date_take_word(r, at);
    if (is_sign(r, at + 1, '.') && is_word(r, at + 2, "m") &&
        (is_word(r, at, "a") || is_word(r, at, "p"))) { /* Spanish "p. m." */
        r->half = token->folded[0] == 'a' ? WORD_AM : WORD_PM;
        return 3;
    }
    switch (word.kind) {
    case WORD_MONTH:
        if (r->month >= 0 && !r->whole)
            return 0;
        /* A second month's name: the first was a short day's name, as French "mar." */
        r->month = word.value;
        return 1;
    case WORD_AM:
    case WORD_PM:
        r->half = (int)word.kind;
        return 1;
    case WORD_ZONE:
        if (r->zone || r->hour < 0)
            return 1;
        r->zone = date_word_zone((struct str){token->folded, token->folded_len},
                                 r->hints->zone.offset_s, &r->offset_s);
        return 1;
    case WORD_ERA:
        r->era = word.value;
        return 1;
    case WORD_YEAR_NEXT:
    case WORD_MONTH_NEXT:
    case WORD_DAY_NEXT:
        return take_unit_before(r, at, word.kind);
    case WORD_UNKNOWN:
        return take_unknown_word(r, at);
    default:
        return 1;
    }
}

size_t date_take(struct reading *r, size_t at)
{
    size_t end = at;
    while (at < r->count && !r->bad) {
        size_t used = 0;
        bool counts = true;
        if (r->token[at].kind == TOKEN_NUMBER) {
            used = take_number(r, at);
        } else if (r->token[at].kind == TOKEN_WORD) {
            used = take_word(r, at);
        } else {
            if (is_sign(r, at, '+') || is_sign(r, at, '-'))
                used = take_offset(r, at);
            counts = used > 0;
            if (used == 0)
                used = 1;
        }
        if (used == 0)
            break;
        at += used;
        if (counts)
            end = at;
    }
    return end;
}
