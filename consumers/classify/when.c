#include "consumers/classify/when.h"
#include "consumers/classify/number.h"

#include "common/text/date.h"
#include "consumers/classify/rate.h"

#include <stdlib.h>
#include <string.h>

#define BIND_REACH     12  /* tokens from a cue to its date */
#define DIRECT_REACH   1   /* ... of a cue that stands right before it */
#define COUNTED_MAX    400 /* days that a start may be counted ahead */
#define ANCHOR_REACH   7   /* tokens from "after" to what the days are counted from */
#define YEARLESS_AHEAD 60  /* days that what is told in the past may lie ahead */
#define CLOCK_MAX      14  /* tokens of a time of day */
#define DEED_REACH     20  /* tokens from a deed to its date */
#define YEAR_MIN       1990
#define YEAR_MAX       2099

/* The number that a row of months, weekdays, dates or periods has for its value. */
static int number_of(const struct hit *hit)
{
    return (int)strtol(hit->entry->text[0], NULL, 10);
}

static bool is_day_number(const struct document *doc, uint32_t at, uint32_t end)
{
    return at < end && doc->token[at].kind == TOKEN_NUMBER && doc->token[at].value >= 1 &&
           doc->token[at].value <= 31 && doc->token[at].value == (int)doc->token[at].value;
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
        when.to_day = is_day_number(doc, next, end) && !is_year(doc, next, end);
        if (when.to_day)
            day = doc->token[next++].value;
        else if (!is_year(doc, next, end) && !(word_is(doc, next, W_OF)))
            return when;
    } else if (is_day_number(doc, at, end)) {
        next = at + 1;
        day = doc->token[at].value;
        when.to_day = true;
        if (word_is(doc, next, W_OF))
            next++;
        month = next < end ? hit_at(doc, next, LEX_MONTH) : NULL;
        if (month == NULL)
            return when;
        next = month->end;
    } else {
        return when;
    }
    int number = number_of(month);
    long long year = 0;
    when.end = read_year(doc, next, end, &year);
    if (when.end == next && !doc->date_known)
        return when;
    when.day = year != 0 ? date_days(year, number, (int)day) : nearest_day(doc, number, (int)day);
    when.known = true;
    when.yearless = year == 0;
    return when;
}

static long long years_on(long long day, int years)
{
    char text[DATE_RFC3339_BYTES];
    if (!date_to_rfc3339(day * 86400, text))
        return day;
    return date_days(strtoll(text, NULL, 10) + years, (int)strtol(text + 5, NULL, 10),
                     (int)strtol(text + 8, NULL, 10));
}

static bool tells_future(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_LL) || word_is(doc, at, W_SHALL))
            return true;
    }
    return false;
}

