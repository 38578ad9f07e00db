#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/pg/pg.h"
#include "deploy/cli/argument.h"
#include "deploy/cli/command.h"
#include "deploy/cli/rows.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct settings {
    struct pg_settings postgres;
    const char *format;
    const char *since;
    const char *until;
    const char *type;
    const char *source;
    const char *output;
    const char *author;
    const char *author_url;
};

static const struct conf_option options[] = {
    PG_CONF_ROWS(struct settings, postgres),
    {"export", "format", CONF_CHOICE, offsetof(struct settings, format), "jsonl",
     "jsonl|csv|claimreview",
     "one JSON object a line, a table, or contradictions as schema.org's ClaimReview (JSON-LD)"},
    {"export", "since", CONF_TEXT, offsetof(struct settings, since), NULL, NULL,
     "only what was said from this day or time on"},
    {"export", "until", CONF_TEXT, offsetof(struct settings, until), NULL, NULL,
     "only what was said before this day or time"},
    {"export", "type", CONF_CHOICE, offsetof(struct settings, type), NULL,
     "claim|denial|tariff_change", "only records of this type"},
    {"export", "source", CONF_TEXT, offsetof(struct settings, source), NULL, NULL,
     "only what this source reported; of a contradiction, the denial"},
    {"export", "output", CONF_TEXT, offsetof(struct settings, output), NULL, NULL,
     "file to write, instead of standard output; it is there once it is whole"},
    {"export", "author", CONF_TEXT, offsetof(struct settings, author), "gainsay", NULL,
     "who publishes the reviews: the author in a ClaimReview"},
    {"export", "author_url", CONF_TEXT, offsetof(struct settings, author_url), NULL, NULL,
     "that author's address"},
};

static const struct conf_program program = {
    .name = "gainsay export",
    .summary = "write records, or contradictions, for other programs",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
    .own = "export",
};

/* A cursor, so that neither side holds more than one helping of rows. */
#define DECLARE "DECLARE export NO SCROLL CURSOR FOR "
#define FILTER                                                                                     \
    " WHERE ($1::timestamptz IS NULL OR said_at >= $1::timestamptz)"                               \
    " AND ($2::timestamptz IS NULL OR said_at < $2::timestamptz)"                                  \
    " AND ($3::text IS NULL OR source = $3)"

static const char csv_sql[] = DECLARE
    "SELECT id, type, item_id, source, url, title, published, said_at, stored_at, words,"
    " speaker, speaker_side, speaker_role, organization, matter,"
    " array_to_string(parties, ' ') AS parties, denies, denies_side, denial_kind, initiator,"
    " event_date, from_question, imposer, array_to_string(targets, ' ') AS targets,"
    " array_to_string(excluded, ' ') AS excluded, products, array_to_string(hs, ' ') AS hs,"
    " hs_stated, action, status, rate, rate_from, rate_points, rate_operator, effective,"
    " expires, announced, instrument, value_basis, exempt_from, condition, retaliation,"
    " certainty, temporality, rules, confidence,"
    " array_to_string(contradicts, ' ') AS contradicts,"
    " array_to_string(contradicted_by, ' ') AS contradicted_by, speaker_actor, denies_actor"
    " FROM export_records" FILTER " AND ($4::text IS NULL OR type = $4)"
    " ORDER BY said_at, id";
static const char jsonl_sql[] =
    DECLARE "SELECT jsonb_strip_nulls(to_jsonb(r)) FROM export_records AS r" FILTER
            " AND ($4::text IS NULL OR type = $4) ORDER BY said_at, id";
static const char reviews_sql[] =
    DECLARE "SELECT document || jsonb_build_object('author', jsonb_strip_nulls(jsonb_build_object("
            " '@type', 'Organization', 'name', $4::text, 'url', $5::text)))"
            " FROM claim_reviews" FILTER " ORDER BY said_at, claim_id, denial_id";

static const char fetch_sql[] = "FETCH 1000 FROM export";

enum format { FORMAT_JSONL, FORMAT_CSV, FORMAT_REVIEWS };

struct output {
    FILE *file;
    enum format format;
    long long rows;
};

static void write_json(struct output *output, const struct pg_result *rows)
{
    bool graph = output->format == FORMAT_REVIEWS;
    for (int row = 0; row < pg_row_count(rows); row++) {
        if (graph && output->rows + row > 0)
            (void)fputs(",\n", output->file);
        (void)fputs(pg_value(rows, row, 0), output->file);
        if (!graph)
            (void)fputc('\n', output->file);
    }
}

