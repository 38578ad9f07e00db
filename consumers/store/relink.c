#include "consumers/store/relink.h"

#include "consumers/link/link.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Two stores may write a claim and its denial at once, neither seeing the other's row. So whoever
 * links in a family of matters holds its lock until commit: the second one then sees what the first
 * one wrote. The locks are taken in one order everywhere.
 */
static const char lock_sql[] = "SELECT pg_advisory_xact_lock(7361, family) FROM"
                               " (SELECT DISTINCT family::int FROM statement WHERE item_id = ANY "
                               "($1) ORDER BY family::int) AS families";

/* What read_statement() reads, by enum column. */
#define STATEMENTS_SQL(statements)                                                                 \
    " SELECT s.id, s.type, s.speaker, s.speaker_side, s.matter, array_to_string(s.parties, ' '),"  \
    "  s.denies, s.denies_side, s.initiator, extract(epoch FROM s.said_at)::bigint, v.lang,"       \
    "  evidence_text(v.text, s.evidence), s.item_id, s.item_id = ANY ($1),"                        \
    "  s.speaker_actor, s.denies_actor"                                                            \
    " FROM " statements " s"                                                                       \
    " JOIN item_revision v ON v.item_id = s.item_id AND v.revision = s.revision"

/* The window is link.h's: a claim lies up to 30 days before and one day after its denial. Windows
 * that overlap are joined before anything is looked for in them: many statements of one time would
 * find the same ones over and over. */
static const char candidates_sql[] =
    "WITH touched AS (SELECT * FROM statement WHERE item_id = ANY ($1)),"
    " windows AS (SELECT family, other, unnest(range_agg(tstzrange(first, last, '[]'))) AS span "
    "FROM"
    "  (SELECT family, CASE type WHEN 'denial' THEN 'claim' ELSE 'denial' END AS other,"
    "    said_at - CASE type WHEN 'denial' THEN $2::interval ELSE $3::interval END AS first,"
    "    said_at + CASE type WHEN 'denial' THEN $3::interval ELSE $2::interval END AS last"
    "   FROM touched) AS single GROUP BY family, other),"
    " found AS (SELECT * FROM touched UNION ALL"
    "  SELECT o.* FROM windows w JOIN statement o ON o.family = w.family AND o.type = w.other"
    "   AND o.said_at BETWEEN lower(w.span) AND upper(w.span) AND o.item_id <> ALL "
    "($1))" STATEMENTS_SQL("found") " ORDER BY s.id";

/* Every statement, all of them unchanged. */
static const char all_sql[] = STATEMENTS_SQL("statement") " ORDER BY s.id";

static const char stored_sql[] =
    "SELECT denial_id, claim_id, round(score::numeric, 4), reasons FROM contradiction"
    " ORDER BY denial_id, claim_id";

static const char insert_sql[] =
    "INSERT INTO contradiction (denial_id, claim_id, score, reasons) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (denial_id, claim_id) DO UPDATE SET score = excluded.score, reasons = "
    "excluded.reasons"
    " WHERE (contradiction.score, contradiction.reasons) IS DISTINCT FROM (excluded.score, "
    "excluded.reasons)";

enum column {
    ID,
    TYPE,
    SPEAKER,
    SPEAKER_SIDE,
    MATTER,
    PARTIES,
    DENIES,
    DENIES_SIDE,
    INITIATOR,
    SAID_AT,
    LANG,
    EVIDENCE,
    ITEM,
    CHANGED,
    SPEAKER_ACTOR,
    DENIES_ACTOR
};

static void read_parties(struct arena *arena, const char *words, struct record_codes *parties)
{
    for (const char *at = words; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, " ");
        const char *code = arena_copy(arena, at, len);
        if (code != NULL)
            (void)record_codes_add(parties, code);
        at += len;
        at += strspn(at, " ");
    }
}

/* The statement borrows its strings from the result. */
static void read_statement(const struct pg_result *rows,
                           int row,
                           struct arena *arena,
                           struct record *record,
                           struct link_statement *statement)
{
    *record = (struct record){
        .speaker = pg_value(rows, row, SPEAKER),
        .speaker_side = pg_value(rows, row, SPEAKER_SIDE),
        .matter = matter_parse(pg_value(rows, row, MATTER)),
        .denies = pg_value(rows, row, DENIES),
        .denies_side = pg_value(rows, row, DENIES_SIDE),
        .initiator = pg_value(rows, row, INITIATOR),
        .speaker_actor = pg_value(rows, row, SPEAKER_ACTOR),
        .denies_actor = pg_value(rows, row, DENIES_ACTOR),
    };
    (void)record_type_parse(pg_value(rows, row, TYPE), &record->type);
    read_parties(arena, pg_value(rows, row, PARTIES), &record->parties);
    *statement = (struct link_statement){
        .record = record,
        .evidence = pg_value(rows, row, EVIDENCE),
        .item_id = pg_value(rows, row, ITEM),
        .lang = pg_value(rows, row, LANG),
        .said_known = true,
        .said_at = strtoll(pg_value(rows, row, SAID_AT), NULL, 10),
    };
}

static bool is_changed(const struct pg_result *rows, size_t row)
{
    return strcmp(pg_value(rows, (int)row, CHANGED), "t") == 0;
}

static enum err_code write_links(struct pg *pg,
                                 const struct pg_result *rows,
                                 const struct link *links,
                                 size_t count,
                                 size_t *written,
                                 struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_changed(rows, links[i].denial) && !is_changed(rows, links[i].claim))
            continue;
        char score[32];
        (void)snprintf(score, sizeof score, "%.4f", links[i].score);
        const char *values[] = {pg_value(rows, (int)links[i].denial, ID),
                                pg_value(rows, (int)links[i].claim, ID), score, links[i].reasons};
        struct pg_result *done = NULL;
        enum err_code code = pg_query(pg, insert_sql, values, 4, &done, err);
        pg_free(done);
        if (code)
            return code;
        (*written)++;
    }
    return ERR_OK;
}

