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

#endif