static enum err_code
copy_rows(struct pg *pg, struct output *output, const char *name, struct err *err)
{
    int count = 0;
    do {
        struct pg_result *rows = NULL;
        enum err_code code = pg_query(pg, fetch_sql, NULL, 0, &rows, err);
        if (code)
            return code;
        count = pg_row_count(rows);
        if (output->format == FORMAT_CSV)
            rows_csv_to(rows, output->rows == 0, output->file);
        else
            write_json(output, rows);
        output->rows += count;
        pg_free(rows);
        if (ferror(output->file) != 0)
            return err_set(err, ERR_CONFIG, "cannot write to %s: %s", name, strerror(errno));
    } while (count > 0);
    return ERR_OK;
}

/* A bound that is none is named; settled has room for it. */
static enum err_code
settle_bound(struct pg *pg, const char *name, const char **bound, char *settled, struct err *err)
{
    if (*bound == NULL)
        return ERR_OK;
    enum err_code code = argument_settle(pg, ARGUMENT_TIME, name, *bound, settled, err);
    *bound = settled;
    return code;
}

static enum err_code run_export(const struct settings *settings,
                                struct output *output,
                                const char *name,
                                struct err *err)
{
    static const char *const sql[] = {jsonl_sql, csv_sql, reviews_sql};
    bool reviews = output->format == FORMAT_REVIEWS;
    const char *values[] = {settings->since, settings->until, settings->source,
                            reviews ? settings->author : settings->type, settings->author_url};
    char since[ARGUMENT_VALUE_BYTES];
    char until[ARGUMENT_VALUE_BYTES];
    struct pg *pg = NULL;
    struct pg_result *done = NULL;
    enum err_code code = pg_open(&settings->postgres, "gainsay-export", &pg, err);
    if (!code)
        code = pg_run(pg, "SET timezone = 'UTC'", err);
    if (!code)
        code = settle_bound(pg, "--since", &values[0], since, err);
    if (!code)
        code = settle_bound(pg, "--until", &values[1], until, err);
    /* Whoever reads us may be slow. */
    if (!code)
        code = pg_run(pg,
                      "SET idle_in_transaction_session_timeout = 0; SET jit = off;"
                      " BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                      err);
    if (!code)
        code = pg_query(pg, sql[output->format], values, reviews ? 5 : 4, &done, err);
    pg_free(done);
    if (!code && reviews)
        (void)fputs("{\"@context\": \"https://schema.org\", \"@graph\": [\n", output->file);
    if (!code)
        code = copy_rows(pg, output, name, err);
    if (!code && reviews)
        (void)fputs("\n]}\n", output->file);
    pg_close(pg);
    return code;
}

/* The file gets its name when all is in it, so that nobody takes a half for the whole. */
static enum err_code to_file(const struct settings *settings,
                             struct output *output,
                             struct arena *arena,
                             struct err *err)
{
    char *part = arena_format(arena, "%s.part", settings->output);
    output->file = part == NULL ? NULL : fopen(part, "we");
    if (output->file == NULL)
        return err_set(err, ERR_CONFIG, "cannot write \"%s.part\": %s", settings->output,
                       strerror(errno));
    enum err_code code = run_export(settings, output, settings->output, err);
    if (fclose(output->file) != 0 && !code)
        code = err_set(err, ERR_CONFIG, "cannot write \"%s\": %s", part, strerror(errno));
    if (!code && rename(part, settings->output) != 0)
        code = err_set(err, ERR_CONFIG, "cannot rename \"%s\": %s", part, strerror(errno));
    if (code)
        (void)remove(part);
    else
        (void)fprintf(stderr, "gainsay export: %lld %s in %s\n", output->rows,
                      output->format == FORMAT_REVIEWS ? "reviews" : "records", settings->output);
    return code;
}

static enum format format_of(const char *word)
{
    return strcmp(word, "csv") == 0     ? FORMAT_CSV
           : strcmp(word, "jsonl") == 0 ? FORMAT_JSONL
                                        : FORMAT_REVIEWS;
}

static enum err_code
write_out(const struct settings *settings, struct arena *arena, struct err *err)
{
    struct output output = {.file = stdout, .format = format_of(settings->format)};
    if (output.format == FORMAT_REVIEWS && settings->type != NULL)
        return err_set(err, ERR_CONFIG, "a ClaimReview is of a claim and its denial: leave --type");
    if (settings->output != NULL)
        return to_file(settings, &output, arena, err);
    return run_export(settings, &output, "standard output", err);
}

int command_export(int argc, char **argv)
{
    struct arena arena;
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN)
        code = write_out(&settings, &arena, &err);
    if (code)
        (void)fprintf(stderr, "gainsay export: %s\n", err.text);
    arena_release(&arena);
    return code ? 1 : 0;
}
