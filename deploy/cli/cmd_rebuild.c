#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/model/topic.h"
#include "common/pg/pg.h"
#include "common/service/service.h"
#include "deploy/cli/command.h"
#include "deploy/cli/migrations.h"
#include "deploy/cli/rebuild_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEW_SCHEMA  "gainsay_new"
#define OLD_SCHEMA  "gainsay_old"
#define ARENA_BYTES ((size_t)256 << 20)
#define NEAR        5000 /* messages that are read while stores wait */
#define TRIES       20
#define PAUSE_MS    1000

struct settings {
    struct kafka_settings kafka;
    struct pg_settings postgres;
    const char *group;
    bool fresh;
    bool compare;
    bool accept_loss;
};

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct settings, kafka),
    PG_CONF_ROWS(struct settings, postgres),
    {"store", "group", CONF_TEXT, offsetof(struct settings, group), "gainsay-store", NULL,
     "Kafka consumer group of the store that writes these tables"},
    {"rebuild", "fresh", CONF_BOOLEAN, offsetof(struct settings, fresh), "no", NULL,
     "begin anew, rather than go on where an earlier run stopped"},
    {"rebuild", "compare", CONF_BOOLEAN, offsetof(struct settings, compare), "yes", NULL,
     "compare old and new tables row by row before the swap, while stores wait"},
    {"rebuild", "accept_loss", CONF_BOOLEAN, offsetof(struct settings, accept_loss), "no", NULL,
     "swap even where the topic no longer has all that the old tables hold"},
};

static const struct conf_program program = {
    .name = "gainsay rebuild",
    .summary = "make all tables anew from the records topic while the old ones serve, then swap",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
    .own = "rebuild",
};

struct rebuild {
    const struct settings *settings;
    struct arena *arena;
    struct pg *old;
    char schema[64]; /* of the old tables */
    struct rebuild_reader reader;
};

/* One value of a query; the text is the arena's. */
static enum err_code ask(struct rebuild *rebuild,
                         struct pg *pg,
                         const char *sql,
                         const char *value,
                         const char **answer,
                         struct err *err)
{
    struct pg_result *rows = NULL;
    enum err_code code = pg_query(pg, sql, &value, value == NULL ? 0 : 1, &rows, err);
    if (code)
        return code;
    const char *text = pg_row_count(rows) > 0 ? pg_value(rows, 0, 0) : NULL;
    *answer = text == NULL ? "" : arena_copy_str(rebuild->arena, str_of(text));
    pg_free(rows);
    return ERR_OK;
}

static enum err_code open_old(struct rebuild *rebuild, struct err *err)
{
    static struct migrations migrations;
    const char *answer = "";
    size_t applied = 0;
    enum err_code code =
        pg_open(&rebuild->settings->postgres, "gainsay-rebuild", &rebuild->old, err);
    /* The number is an arbitrary constant that only this program uses. */
    if (!code)
        code =
            ask(rebuild, rebuild->old, "SELECT pg_try_advisory_lock(4729615)", NULL, &answer, err);
    if (!code && strcmp(answer, "t") != 0)
        code = err_set(err, ERR_CONFLICT, "another rebuild of this database is under way");
    if (!code)
        code = ask(rebuild, rebuild->old, "SELECT current_schema()", NULL, &answer, err);
    if (!code)
        (void)snprintf(rebuild->schema, sizeof rebuild->schema, "%s", answer);
    if (!code)
        code = migrations_find(NULL, rebuild->arena, &migrations, err);
    if (!code)
        code = migrations_applied(rebuild->old, &migrations, &applied, err);
    if (!code && applied < migrations.count)
        code =
            err_set(err, ERR_CONFIG, "the schema is of an earlier version: gainsay migrate first");
    if (!code)
        code = ask(rebuild, rebuild->old, "SELECT to_regnamespace('" OLD_SCHEMA "')", NULL, &answer,
                   err);
    if (!code && answer[0] != '\0')
        code = err_set(err, ERR_CONFIG,
                       "the tables that an earlier rebuild replaced are still there: when nobody "
                       "needs them, DROP SCHEMA " OLD_SCHEMA " CASCADE");
    return code;
}

