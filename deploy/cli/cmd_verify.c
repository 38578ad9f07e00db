#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/pg/pg.h"
#include "consumers/store/relink.h"
#include "deploy/cli/command.h"

#include <stdio.h>

#define ARENA_BYTES ((size_t)2 << 30)

struct settings {
    struct pg_settings postgres;
};

static const struct conf_option options[] = {
    PG_CONF_ROWS(struct settings, postgres),
};

static const struct conf_program program = {
    .name = "gainsay verify",
    .summary =
        "compare the stored contradictions with a fresh linking of everything; change nothing",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
};

static const char *digest_or_none(const char *digest)
{
    return digest[0] == '\0' ? "none" : digest;
}

int command_verify(int argc, char **argv)
{
    struct arena arena;
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    struct relink_report report = {0};
    struct pg *pg = NULL;
    arena_init(&arena, ARENA_BYTES);
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN) {
        code = pg_open(&settings.postgres, "gainsay-verify", &pg, &err);
        if (!code)
            code = relink_verify(pg, &arena, &report, &err);
        if (!code)
            (void)printf("%zu statements; contradictions: %zu as they should be, %zu with another "
                         "score or reasons, "
                         "%zu missing, %zu superfluous\n",
                         report.statements, report.same, report.different, report.missing,
                         report.superfluous);
        if (!code)
            (void)printf("digest of the stored ones %s, of a fresh linking %s\n",
                         digest_or_none(report.stored_digest), digest_or_none(report.fresh_digest));
    }
    if (code)
        (void)fprintf(stderr, "gainsay verify: %s\n", err.text);
    pg_close(pg);
    arena_release(&arena);
    return code || report.different + report.missing + report.superfluous > 0 ? 1 : 0;
}
