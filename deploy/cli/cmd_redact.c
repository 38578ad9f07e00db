#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/pg/pg.h"
#include "deploy/cli/command.h"

#include <stdio.h>
#include <string.h>

struct settings {
    struct pg_settings postgres;
    const char *by;
    const char *why;
};

static const struct conf_option options[] = {
    PG_CONF_ROWS(struct settings, postgres),
    {"redact", "by", CONF_TEXT, offsetof(struct settings, by), NULL, NULL, "who takes it down"},
    {"redact", "why", CONF_TEXT, offsetof(struct settings, why), NULL, NULL, "why; it is kept"},
};

static const struct conf_program program = {
    .name = "gainsay redact",
    .summary =
        "take an item, its text and its records out of the tables, and let no replay bring it back",
    .synopsis = "ITEM",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
    .own = "redact",
};

static enum err_code redact(const struct settings *settings, const char *item, struct err *err)
{
    struct pg *pg = NULL;
    struct pg_result *rows = NULL;
    const char *values[] = {item, settings->by, settings->why};
    enum err_code code = pg_open(&settings->postgres, "gainsay-redact", &pg, err);
    if (!code)
        code = pg_query(pg, "SELECT redact($1, $2, $3)", values, 3, &rows, err);
    if (!code)
        (void)printf(
            strcmp(pg_value(rows, 0, 0), "t") == 0
                ? "%s is taken down; its messages stay on the topics until you delete them there\n"
                : "the tables do not have %s; should it come, it will be left out\n",
            item);
    pg_free(rows);
    pg_close(pg);
    return code;
}

int command_redact(int argc, char **argv)
{
    struct arena arena;
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN) {
        if (run.arg_count != 1 || settings.by == NULL || settings.why == NULL)
            code = err_set(&err, ERR_CONFIG, "expected gainsay redact --by=WHO --why=WHY ITEM");
        else
            code = redact(&settings, run.args[0], &err);
    }
    if (code)
        (void)fprintf(stderr, "gainsay redact: %s\n", err.text);
    arena_release(&arena);
    return code ? 1 : 0;
}