/* The new schema is empty, or what a run that was stopped left: what it holds is sound, for its
 * offsets say how far it came. What is not committed yet may be lost in a crash of the server, as
 * long as the swap is not. */
static enum err_code open_new(struct rebuild *rebuild, struct err *err)
{
    struct pg **made = &rebuild->reader.made;
    const char *done = "";
    enum err_code code = ERR_OK;
    if (rebuild->settings->fresh)
        code = pg_run(rebuild->old, "DROP SCHEMA IF EXISTS " NEW_SCHEMA " CASCADE", err);
    if (!code)
        code = pg_run(rebuild->old, "CREATE SCHEMA IF NOT EXISTS " NEW_SCHEMA, err);
    if (!code)
        code = pg_open(&rebuild->settings->postgres, "gainsay-rebuild", made, err);
    if (!code)
        code = pg_run(*made, "SET search_path = " NEW_SCHEMA "; SET synchronous_commit = off", err);
    if (!code)
        code = migrations_run(*made, NULL, MIGRATIONS_QUIET, rebuild->arena, err);
    return code ? code
                : ask(rebuild, *made, "SELECT rebuild_redactions($1)", rebuild->schema, &done, err);
}

/* The live store's search thread takes the same lock now and then. */
static enum err_code index_words(struct rebuild *rebuild, struct err *err)
{
    const char *answer = "";
    enum err_code code = ERR_OK;
    while (!code && !service_stopping()) {
        code = ask(rebuild, rebuild->reader.made, "SELECT search_index(1000)", NULL, &answer, err);
        if (code || strcmp(answer, "0") != 0)
            continue;
        code =
            ask(rebuild, rebuild->reader.made, "SELECT items FROM search_lag", NULL, &answer, err);
        if (!code && strcmp(answer, "0") == 0)
            break;
        service_sleep_ms(100);
    }
    return code;
}

/* All that takes long, beside the live store. */
static enum err_code prepare(struct rebuild *rebuild, struct err *err)
{
    const char *done = "";
    long long behind = 0;
    enum err_code code = ERR_OK;
    do {
        code = rebuild_set_goals(&rebuild->reader, rebuild->old, &behind, err);
        if (!code)
            code = rebuild_read(&rebuild->reader, &rebuild->settings->kafka, err);
    } while (!code && behind > NEAR && !service_stopping());
    if (!code && !service_stopping())
        (void)fprintf(stderr, "gainsay rebuild: indexing the words of the items\n");
    if (!code)
        code = index_words(rebuild, err);
    if (!code && !service_stopping())
        code = ask(rebuild, rebuild->reader.made, "SELECT rebuild_keep_times($1)", rebuild->schema,
                   &done, err);
    if (!code && !service_stopping())
        code = rebuild_analyze(&rebuild->reader, err);
    return code;
}

static enum err_code compare(struct rebuild *rebuild, struct err *err)
{
    static const char sql[] = "SELECT name, row_count, digest FROM tables_digest() ORDER BY name";
    struct pg_result *was = NULL;
    struct pg_result *is = NULL;
    enum err_code code = pg_query(rebuild->old, sql, NULL, 0, &was, err);
    if (!code)
        code = pg_query(rebuild->reader.made, sql, NULL, 0, &is, err);
    int different = 0;
    for (int row = 0; row < (code ? 0 : pg_row_count(was)); row++) {
        if (strcmp(pg_value(was, row, 2), pg_value(is, row, 2)) == 0)
            continue;
        different++;
        (void)printf("%s differs: %s rows were there, %s are there now\n", pg_value(was, row, 0),
                     pg_value(was, row, 1), pg_value(is, row, 1));
    }
    if (!code)
        (void)printf("%d of %d tables hold something else than before\n", different,
                     pg_row_count(was));
    pg_free(was);
    pg_free(is);
    return code;
}

static enum err_code check_loss(struct rebuild *rebuild, struct err *err)
{
    const char *missing = "";
    enum err_code code = ask(rebuild, rebuild->reader.made, "SELECT rebuild_missing($1)",
                             rebuild->schema, &missing, err);
    if (code || strcmp(missing, "0") == 0)
        return code;
    if (rebuild->settings->accept_loss) {
        (void)printf("%s revisions of items are not on the topic any more, and lost\n", missing);
        return ERR_OK;
    }
    return err_set(err, ERR_CONFIG,
                   "%s revisions of items that the tables hold are not on the topic any more; "
                   "nothing was swapped (--accept-loss lets them go)",
                   missing);
}

