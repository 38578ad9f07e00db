#include "deploy/cli/migrations.h"

#include "common/base/digest.h"
#include "deploy/cli/installed.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_BYTES_MAX ((size_t)4 << 20)

static int is_migration(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 9 && strspn(entry->d_name, "0123456789") == 4 && entry->d_name[4] == '_' &&
           strcmp(entry->d_name + len - 4, ".sql") == 0;
}

enum err_code migrations_find(const char *directory,
                              struct arena *arena,
                              struct migrations *found,
                              struct err *err)
{
    struct dirent **entries = NULL;
    if (directory == NULL)
        directory = installed_or(GAINSAY_DATA_DIR "/migrations", GAINSAY_SOURCE_MIGRATIONS);
    *found = (struct migrations){.directory = directory};
    int count = scandir(directory, &entries, is_migration, alphasort);
    if (count < 0)
        return err_set(err, ERR_CONFIG, "cannot read migrations from \"%s\"", directory);
    enum err_code code = ERR_OK;
    for (int i = 0; i < count; i++) {
        int number = (int)strtol(entries[i]->d_name, NULL, 10);
        if (!code && (i >= MIGRATIONS_MAX || number != i + 1))
            code = err_set(err, ERR_CONFIG, "migration \"%s\" in \"%s\" is not number %d",
                           entries[i]->d_name, directory, i + 1);
        if (!code)
            found->list[found->count++] =
                (struct migration){number, arena_copy_str(arena, str_of(entries[i]->d_name))};
        free(entries[i]);
    }
    free(entries);
    if (!code && found->count == 0)
        code = err_set(err, ERR_CONFIG, "there are no migrations in \"%s\"", directory);
    return code;
}

enum err_code migrations_applied(struct pg *pg,
                                 const struct migrations *migrations,
                                 size_t *applied,
                                 struct err *err)
{
    struct pg_result *result = NULL;
    static const char exists[] = "SELECT 1 FROM pg_class WHERE oid = to_regclass('migration')";
    enum err_code code = pg_query(pg, exists, NULL, 0, &result, err);
    if (code)
        return code;
    bool there = pg_row_count(result) > 0;
    pg_free(result);
    *applied = 0;
    if (!there)
        return ERR_OK;
    code =
        pg_query(pg, "SELECT number, name FROM migration ORDER BY number", NULL, 0, &result, err);
    if (code)
        return code;
    size_t rows = (size_t)pg_row_count(result);
    if (rows > migrations->count)
        code = err_set(err, ERR_CONFIG,
                       "the database has %zu migrations and this program knows %zu: it is older "
                       "than the schema; "
                       "install the newer version",
                       rows, migrations->count);
    for (size_t i = 0; i < rows && i < migrations->count && !code; i++) {
        if (strcmp(pg_value(result, (int)i, 1), migrations->list[i].name) != 0)
            code = err_set(err, ERR_CONFIG,
                           "the database's migration %zu is \"%s\", this program's \"%s\"", i + 1,
                           pg_value(result, (int)i, 1), migrations->list[i].name);
    }
    pg_free(result);
    *applied = rows;
    return code;
}

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

enum err_code migrations_run(struct pg *pg,
                             const char *directory,
                             enum migrations_how how,
                             struct arena *arena,
                             struct err *err)
{
    static struct migrations migrations;
    size_t applied = 0;
    enum err_code code = migrations_find(directory, arena, &migrations, err);
    if (!code && how != MIGRATIONS_NAME)
        code = pg_run(pg, prepare_sql, err);
    if (!code)
        code = migrations_applied(pg, &migrations, &applied, err);
    if (!code && applied == migrations.count && how != MIGRATIONS_QUIET)
        (void)printf("the schema is up to date (%zu migrations)\n", applied);
    for (size_t i = applied; i < migrations.count && !code; i++) {
        char *sql = NULL;
        if (how != MIGRATIONS_QUIET)
            (void)printf("%s %s\n", how == MIGRATIONS_NAME ? "would apply" : "applying",
                         migrations.list[i].name);
        code = read_migration(migrations.directory, migrations.list[i].name, arena, &sql, err);
        if (!code && how != MIGRATIONS_NAME)
            code = apply(pg, &migrations.list[i], sql, err);
    }
    return code;
}
