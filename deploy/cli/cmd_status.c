#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/service/service.h"
#include "deploy/cli/command.h"
#include "deploy/cli/overview.h"

#include <stdio.h>
#include <unistd.h>

#define SCREEN_BYTES ((size_t)4 << 20)
#define CLEAR        "\033[H\033[2J" /* cursor home, erase the screen (ECMA-48) */

struct settings {
    struct overview_settings overview;
    bool watch;
    bool json;
    long long interval_ms;
};

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct settings, overview.kafka),
    PG_CONF_ROWS(struct settings, overview.postgres),
    {"classifier", "group", CONF_TEXT, offsetof(struct settings, overview.classifier_group),
     "gainsay-classifier", NULL, "consumer group of the classifier"},
    {"store", "group", CONF_TEXT, offsetof(struct settings, overview.store_group), "gainsay-store",
     NULL, "name under which the store keeps its offsets"},
    {"status", "services", CONF_TEXT, offsetof(struct settings, overview.services), "", NULL,
     "NAME=ADDRESS:PORT of each service's HTTP endpoint, separated by spaces"},
    {"status", "watch", CONF_BOOLEAN, offsetof(struct settings, watch), "no", NULL,
     "look again and again, until a signal"},
    {"status", "interval", CONF_DURATION, offsetof(struct settings, interval_ms), "5s", "1s..1d",
     "time between two looks"},
    {"status", "json", CONF_BOOLEAN, offsetof(struct settings, json), "no", NULL,
     "one JSON object a look, instead of a screen"},
    {"status", "max_lag", CONF_INTEGER, offsetof(struct settings, overview.max_lag), "10000",
     "0..1000000000000", "messages that a reader may be behind on a topic before that is wrong"},
    {"status", "max_wait", CONF_DURATION, offsetof(struct settings, overview.max_wait_ms), "15m",
     "1s..365d", "time that a message may wait, or an item for the text index"},
    {"status", "max_letters", CONF_INTEGER, offsetof(struct settings, overview.max_letters), "0",
     "0..1000000000", "dead letters that may wait or be parked"},
    {"status", "max_troubled", CONF_INTEGER, offsetof(struct settings, overview.max_troubled_pct),
     "50", "0..100", "percent of the sources that may be other than ok"},
};

static const struct conf_program program = {
    .name = "gainsay status",
    .summary = "how everything is: services, lag, sources, dead letters, search, freshness, rows; "
               "ends with 0 where all is well, 1 where something is wrong, 2 where it was called "
               "wrongly",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .is_tool = true,
    .own = "status",
};

/* Whether all is well. */
static bool look(const struct settings *settings)
{
    struct overview overview;
    struct buf screen;
    buf_init(&screen, SCREEN_BYTES);
    overview_collect(&settings->overview, &overview);
    if (settings->json) {
        overview_json(&overview, &screen);
    } else {
        if (settings->watch && isatty(STDOUT_FILENO))
            (void)buf_add_text(&screen, CLEAR);
        overview_text(&overview, &screen);
    }
    bool fine = overview.wrong_count == 0;
    (void)fputs(buf_text(&screen), stdout);
    (void)fflush(stdout);
    overview_release(&overview);
    buf_release(&screen);
    return fine;
}

int command_status(int argc, char **argv)
{
    static const struct service_settings quiet = {"warning", "logfmt", ""};
    struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    struct settings settings = {.watch = false};
    struct conf_run run;
    struct err err = {0};
    bool fine = true;
    enum err_code code = command_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN)
        code = service_open("gainsay-status", &quiet, &err);
    if (code)
        (void)fprintf(stderr, "gainsay status: %s\n", err.text);
    else if (run.action == CONF_RUN)
        fine = look(&settings);
    while (!code && settings.watch && !service_stopping()) {
        service_sleep_ms(settings.interval_ms);
        if (!service_stopping())
            fine = look(&settings);
    }
    arena_release(&arena);
    return code ? 2 : fine ? 0 : 1;
}
