/*
 * What the words of a date mean, in the languages of the catalogue. Words are looked up folded:
 * lower case, without accents (see date_read.c), as the table has them.
 */
#ifndef GAINSAY_TEXT_DATE_WORDS_H
#define GAINSAY_TEXT_DATE_WORDS_H

#include "common/base/str.h"

enum date_word_kind {
    WORD_UNKNOWN,
    WORD_MONTH,   /* value: 1 to 12 */
    WORD_WEEKDAY, /* ignored */
    WORD_FILLER,  /* ignored: "of", "at", "de", ordinal endings */
    WORD_AM,
    WORD_PM,
    WORD_ZONE, /* value: minutes east of UTC */
    WORD_ERA,  /* value: what is added to the year that follows */
    WORD_YEAR, /* the number before it (after it in Vietnamese) is a year; so on below */
    WORD_MONTH_UNIT,
    WORD_DAY,
    WORD_HOUR,
    WORD_MINUTE,
    WORD_SECOND,
    WORD_YEAR_NEXT,
    WORD_MONTH_NEXT,
    WORD_DAY_NEXT
};

struct date_word {
    enum date_word_kind kind;
    int value;
};

/* The first meaning of a folded word. */
bool date_word_find(struct str folded, struct date_word *word);
/* The zone of that name; where several share it (CST), the one at prefer_s seconds, else the first
 * in the table. */
bool date_word_zone(struct str folded, int prefer_s, int *offset_s);
/* The words of a row of the table, separated by spaces; NULL after the last. */
const char *date_words_of_row(size_t index);

#endif
