#include "consumers/classify/when.h"

#include "consumers/classify/act.h"

#include "common/text/date.h"
#include "consumers/classify/number.h"

#include <stdlib.h>

#define COUNTED_MAX  400 /* days that a start may be counted ahead */
#define ANCHOR_REACH 7   /* tokens from "after" to what the days are counted from */
#define YEAR_MIN     1990
#define YEAR_MAX     2099
#define DAYS_MAX     31 /* of a month */

/* The number that a row of months, weekdays, dates or periods has for its value. */
int when_number(const struct hit *hit)
{
    return (int)strtol(hit->entry->text[0], NULL, 10);
}

static bool is_day_number(const struct document *doc, uint32_t at, uint32_t end)
{
    return at < end && doc->token[at].kind == TOKEN_NUMBER && doc->token[at].value >= 1 &&
           doc->token[at].value <= DAYS_MAX && doc->token[at].value == (int)doc->token[at].value;
}

/* The day of a month at a token, in figures or in words ("August the first"), or 0. */
static int day_at(const struct document *doc, uint32_t at, uint32_t end, uint32_t *next)
{
    *next = at + 1;
    if (is_day_number(doc, at, end))
        return (int)doc->token[at].value;
    const struct hit *named = at < end ? hit_at(doc, at, LEX_MONTH_DAY) : NULL;
    if (named == NULL)
        return 0;
    *next = named->end;
    return when_number(named);
}

static bool is_year(const struct document *doc, uint32_t at, uint32_t end)
{
    return at < end && doc->token[at].kind == TOKEN_NUMBER &&
           doc->token[at].end - doc->token[at].start == 4 && doc->token[at].value >= YEAR_MIN &&
           doc->token[at].value <= YEAR_MAX;
}

static long long year_of(long long day)
{
    char text[DATE_RFC3339_BYTES];
    return date_to_rfc3339(day * 86400, text) ? strtoll(text, NULL, 10) : 1970;
}

/* A day of a month without its year: the year that brings it nearest to publication, the future
 * being likelier. */
static long long nearest_day(const struct document *doc, int month, int day)
{
    long long year = year_of(doc->date_day);
    long long best = date_days(year, month, day);
    if (best < doc->date_day - 200)
        best = date_days(year + 1, month, day);
    else if (best > doc->date_day + 250)
        best = date_days(year - 1, month, day);
    return best;
}

static uint32_t read_year(const struct document *doc, uint32_t at, uint32_t end, long long *year)
{
    if (at < end && doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ',' &&
        is_year(doc, at + 1, end)) {
        *year = (long long)doc->token[at + 1].value;
        return at + 2;
    }
    if (is_year(doc, at, end)) {
        *year = (long long)doc->token[at].value;
        return at + 1;
    }
    /* "of this year", "of next year" */
    if (word_is(doc, at, W_OF) && at + 2 < end && doc->date_known) {
        struct str word = document_span(doc, at + 1, at + 2);
        struct str noun = document_span(doc, at + 2, at + 3);
        if (str_eq_nocase(noun, STR("year")) && str_eq_nocase(word, STR("next"))) {
            *year = year_of(doc->date_day) + 1;
            return at + 3;
        }
        if (str_eq_nocase(noun, STR("year")) && str_eq_nocase(word, STR("this"))) {
            *year = year_of(doc->date_day);
            return at + 3;
        }
    }
    return at;
}

/* "the first of this month", "the first of next month": where it ends, or `at`. */
static uint32_t first_of_month(const struct document *doc, uint32_t at, uint32_t end, int *months)
{
    if (at + 1 >= end || !word_spelled(doc, at + 1, "month"))
        return at;
    struct str which = document_span(doc, at, at + 1);
    *months = str_eq_nocase(which, STR("next"));
    return *months || word_is(doc, at, W_THIS) || word_is(doc, at, W_THE) ? at + 2 : at;
}

/* "27th", "first of", "twenty-seventh of": the number, 0 where none is at the token; *after: past
 * it.
 */
