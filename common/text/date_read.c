#include "common/text/date_take.h"

#include <string.h>

#define READ_TOKENS_MAX 32
#define FIND_TOKENS_MAX 512
#define DAY_S           86400LL
#define PLACED_BYTES    128 /* no date is as long */

static long long sunday_on_or_after(long long day)
{
    return day + (7 - ((day + 4) % 7 + 7) % 7) % 7;
}

/* Whether a local standard time lies in daylight saving time, by the rules in force since 2007 in
 * the United States and Canada and since 1996 in Europe. */
static bool is_saving(long long local_s, int year, const struct date_zone *zone)
{
    long long start_s = 0, end_s = 0;
    if (zone->saving == DATE_SAVING_US) {
        start_s = sunday_on_or_after(date_days(year, 3, 8)) * DAY_S + 2 * 3600;
        end_s = sunday_on_or_after(date_days(year, 11, 1)) * DAY_S + 3600;
    } else if (zone->saving == DATE_SAVING_EU) {
        start_s = sunday_on_or_after(date_days(year, 3, 25)) * DAY_S + 3600 + zone->offset_s;
        end_s = sunday_on_or_after(date_days(year, 10, 25)) * DAY_S + 3600 + zone->offset_s;
    }
    return local_s >= start_s && local_s < end_s;
}

static bool finish(const struct reading *r, struct date *date)
{
    if (r->bad || r->year < 1)
        return false;
    int month = r->month < 0 ? 1 : r->month;
    int day = r->day < 0 ? 1 : r->day;
    if (day > date_month_days(r->year, month) || (r->hour >= 0 && !reading_has_day(r)))
        return false;

    int hour = r->hour < 0 ? 0 : r->hour;
    if (r->half == (int)WORD_PM && hour < 12)
        hour += 12;
    if (r->half == (int)WORD_AM && hour == 12)
        hour = 0;
    long long days = r->by_days ? r->days : date_days(r->year, month, day);
    long long local_s = days * DAY_S + hour * 3600LL + (r->minute < 0 ? 0 : r->minute) * 60LL +
                        (r->second < 0 ? 0 : r->second);
    struct date_zone zone = {r->offset_s, r->saving};
    if (!r->zone)
        zone = r->hints->zone;
    int offset_s = zone.offset_s + (is_saving(local_s, r->year, &zone) ? 3600 : 0);

    long long epoch_s = local_s - offset_s;
    if (epoch_s < DATE_EPOCH_MIN_S || epoch_s > DATE_EPOCH_MAX_S)
        return false;
    date->epoch_s = epoch_s;
    date->zone_stated = r->zone;
    date->precision = r->month < 0    ? DATE_YEAR
                      : r->day < 0    ? DATE_MONTH
                      : r->hour < 0   ? DATE_DAY
                      : r->second < 0 ? DATE_MINUTE
                                      : DATE_SECOND;
    return true;
}

static struct reading
reading_of(const struct date_token *tokens, size_t count, const struct date_hints *hints)
{
    static const struct date_hints none;
    return (struct reading){.token = tokens,
                            .count = count,
                            .hints = hints == NULL ? &none : hints,
                            .year = -1,
                            .month = -1,
                            .day = -1,
                            .hour = -1,
                            .minute = -1,
                            .second = -1};
}

/* Unix time, as some feeds have it: 10 digits are seconds, 13 are milliseconds. */
static bool read_unix(const struct date_token *number, struct date *date)
{
    if (number->kind != TOKEN_NUMBER || (number->digits != 10 && number->digits != 13))
        return false;
    date->epoch_s = number->digits == 13 ? number->value / 1000 : number->value;
    date->precision = DATE_SECOND;
    date->zone_stated = true;
    return true;
}

static bool read_whole(struct str text, const struct date_hints *hints, struct date *date)
{
    struct date_token tokens[READ_TOKENS_MAX];
    size_t count = date_tokens(text, tokens, READ_TOKENS_MAX);
    if (count == 1 && read_unix(&tokens[0], date))
        return true;
    struct reading r = reading_of(tokens, count, hints);
    r.whole = true;
    date_take(&r, 0);
    /* A lone number of four digits is a year only where it stands alone. */
    if (r.month < 0 && r.day < 0 && count > 2)
        return false;
    if (r.month < 0 && r.day >= 0)
        return false;
    return finish(&r, date);
}

static bool is_place_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/' || c == '_';
}

/* The zone's IANA name inside text: letters, one or two slashes, letters. */
static struct str place_in(struct str text)
{
    size_t slash = 1;
    while (slash < text.len && (text.ptr[slash] != '/' || !is_place_letter(text.ptr[slash - 1])))
        slash++;
    if (slash >= text.len)
        return (struct str){NULL, 0};
    size_t start = slash, end = slash;
    while (start > 0 && is_place_letter(text.ptr[start - 1]))
        start--;
    while (end < text.len && is_place_letter(text.ptr[end]))
        end++;
    return (struct str){text.ptr + start, end - start};
}

/* "Fri, 31 Mar 2023 20:19:00 America/Los_Angeles": read as if it were at home there. */
static bool read_at_place(struct str text, const struct date_hints *hints, struct date *date)
{
    struct date_hints at_home = hints == NULL ? (struct date_hints){0} : *hints;
    struct str place = place_in(text);
    char without[PLACED_BYTES];
    if (place.len < 3 || text.len >= sizeof without || !date_zone_parse(place, &at_home.zone))
        return false;
    size_t start = (size_t)(place.ptr - text.ptr);
    memcpy(without, text.ptr, start);
    memcpy(without + start, place.ptr + place.len, text.len - start - place.len);
    if (!read_whole((struct str){without, text.len - place.len}, &at_home, date))
        return false;
    date->zone_stated = true;
    return true;
}

bool date_read(struct str text, const struct date_hints *hints, struct date *date)
{
    return read_at_place(text, hints, date) || read_whole(text, hints, date);
}

bool date_find(struct str text,
               const struct date_hints *hints,
               struct date *date,
               struct str *where)
{
    struct date_token tokens[FIND_TOKENS_MAX];
    size_t count = date_tokens(text, tokens, FIND_TOKENS_MAX);
    for (size_t at = 0; at < count; at++) {
        if (tokens[at].kind == TOKEN_SIGN)
            continue;
        struct reading r = reading_of(tokens, count, hints);
        if (tokens[at].kind == TOKEN_WORD) {
            enum date_word_kind kind = reading_word(&r, at).kind;
            if (kind != WORD_MONTH && kind != WORD_ERA && kind != WORD_DAY_NEXT)
                continue;
        }
        size_t end = date_take(&r, at);
        if (!reading_has_day(&r) || !finish(&r, date))
            continue;
        where->ptr = text.ptr + tokens[at].start;
        where->len = tokens[end - 1].end - tokens[at].start;
        return true;
    }
    return false;
}

const char *date_precision_name(enum date_precision precision)
{
    static const char *const names[] = {"year", "month", "day", "minute", "second"};
    return names[precision];
}
