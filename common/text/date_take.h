/*
 * The parts of a date taken from its tokens, one after the other, each by the form it has and by
 * what its neighbours are.
 */
#ifndef GAINSAY_TEXT_DATE_TAKE_H
#define GAINSAY_TEXT_DATE_TAKE_H

#include "common/text/date.h"
#include "common/text/date_token.h"
#include "common/text/date_words.h"

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

/* Reads tokens from at on as far as they make one date; returns the end of what was used. */
size_t date_take(struct reading *r, size_t at);
/* Year, month and day are read. */
bool date_take_has_day(const struct reading *r);
/* What the word at that place means; WORD_UNKNOWN for all that is none. */
struct date_word date_take_word(const struct reading *r, size_t at);

#endif
