#include "consumers/classify/chinese_duty.h"

#include "common/text/date.h"

#include <stdlib.h>

#define START_REACH  9 /* tokens from a date, its hour included, to "on" or "in force" */
#define YEAR_DAYS    365
#define AHEAD_DAYS   200 /* a date without a year lies no further ahead than behind */
#define BY_DAY_AHEAD 3   /* "the 30th" without a month is one of this month, or of the last */

static void civil(long long day, long long *year, int *month, int *of_month)
{
    char text[DATE_RFC3339_BYTES];
    *year = 1970;
    *month = *of_month = 1;
    if (!date_to_rfc3339(day * 86400, text))
        return;
    *year = strtoll(text, NULL, 10);
    *month = (int)strtol(text + 5, NULL, 10);
    *of_month = (int)strtol(text + 8, NULL, 10);
}

static bool is_day(double month, double day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* "明年1月1日": the year by the item's own; false where the words say none. */
static bool said_year(const struct document *doc, uint32_t at, int *ahead)
{
    static const struct {
        const char *word;
        int ahead;
    } years[] = {{"今", 0}, {"本", 0}, {"明", 1}, {"去", -1}};
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        *ahead = years[i].ahead;
        if (at >= 2 && chinese_is(doc, at - 1, "年") && chinese_is(doc, at - 2, years[i].word))
            return true;
    }
    return false;
}

/* "2025年4月10日", "4月10日": the year that is not said is the one that brings it near. */
static struct when month_day(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at};
    double year = 0;
    double month = 0;
    double day = 0;
    uint32_t next = chinese_number(doc, at, end, &month);
    if (next > at && chinese_is(doc, next, "年")) {
        year = month;
        at = next + 1;
        next = chinese_number(doc, at, end, &month);
    }
    if (next == at || !chinese_is(doc, next, "月"))
        return when;
    uint32_t after = chinese_number(doc, next + 1, end, &day);
    bool dated = after > next + 1 && (chinese_is(doc, after, "日") || chinese_is(doc, after, "号"));
    if (!dated || !is_day(month, day) || (year > 0 && (year < 1900 || year > 2200)))
        return when;
    when.end = after + 1;
    when.to_day = true;
    when.yearless = year == 0;
    if (when.yearless && !doc->date_known)
        return when;
    long long now_year = (long long)year;
    int month_now;
    int day_now;
    if (when.yearless)
        civil(doc->date_day, &now_year, &month_now, &day_now);
    int ahead = 0;
    bool said = when.yearless && said_year(doc, at, &ahead);
    when.day = date_days(now_year + (said ? ahead : 0), (int)month, (int)day);
    if (said)
        when.yearless = false;
    else if (when.yearless && when.day > doc->date_day + AHEAD_DAYS)
        when.day = date_days(now_year - 1, (int)month, (int)day);
    else if (when.yearless && when.day < doc->date_day - YEAR_DAYS + AHEAD_DAYS)
        when.day = date_days(now_year + 1, (int)month, (int)day);
    when.known = true;
    return when;
}

/* "30日": of the item's month, or of the one before. */
static struct when day_alone(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at};
    double day = 0;
    uint32_t next = chinese_number(doc, at, end, &day);
    if (next == at || !chinese_is(doc, next, "日") || !is_day(1, day) || !doc->date_known ||
        chinese_is(doc, next + 1, "内"))
        return when;
    long long year;
    int month;
    int today;
    civil(doc->date_day, &year, &month, &today);
    when.day = date_days(year, month, (int)day);
    if (when.day > doc->date_day + BY_DAY_AHEAD)
        when.day =
            month == 1 ? date_days(year - 1, 12, (int)day) : date_days(year, month - 1, (int)day);
    when.end = next + 1;
    when.known = when.to_day = when.yearless = true;
    return when;
}

/* "21天后" */
static struct when days_on(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at};
    double days = 0;
    uint32_t next = chinese_number(doc, at, end, &days);
    bool counted = next > at && (chinese_is(doc, next, "天") || chinese_is(doc, next, "日")) &&
                   (chinese_is(doc, next + 1, "后") || chinese_is(doc, next + 1, "之"));
    if (!counted || !doc->date_known || days > 10000)
        return when;
    when.day = doc->date_day + (long long)days;
    when.end = next + 2;
    when.known = when.to_day = when.counted = true;
    return when;
}

