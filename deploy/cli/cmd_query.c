#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/conf/conf.h"
#include "common/pg/pg.h"
#include "deploy/cli/argument.h"
#include "deploy/cli/command.h"
#include "deploy/cli/installed.h"
#include "deploy/cli/query_file.h"
#include "deploy/cli/rows.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SQL_BYTES ((size_t)128 << 10)

struct settings {
    struct pg_settings postgres;
    const char *directory;
    const char *format;
    bool list;
};

static const struct conf_option options[] = {
    PG_CONF_ROWS(struct settings, postgres),
    {"query", "directory", CONF_TEXT, offsetof(struct settings, directory), NULL, NULL,
     "folder of the queries, a file NAME.sql each, instead of the installed one"},
    {"query", "format", CONF_CHOICE, offsetof(struct settings, format), "table", "table|csv|json",
     "form of the answer"},
    {"query", "list", CONF_BOOLEAN, offsetof(struct settings, list), "no", NULL,
     "say which queries there are, what they answer and what they take"},
};

static const struct conf_program program = {
    .name = "gainsay query",
    .summary = "ask the database one of the cookbook's questions",
    .synopsis = "NAME [ARGUMENT ...] | --list",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
    .own = "query",
};

static const char *directory_of(const struct settings *settings)
{
    return settings->directory != NULL
               ? settings->directory
               : installed_or(GAINSAY_DATA_DIR "/queries", GAINSAY_SOURCE_QUERIES);
}

static void print_argument(const struct query_file *query, size_t at)
{
    const struct query_argument *argument = &query->argument[at];
    const char *dots = query->takes_rest && at + 1 == query->argument_count ? " ..." : "";
    const char *kind = argument_kind_name(argument->kind);
    (void)printf("%26s%s%s%s%s", "", argument->name, dots, kind == NULL ? "" : ": ",
                 kind == NULL ? "" : kind);
    if (argument->fallback != NULL)
        (void)printf(" (%s)", argument->fallback);
    (void)puts("");
}

static enum err_code list(const char *directory, struct arena *arena, struct err *err)
{
    struct query_file *queries = NULL;
    size_t count = 0;
    enum err_code code = query_file_list(directory, arena, &queries, &count, err);
    for (size_t i = 0; i < count && !code; i++) {
        (void)printf("%-24s %s\n", queries[i].name, queries[i].question);
        for (size_t a = 0; a < queries[i].argument_count; a++)
            print_argument(&queries[i], a);
    }
    return code;
}

/* The words from `first` on, with a space between them. */
static const char *join(const struct conf_run *run, size_t first, struct arena *arena)
{
    const char *joined = run->args[first];
    for (size_t i = first + 1; i < run->arg_count && joined != NULL; i++)
        joined = arena_format(arena, "%s %s", joined, run->args[i]);
    return joined;
}

static enum err_code read_values(const struct query_file *query,
                                 const struct conf_run *run,
                                 struct arena *arena,
                                 const char *values[QUERY_ARGUMENTS_MAX],
                                 struct err *err)
{
    size_t given = run->arg_count - 1;
    if (given > query->argument_count && !query->takes_rest)
        return err_set(err, ERR_CONFIG, "query \"%s\" takes %zu arguments, not %zu", query->name,
                       query->argument_count, given);
    for (size_t i = 0; i < query->argument_count; i++) {
        bool rest = query->takes_rest && i + 1 == query->argument_count;
        if (i >= given && query->argument[i].fallback == NULL)
            return err_set(err, ERR_CONFIG, "query \"%s\" wants a word more: %s", query->name,
                           query->argument[i].name);
        values[i] = i >= given ? query->argument[i].fallback
                    : rest     ? join(run, i + 1, arena)
                               : run->args[i + 1];
    }
    return ERR_OK;
}

/* Only what somebody gave: a default of the file's is as the file wants it. */
static enum err_code settle_values(struct pg *pg,
                                   const struct query_file *query,
                                   const char *values[QUERY_ARGUMENTS_MAX],
                                   struct arena *arena,
                                   struct err *err)
{
    for (size_t i = 0; i < query->argument_count; i++) {
        const struct query_argument *argument = &query->argument[i];
        char settled[ARGUMENT_VALUE_BYTES];
        if (values[i] == NULL)
            return err_set(err, ERR_TOO_LARGE, "query \"%s\": too many words", query->name);
        if (argument->fallback != NULL && strcasecmp(values[i], argument->fallback) == 0) {
            values[i] = argument->fallback;
            continue;
        }
        if (argument_settle(pg, argument->kind, argument->name, values[i], settled, err))
            return err_in(err, "query \"%s\"", query->name);
        values[i] = arena_copy(arena, settled, strlen(settled));
        if (values[i] == NULL)
            return err_set(err, ERR_INTERNAL, "out of memory");
    }
    return ERR_OK;
}

/* PostgreSQL writes JSON itself: one array of objects. */
static const char *sql_of(const struct query_file *query, bool json, struct buf *buf)
{
    if (!json)
        return query->sql;
    (void)buf_add_text(buf, "SELECT coalesce(json_agg(q), '[]') FROM (");
    (void)buf_add_text(buf, query->sql);
    (void)buf_add_text(buf, ") AS q");
    return buf_text(buf);
}

static enum err_code ask(const struct settings *settings,
                         const struct query_file *query,
                         const char *values[QUERY_ARGUMENTS_MAX],
                         struct arena *arena,
                         struct err *err)
{
    bool json = strcmp(settings->format, "json") == 0;
    struct pg *pg = NULL;
    struct pg_result *rows = NULL;
    struct buf buf;
    buf_init(&buf, SQL_BYTES);
    enum err_code code = pg_open(&settings->postgres, "gainsay-query", &pg, err);
    if (!code)
        code = pg_run(pg, "SET default_transaction_read_only = on; SET timezone = 'UTC'", err);
    if (!code)
        code = settle_values(pg, query, values, arena, err);
    if (!code)
        code =
            pg_query(pg, sql_of(query, json, &buf), values, (int)query->argument_count, &rows, err);
    if (!code && json)
        (void)puts(pg_value(rows, 0, 0));
    else if (!code && strcmp(settings->format, "csv") == 0)
        rows_csv(rows);
    else if (!code)
        rows_table(rows);
    pg_free(rows);
    pg_close(pg);
    buf_release(&buf);
    return code;
}

static enum err_code run_query(const struct settings *settings,
                               const struct conf_run *run,
                               struct arena *arena,
                               struct err *err)
{
    const char *directory = directory_of(settings);
    struct query_file query;
    const char *values[QUERY_ARGUMENTS_MAX] = {NULL};
    if (settings->list)
        return list(directory, arena, err);
    if (run->arg_count == 0)
        return err_set(err, ERR_CONFIG, "expected a query's name (see gainsay query --list)");
    enum err_code code = query_file_read(directory, run->args[0], arena, &query, err);
    if (!code)
        code = read_values(&query, run, arena, values, err);
    return code ? code : ask(settings, &query, values, arena, err);
}

int command_query(int argc, char **argv)
{
    struct arena arena;
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)16 << 20);
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN)
        code = run_query(&settings, &run, &arena, &err);
    if (code)
        (void)fprintf(stderr, "gainsay query: %s\n", err.text);
    arena_release(&arena);
    return code ? 1 : 0;
}
