#include "consumers/classify/document.h"

#include "common/text/date.h"

#include <stdlib.h>
#include <string.h>

#define EPOCH_WEEKDAY 4 /* 1970-01-01 was a Thursday; Sunday is 0 */

struct day {
    long long number; /* days since the epoch */
    bool known;
};

static const char *day_text(const struct document *document, long long number)
{
    char text[DATE_RFC3339_BYTES];
    if (!date_to_rfc3339(number * 86400, text))
        return NULL;
    return arena_copy(document->arena, text, 10);
}

static int year_of(const struct document *document, long long number)
{
    const char *text = day_text(document, number);
    return text ? atoi(text) : 1970;
}

static int number_at(const struct document *document, uint32_t at, uint32_t end, int low, int high)
{
    if (at >= end || document->token[at].kind != TOKEN_NUMBER)
        return 0;
    int n = atoi(document->token[at].fold);
    return n >= low && n <= high ? n : 0;
}

/* "April 5, 2025", "5 April", "July of next year": the year nearest to the publication if none. */
static struct day month_day(const struct document *document, const struct tag *month, uint32_t end)
{
    struct day day = {0, false};
    int of_month = number_at(document, month->end, end, 1, 31);
    uint32_t after = month->end;
    if (of_month)
        after++;
    else if (month->first > 0)
        of_month = number_at(document, month->first - 1, end, 1, 31);
    if (token_is(document, after, ","))
        after++;
    if (token_is(document, after, "of"))
        after++;
    int year = number_at(document, after, end, 1900, 2100);
    int base = document->published_day >= 0 ? year_of(document, document->published_day) : 0;
    bool next = token_is(document, after, "next") && token_is(document, after + 1, "year");
    if (!year && next)
        year = base + 1;
    if ((!of_month && !year) || (!year && !base))
        return day;
    int number = atoi(month->entry->value);
    day.known = true;
    day.number = date_days(year ? year : base, number, of_month ? of_month : 1);
    if (!year && day.number < document->published_day - 300)
        day.number = date_days(base + 1, number, of_month);
    else if (!year && day.number > document->published_day + 300)
        day.number = date_days(base - 1, number, of_month);
    return day;
}

static bool past_in(const struct document *document, const struct sentence *sentence)
{
    for (const struct tag *tag = NULL; (tag = tag_next(document, sentence, TAG_STATUS, tag));)
        if (tag_value_is(tag, "in_force"))
            return true;
    return false;
}

static struct day
week_day(const struct document *document, const struct sentence *sentence, const struct tag *tag)
{
    struct day day = {0, document->published_day >= 0};
    long long now = document->published_day;
    int today = (int)((now + EPOCH_WEEKDAY) % 7), want = atoi(tag->entry->value);
    if (past_in(document, sentence))
        day.number = now - (today - want + 7) % 7;
    else
        day.number = now + (want - today + 7) % 7;
    return day;
}

/* Whether the words before a date say that something begins there. */
static bool begins_before(const struct document *document, uint32_t first, uint32_t at)
{
    static const char *const words[] = {"effective", "from",  "starting", "beginning", "effect",
                                        "force",     "begin", "begins",   "start",     "starts",
                                        "since",     "apply", "applies",  "enters",    NULL};
    for (uint32_t i = at; i > first && at - i < 10; i--) {
        if (tag_in(document, TAG_SAY, i - 1, i) || tag_in(document, TAG_WEEKDAY, i - 1, i))
            return false;
        for (const char *const *word = words; *word; word++)
            if (token_is(document, i - 1, *word))
                return true;
        if (at - i < 5 && tag_in(document, TAG_ACTION, i - 1, i))
            return true;
        if (at - i < 3 && tag_in(document, TAG_PERCENT, i - 1, i))
            return true;
    }
    return false;
}

/* "on March 31 the duty was cut": the verb follows. */
static bool acts_after(const struct document *document, uint32_t first, uint32_t at, uint32_t end)
{
    uint32_t high = at + 12 < end ? at + 12 : end;
    if (at == first ||
        (!token_is(document, at - 1, "on") && !token_is(document, at - 1, "effective")))
        return false;
    if (at > first + 1 && document->token[at - 2].kind == TOKEN_WORD)
        return false;
    return tag_in(document, TAG_ACTION, at, high) != NULL;
}

const char *when_effective(const struct document *document,
                           const struct sentence *sentence,
                           uint32_t first,
                           uint32_t end)
{
    for (uint32_t at = first; at < end; at++) {
        struct day day = {0, false};
        const struct tag *month = tag_in(document, TAG_MONTH, at, at + 1);
        const struct tag *weekday = tag_in(document, TAG_WEEKDAY, at, at + 1);
        long long now = document->published_day;
        if (month && document->token[at].capital)
            day = month_day(document, month, sentence->end);
        else if (weekday)
            day = week_day(document, sentence, weekday);
        else if (token_is(document, at, "today") || token_is(document, at, "immediately"))
            day = (struct day){now, now >= 0};
        else if (token_is(document, at, "tomorrow"))
            day = (struct day){now + 1, now >= 0};
        const struct record_list *list = document->records;
        if (token_is(document, at, "same") && token_is(document, at + 1, "day") && list->count > 1)
            return list->record[list->count - 2].effective;
        bool ahead = month && day.known && at > first && day.number >= now && now >= 0 &&
                     token_is(document, at - 1, "on") && !tag_in(document, TAG_SAY, at - 2, at) &&
                     tag_next(document, sentence, TAG_ACTION, NULL);
        if (ahead)
            return day_text(document, day.number);
        if (day.known && (begins_before(document, sentence->first, at) ||
                          acts_after(document, sentence->first, at, sentence->end)))
            return day_text(document, day.number);
    }
    return NULL;
}
