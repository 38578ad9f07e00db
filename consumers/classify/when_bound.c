/* Dates that a measure applies from, up to which it does, or on which it was told of. */
#include "consumers/classify/when.h"

#include "common/text/date.h"
#include "consumers/classify/number.h"

#include <stdlib.h>
#include <string.h>

#define BIND_REACH     12 /* tokens from a cue to its date */
#define DIRECT_REACH   1  /* ... of a cue that stands right before it */
#define YEARLESS_AHEAD 60 /* days that what is told in the past may lie ahead */
#define CLOCK_MAX      14 /* tokens of a time of day */
#define DEED_REACH     20 /* tokens from a deed to its date */

struct when_note {
    struct noted noted;
    struct when when;
};

/* How a date is bound to the measure: by the nearest cue before it. */
enum binding { UNBOUND, BOUND_START, BOUND_PAST, BOUND_END, BOUND_TOLD, BOUND_OTHER };

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
        /* "takes effect on the 27th": the day's own words */
        bool own = hit->end == at && word_is(doc, hit->first, W_ON) &&
                   (doc->token[at].flags & TOKEN_ORDINAL) != 0;
        if (own || (direct && distance > DIRECT_REACH) || hit->first < best)
            continue;
        best = hit->first;
        found = binding_of(hit);
    }
    return found;
}

static bool is_last(const struct document *doc, uint32_t at)
{
    return word_spelled(doc, at, "last");
}

/* A past form after a noun, with another deed before it and no form of "be" or "have". */
static bool is_participle(const struct document *doc, uint32_t first, const struct hit *act)
{
    uint32_t before = act->first - 1;
    bool noun = !word_is_grammar(doc, before);
    return noun && hit_in(doc, first, before, LEX_ACT) != NULL &&
           hit_over(doc, before, LEX_ADVERB) == NULL;
}

