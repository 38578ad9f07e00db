#include "consumers/classify/when.h"

#include "common/text/date.h"

#include <stdlib.h>

#define YEAR_MIN 1990
#define YEAR_MAX 2099

static bool is_day_number(const struct document *doc, uint32_t at, uint32_t end)
{
    return at < end && doc->token[at].kind == TOKEN_NUMBER && doc->token[at].value >= 1 &&
           doc->token[at].value <= 31 && doc->token[at].value == (int)doc->token[at].value;
}

static bool is_year(const struct document *doc, uint32_t at, uint32_t end)
{
    return at < end && doc->token[at].kind == TOKEN_NUMBER && doc->token[at].end - doc->token[at].start == 4 &&
           doc->token[at].value >= YEAR_MIN && doc->token[at].value <= YEAR_MAX;
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
    if (at < end && doc->token[at].kind == TOKEN_PUNCT && doc->token[at].mark == ',' && is_year(doc, at + 1, end)) {
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

static struct when month_date(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at};
    const struct hit *month = hit_at(doc, at, LEX_MONTH);
    double day = 1;
    uint32_t next;
    if (month != NULL) {
        next = month->end;
        if (next < end && doc->token[next].kind == TOKEN_PUNCT && doc->token[next].mark == '.')
            next++;
        if (is_day_number(doc, next, end) && !is_year(doc, next, end))
            day = doc->token[next++].value;
        else if (!is_year(doc, next, end) && !(word_is(doc, next, W_OF)))
            return when;
    } else if (is_day_number(doc, at, end)) {
        next = at + 1;
        day = doc->token[at].value;
        if (word_is(doc, next, W_OF))
            next++;
        month = next < end ? hit_at(doc, next, LEX_MONTH) : NULL;
        if (month == NULL)
            return when;
        next = month->end;
    } else {
        return when;
    }
    int number = atoi(month->entry->text[0]);
    long long year = 0;
    when.end = read_year(doc, next, end, &year);
    if (when.end == next && !doc->date_known)
        return when;
    when.day = year != 0 ? date_days(year, number, (int)day) : nearest_day(doc, number, (int)day);
    when.known = true;
    return when;
}

/* "on Tuesday": the next one after publication; in the past tense the last one. */
static long long weekday_day(const struct document *doc, int weekday, bool past)
{
    /* 1970-01-01 was a Thursday; weekday 0 is Monday. */
    long long today = ((doc->date_day + 3) % 7 + 7) % 7;
    long long ahead = (weekday - today + 7) % 7;
    if (past)
        return doc->date_day - (7 - ahead) % 7;
    return doc->date_day + (ahead == 0 ? 7 : ahead);
}

struct when when_at(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = month_date(doc, at, end);
    if (when.known || !doc->date_known)
        return when;
    const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
    const struct hit *relative = hit_at(doc, at, LEX_DATE);
    if (weekday != NULL) {
        when.known = true;
        when.end = weekday->end;
        when.day = weekday_day(doc, atoi(weekday->entry->text[0]), false);
    } else if (relative != NULL) {
        when.known = true;
        when.end = relative->end;
        when.day = doc->date_day + atoi(relative->entry->text[0]);
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

/* How a date is bound to the measure: by the nearest cue before it. */
static int binding(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + 12 ? at - 12 : first;
    int found = 0;
    uint32_t best = 0;
    for (const struct hit *hit = hit_in(doc, low, at, LEX_WHEN); hit != NULL; hit = hit_in(doc, hit->end, at, LEX_WHEN)) {
        uint32_t distance = at - hit->end;
        bool direct = hit->entry->text[1][0] == 'd';
        if ((direct && distance > 2 && !(distance <= 9 && hit_is(hit, 0, "start"))) || hit->first < best)
            continue;
        best = hit->first;
        found = hit_is(hit, 0, "start") ? 1 : hit_is(hit, 0, "past") ? 2 : -1;
    }
    return found;
}

struct when when_effective(const struct document *doc, uint32_t first, uint32_t end)
{
    struct when weak = {0};
    for (uint32_t at = first; at < end; at++) {
        struct when when = when_at(doc, at, end);
        if (!when.known)
            continue;
        int bound = binding(doc, first, at);
        if (hit_at(doc, at, LEX_WEEKDAY) != NULL && bound == 2)
            when.day = weekday_day(doc, atoi(hit_at(doc, at, LEX_WEEKDAY)->entry->text[0]), true);
        if (bound > 0)
            return when;
        at = when.end - 1;
    }
    return weak;
}
