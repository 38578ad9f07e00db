#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/kafka/admin.h"
#include "common/model/topic.h"
#include "common/pg/pg.h"
#include "deploy/cli/command.h"
#include "deploy/cli/services.h"
#include "deploy/cli/states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct settings {
    struct kafka_settings kafka;
    struct pg_settings postgres;
    const char *classifier_group;
    const char *store_group;
    const char *services;
};

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct settings, kafka),
    PG_CONF_ROWS(struct settings, postgres),
    {"classifier", "group", CONF_TEXT, offsetof(struct settings, classifier_group),
     "gainsay-classifier", NULL, "consumer group of the classifier"},
    {"store", "group", CONF_TEXT, offsetof(struct settings, store_group), "gainsay-store", NULL,
     "name under which the store keeps its offsets"},
    {"status", "services", CONF_TEXT, offsetof(struct settings, services), "", NULL,
     "NAME=ADDRESS:PORT of each service's HTTP endpoint, separated by spaces"},
};

static const struct conf_program program = {
    .name = "gainsay status",
    .summary = "how far each service is behind, what the sources are like, how many rows there are",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
};

struct view {
    const struct settings *settings;
    struct kafka_admin *admin;
    struct pg *pg; /* NULL: PostgreSQL is away */
};

static enum err_code stored_offset(
    struct view *view, const char *topic, int partition, long long *offset, struct err *err)
{
    char number[16];
    (void)snprintf(number, sizeof number, "%d", partition);
    const char *values[] = {view->settings->store_group, topic, number};
    struct pg_result *rows = NULL;
    static const char sql[] = "SELECT next_offset FROM kafka_offset WHERE consumer = $1 AND topic "
                              "= $2 AND partition = $3";
    enum err_code code = pg_query(view->pg, sql, values, 3, &rows, err);
    if (!code)
        *offset = pg_row_count(rows) == 0 ? -1 : strtoll(pg_value(rows, 0, 0), NULL, 10);
    pg_free(rows);
    return code;
}

/* One line a partition: how far its reader is, and how far it has to go. */
static enum err_code show_lag(
    struct view *view, const char *service, const char *group, const char *topic, struct err *err)
{
    int partitions = 0;
    enum err_code code = kafka_admin_partitions(view->admin, topic, &partitions, err);
    if (!code && partitions == 0)
        return err_set(err, ERR_CONFIG, "there is no topic %s (run gainsay topics create)", topic);
    for (int partition = 0; partition < partitions && !code; partition++) {
        long long low = 0;
        long long high = 0;
        long long next = -1;
        code = kafka_admin_watermarks(view->admin, topic, partition, &low, &high, err);
        if (!code && group != NULL)
            code =
                kafka_admin_committed(&view->settings->kafka, group, topic, partition, &next, err);
        else if (!code && view->pg != NULL)
            code = stored_offset(view, topic, partition, &next, err);
        if (code)
            break;
        long long lag = high - (next < low ? low : next);
        (void)printf("  %-20s %-18s %9d %12lld %12lld %8lld\n", service, topic, partition,
                     next < 0 ? low : next, high, lag);
    }
    return code;
}

static enum err_code
show_query(struct view *view, const char *title, const char *sql, struct err *err)
{
    struct pg_result *rows = NULL;
    enum err_code code = pg_query(view->pg, sql, NULL, 0, &rows, err);
    if (code)
        return code;
    (void)printf("\n%s\n", title);
    for (int row = 0; row < pg_row_count(rows); row++) {
        for (int column = 0; column < pg_column_count(rows); column++) {
            const char *value = pg_value(rows, row, column);
            (void)printf("  %-20s", value == NULL ? "-" : value);
        }
        (void)putchar('\n');
    }
    pg_free(rows);
    return ERR_OK;
}

static const char rows_sql[] =
    "SELECT 'items', count(*) FROM item UNION ALL SELECT 'revisions', count(*) FROM item_revision"
    " UNION ALL SELECT 'claims', count(*) FROM statement WHERE type = 'claim'"
    " UNION ALL SELECT 'denials', count(*) FROM statement WHERE type = 'denial'"
    " UNION ALL SELECT 'tariff changes', count(*) FROM tariff_change"
    " UNION ALL SELECT 'contradictions', count(*) FROM contradiction"
    " UNION ALL SELECT 'dead letters', count(*) FROM dead_letter";

static enum err_code show_kafka(struct view *view, struct err *err)
{
    enum err_code code = kafka_admin_open(&view->settings->kafka, &view->admin, err);
    (void)printf("\n  %-20s %-18s %9s %12s %12s %8s\n", "reader", "topic", "partition",
                 "next offset", "end", "lag");
    if (!code)
        code = show_lag(view, "gainsay-classifier", view->settings->classifier_group, TOPIC_ITEMS,
                        err);
    if (!code)
        code = show_lag(view, "gainsay-store", NULL, TOPIC_RECORDS, err);
    if (!code) {
        (void)printf("\nsources\n");
        code = states_print(&view->settings->kafka, true, err);
    }
    kafka_admin_close(view->admin);
    return code;
}

/* One part that fails does not hide the others: its sentence stands in its place. */
static bool say(enum err_code code, const struct err *err)
{
    if (code)
        (void)printf("  %s\n", err->text);
    return code == ERR_OK;
}

static bool show(struct view *view)
{
    struct err err = {0};
    bool fine = true;
    if (view->settings->services[0] != '\0') {
        bool all_ready = false;
        (void)printf("services\n");
        fine = say(services_print(view->settings->services, &all_ready, &err), &err) && all_ready;
    }
    enum err_code code = pg_open(&view->settings->postgres, "gainsay-status", &view->pg, &err);
    if (!code)
        code = show_query(view, "rows", rows_sql, &err);
    fine = say(code, &err) && fine;
    fine = say(show_kafka(view, &err), &err) && fine;
    pg_close(view->pg);
    return fine;
}

int command_status(int argc, char **argv)
{
    struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    struct settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    bool fine = true;
    enum err_code code = conf_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (code)
        (void)fprintf(stderr, "gainsay status: %s\n", err.text);
    else if (run.action == CONF_RUN)
        fine = show(&(struct view){.settings = &settings});
    arena_release(&arena);
    return code || !fine ? 1 : 0;
}
