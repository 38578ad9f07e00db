#include "consumers/replay/difference.h"

#include <stdio.h>
#include <string.h>

/* A record is known by its id; what else it says may change under the same id. It is compared with
 * what the tables say of the item, which may be of another revision, or nothing. What changes
 * nothing in the tables, whatever its records are, is one row that says why. */
static const char sql[] =
    "WITH result AS (SELECT $1::jsonb AS value, $1::jsonb -> 'item' ->> 'id' AS id,"
    "  $1::jsonb -> 'item' ->> 'revision' AS revision, ($1::jsonb ->> 'generation')::bigint AS "
    "generation),"
    " stored AS (SELECT v.records, v.revision, v.generation, v.classifier, v.lexicon, v.fetched,"
    "  v.text"
    "  FROM result JOIN item i ON i.id = result.id"
    "  JOIN item_revision v ON v.item_id = i.id AND v.revision = i.revision),"
    " same AS (SELECT s.* FROM stored s JOIN result USING (revision)),"
    " idle AS (SELECT CASE"
    "   WHEN EXISTS (SELECT FROM redaction WHERE item_id = result.id) THEN 'redacted'"
    "   WHEN EXISTS (SELECT FROM stored s WHERE s.revision <> result.revision"
    "     AND (s.fetched, s.revision COLLATE \"C\") >"
    "       ((value -> 'item' ->> 'fetched')::timestamptz, result.revision)) THEN 'superseded'"
    "   WHEN EXISTS (SELECT FROM same s WHERE s.generation > result.generation) THEN 'outranked'"
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
    "  regexp_replace(evidence_text(CASE WHEN after IS NULL THEN (SELECT text FROM stored)"
    "    ELSE (SELECT value -> 'item' ->> 'text' FROM result) END,"
    "   evidence_ranges(r -> 'evidence')), '\\s+', ' ', 'g'),"
    "  (SELECT string_agg(format('%s: %s -> %s', key, coalesce(before ->> key, '-'),"
    "    coalesce(after ->> key, '-')), ', ' ORDER BY key)"
    "   FROM jsonb_object_keys(before || after) AS key WHERE before -> key IS DISTINCT FROM after "
    "-> key)"
    " FROM pair WHERE (SELECT why IS NULL FROM idle)"
    " UNION ALL SELECT why, '', '', '', '', '' FROM idle WHERE why IS NOT NULL"
    " UNION ALL SELECT 'unknown', '', '', '', '', '' FROM idle"
    "  WHERE why IS NULL AND NOT EXISTS (SELECT FROM stored)"
    " UNION ALL SELECT 'tied', '', '', '', '', '' FROM idle, result JOIN same USING (generation)"
    "  WHERE why IS NULL AND (same.classifier, same.lexicon) <>"
    "   (value ->> 'classifier', value ->> 'lexicon')";

enum column { WHAT, TYPE, WHO, ABOUT, WORDS, MEMBERS };

static void count(const char *what, struct difference *sum)
{
    const struct {
        const char *what;
        long long *count;
    } counts[] = {
        {"appears", &sum->appear}, {"vanishes", &sum->vanish},       {"changes", &sum->change},
        {"same", &sum->same},      {"unknown", &sum->unknown},       {"redacted", &sum->redacted},
        {"tied", &sum->tied},      {"superseded", &sum->superseded}, {"outranked", &sum->outranked},
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
    sum->tied += own->tied;
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
