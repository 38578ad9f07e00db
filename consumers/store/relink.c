#include "consumers/store/relink.h"

#include "common/base/buf.h"
#include "common/pg/pg_array.h"
#include "consumers/link/link.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a list of ids or of links; a batch has far fewer. */
#define LITERAL_BYTES ((size_t)16 << 20)

/* Queries are planned with whatever is known of tables that grow from nothing, which may be
 * nothing: what is fenced off by OFFSET 0 is looked up by its index then, too, and not joined with
 * a whole table. */
#define TOUCHED_SQL                                                                                \
    "unnest($1::text[]) AS touched (item) CROSS JOIN LATERAL"                                      \
    " (SELECT * FROM statement WHERE item_id = touched.item OFFSET 0) AS s"

/*
 * Two stores may write a claim and its denial at once, neither seeing the other's row. So whoever
 * links in a family of matters holds its lock until commit: the second one then sees what the first
 * one wrote. The locks are taken in one order everywhere.
 */
static const char lock_sql[] =
    "SELECT pg_advisory_xact_lock(7361, family) FROM"
    " (SELECT DISTINCT s.family::int FROM " TOUCHED_SQL " ORDER BY s.family::int) AS families";

/* What read_statement() reads, by enum column. */
#define STATEMENT_SQL                                                                              \
    " s.id, s.type, s.speaker, s.speaker_side, s.matter, array_to_string(s.parties, ' '),"         \
    " s.denies, s.denies_side, s.initiator, extract(epoch FROM s.said_at)::bigint, s.item_id,"     \
    " s.speaker_actor, s.denies_actor"

/* The window is link.h's: a claim lies up to 30 days before and one day after its denial. Windows
 * that overlap are joined before anything is looked for in them: many statements of one time would
 * find the same ones over and over. */
static const char candidates_sql[] =
    "WITH touched AS MATERIALIZED (SELECT s.* FROM " TOUCHED_SQL "),"
    " windows AS (SELECT family, other, unnest(range_agg(tstzrange(first, last, '[]'))) AS span "
    "FROM"
    "  (SELECT family, CASE type WHEN 'denial' THEN 'claim' ELSE 'denial' END AS other,"
    "    said_at - CASE type WHEN 'denial' THEN $2::interval ELSE $3::interval END AS first,"
    "    said_at + CASE type WHEN 'denial' THEN $3::interval ELSE $2::interval END AS last"
    "   FROM touched) AS single GROUP BY family, other)"
    " SELECT" STATEMENT_SQL ", true FROM touched s UNION ALL"
    " SELECT" STATEMENT_SQL ", false FROM windows w CROSS JOIN LATERAL"
    "  (SELECT * FROM statement o WHERE o.family = w.family AND o.type = w.other"
    "    AND o.said_at BETWEEN lower(w.span) AND upper(w.span) OFFSET 0) AS s"
    "  WHERE s.item_id <> ALL ($1) ORDER BY 1";

/* In the same order. */
static const char evidence_sql[] =
    "SELECT s.id, v.lang, evidence_text(v.text, s.evidence) FROM unnest($1::text[]) AS wanted (id)"
    " CROSS JOIN LATERAL (SELECT * FROM statement WHERE id = wanted.id OFFSET 0) AS s"
    " CROSS JOIN LATERAL (SELECT lang, text FROM item_revision"
    "  WHERE item_id = s.item_id AND revision = s.revision OFFSET 0) AS v"
    " ORDER BY 1";

/* Every statement, with the rest. */
static const char all_sql[] =
    "SELECT" STATEMENT_SQL ", true, v.lang, evidence_text(v.text, s.evidence) FROM statement s"
    " JOIN item_revision v ON v.item_id = s.item_id AND v.revision = s.revision ORDER BY 1";

static const char stored_sql[] =
    "SELECT denial_id, claim_id, round(score::numeric, 4), reasons FROM contradiction"
    " ORDER BY denial_id, claim_id";

static const char insert_sql[] =
    "INSERT INTO contradiction (denial_id, claim_id, score, reasons)"
    " SELECT * FROM unnest($1::text[], $2::text[], $3::real[], $4::text[])"
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
    ITEM,
    SPEAKER_ACTOR,
    DENIES_ACTOR,
    CHANGED,
    LANG, /* of all_sql only */
    EVIDENCE
};

/* Of evidence_sql. */
enum evidence_column { WANTED_ID, WANTED_LANG, WANTED_EVIDENCE };

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
        .item_id = pg_value(rows, row, ITEM),
        .settled = *pg_value(rows, row, CHANGED) != 't',
        .said_known = true,
        .said_at = strtoll(pg_value(rows, row, SAID_AT), NULL, 10),
    };
}

/* Statements of a query's rows, which they borrow from. */
struct candidates {
    struct pg_result *rows;
    struct pg_result *texts;
    struct link_statement *statements;
    struct record *records;
    size_t count;
};

static enum err_code
read_statements(struct candidates *candidates, struct arena *arena, struct err *err)
{
    size_t count = (size_t)pg_row_count(candidates->rows);
    candidates->records = arena_array(arena, count + 1, sizeof *candidates->records);
    candidates->statements = arena_array(arena, count + 1, sizeof *candidates->statements);
    candidates->count = count;
    if (candidates->records == NULL || candidates->statements == NULL)
        return err_set(err, ERR_INTERNAL, "%zu statements are too many to link at once", count);
    for (size_t i = 0; i < count; i++)
        read_statement(candidates->rows, (int)i, arena, &candidates->records[i],
                       &candidates->statements[i]);
    return ERR_OK;
}