struct when chinese_date(const struct document *doc, uint32_t at, uint32_t end)
{
    const struct hit *relative = hit_at(doc, at, LEX_DATE);
    if (relative != NULL && doc->date_known)
        return (struct when){.known = true,
                             .day = doc->date_day + strtol(relative->entry->text[0], NULL, 10),
                             .first = at,
                             .end = relative->end,
                             .to_day = true};
    struct when when = month_day(doc, at, end);
    if (!when.known)
        when = days_on(doc, at, end);
    return when.known ? when : day_alone(doc, at, end);
}

static bool has_when(const struct document *doc, uint32_t first, uint32_t end, const char *kind)
{
    for (const struct hit *hit = hit_in(doc, first, end, LEX_WHEN); hit != NULL;
         hit = hit_in(doc, hit->end, end, LEX_WHEN)) {
        if (hit_is(hit, 0, kind))
            return true;
    }
    return false;
}

/* The day of telling, "on the 9th he announced": what takes effect at once does so then. */
static long long told_day(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        struct when when = chinese_date(doc, at, end);
        if (when.known && !when.counted)
            return when.day;
    }
    return doc->date_day;
}

/* A day of a month that is not named is this month's or the next one's, where something starts. */
static long long day_ahead(const struct document *doc, long long day)
{
    long long year;
    int month;
    int today;
    int of_month;
    civil(day, &year, &month, &of_month);
    civil(doc->date_day, &year, &month, &today);
    if (of_month >= today - 1)
        return date_days(year, month, of_month);
    return month == 12 ? date_days(year + 1, 1, of_month) : date_days(year, month + 1, of_month);
}

struct when chinese_start(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        struct when when = chinese_date(doc, at, end);
        const struct hit *now = hit_at(doc, at, LEX_WHEN);
        if (hit_is(now, 0, "now") && doc->date_known)
            return (struct when){.known = true,
                                 .day = told_day(doc, first, at),
                                 .first = at,
                                 .end = now->end,
                                 .to_day = true};
        if (!when.known)
            continue;
        uint32_t clause = chinese_clause_end(doc, when.end, end);
        uint32_t near = when.end + START_REACH < clause ? when.end + START_REACH : clause;
        bool from = at > first && has_when(doc, at > first + 2 ? at - 2 : first, at, "from");
        bool starts = has_when(doc, when.end, near, "start") ||
                      (when.counted && has_when(doc, when.first, near, "start"));
        /* "from the 1st to the 31st" */
        bool range =
            from && has_when(doc, when.end, when.end + 1 < clause ? when.end + 1 : clause, "until");
        if (starts || range) {
            bool day_only = when.yearless && when.end - when.first == 2;
            if (day_only && from)
                when.day = day_ahead(doc, when.day);
            return when;
        }
        at = when.end - 1;
    }
    return (struct when){0};
}

struct when
chinese_expiry(const struct document *doc, uint32_t first, uint32_t end, const struct when *start)
{
    uint32_t from = start->known && start->end > first && start->end < end ? start->end : first;
    for (uint32_t at = from; at < end; at++) {
        double days = 0;
        struct when when = chinese_date(doc, at, end);
        bool until = at > first && has_when(doc, at > first + 2 ? at - 2 : first, at, "until");
        if (when.known && until && start->known && when.day > start->day)
            return when;
        uint32_t next = chinese_number(doc, at, end, &days);
        if (next > at && chinese_is(doc, next, "天") && !chinese_is(doc, next + 1, "后") &&
            doc->date_known && days <= 10000)
            return (struct when){.known = true,
                                 .first = at,
                                 .end = next + 1,
                                 .day =
                                     (start->known ? start->day : doc->date_day) + (long long)days};
        at = when.known ? when.end - 1 : next > at ? next - 1 : at;
    }
    return (struct when){0};
}
