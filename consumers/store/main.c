#include "consumers/store/store.h"

#include "common/base/arena.h"
#include "common/service/log.h"

#include <stdio.h>

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct store_settings, kafka),
    PG_CONF_ROWS(struct store_settings, postgres),
    {"store", "group", CONF_TEXT, offsetof(struct store_settings, group), "gainsay-store", NULL,
     "consumer group, and the name under which offsets are kept"},
    {"store", "batch", CONF_INTEGER, offsetof(struct store_settings, batch), "500", "1..5000",
     "results in one transaction at most"},
    {"store", "wait", CONF_DURATION, offsetof(struct store_settings, wait_ms), "250ms", "1ms..10s",
     "how long a transaction waits for more results"},
    SERVICE_CONF_ROWS(struct store_settings, service),
};

static const struct conf_program program = {
    .name = "gainsay-store",
    .summary = "write what was claimed, denied and changed to PostgreSQL, exactly once",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

int main(int argc, char **argv)
{
    struct arena arena;
    struct store_settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    enum err_code code = conf_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (code) {
        (void)fprintf(stderr, "%s: %s\n", program.name, err.text);
    } else if (run.action == CONF_RUN) {
        code = service_open(program.name, &settings.service, &err);
        if (!code)
            code = store_run(&settings, &err);
        if (code)
            log_event(LOG_ERROR, "service.failed", LOG_TEXT("class", err_name(code)),
                      LOG_TEXT("error", err.text));
        service_close();
    }
    arena_release(&arena);
    return code ? 1 : 0;
}
