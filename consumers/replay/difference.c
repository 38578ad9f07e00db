#include "consumers/replay/difference.h"

#include <stdio.h>
#include <string.h>

/* A record is known by its id; what else it says may change under the same id. What changes nothing
 * in the tables, whatever its records are, is one row that says why. */
static const char sql[] =
    "WITH result AS (SELECT $1::jsonb AS value),"
    " stored AS (SELECT v.records, v.revision, i.revision AS current, v.generation"
    "  FROM result JOIN item_revision v ON v.item_id = value -> 'item' ->> 'id'"
    "   AND v.revision = value -> 'item' ->> 'revision' JOIN item i ON i.id = v.item_id),"
    " idle AS (SELECT CASE"
    "   WHEN EXISTS (SELECT FROM redaction WHERE item_id = value -> 'item' ->> 'id') THEN "
    "'redacted'"
    "   WHEN NOT EXISTS (SELECT FROM stored) THEN 'unknown'"
    "   WHEN (SELECT revision <> current FROM stored) THEN 'superseded'"
    "   WHEN (SELECT generation FROM stored) > (value ->> 'generation')::bigint THEN 'outranked'"
    "   END AS why FROM result),"
    " old AS (SELECT r ->> 'id' AS id, r FROM stored, jsonb_array_elements(records) AS r),"
    " new AS (SELECT r ->> 'id' AS id, r FROM result, jsonb_array_elements(value -> 'records') AS "
    "r),"
    " pair AS (SELECT old.r AS before, new.r AS after, coalesce(new.r, old.r) AS r"
    "  FROM old FULL JOIN new ON new.id = old.id)"
    " SELECT CASE WHEN before IS NULL THEN 'appears' WHEN after IS NULL THEN 'vanishes'"
    "   WHEN before <> after THEN 'changes' ELSE 'same' END,"
    "  r ->> 'type', coalesce(nullif(r ->> 'speaker', ''), r ->> 'imposer', ''),"
    "  coalesce(r ->> 'matter', r ->> 'action'),"
    "  regexp_replace(evidence_text((SELECT value -> 'item' ->> 'text' FROM result),"
    "   evidence_ranges(r -> 'evidence')), '\\s+', ' ', 'g'),"
    "  (SELECT string_agg(format('%s: %s -> %s', key, coalesce(before ->> key, '-'),"
    "    coalesce(after ->> key, '-')), ', ' ORDER BY key)"
    "   FROM jsonb_object_keys(before || after) AS key WHERE before -> key IS DISTINCT FROM after "
    "-> key)"
    " FROM pair WHERE (SELECT why IS NULL FROM idle)"
    " UNION ALL SELECT why, '', '', '', '', '' FROM idle WHERE why IS NOT NULL";

enum column { WHAT, TYPE, WHO, ABOUT, WORDS, MEMBERS };

static void count(const char *what, struct difference *sum)
{
    const struct {
        const char *what;
        long long *count;
    } counts[] = {
        {"appears", &sum->appear},        {"vanishes", &sum->vanish},
        {"changes", &sum->change},        {"same", &sum->same},
        {"unknown", &sum->unknown},       {"redacted", &sum->redacted},
        {"superseded", &sum->superseded}, {"outranked", &sum->outranked},
    };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        *counts[i].count += strcmp(what, counts[i].what) == 0;
}

/* The item's line: how many of its records do what. */
static void print_item(const struct item *item, const struct difference *own)
{
    (void)printf("%s (%s, %s): %lld would appear, %lld vanish, %lld change, %lld stay\n", item->id,
                 item->source, item->published == NULL ? "no date" : item->published, own->appear,
                 own->vanish, own->change, own->same);
}

static void print_record(const struct pg_result *rows, int row)
{
    const char *members = pg_value(rows, row, MEMBERS);
    bool changes = strcmp(pg_value(rows, row, WHAT), "changes") == 0 && members != NULL;
    const char *words = pg_value(rows, row, WORDS);
    (void)printf("  %s: %s, %s, %s: %s%s%s%s\n", pg_value(rows, row, WHAT),
                 pg_value(rows, row, TYPE), pg_value(rows, row, WHO), pg_value(rows, row, ABOUT),
                 words == NULL ? "" : words, changes ? " (" : "", changes ? members : "",
                 changes ? ")" : "");
}

static void add(struct difference *sum, const struct difference *own)
{
    sum->items += own->appear + own->vanish + own->change > 0;
    sum->appear += own->appear;
    sum->vanish += own->vanish;
    sum->change += own->change;
    sum->same += own->same;
    sum->unknown += own->unknown;
    sum->redacted += own->redacted;
    sum->superseded += own->superseded;
    sum->outranked += own->outranked;
}

enum err_code difference_print(struct pg *pg,
                               const struct item *item,
                               const struct buf *result,
                               struct difference *sum,
                               struct err *err)
{
    const char *values[] = {buf_text(result)};
    struct difference own = {0};
    struct pg_result *rows = NULL;
    enum err_code code = pg_query(pg, sql, values, 1, &rows, err);
    if (code)
        return code;
    for (int row = 0; row < pg_row_count(rows); row++)
        count(pg_value(rows, row, WHAT), &own);
    if (own.appear + own.vanish + own.change > 0)
        print_item(item, &own);
    for (int row = 0; row < pg_row_count(rows); row++) {
        const char *what = pg_value(rows, row, WHAT);
        if (strcmp(what, "appears") == 0 || strcmp(what, "vanishes") == 0 ||
            strcmp(what, "changes") == 0)
            print_record(rows, row);
    }
    add(sum, &own);
    pg_free(rows);
    return ERR_OK;
}