static int ordinal_at(const struct document *doc, uint32_t at, uint32_t end, uint32_t *after)
{
    static const char *const names[] = {
        "first",      "second",     "third",     "fourth",    "fifth",       "sixth",
        "seventh",    "eighth",     "ninth",     "tenth",     "eleventh",    "twelfth",
        "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
        "nineteenth", "twentieth",  "thirtieth"};
    *after = at + 1;
    if (at >= end)
        return 0;
    if (doc->token[at].kind == TOKEN_NUMBER) {
        /* "22222222222223rd" is no day, and no int. */
        double value = doc->token[at].value;
        bool day = (doc->token[at].flags & TOKEN_ORDINAL) != 0 && value <= DAYS_MAX;
        return day ? (int)value : 0;
    }
    struct str word = document_span(doc, at, at + 1);
    int tens = str_eq_nocase(word, STR("twenty"))   ? 20
               : str_eq_nocase(word, STR("thirty")) ? 30
                                                    : 0;
    uint32_t unit = at + (tens > 0);
    unit += tens > 0 && mark_is(doc, unit, '-');
    struct str name = unit < end ? document_span(doc, unit, unit + 1) : word;
    *after = unit + 1;
    if (!word_is(doc, *after, W_OF))
        return 0;
    for (int i = 0; i < (int)(sizeof names / sizeof names[0]); i++) {
        if (str_eq_nocase(name, str_of(names[i])))
            return tens > 0 && i >= 9 ? 0 : tens > 0 ? tens + i + 1 : i == 20 ? 30 : i + 1;
    }
    return 0;
}

/* "the fifth of September", "the first of next month" */
static struct when ordinal_of(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at};
    uint32_t of;
    int day = ordinal_at(doc, at, end, &of);
    if (day < 1 || day > 31 || of + 1 >= end || !word_is(doc, of, W_OF))
        return when;
    const struct hit *month = hit_at(doc, of + 1, LEX_MONTH);
    int months = 0;
    when.end = first_of_month(doc, of + 1, end, &months);
    char text[DATE_RFC3339_BYTES];
    if (!doc->date_known || !date_to_rfc3339(doc->date_day * 86400, text))
        return when;
    if (month != NULL) {
        long long year = 0;
        when.end = read_year(doc, month->end, end, &year);
        int number = when_number(month);
        when.yearless = year == 0;
        when.day = year != 0 ? date_days(year, number, day) : nearest_day(doc, number, day);
    } else if (when.end > of + 1) {
        int number = (int)strtol(text + 5, NULL, 10) + months;
        when.day =
            date_days(strtoll(text, NULL, 10) + (number > 12), number > 12 ? 1 : number, day);
    } else {
        return when;
    }
    when.known = when.to_day = true;
    return when;
}

/* "on the 27th": of this month; "since the 27th": of the month that has that day nearest. */
static struct when bare_ordinal(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at, .end = at + 1};
    char text[DATE_RFC3339_BYTES];
    if (at < 2 || doc->token[at].kind != TOKEN_NUMBER || !(doc->token[at].flags & TOKEN_ORDINAL) ||
        !word_is(doc, at - 1, W_THE) ||
        !(word_is(doc, at - 2, W_ON) || word_is(doc, at - 2, W_FROM) ||
          word_is(doc, at - 2, W_SINCE)) ||
        doc->token[at].value < 1 || doc->token[at].value > 31 ||
        (when.end < end && doc->token[when.end].kind == TOKEN_WORD &&
         !word_is_grammar(doc, when.end)) ||
        !date_to_rfc3339(doc->date_day * 86400, text))
        return when;
    long long year = strtoll(text, NULL, 10);
    int month = (int)strtol(text + 5, NULL, 10);
    long long best = 0;
    for (int step = -1; step <= 1; step++) {
        int number = month + step;
        long long day = date_days(year + (number > 12) - (number < 1),
                                  number > 12  ? 1
                                  : number < 1 ? 12
                                               : number,
                                  (int)doc->token[at].value);
        bool unlike = (word_is(doc, at - 2, W_FROM) && day < doc->date_day) ||
                      (word_is(doc, at - 2, W_ON) && step != 0);
        if (!unlike && (best == 0 || llabs(day - doc->date_day) < llabs(best - doc->date_day)))
            best = day;
    }
    when.day = best;
    when.known = when.to_day = true;
    return when;
}

