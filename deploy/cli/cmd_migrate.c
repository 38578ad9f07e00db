#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/pg/pg.h"
#include "deploy/cli/command.h"
#include "deploy/cli/migrations.h"

#include <stdio.h>

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

int command_migrate(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, (size_t)256 << 20);
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    struct pg *pg = NULL;
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN) {
        code = pg_open(&settings.postgres, "gainsay-migrate", &pg, &err);
        if (!code)
            code =
                migrations_run(pg, settings.directory,
                               settings.dry_run ? MIGRATIONS_NAME : MIGRATIONS_TELL, &arena, &err);
    }
    if (code)
        (void)fprintf(stderr, "gainsay migrate: %s\n", err.text);
    pg_close(pg);
    arena_release(&arena);
    return code ? 1 : 0;
}
