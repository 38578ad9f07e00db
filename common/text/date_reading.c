#include "common/text/date_reading.h"

const struct date_token *reading_token(const struct reading *r, size_t at)
{
    static const struct date_token none = {.kind = TOKEN_SIGN};
    return at < r->count ? &r->token[at] : &none;
}

bool reading_is_number(const struct reading *r, size_t at, int digits_max)
{
    const struct date_token *token = reading_token(r, at);
    return at < r->count && token->kind == TOKEN_NUMBER && token->digits <= digits_max;
}

bool reading_is_sign(const struct reading *r, size_t at, char sign)
{
    return at < r->count && r->token[at].kind == TOKEN_SIGN && r->token[at].sign == sign;
}

bool reading_is_word(const struct reading *r, size_t at, const char *text)
{
    const struct date_token *token = reading_token(r, at);
    return at < r->count && token->kind == TOKEN_WORD &&
           str_eq((struct str){token->folded, token->folded_len}, str_of(text));
}

struct date_word reading_word(const struct reading *r, size_t at)
{
    struct date_word word = {WORD_UNKNOWN, 0};
    if (at < r->count && r->token[at].kind == TOKEN_WORD)
        date_word_find((struct str){r->token[at].folded, r->token[at].folded_len}, &word);
    return word;
}

bool reading_has_day(const struct reading *r)
{
    return r->year >= 0 && r->month >= 0 && r->day >= 0;
}

bool reading_is_fresh(const struct reading *r)
{
    return r->year < 0 && r->month < 0 && r->day < 0;
}

void reading_set_year(struct reading *r, const struct date_token *number)
{
    long long year = number->value;
    if (r->era != 0)
        year += r->era;
    else if (number->digits <= 2)
        year += year < READING_PIVOT_YEAR ? 2000 : 1900;
    else if (year >= 2400 && year < 2700)
        year -= 543; /* Buddhist era, as Thailand writes it */
    r->bad = r->bad || year < 1 || year > 9999;
    r->year = (int)(r->bad ? 1 : year);
}

void reading_set_month(struct reading *r, long long month)
{
    r->bad = r->bad || month < 1 || month > 12;
    r->month = (int)(r->bad ? 1 : month);
}

void reading_set_day(struct reading *r, long long day)
{
    r->bad = r->bad || day < 1 || day > 31;
    r->day = (int)(r->bad ? 1 : day);
}

void reading_set_time(struct reading *r, long long hour, long long minute, long long second)
{
    bool end_of_day = hour == 24 && minute == 0 && second <= 0;
    r->bad = r->bad || hour < 0 || (hour > 23 && !end_of_day) || minute > 59 || second > 60;
    if (r->bad)
        return;
    r->hour = (int)hour;
    r->minute = (int)minute;
    r->second = second == 60 ? 59 : (int)second;
}

void reading_set_days(struct reading *r, long long days, long long year)
{
    r->bad = r->bad || year < 1;
    r->year = (int)year;
    r->month = 1;
    r->day = 1;
    r->by_days = true;
    r->days = days;
}

void reading_set_day_of_year(struct reading *r, long long year, long long day)
{
    r->bad = r->bad || day < 1 || day > (date_month_days(year, 2) == 29 ? 366 : 365);
    reading_set_days(r, date_days(year, 1, 1) + day - 1, year);
}