/* "from 2027", "at the start of 2024": the first of January. */
static struct when year_start(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at, .end = at + 1};
    if (at < 2 || !is_year(doc, at, end))
        return when;
    struct str before = document_span(doc, at - 2, at - 1);
    bool start = word_is(doc, at - 1, W_OF) &&
                 (str_eq_nocase(before, STR("start")) || str_eq_nocase(before, STR("beginning")));
    bool ahead = word_is(doc, at - 1, W_FROM) && doc->token[at].value > year_of(doc->date_day);
    if (!start && !ahead)
        return when;
    when.day = date_days((long long)doc->token[at].value, 1, 1);
    when.known = when.to_day = true;
    return when;
}

static struct when month_date(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at};
    const struct hit *month = hit_at(doc, at, LEX_MONTH);
    uint32_t next;
    int day = day_at(doc, at, end, &next);
    if (month != NULL) {
        next = month->end;
        if (next < end && doc->token[next].kind == TOKEN_PUNCT && doc->token[next].mark == '.')
            next++;
        uint32_t after = next;
        day = day_at(doc, next, end, &after);
        when.to_day = day > 0 && !is_year(doc, next, end);
        if (when.to_day)
            next = after;
        else if (!is_year(doc, next, end) && !(word_is(doc, next, W_OF)))
            return when;
    } else if (day > 0) {
        when.to_day = true;
        if (word_is(doc, next, W_OF))
            next++;
        else if (doc->token[at].kind != TOKEN_NUMBER)
            return when;
        month = next < end ? hit_at(doc, next, LEX_MONTH) : NULL;
        if (month == NULL)
            return when;
        next = month->end;
    } else {
        return when;
    }
    int number = when_number(month);
    long long year = 0;
    day = day > 0 ? day : 1;
    when.end = read_year(doc, next, end, &year);
    if (when.end == next && !doc->date_known)
        return when;
    when.day = year != 0 ? date_days(year, number, day) : nearest_day(doc, number, day);
    when.known = true;
    when.yearless = year == 0;
    return when;
}

/* "on Tuesday": the next one after publication; in the past tense the last one. */
long long when_weekday(const struct document *doc, int weekday, bool past)
{
    /* 1970-01-01 was a Thursday; weekday 0 is Monday. */
    long long today = ((doc->date_day + 3) % 7 + 7) % 7;
    long long ahead = (weekday - today + 7) % 7;
    if (past)
        return doc->date_day - (7 - ahead) % 7;
    return doc->date_day + (ahead == 0 ? 7 : ahead);
}

/* "sixty days after its publication", "in seven days": counted from the item's own date. */
static struct when counted_start(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at};
    double value = 0;
    bool in = word_is(doc, at, W_IN);
    uint32_t after = number_read(doc, at + in, end, &value);
    const struct hit *unit = after > at + in && after < end ? hit_at(doc, after, LEX_PERIOD) : NULL;
    if (unit == NULL || when_number(unit) <= 0 || value <= 0 || value > COUNTED_MAX)
        return when;
    when.end = unit->end;
    if (!in) {
        uint32_t next = unit->end;
        if (!word_is(doc, next, W_AFTER) && !word_is(doc, next, W_FROM))
            return when;
        uint32_t high = next + ANCHOR_REACH < end ? next + ANCHOR_REACH : end;
        const struct hit *anchor = hit_in(doc, next + 1, high, LEX_DATE);
        if (!hit_is(anchor, 1, "anchor"))
            return when;
        when.end = anchor->end;
    }
    /* "thirty days after its publication, on 7 July" */
    for (uint32_t next = when.end; next < end && next < when.end + 3; next++) {
        if (month_date(doc, next, end).known)
            return when;
    }
    when.day = doc->date_day + (long long)value * when_number(unit);
    when.known = when.to_day = when.counted = true;
    return when;
}

