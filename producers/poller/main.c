#include "producers/poller/poller.h"

#include "common/base/arena.h"
#include "common/service/log.h"

#include <stdio.h>
#include <string.h>

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct poller_settings, kafka),
    POLLER_CONF_ROWS(struct poller_settings),
    SERVICE_CONF_ROWS(struct poller_settings, service),
};

static const struct conf_program program = {
    .name = "gainsay-poller",
    .summary = "poll the sources of the catalogue, send their items to Kafka",
    .synopsis = "[--once]",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

int main(int argc, char **argv)
{
    static char once[] = "--poller.once=yes";
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--once") == 0)
            argv[i] = once;
    }
    struct arena arena;
    struct poller_settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    enum err_code code = conf_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (code) {
        (void)fprintf(stderr, "%s: %s\n", program.name, err.text);
    } else if (run.action == CONF_RUN) {
        code = service_open(program.name, &settings.service, &err);
        if (!code)
            code = poller_run(&settings, &err);
        if (code)
            log_event(LOG_ERROR, "service.failed", LOG_TEXT("class", err_name(code)),
                      LOG_TEXT("error", err.text));
        service_close();
    }
    arena_release(&arena);
    return code ? 1 : 0;
}