/* A deed in a past form. */
static bool tells_past(const struct document *doc, uint32_t first, uint32_t end)
{
    for (const struct hit *act = hit_in(doc, first, end, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, end, LEX_ACT)) {
        const struct token *token = &doc->token[act->first];
        bool would = act->first > first &&
                     (word_is(doc, act->first - 1, W_BE) || word_is(doc, act->first - 1, W_WOULD));
        if (would)
            return false;
        if (hit_at(doc, act->first, LEX_PAST) != NULL ||
            (token->end - token->start > 3 && memcmp(doc->text + token->end - 2, "ed", 2) == 0))
            return true;
    }
    return false;
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

/* "sixty days after its publication", "in seven days": counted from the item's own date. */
static struct when counted_start(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = {.first = at};
    double value = 0;
    bool in = word_is(doc, at, W_IN);
    uint32_t after = number_read(doc, at + in, end, &value);
    const struct hit *unit = after > at + in && after < end ? hit_at(doc, after, LEX_PERIOD) : NULL;
    if (unit == NULL || number_of(unit) <= 0 || value <= 0 || value > COUNTED_MAX)
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
    when.day = doc->date_day + (long long)value * number_of(unit);
    when.known = when.to_day = when.counted = true;
    return when;
}

struct when when_at(const struct document *doc, uint32_t at, uint32_t end)
{
    struct when when = month_date(doc, at, end);
    if (when.known || !doc->date_known)
        return when;
    when = counted_start(doc, at, end);
    if (when.known)
        return when;
    const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
    const struct hit *relative = hit_at(doc, at, LEX_DATE);
    when.to_day = true;
    if (weekday != NULL) {
        when.known = true;
        when.end = weekday->end;
        when.day = weekday_day(doc, number_of(weekday), false);
    } else if (relative != NULL && !hit_is(relative, 1, "vague") && !hit_is(relative, 1, "same") &&
               !hit_is(relative, 1, "anchor")) {
        when.known = true;
        when.end = relative->end;
        when.day = doc->date_day + number_of(relative);
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
enum binding { UNBOUND, BOUND_START, BOUND_PAST, BOUND_END, BOUND_TOLD, BOUND_OTHER };

static enum binding binding_of(const struct hit *cue)
{
    return hit_is(cue, 0, "start")  ? BOUND_START
           : hit_is(cue, 0, "past") ? BOUND_PAST
           : hit_is(cue, 0, "end")  ? BOUND_END
           : hit_is(cue, 0, "told") ? BOUND_TOLD
                                    : BOUND_OTHER;
}

/* "12:01 a.m. eastern daylight time on": where the time of day before a date begins. */
static uint32_t clock_start(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t start = at;
    while (start > first && at - start < CLOCK_MAX) {
        uint32_t back = start - 1;
        bool dot = doc->token[back].kind == TOKEN_PUNCT &&
                   (doc->token[back].mark == ':' || doc->token[back].mark == '.' ||
                    doc->token[back].mark == ',');
        if (!dot && !word_is(doc, back, W_ON) && hit_over(doc, back, LEX_CLOCK) == NULL &&
            !(doc->token[back].kind == TOKEN_NUMBER && start < at && !word_is(doc, start, W_ON)))
            break;
        start = back;
    }
    return hit_in(doc, start, at, LEX_CLOCK) != NULL ? start : at;
}

static enum binding binding(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t near = clock_start(doc, first, at);
    uint32_t low = near > first + BIND_REACH ? near - BIND_REACH : first;
    enum binding found = UNBOUND;
    uint32_t best = 0;
    for (const struct hit *hit = hit_in(doc, low, at, LEX_WHEN); hit != NULL;
         hit = hit_in(doc, hit->end, at, LEX_WHEN)) {
        uint32_t distance = hit->end < near ? near - hit->end : 0;
        bool direct = hit->entry->text[1][0] == 'd';
        if ((direct && distance > DIRECT_REACH) || hit->first < best)
            continue;
        best = hit->first;
        found = binding_of(hit);
    }
    return found;
}

static bool is_last(const struct document *doc, uint32_t at)
{
    return str_eq_nocase(document_span(doc, at, at + 1), STR("last"));
}

/* A past form after a noun, with another deed before it and no form of "be" or "have". */
static bool is_participle(const struct document *doc, uint32_t first, const struct hit *act)
{
    uint32_t before = act->first - 1;
    bool noun = doc->token[before].word == 0 || doc->token[before].word >= W_COUNT;
    return noun && hit_in(doc, first, before, LEX_ACT) != NULL &&
           hit_over(doc, before, LEX_ADVERB) == NULL;
}

/* "raised the duty on Monday", "on March 31 the duty was cut": the deed's own date. */
static bool
is_of_deed(const struct document *doc, uint32_t first, uint32_t at, uint32_t date_end, uint32_t end)
{
    const struct hit *relative = hit_at(doc, at, LEX_DATE);
    bool ahead = relative != NULL && number_of(relative) > 0;
    bool last = at > first && is_last(doc, at - 1); /* "last Wednesday" */
    bool month = hit_at(doc, at, LEX_MONTH) != NULL && at > first && word_is(doc, at - 1, W_IN);
    if (at == first || !(word_is(doc, at - 1, W_ON) || ahead || month || last))
        return false;
    uint32_t low = at > first + DEED_REACH ? at - DEED_REACH : first;
    uint32_t high = date_end + DEED_REACH < end ? date_end + DEED_REACH : end;
    for (uint32_t back = at; back > low; back--) {
        const struct hit *act = hit_over(doc, back - 1, LEX_ACT);
        if (hit_over(doc, back - 1, LEX_SAY) != NULL || doc->token[back - 1].kind == TOKEN_QUOTE)
            return false;
        /* "the duties imposed in October": tells which duties are meant */
        if (act != NULL && act->end + 1 == at && act->first > low &&
            hit_over(doc, act->first - 1, LEX_TARIFF) == NULL && is_participle(doc, first, act))
            continue;
        if (act != NULL && !hit_is(act, 1, "w"))
            return true;
    }
    bool opens = at == first + 1 ? first == 0 || hit_over(doc, first - 1, LEX_SAY) == NULL
                                 : doc->token[at - 2].kind == TOKEN_PUNCT;
    return opens && hit_in(doc, date_end, high, LEX_ACT) != NULL;
}

static bool is_past_deed(const struct document *doc, uint32_t first, uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        if (word_is(doc, at, W_WILL) || word_is(doc, at, W_WOULD) ||
            (word_is(doc, at, W_TO) && at + 1 < end && doc->token[at + 1].kind == TOKEN_WORD &&
             hit_at(doc, at + 1, LEX_NUMBER) == NULL) ||
            word_is(doc, at, W_LL) || word_is(doc, at, W_SHALL))
            return false;
    }
    return true;
}

struct when when_event(const struct document *doc, uint32_t first, uint32_t at, uint32_t end)
{
    struct when when = when_at(doc, at, end);
    const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
    if (when.known && weekday != NULL && is_past_deed(doc, first, at))
        when.day = weekday_day(doc, number_of(weekday), true);
    return when;
}

struct when when_effective(const struct document *doc, uint32_t first, uint32_t from, uint32_t end)
{
    struct when weak = {0};
    for (uint32_t at = from; at < end; at++) {
        struct when when = when_at(doc, at, end);
        if (!when.known)
            continue;
        enum binding bound = binding(doc, first, at);
        const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
        if (when.yearless && when.day < doc->date_day && tells_future(doc, first, at))
            when.day = years_on(when.day, 1);
        bool told =
            bound == UNBOUND && !tells_future(doc, first, end) && tells_past(doc, first, end);
        if (when.yearless && when.day > doc->date_day + YEARLESS_AHEAD && told)
            when.day = years_on(when.day, -1);
        bool immediate = hit_is(hit_at(doc, at, LEX_DATE), 1, "start") || when.counted;
        if (weekday != NULL && bound == BOUND_PAST)
            when.day = weekday_day(doc, number_of(weekday), true);
        if (bound == BOUND_START || bound == BOUND_PAST || immediate)
            return when;
        if (bound == UNBOUND && !weak.known && is_of_deed(doc, first, at, when.end, end)) {
            weak = when;
            weak.weak = true;
            if (weekday != NULL && is_past_deed(doc, first, at))
                weak.day = weekday_day(doc, number_of(weekday), true);
        }
        at = when.end - 1;
    }
    return weak;
}

/* "for 90 days", "for an initial period of ninety days" */
static struct when
counted_end(const struct document *doc, uint32_t first, uint32_t end, const struct when *start)
{
    struct when when = {0};
    if (!start->known && !doc->date_known)
        return when;
    for (uint32_t at = first; at < end; at++) {
        double value = 0;
        if (!word_is(doc, at, W_FOR))
            continue;
        uint32_t after = number_read(doc, at + 1, end, &value);
        const struct hit *unit =
            after > at + 1 && after < end ? hit_at(doc, after, LEX_PERIOD) : NULL;
        if (unit == NULL || number_of(unit) <= 0)
            continue;
        when = (struct when){.known = true, .first = at, .end = unit->end};
        when.day = (start->known ? start->day : doc->date_day) + (long long)value * number_of(unit);
        return when;
    }
    return when;
}

static struct when
bound_as(const struct document *doc, uint32_t first, uint32_t end, enum binding want)
{
    for (uint32_t at = first; at < end; at++) {
        struct when when = when_at(doc, at, end);
        if (!when.known)
            continue;
        const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
        if (weekday != NULL && want == BOUND_TOLD)
            when.day = weekday_day(doc, number_of(weekday), true);
        if (binding(doc, first, at) == want)
            return when;
        at = when.end - 1;
    }
    return (struct when){0};
}

struct when
when_expires(const struct document *doc, uint32_t first, uint32_t end, const struct when *start)
{
    struct when when = bound_as(doc, first, end, BOUND_END);
    return when.known ? when : counted_end(doc, first, end, start);
}

struct when when_announced(const struct document *doc, uint32_t first, uint32_t end)
{
    return bound_as(doc, first, end, BOUND_TOLD);
}