/* Both have the same order. A statement that is gone meanwhile is no candidate any more. */
static void give_evidence(struct candidates *candidates, const bool *wanted)
{
    int at = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        if (!wanted[i])
            continue;
        bool here = at < pg_row_count(candidates->texts) &&
                    strcmp(pg_value(candidates->texts, at, WANTED_ID),
                           pg_value(candidates->rows, (int)i, ID)) == 0;
        if (!here) {
            candidates->records[i].type = RECORD_TARIFF_CHANGE;
            continue;
        }
        candidates->statements[i].lang = pg_value(candidates->texts, at, WANTED_LANG);
        candidates->statements[i].evidence = pg_value(candidates->texts, at, WANTED_EVIDENCE);
        at++;
    }
}

/* Texts are dear to fetch: those alone that can make or unmake a link. */
static enum err_code
fetch_evidence(struct pg *pg, struct candidates *candidates, struct arena *arena, struct err *err)
{
    bool *wanted = arena_array(arena, candidates->count + 1, sizeof *wanted);
    if (wanted == NULL)
        return err_set(err, ERR_INTERNAL, "%zu statements are too many to link at once",
                       candidates->count);
    link_find_wanted(candidates->statements, candidates->count, wanted);
    struct buf ids;
    buf_init(&ids, LITERAL_BYTES);
    for (size_t i = 0; i < candidates->count; i++) {
        if (wanted[i])
            (void)pg_array_add(&ids, pg_value(candidates->rows, (int)i, ID));
    }
    const char *values[] = {pg_array_end(&ids)};
    enum err_code code = values[0] == NULL
                             ? err_set(err, ERR_INTERNAL, "too many statements to link at once")
                             : pg_query(pg, evidence_sql, values, 1, &candidates->texts, err);
    if (!code)
        give_evidence(candidates, wanted);
    buf_release(&ids);
    return code;
}

static enum err_code link_rows(const struct candidates *candidates,
                               struct arena *arena,
                               struct link **links,
                               size_t *link_count,
                               struct err *err)
{
    *link_count = link_statements(candidates->statements, candidates->count, arena, links);
    if (*link_count == SIZE_MAX)
        return err_set(err, ERR_INTERNAL, "%zu statements are too many to link at once",
                       candidates->count);
    return ERR_OK;
}

static enum err_code write_links(struct pg *pg,
                                 const struct pg_result *rows,
                                 const struct link *links,
                                 size_t count,
                                 struct err *err)
{
    struct buf columns[4];
    const char *values[4];
    for (size_t i = 0; i < 4; i++)
        buf_init(&columns[i], LITERAL_BYTES);
    for (size_t i = 0; i < count; i++) {
        char score[32];
        (void)snprintf(score, sizeof score, "%.4f", links[i].score);
        (void)pg_array_add(&columns[0], pg_value(rows, (int)links[i].denial, ID));
        (void)pg_array_add(&columns[1], pg_value(rows, (int)links[i].claim, ID));
        (void)pg_array_add(&columns[2], score);
        (void)pg_array_add(&columns[3], links[i].reasons);
    }
    enum err_code code = ERR_OK;
    for (size_t i = 0; i < 4; i++) {
        values[i] = pg_array_end(&columns[i]);
        if (values[i] == NULL)
            code = err_set(err, ERR_INTERNAL, "%zu contradictions are too many at once", count);
    }
    struct pg_result *done = NULL;
    if (!code && count > 0)
        code = pg_query(pg, insert_sql, values, 4, &done, err);
    pg_free(done);
    for (size_t i = 0; i < 4; i++)
        buf_release(&columns[i]);
    return code;
}

enum err_code
relink(struct pg *pg, const char *items, struct arena *arena, size_t *links, struct err *err)
{
    char before[32];
    char after[32];
    (void)snprintf(before, sizeof before, "%lld seconds", LINK_WINDOW_BEFORE_S);
    (void)snprintf(after, sizeof after, "%lld seconds", LINK_WINDOW_AFTER_S);
    const char *values[] = {items, before, after};
    struct pg_result *locks = NULL;
    *links = 0;
    enum err_code code = pg_query(pg, lock_sql, values, 1, &locks, err);
    bool any = !code && pg_row_count(locks) > 0;
    pg_free(locks);
    if (!any)
        return code;
    struct candidates candidates = {0};
    struct link *found = NULL;
    code = pg_query(pg, candidates_sql, values, 3, &candidates.rows, err);
    if (!code)
        code = read_statements(&candidates, arena, err);
    if (!code)
        code = fetch_evidence(pg, &candidates, arena, err);
    if (!code)
        code = link_rows(&candidates, arena, &found, links, err);
    if (!code)
        code = write_links(pg, candidates.rows, found, *links, err);
    pg_free(candidates.rows);
    pg_free(candidates.texts);
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
    struct candidates all = {0};
    struct pg_result *stored = NULL;
    struct link *links = NULL;
    size_t count = 0;
    *report = (struct relink_report){0};
    /* One snapshot for both, or live stores would look like faults. */
    enum err_code code = pg_run(pg, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", err);
    if (!code)
        code = pg_query(pg, all_sql, NULL, 0, &all.rows, err);
    if (!code)
        code = pg_query(pg, stored_sql, NULL, 0, &stored, err);
    if (!code)
        code = read_statements(&all, arena, err);
    for (size_t i = 0; !code && i < all.count; i++) {
        all.statements[i].lang = pg_value(all.rows, (int)i, LANG);
        all.statements[i].evidence = pg_value(all.rows, (int)i, EVIDENCE);
    }
    if (!code)
        code = link_rows(&all, arena, &links, &count, err);
    if (!code) {
        report->statements = all.count;
        compare(all.rows, links, count, stored, report);
        make_digests(all.rows, links, count, stored, report);
    }
    pg_free(all.rows);
    pg_free(stored);
    pg_rollback(pg);
    return code;
}
