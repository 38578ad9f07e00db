#include "producers/poller/poller.h"

#include "common/service/service_main.h"
#include "producers/poller/catalogue.h"

#include <string.h>

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct poller_settings, kafka),
    POLLER_CONF_ROWS(struct poller_settings),
    SERVICE_CONF_ROWS(struct poller_settings, service),
};

/* It is as much a setting as the others. */
static enum err_code look(const void *settings, struct err *err)
{
    const struct poller_settings *poller = settings;
    struct catalogue catalogue;
    enum err_code code = catalogue_read(poller->sources, &catalogue, err);
    if (!code)
        catalogue_release(&catalogue);
    return code;
}

static const struct conf_program program = {
    .name = "gainsay-poller",
    .summary =
        "poll the sources of the catalogue, send their items to Kafka; with --once, each source "
        "once",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .look = look,
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
