#include "deploy/cli/migrations.h"

#include "deploy/cli/installed.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

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
    for (size_t i = 0; i < rows && !code; i++) {
        if (strcmp(pg_value(result, (int)i, 1), migrations->list[i].name) != 0)
            code = err_set(err, ERR_CONFIG,
                           "the database's migration %zu is \"%s\", this program's \"%s\"", i + 1,
                           pg_value(result, (int)i, 1), migrations->list[i].name);
    }
    pg_free(result);
    *applied = rows;
    return code;
}
