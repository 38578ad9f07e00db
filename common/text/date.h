/*
 * Instants: seconds since 1970-01-01T00:00:00Z without leap seconds, in the proleptic Gregorian
 * calendar, from year 1 to 9999. Nothing here looks at TZ, the locale or the clock.
 */
#ifndef GAINSAY_TEXT_DATE_H
#define GAINSAY_TEXT_DATE_H

#include "common/base/str.h"

#include <stdbool.h>

#define DATE_RFC3339_BYTES 21 /* "2025-04-28T08:00:00Z" and the NUL */

#define DATE_EPOCH_MIN_S (-62135596800LL) /* 0001-01-01T00:00:00Z */
#define DATE_EPOCH_MAX_S 253402300799LL   /* 9999-12-31T23:59:59Z */

/* Days from 1970-01-01 to a date. The month may be any 1..12, the day any number. */
long long date_days(long long year, int month, int day);
/* 28 to 31; month 1..12. */
int date_month_days(long long year, int month);

/* Writes the UTC form; outside DATE_EPOCH_MIN_S..MAX_S: writes "" and returns false. */
bool date_to_rfc3339(long long epoch_s, char out[DATE_RFC3339_BYTES]);

/* Reads RFC 3339 (section 5.6) with any offset; a fraction of a second is cut off and second 60
 * counts as 59. The whole of text must be the date; *epoch_s is written on success only. */
bool date_from_rfc3339(struct str text, long long *epoch_s);

/* The day that a date as RFC 3339 has it, or its first ten characters alone, was written on: the
 * digits, not the instant's day in UTC, since "Friday" in a text means the writer's Friday. Days
 * count from 1970-01-01. NULL has none. */
bool date_written_day(const char *stamp, long long *day);

/* How much of an instant the words gave; what they did not give counts from its beginning. */
enum date_precision { DATE_YEAR, DATE_MONTH, DATE_DAY, DATE_MINUTE, DATE_SECOND };

/* How 4/5/2025 is meant. ANY takes month/day where both are possible, day.month and day-month. */
enum date_order { DATE_ORDER_ANY, DATE_ORDER_DMY, DATE_ORDER_MDY };

enum date_saving { DATE_SAVING_NONE, DATE_SAVING_US, DATE_SAVING_EU };

/* Where a date without a zone is at home. Zeroed: UTC. */
struct date_zone {
    int offset_s; /* of standard time, east positive */
    enum date_saving saving;
};

struct date_hints {
    struct date_zone zone;
    enum date_order order;
};

struct date {
    long long epoch_s;
    enum date_precision precision;
    bool zone_stated;
};

/*
 * Reads a date as feeds and pages write it: RFC 822 in every spelling met so far, ISO 8601 and its
 * W3C profile, asctime, Unix seconds and milliseconds, month names of the languages in
 * date_words.c, Chinese, Japanese and Korean units, ROC, Japanese era and Buddhist years. A wrong
 * day name is ignored, an unknown zone name counts as UTC (RFC 5322, section 4.3). False for what
 * is missing, relative ("2 hours ago") or impossible (30 February): nothing is guessed.
 */
bool date_read(struct str text, const struct date_hints *hints, struct date *date);

/* Finds the first date of at least day precision inside a longer text; *where is its place. */
bool date_find(struct str text,
               const struct date_hints *hints,
               struct date *date,
               struct str *where);

/* "UTC", "+08:00", "EST", "ET", or one of the IANA names in date_zone.c; false for another. */
bool date_zone_parse(struct str name, struct date_zone *zone);

/* "et", "ct", "mt", "pt", "at", folded: North America's zones in winter and summer alike. */
bool date_zone_of_season(struct str folded, struct date_zone *zone);

/* second, minute, day, month, year */
const char *date_precision_name(enum date_precision precision);

#endif
