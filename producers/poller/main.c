#include "producers/poller/poller.h"

#include "common/service/service_main.h"

#include <string.h>

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct poller_settings, kafka),
    POLLER_CONF_ROWS(struct poller_settings),
    SERVICE_CONF_ROWS(struct poller_settings, service),
};

static const struct conf_program program = {
    .name = "gainsay-poller",
    .summary =
        "poll the sources of the catalogue, send their items to Kafka; with --once, each source "
        "once",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

static enum err_code run(const void *settings, struct err *err)
{
    return poller_run(settings, err);
}

int main(int argc, char **argv)
{
    static char once[] = "--poller.once=yes";
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--once") == 0)
            argv[i] = once;
    }
    static struct poller_settings settings;
    const struct service_program service = {program, &settings, &settings.service, run};
    return service_main(&service, argc, argv);
}
