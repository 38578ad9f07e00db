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
    bool ahead;
};

static const struct conf_option options[] = {
    PG_CONF_ROWS(struct settings, postgres),
    {"redact", "by", CONF_TEXT, offsetof(struct settings, by), NULL, NULL, "who takes it down"},
    {"redact", "why", CONF_TEXT, offsetof(struct settings, why), NULL, NULL, "why; it is kept"},
    {"redact", "ahead", CONF_BOOLEAN, offsetof(struct settings, ahead), "no", NULL,
     "take down what the tables do not have, too: should it come, it is left out"},
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

/* Whether there is something to take down; ERR_BAD_INPUT where there is not and should be. */
static enum err_code look_for(
    struct pg *pg, const struct settings *settings, const char *item, bool *there, struct err *err)
{
    struct pg_result *rows = NULL;
    const char *values[] = {item};
    enum err_code code = pg_query(
        pg,
        "SELECT EXISTS (SELECT FROM item WHERE id = $1), (SELECT redacted_at::date || ' by ' ||"
        " redacted_by FROM redaction WHERE item_id = $1)",
        values, 1, &rows, err);
    const char *before = code ? NULL : pg_value(rows, 0, 1);
    *there = !code && strcmp(pg_value(rows, 0, 0), "t") == 0;
    if (before != NULL && !*there)
        (void)printf("%s was taken down already, on %s\n", item, before);
    else if (!code && !*there && settings->ahead)
        *there = true;
    else if (!code && !*there)
        code =
            err_set(err, ERR_BAD_INPUT,
                    "the tables have no item \"%s\"; nothing was changed (--ahead takes down what "
                    "is still to come)",
                    item);
    pg_free(rows);
    return code;
}

static enum err_code redact(const struct settings *settings, const char *item, struct err *err)
{
    struct pg *pg = NULL;
    struct pg_result *rows = NULL;
    bool there = false;
    const char *values[] = {item, settings->by, settings->why};
    enum err_code code = pg_open(&settings->postgres, "gainsay-redact", &pg, err);
    if (!code)
        code = look_for(pg, settings, item, &there, err);
    if (!code && there)
        code = pg_query(pg, "SELECT redact($1, $2, $3)", values, 3, &rows, err);
    if (!code && there)
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