static enum err_code link_rows(const struct pg_result *rows,
                               struct arena *arena,
                               struct link **links,
                               size_t *link_count,
                               struct err *err)
{
    size_t count = (size_t)pg_row_count(rows);
    struct record *records = arena_array(arena, count + 1, sizeof *records);
    struct link_statement *statements = arena_array(arena, count + 1, sizeof *statements);
    *links = NULL;
    *link_count = SIZE_MAX;
    if (records != NULL && statements != NULL) {
        for (size_t i = 0; i < count; i++)
            read_statement(rows, (int)i, arena, &records[i], &statements[i]);
        *link_count = link_statements(statements, count, arena, links);
    }
    if (*link_count == SIZE_MAX)
        return err_set(err, ERR_INTERNAL, "%zu statements are too many to link at once", count);
    return ERR_OK;
}

enum err_code
relink(struct pg *pg, const char *items, struct arena *arena, size_t *links, struct err *err)
{
    char before[32];
    char after[32];
    (void)snprintf(before, sizeof before, "%lld seconds", LINK_WINDOW_BEFORE_S);
    (void)snprintf(after, sizeof after, "%lld seconds", LINK_WINDOW_AFTER_S);
    const char *values[] = {items, before, after};
    struct pg_result *rows = NULL;
    *links = 0;
    enum err_code code = pg_query(pg, lock_sql, values, 1, &rows, err);
    bool any = !code && pg_row_count(rows) > 0;
    pg_free(rows);
    if (code || !any)
        return code;
    code = pg_query(pg, candidates_sql, values, 3, &rows, err);
    if (code)
        return code;
    struct link *found = NULL;
    size_t count = 0;
    code = link_rows(rows, arena, &found, &count, err);
    if (!code)
        code = write_links(pg, rows, found, count, links, err);
    pg_free(rows);
    return code;
}

/* Order of a fresh link and a stored one by their two ids. */
static int
order(const struct pg_result *rows, const struct link *link, const struct pg_result *stored, int at)
{
    int denials = strcmp(pg_value(rows, (int)link->denial, ID), pg_value(stored, at, 0));
    return denials != 0 ? denials
                        : strcmp(pg_value(rows, (int)link->claim, ID), pg_value(stored, at, 1));
}

/* The digest of the links so far becomes that with one more. */
static void fold(char digest[DIGEST_ID_BYTES],
                 const char *denial,
                 const char *claim,
                 const char *score,
                 const char *reasons)
{
    const struct str parts[] = {str_of(digest), str_of(denial), str_of(claim), str_of(score),
                                str_of(reasons)};
    digest_id(parts, sizeof parts / sizeof parts[0], digest);
}

static void make_digests(const struct pg_result *rows,
                         const struct link *links,
                         size_t count,
                         const struct pg_result *stored,
                         struct relink_report *report)
{
    for (size_t i = 0; links != NULL && i < count; i++) {
        char score[32];
        (void)snprintf(score, sizeof score, "%.4f", links[i].score);
        fold(report->fresh_digest, pg_value(rows, (int)links[i].denial, ID),
             pg_value(rows, (int)links[i].claim, ID), score, links[i].reasons);
    }
    for (int i = 0; i < pg_row_count(stored); i++)
        fold(report->stored_digest, pg_value(stored, i, 0), pg_value(stored, i, 1),
             pg_value(stored, i, 2), pg_value(stored, i, 3));
}

static bool is_same(const struct link *link, const struct pg_result *stored, int at)
{
    char score[32];
    (void)snprintf(score, sizeof score, "%.4f", link->score);
    return strcmp(score, pg_value(stored, at, 2)) == 0 &&
           strcmp(link->reasons, pg_value(stored, at, 3)) == 0;
}

/* Both lists are in the order of their ids. */
static void compare(const struct pg_result *rows,
                    const struct link *links,
                    size_t count,
                    const struct pg_result *stored,
                    struct relink_report *report)
{
    size_t fresh = 0;
    int kept = 0;
    while ((links != NULL && fresh < count) || kept < pg_row_count(stored)) {
        int side = 1;
        if (links != NULL && fresh < count && kept < pg_row_count(stored))
            side = order(rows, &links[fresh], stored, kept);
        else if (fresh < count)
            side = -1;
        report->missing += side < 0;
        report->superfluous += side > 0;
        if (side == 0)
            *(is_same(&links[fresh], stored, kept) ? &report->same : &report->different) += 1;
        fresh += side <= 0;
        kept += side >= 0;
    }
}

enum err_code
relink_verify(struct pg *pg, struct arena *arena, struct relink_report *report, struct err *err)
{
    const char *none[] = {"{}"};
    struct pg_result *rows = NULL;
    struct pg_result *stored = NULL;
    struct link *links = NULL;
    size_t count = 0;
    *report = (struct relink_report){0};
    /* One snapshot for both, or live stores would look like faults. */
    enum err_code code = pg_run(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err);
    if (!code)
        code = pg_query(pg, all_sql, none, 1, &rows, err);
    if (!code)
        code = pg_query(pg, stored_sql, NULL, 0, &stored, err);
    if (!code)
        code = link_rows(rows, arena, &links, &count, err);
    if (!code) {
        report->statements = (size_t)pg_row_count(rows);
        compare(rows, links, count, stored, report);
        make_digests(rows, links, count, stored, report);
    }
    pg_free(rows);
    pg_free(stored);
    pg_rollback(pg);
    return code;
}