/* Inside the old tables' transaction, whose locks keep the stores out. */
static enum err_code swap_locked(struct rebuild *rebuild, struct err *err)
{
    struct rebuild_reader *reader = &rebuild->reader;
    const char *names[] = {rebuild->schema, NEW_SCHEMA, OLD_SCHEMA};
    struct pg_result *rows = NULL;
    const char *done = "";
    long long behind = 0;
    enum err_code code = rebuild_set_goals(reader, rebuild->old, &behind, err);
    if (!code && behind > NEAR)
        return err_set(err, ERR_CONFLICT, "the store was faster");
    if (!code)
        code = rebuild_read(reader, &rebuild->settings->kafka, err);
    if (!code && service_stopping())
        return err_set(err, ERR_CONFLICT, "stopped");
    if (!code)
        code = ask(rebuild, reader->made, "SELECT rebuild_redactions($1)", rebuild->schema, &done,
                   err);
    if (!code)
        code = check_loss(rebuild, err);
    if (!code && rebuild->settings->compare)
        code = compare(rebuild, err);
    if (!code)
        code = pg_query(rebuild->old, "SELECT rebuild_swap($1, $2, $3)", names, 3, &rows, err);
    pg_free(rows);
    return code ? code : pg_run(rebuild->old, "COMMIT", err);
}

static enum err_code swap(struct rebuild *rebuild, struct err *err)
{
    enum err_code code = ERR_CONFLICT;
    for (int tries = 0; code == ERR_CONFLICT && tries < TRIES && !service_stopping(); tries++) {
        if (tries > 0)
            service_sleep_ms(PAUSE_MS);
        code = pg_run(rebuild->old,
                      "BEGIN; SET LOCAL lock_timeout = '5s';"
                      " SET LOCAL idle_in_transaction_session_timeout = '10min';"
                      " SELECT rebuild_lock()",
                      err);
        if (!code)
            code = swap_locked(rebuild, err);
        if (code)
            pg_rollback(rebuild->old);
        if (code == ERR_CONFLICT && !service_stopping() && prepare(rebuild, err))
            return err->code;
    }
    return code;
}

static enum err_code run(struct rebuild *rebuild, struct err *err)
{
    enum err_code code = open_old(rebuild, err);
    if (!code)
        code = open_new(rebuild, err);
    if (!code)
        code = prepare(rebuild, err);
    if (!code)
        code = swap(rebuild, err);
    if (code == ERR_CONFLICT && service_stopping())
        return err_set(err, ERR_CONFLICT,
                       "stopped; the old tables serve as before, and the same command goes on from "
                       "here");
    if (!code)
        (void)printf("%lld messages read; the new tables serve, the old ones are in schema "
                     "\"" OLD_SCHEMA "\"\n",
                     rebuild->reader.range.read);
    return code;
}

int command_rebuild(int argc, char **argv)
{
    static const struct service_settings quiet = {"warning", "logfmt", ""};
    static struct rebuild rebuild;
    struct arena arena;
    struct arena own;
    struct settings settings = {0};
    struct conf_run call;
    struct err err = {0};
    arena_init(&arena, ARENA_BYTES);
    arena_init(&own, ARENA_BYTES);
    enum err_code code = command_load(&program, argc, argv, &own, &settings, &call, &err);
    if (!code && call.action == CONF_RUN) {
        rebuild = (struct rebuild){
            .settings = &settings,
            .arena = &own,
            .reader = {.store = settings.group, .arena = &arena, .range = {.topic = TOPIC_RECORDS}},
        };
        code = service_open(program.name, &quiet, &err);
        if (!code)
            code = run(&rebuild, &err);
        rebuild_reader_close(&rebuild.reader);
        pg_close(rebuild.reader.made);
        pg_close(rebuild.old);
    }
    if (code)
        (void)fprintf(stderr, "gainsay rebuild: %s\n", err.text);
    arena_release(&arena);
    arena_release(&own);
    return code ? 1 : 0;
}