/* "at midnight on Tuesday": the day is told behind it. */
static bool is_led_midnight(const struct document *doc, const struct hit *date)
{
    return word_is(doc, date->first, W_AT) && word_is(doc, date->end, W_ON) &&
           (hit_at(doc, date->end + 1, LEX_WEEKDAY) != NULL ||
            hit_at(doc, date->end + 1, LEX_MONTH) != NULL);
}

struct when when_at(const struct document *doc, uint32_t at, uint32_t end)
{
    if (at >= end || when_none(doc, at))
        return (struct when){.first = at};
    struct when when = month_date(doc, at, end);
    if (when.known || !doc->date_known)
        return when;
    when = ordinal_of(doc, at, end);
    if (!when.known)
        when = bare_ordinal(doc, at, end);
    if (!when.known)
        when = year_start(doc, at, end);
    if (!when.known)
        when = counted_start(doc, at, end);
    if (when.known)
        return when;
    const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
    const struct hit *relative = hit_at(doc, at, LEX_DATE);
    when.to_day = true;
    if (weekday != NULL) {
        when.known = true;
        when.end = weekday->end;
        when.day = when_weekday(doc, when_number(weekday), false);
    } else if (relative != NULL && !is_led_midnight(doc, relative) &&
               !hit_is(relative, 1, "vague") && !hit_is(relative, 1, "same") &&
               !hit_is(relative, 1, "anchor")) {
        when.known = true;
        when.end = relative->end;
        when.day = hit_is(relative, 1, "year") ? nearest_day(doc, 1, 1)
                                               : doc->date_day + when_number(relative);
    }
    return when;
}

const char *when_text(const struct document *doc, long long day)
{
    char text[DATE_RFC3339_BYTES];
    if (!date_to_rfc3339(day * 86400, text))
        return NULL;
    return arena_copy(doc->arena, text, 10);
}

/* "The duty goes to 40% on Wednesday": what a duty does in the present tense is to come. */
static bool is_ahead(const struct document *doc, uint32_t first, uint32_t end)
{
    static const enum grammar_word words[] = {W_HAS, W_HAVE, W_HAD, W_BEEN, W_BE};
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_WAS) || word_is(doc, at, W_WERE))
            return false;
        if (word_is(doc, at + 1, W_TO) && word_spelled(doc, at, "goes"))
            return true;
    }
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT)) {
        bool moves = hit_is(act, 1, "v") && hit_is(act, 2, "subject");
        bool helped = false;
        for (size_t i = 0; act->first > first && i < sizeof words / sizeof words[0]; i++)
            helped = helped || word_is(doc, act->first - 1, words[i]);
        if (moves && !helped && hit_at(doc, act->first, LEX_PAST) == NULL &&
            !act_ends_with(doc, act->first, "ed") && !act_ends_with(doc, act->first, "ing"))
            return true;
    }
    return false;
}

bool when_is_past(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        /* "was to begin in May", "began to charge" */
        const struct hit *begun = at > first ? hit_over(doc, at - 1, LEX_PAST) : NULL;
        bool was = at > first &&
                   (word_is(doc, at - 1, W_WAS) || word_is(doc, at - 1, W_WERE) || begun != NULL);
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) ||
            (word_is(doc, at, W_TO) && !was && at + 1 < end &&
             doc->token[at + 1].kind == TOKEN_WORD && hit_at(doc, at + 1, LEX_NUMBER) == NULL) ||
            word_is(doc, at, W_LL) || word_is(doc, at, W_SHALL))
            return false;
    }
    return !is_ahead(doc, first, end);
}

struct when when_event(const struct document *doc, uint32_t first, uint32_t at, uint32_t end)
{
    struct when when = when_at(doc, at, end);
    const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
    if (when.known && weekday != NULL && when_is_past(doc, first, at))
        when.day = when_weekday(doc, when_number(weekday), true);
    return when;
}
