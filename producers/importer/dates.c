#include "producers/importer/dates.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define DAY_S 86400
/* Earlier than all news: what software writes for "no date" (0001-01-01) is. */
#define FIRST_YEAR 1000

/* RFC 3339 first: nearly all archives have that. */
static const char *read_date(const struct import *import, const char *raw, long long *epoch_s)
{
    struct date date;
    if (date_from_rfc3339(str_of(raw), epoch_s))
        return "second";
    if (!date_read(str_of(raw), &import->date, &date))
        return NULL;
    *epoch_s = date.epoch_s;
    return date_precision_name(date.precision);
}

/* What the line says of its date's precision is kept where it is a word of the schema. */
static bool is_precision(const char *word)
{
    for (enum date_precision i = DATE_YEAR; word != NULL && i <= DATE_SECOND; i++) {
        if (strcmp(word, date_precision_name(i)) == 0)
            return true;
    }
    return false;
}

/* Nothing was published tomorrow: the day is for clocks that go wrong and zones that were left out.
 */
static bool is_possible(long long when)
{
    return when >= date_days(FIRST_YEAR, 1, 1) * DAY_S && when <= (long long)time(NULL) + DAY_S;
}

/* A date that is none becomes null, is named, and its words are kept. */
static void settle_published(struct import *import, struct item *item)
{
    long long when = 0;
    char text[DATE_RFC3339_BYTES];
    char why[160];
    const char *precision = read_date(import, item->published, &when);
    if (item->published_raw == NULL)
        item->published_raw = item->published;
    if (precision == NULL || !is_possible(when) || !date_to_rfc3339(when, text)) {
        (void)snprintf(why, sizeof why,
                       "\"published\" is %s: \"%.60s\"; the item goes in without one",
                       precision == NULL ? "no date" : "an impossible date", item->published);
        import_name(import, import->line, why);
        import->undated++;
        item->published = item->published_precision = NULL;
        item->published_from = "none";
        return;
    }
    item->published = arena_copy_str(&import->arena, str_of(text));
    if (!is_precision(item->published_precision))
        item->published_precision = precision;
}

/* The message in UTC, as the item's contract has it. */
void import_settle_times(struct import *import, struct item *item)
{
    long long when = 0;
    char text[DATE_RFC3339_BYTES];
    if (item->published != NULL && item->published[0] != '\0') {
        settle_published(import, item);
    } else {
        item->published = item->published_precision = NULL;
        item->published_from = "none";
    }
    if (item->updated != NULL)
        item->updated =
            date_from_rfc3339(str_of(item->updated), &when) && date_to_rfc3339(when, text)
                ? arena_copy_str(&import->arena, str_of(text))
                : NULL;
    if (item->fetched != NULL && date_from_rfc3339(str_of(item->fetched), &when) &&
        date_to_rfc3339(when, text))
        item->fetched = arena_copy_str(&import->arena, str_of(text));
    else
        item->fetched = item->published != NULL ? item->published : import->document_time;
}
