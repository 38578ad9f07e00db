#include "consumers/replay/difference.h"

#include <stdio.h>
#include <string.h>

/* A record is known by its id; what else it says may change under the same id. */
static const char sql[] =
    "WITH result AS (SELECT $1::jsonb AS value),"
    " revision AS (SELECT v.records, v.text FROM item_revision v, result"
    "  WHERE v.item_id = value -> 'item' ->> 'id' AND v.revision = value -> 'item' ->> 'revision'),"
    " old AS (SELECT r ->> 'id' AS id, r FROM revision, jsonb_array_elements(records) AS r),"
    " new AS (SELECT r ->> 'id' AS id, r FROM result, jsonb_array_elements(value -> 'records') AS "
    "r)"
    " SELECT CASE WHEN old.id IS NULL THEN 'appears' WHEN new.id IS NULL THEN 'vanishes'"
    "   WHEN old.r <> new.r THEN 'changes' ELSE 'same' END,"
    "  coalesce(new.r, old.r) ->> 'type',"
    "  coalesce(nullif(coalesce(new.r, old.r) ->> 'speaker', ''), coalesce(new.r, old.r) ->> "
    "'imposer', ''),"
    "  coalesce(coalesce(new.r, old.r) ->> 'matter', coalesce(new.r, old.r) ->> 'action'),"
    "  evidence_text((SELECT value -> 'item' ->> 'text' FROM result),"
    "   evidence_ranges(coalesce(new.r, old.r) -> 'evidence')),"
    "  (SELECT value -> 'item' ->> 'id' FROM result)"
    " FROM old FULL JOIN new ON new.id = old.id"
    " UNION ALL SELECT 'unknown', '', '', '', '', '' WHERE NOT EXISTS (SELECT FROM revision)";

enum column { WHAT, TYPE, WHO, ABOUT, WORDS, ITEM };

static void count(const char *what, struct difference *sum)
{
    if (strcmp(what, "appears") == 0)
        sum->appear++;
    else if (strcmp(what, "vanishes") == 0)
        sum->vanish++;
    else if (strcmp(what, "changes") == 0)
        sum->change++;
    else if (strcmp(what, "same") == 0)
        sum->same++;
    else
        sum->unknown++;
}

enum err_code
difference_print(struct pg *pg, const struct buf *result, struct difference *sum, struct err *err)
{
    const char *values[] = {buf_text(result)};
    struct pg_result *rows = NULL;
    enum err_code code = pg_query(pg, sql, values, 1, &rows, err);
    if (code)
        return code;
    for (int row = 0; row < pg_row_count(rows); row++) {
        const char *what = pg_value(rows, row, WHAT);
        count(what, sum);
        if (strcmp(what, "same") == 0 || strcmp(what, "unknown") == 0)
            continue;
        (void)printf("%s %s: %s, %s, %s: %s\n", pg_value(rows, row, ITEM), what,
                     pg_value(rows, row, TYPE), pg_value(rows, row, WHO),
                     pg_value(rows, row, ABOUT), pg_value(rows, row, WORDS));
    }
    pg_free(rows);
    return ERR_OK;
}