/* "raised the duty on Monday", "on March 31 the duty was cut": the deed's own date. */
static bool
is_of_deed(const struct document *doc, uint32_t first, uint32_t at, uint32_t date_end, uint32_t end)
{
    const struct hit *relative = hit_at(doc, at, LEX_DATE);
    bool ahead = relative != NULL && when_number(relative) > 0;
    bool last = at > first && is_last(doc, at - 1); /* "last Wednesday" */
    bool month = hit_at(doc, at, LEX_MONTH) != NULL && at > first && word_is(doc, at - 1, W_IN);
    if (at == first || !(word_is(doc, at - 1, W_ON) || ahead || month || last))
        return false;
    uint32_t low = at > first + DEED_REACH ? at - DEED_REACH : first;
    uint32_t high = date_end + DEED_REACH < end ? date_end + DEED_REACH : end;
    for (uint32_t back = at; back > low; back--) {
        const struct hit *act = hit_over(doc, back - 1, LEX_ACT);
        /* "add 10 percent", but not "he added" */
        bool adds = act != NULL && act->end < at && doc->token[act->end].kind == TOKEN_NUMBER;
        /* "counter-tariffs" counter nothing that was said */
        bool named = hit_over(doc, back - 1, LEX_TARIFF) != NULL || hit_at(doc, back, LEX_TARIFF);
        if ((hit_over(doc, back - 1, LEX_SAY) != NULL && !adds && !named) ||
            doc->token[back - 1].kind == TOKEN_QUOTE)
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

/* "on Monday started collecting": what starts on the day that stands before it. */
static bool starts_after(const struct document *doc, uint32_t first, uint32_t at, uint32_t date_end)
{
    const struct hit *act = date_end < doc->token_count ? hit_at(doc, date_end, LEX_ACT) : NULL;
    return act != NULL && at > first && word_is(doc, at - 1, W_ON) && hit_is(act, 1, "w") &&
           hit_is(act, 2, "subject") && tells_past(doc, act->first, act->end);
}

/* "began to pay the new duties on Thursday": what started on the day that stands after it. */
static bool started_before(const struct document *doc, uint32_t first, uint32_t at)
{
    uint32_t low = at > first + BIND_REACH ? at - BIND_REACH : first;
    if (at == first || !word_is(doc, at - 1, W_ON))
        return false;
    for (const struct hit *act = hit_in(doc, low, at, LEX_ACT); act != NULL;
         act = hit_in(doc, act->end, at, LEX_ACT)) {
        if (hit_is(act, 1, "w") && hit_is(act, 2, "subject") && word_is(doc, act->end, W_TO) &&
            tells_past(doc, act->first, act->end) && hit_in(doc, act->end, at, LEX_SAY) == NULL)
            return true;
    }
    return false;
}

static struct when
find_anew(const struct document *doc, uint32_t first, uint32_t from, uint32_t end)
{
    struct when weak = {0};
    for (uint32_t at = from; at < end; at++) {
        if (when_none(doc, at))
            continue;
        struct when when = when_at(doc, at, end);
        if (!when.known)
            continue;
        enum binding bound = binding(doc, first, at);
        const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
        if (bound != BOUND_START &&
            (starts_after(doc, first, at, when.end) || started_before(doc, first, at)))
            bound = BOUND_PAST;
        if (when.yearless && when.day < doc->date_day && tells_future(doc, first, at))
            when.day = years_on(when.day, 1);
        bool told =
            bound == UNBOUND && !tells_future(doc, first, end) && tells_past(doc, first, end);
        if (when.yearless && when.day > doc->date_day + YEARLESS_AHEAD && told)
            when.day = years_on(when.day, -1);
        /* "has charged since August 6": begun before it is told of */
        if (at > first && word_is(doc, at - 1, W_SINCE) && doc->date_known) {
            bound = BOUND_PAST;
            if (when.yearless && when.day > doc->date_day)
                when.day = years_on(when.day, -1);
        }
        /* "does not immediately stop" */
        bool none = at > first && word_is(doc, at - 1, W_NOT);
        bool immediate = (hit_is(hit_at(doc, at, LEX_DATE), 1, "start") && !none) || when.counted;
        /* "with effect from Monday last" */
        bool last =
            (when.end < end && is_last(doc, when.end)) || (at > from && is_last(doc, at - 1));
        /* "brought the duty down as of Wednesday", told on Thursday */
        bool done = bound == BOUND_START && weekday != NULL && doc->date_known &&
                    doc->date_day - when_weekday(doc, when_number(weekday), true) <= 1 &&
                    tells_past(doc, first, at) && !tells_future(doc, first, end) &&
                    when_is_past(doc, first, at);
        if (weekday != NULL && (bound == BOUND_PAST || done || (bound == BOUND_START && last)))
            when.day = when_weekday(doc, when_number(weekday), true);
        if (bound == BOUND_START || bound == BOUND_PAST || immediate)
            return when;
        if (bound == UNBOUND && !weak.known && is_of_deed(doc, first, at, when.end, end)) {
            weak = when;
            weak.weak = true;
            if (weekday != NULL && when_is_past(doc, first, at))
                weak.day = when_weekday(doc, when_number(weekday), true);
        }
        at = when.end - 1;
    }
    return weak;
}

void when_forget(struct document *doc)
{
    doc->when_note =
        document_grow(doc->when_note, &doc->when_note_capacity, NOTES, sizeof *doc->when_note);
    for (size_t i = 0; i < NOTES; i++)
        doc->when_note[i].noted.first = NO_INDEX;
}

struct when when_effective(const struct document *doc, uint32_t first, uint32_t from, uint32_t end)
{
    struct noted noted = {first, end, from};
    struct when_note *note = &doc->when_note[note_place(&noted)];
    if (!noted_is(&note->noted, &noted))
        *note = (struct when_note){noted, find_anew(doc, first, from, end)};
    return note->when;
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
        if (unit == NULL || when_number(unit) <= 0)
            continue;
        when = (struct when){.known = true, .first = at, .end = unit->end};
        when.day =
            (start->known ? start->day : doc->date_day) + (long long)value * when_number(unit);
        return when;
    }
    return when;
}

static bool has_cue(const struct document *doc, uint32_t first, uint32_t end, enum binding want)
{
    const struct hit *cue = hit_in(doc, first, end, LEX_WHEN);
    while (cue != NULL && binding_of(cue) != want)
        cue = hit_in(doc, cue->end, end, LEX_WHEN);
    return cue != NULL;
}

static struct when
bound_as(const struct document *doc, uint32_t first, uint32_t end, enum binding want)
{
    uint32_t from = has_cue(doc, first, end, want) ? first : end;
    for (uint32_t at = from; at < end; at++) {
        if (when_none(doc, at))
            continue;
        struct when when = when_at(doc, at, end);
        if (!when.known)
            continue;
        const struct hit *weekday = hit_at(doc, at, LEX_WEEKDAY);
        if (weekday != NULL && want == BOUND_TOLD)
            when.day = when_weekday(doc, when_number(weekday), true);
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
