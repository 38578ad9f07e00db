/*
 * A date that is being read: its tokens, what was taken from them so far, and what the takers ask
 * and set. Only date_*.c include this.
 */
#ifndef GAINSAY_TEXT_DATE_READING_H
#define GAINSAY_TEXT_DATE_READING_H

#include "common/text/date.h"
#include "common/text/date_token.h"
#include "common/text/date_words.h"

/* RFC 2822 leaves two digits from 50 to 69 open; POSIX strptime() has the change here. */
#define READING_PIVOT_YEAR 69

/* What has been read so far; -1 is not yet. */
struct reading {
    const struct date_token *token;
    size_t count;
    const struct date_hints *hints;
    bool whole; /* the text is the date and nothing else */
    bool bad;   /* something has the form of a date's part and an impossible value */
    int year, month, day, hour, minute, second;
    bool by_days; /* the date is `days`, not month and day */
    long long days;
    int half; /* 0, WORD_AM or WORD_PM */
    int era;  /* added to the year */
    bool zone;
    int offset_s;
    enum date_saving saving; /* of the zone, where its name does not tell */
};

/* Of a place behind the last token: a sign that is none. */
const struct date_token *reading_token(const struct reading *r, size_t at);
bool reading_is_number(const struct reading *r, size_t at, int digits_max);
bool reading_is_sign(const struct reading *r, size_t at, char sign);
bool reading_is_word(const struct reading *r, size_t at, const char *text);
/* What the word at that place means; WORD_UNKNOWN for all that is none. */
struct date_word reading_word(const struct reading *r, size_t at);

/* Neither year nor month nor day is read. */
bool reading_is_fresh(const struct reading *r);
/* All three are. */
bool reading_has_day(const struct reading *r);

/* These mark the reading as bad where the value is impossible. A year of two digits is one of
 * 1969 to 2068; the Buddhist era's is converted. */
void reading_set_year(struct reading *r, const struct date_token *number);
void reading_set_month(struct reading *r, long long month);
void reading_set_day(struct reading *r, long long day);
/* second: -1 where it is not told; 60 is read as 59. */
void reading_set_time(struct reading *r, long long hour, long long minute, long long second);
/* A date that is counted, not named, in days since 1970-01-01: month and day are marked as read. */
void reading_set_days(struct reading *r, long long days, long long year);
void reading_set_day_of_year(struct reading *r, long long year, long long day);

#endif
