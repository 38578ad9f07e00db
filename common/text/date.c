#include "common/text/date.h"

#include <string.h>

#define DAY_S 86400LL

/* After Howard Hinnant's "chrono-compatible low-level date algorithms": years run from March, so
 * that a leap day is a year's last; eras have 400 years and 146097 days. */
long long date_days(long long year, int month, int day)
{
    year -= month <= 2;
    long long era = (year >= 0 ? year : year - 399) / 400;
    long long year_of_era = year - era * 400;
    long long day_of_year = (153LL * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long long day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int date_month_days(long long year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static void put_digits(char *out, int count, int number)
{
    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

bool date_to_rfc3339(long long epoch_s, char out[DATE_RFC3339_BYTES])
{
    out[0] = '\0';
    if (epoch_s < DATE_EPOCH_MIN_S || epoch_s > DATE_EPOCH_MAX_S)
        return false;
    long long second = epoch_s % DAY_S;
    if (second < 0)
        second += DAY_S;
    long long days = (epoch_s - second) / DAY_S + 719468;
    long long era = days / 146097; /* years 1..9999 lie after the era's origin in year 0 */
    long long day_of_era = days - era * 146097;
    long long year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long long march_month = (5 * day_of_year + 2) / 153;
    int day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1);
    int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    int year = (int)(year_of_era + era * 400 + (month <= 2));
    /* By hand: a classifier writes some dozens an item, and snprintf() takes thousands of
     * instructions for each. */
    memcpy(out, "0000-00-00T00:00:00Z", DATE_RFC3339_BYTES);
    put_digits(out, 4, year);
    put_digits(out + 5, 2, month);
    put_digits(out + 8, 2, day);
    put_digits(out + 11, 2, (int)(second / 3600));
    put_digits(out + 14, 2, (int)(second / 60 % 60));
    put_digits(out + 17, 2, (int)(second % 60));
    return true;
}

/* Two or four digits at text[at]; -1 where they are not. */
static int digits_at(struct str text, size_t at, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (at + (size_t)i >= text.len)
            return -1;
        char c = text.ptr[at + (size_t)i];
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

static bool one_of_at(struct str text, size_t at, const char *set)
{
    for (; at < text.len && *set != '\0'; set++)
        if (text.ptr[at] == *set)
            return true;
    return false;
}

/* "Z" or "+hh:mm" as the rest of text from at on. */
static bool read_offset(struct str text, size_t at, long long *offset_s)
{
    *offset_s = 0;
    if (one_of_at(text, at, "Zz"))
        return at + 1 == text.len;
    if (!one_of_at(text, at, "+-") || at + 6 != text.len || text.ptr[at + 3] != ':')
        return false;
    int hours = digits_at(text, at + 1, 2);
    int minutes = digits_at(text, at + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *offset_s = hours * 3600LL + minutes * 60LL;
    if (text.ptr[at] == '-')
        *offset_s = -*offset_s;
    return true;
}

bool date_from_rfc3339(struct str text, long long *epoch_s)
{
    int year = digits_at(text, 0, 4), month = digits_at(text, 5, 2), day = digits_at(text, 8, 2);
    int hour = digits_at(text, 11, 2), minute = digits_at(text, 14, 2);
    int second = digits_at(text, 17, 2);
    if (!one_of_at(text, 4, "-") || !one_of_at(text, 7, "-") || !one_of_at(text, 10, "Tt ") ||
        !one_of_at(text, 13, ":") || !one_of_at(text, 16, ":"))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > date_month_days(year, month))
        return false;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;

    size_t at = 19;
    if (one_of_at(text, at, ".")) {
        size_t first = ++at;
        while (digits_at(text, at, 1) >= 0)
            at++;
        if (at == first)
            return false;
    }
    long long offset_s = 0;
    if (!read_offset(text, at, &offset_s))
        return false;
    long long value = date_days(year, month, day) * DAY_S + hour * 3600LL + minute * 60LL +
                      (second == 60 ? 59 : second) - offset_s;
    if (value < DATE_EPOCH_MIN_S || value > DATE_EPOCH_MAX_S)
        return false;
    *epoch_s = value;
    return true;
}

bool date_written_day(const char *stamp, long long *day)
{
    char date[] = "0000-00-00T00:00:00Z";
    long long epoch_s;
    if (stamp == NULL || strlen(stamp) < 10)
        return false;
    memcpy(date, stamp, 10);
    if (!date_from_rfc3339(str_of(date), &epoch_s))
        return false;
    *day = epoch_s / DAY_S - (epoch_s % DAY_S < 0);
    return true;
}
