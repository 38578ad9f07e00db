#include "common/base/arena.h"
#include "common/base/digest.h"
#include "common/conf/conf.h"
#include "common/pg/pg.h"
#include "deploy/cli/command.h"
#include "deploy/cli/migrations.h"

#include <stdio.h>

#define FILE_BYTES_MAX ((size_t)4 << 20)

struct settings {
    struct pg_settings postgres;
    const char *directory;
    bool dry_run;
};

static const struct conf_option options[] = {
    PG_CONF_ROWS(struct settings, postgres),
    {"migrate", "directory", CONF_TEXT, offsetof(struct settings, directory), NULL, NULL,
     "folder of the numbered SQL files, instead of the installed one"},
    {"migrate", "dry_run", CONF_BOOLEAN, offsetof(struct settings, dry_run), "no", NULL,
     "name what would be done, and do nothing"},
};

static const struct conf_program program = {
    .name = "gainsay migrate",
    .summary = "bring the database's schema up to this version",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .own = "migrate",
};

static enum err_code read_migration(
    const char *directory, const char *name, struct arena *arena, char **sql, struct err *err)
{
    char *path = arena_format(arena, "%s/%s", directory, name);
    FILE *file = path == NULL ? NULL : fopen(path, "re");
    if (file == NULL)
        return err_set(err, ERR_CONFIG, "cannot open \"%s/%s\"", directory, name);
    char *text = arena_alloc(arena, FILE_BYTES_MAX + 1);
    size_t len = text == NULL ? 0 : fread(text, 1, FILE_BYTES_MAX + 1, file);
    bool whole = text != NULL && len <= FILE_BYTES_MAX && ferror(file) == 0;
    (void)fclose(file);
    if (!whole)
        return err_set(err, ERR_CONFIG, "cannot read \"%s\", or it is over %zu bytes", path,
                       FILE_BYTES_MAX);
    text[len] = '\0';
    *sql = text;
    return ERR_OK;
}

/* The lock's number is an arbitrary constant that only this program uses. */
static const char prepare_sql[] =
    "SELECT pg_advisory_lock(4729613);"
    "CREATE TABLE IF NOT EXISTS migration ("
    " number integer PRIMARY KEY, name text NOT NULL, digest text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT now());"
    "COMMENT ON TABLE migration IS 'Schema changes that were applied, in order';"
    "COMMENT ON COLUMN migration.number IS 'Number in the file''s name';"
    "COMMENT ON COLUMN migration.name IS 'The file';"
    "COMMENT ON COLUMN migration.digest IS 'SHA-256 of the file';"
    "COMMENT ON COLUMN migration.applied_at IS 'When it was applied'";

/* The file and its row in one transaction. A lock that is busy for long is given up rather than
 * stalling the store. */
static enum err_code
apply(struct pg *pg, const struct migration *migration, const char *sql, struct err *err)
{
    char digest[DIGEST_HEX_BYTES];
    char number[16];
    digest_sha256_hex(sql, str_of(sql).len, digest);
    (void)snprintf(number, sizeof number, "%d", migration->number);
    const char *values[] = {number, migration->name, digest};
    struct pg_result *result = NULL;
    enum err_code code = pg_run(pg, "BEGIN; SET LOCAL lock_timeout = '5s'", err);
    if (!code)
        code = pg_run(pg, sql, err);
    if (!code)
        code = pg_query(pg, "INSERT INTO migration (number, name, digest) VALUES ($1, $2, $3)",
                        values, 3, &result, err);
    pg_free(result);
    if (!code)
        code = pg_run(pg, "COMMIT", err);
    if (code) {
        pg_rollback(pg);
        return err_in(err, "%s", migration->name);
    }
    return ERR_OK;
}

static enum err_code
migrate(struct pg *pg, const struct settings *settings, struct arena *arena, struct err *err)
{
    static struct migrations migrations;
    size_t applied = 0;
    enum err_code code = migrations_find(settings->directory, arena, &migrations, err);
    if (!code && !settings->dry_run)
        code = pg_run(pg, prepare_sql, err);
    if (!code)
        code = migrations_applied(pg, &migrations, &applied, err);
    if (!code && applied == migrations.count)
        (void)printf("the schema is up to date (%zu migrations)\n", applied);
    for (size_t i = applied; i < migrations.count && !code; i++) {
        char *sql = NULL;
        (void)printf("%s %s\n", settings->dry_run ? "would apply" : "applying",
                     migrations.list[i].name);
        code = read_migration(migrations.directory, migrations.list[i].name, arena, &sql, err);
        if (!code && !settings->dry_run)
            code = apply(pg, &migrations.list[i], sql, err);
    }
    return code;
}

int command_migrate(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, (size_t)256 << 20);
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    struct pg *pg = NULL;
    enum err_code code = conf_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN) {
        code = pg_open(&settings.postgres, "gainsay-migrate", &pg, &err);
        if (!code)
            code = migrate(pg, &settings, &arena, &err);
    }
    if (code)
        (void)fprintf(stderr, "gainsay migrate: %s\n", err.text);
    pg_close(pg);
    arena_release(&arena);
    return code ? 1 : 0;
}
