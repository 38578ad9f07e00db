/*
 * Dates in a text, resolved against the day the item was published.
 */
#ifndef GAINSAY_CLASSIFY_WHEN_H
#define GAINSAY_CLASSIFY_WHEN_H

#include "consumers/classify/document.h"

struct when {
    bool known;
    long long day; /* since 1970-01-01 */
    uint32_t first;
    uint32_t end;
    bool to_day;     /* a day is stated, not a month alone */
    bool counted;    /* "in seven days" */
    bool yearless;   /* its year is a guess */
    bool after_last; /* counted from the day of another measure */
    bool weak;       /* only the deed's own date: one that is stated as the start goes before */
};

/* Of dates and numbers. */
#define WHEN_CLASSES(X) X(MONTH) X(NUMBER) X(WEEKDAY) X(DATE)

/* True of most words: neither digits, nor "in", nor a word of the lexicon that is of dates or
 * numbers or stands before "of" ("the first of May"). No date is there, which those who go through
 * a text see without asking for one. */
static inline bool when_none(const struct document *doc, uint32_t at)
{
    static const struct hit_classes dates = HIT_CLASSES(WHEN_CLASSES);
    return doc->token[at].kind != TOKEN_NUMBER && !word_is(doc, at, W_IN) &&
           !word_is(doc, at + 1, W_OF) && !hit_any(doc, at, &dates);
}

/* The date at a token: "August 29, 2025", "29 August", "Tuesday", "tomorrow". */
struct when when_at(const struct document *doc, uint32_t at, uint32_t end);
/* The same for what is said to have happened, told from token `first` on: "met on Tuesday" is the
 * last Tuesday, "will meet on Tuesday" the next. */
struct when when_event(const struct document *doc, uint32_t first, uint32_t at, uint32_t end);
/* The date in tokens [from, end) from which a measure applies; cues count from token `first`. */
struct when when_effective(const struct document *doc, uint32_t first, uint32_t from, uint32_t end);
/* Drops what is kept of it for who asks again. */
void when_forget(struct document *doc);
/* The date up to which it applies: stated, or counted from its start ("for 90 days"). */
struct when
when_expires(const struct document *doc, uint32_t first, uint32_t end, const struct when *start);
/* The date on which it was announced, signed or ordered, where that is told. */
struct when when_announced(const struct document *doc, uint32_t first, uint32_t end);
/* The number that a row of months, weekdays, dates or periods has for its value. */
int when_number(const struct hit *hit);
/* A weekday (0 is Monday): the next one after publication; in the past tense the last one. */
long long when_weekday(const struct document *doc, int weekday, bool past);
/* Whether nothing in tokens [first, end) points ahead. */
bool when_is_past(const struct document *doc, uint32_t first, uint32_t end);
/* YYYY-MM-DD in the document's arena, NULL over its ceiling. */
const char *when_text(const struct document *doc, long long day);

#endif
