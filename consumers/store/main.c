#include "consumers/store/store.h"

#include "common/service/breaker.h"
#include "common/service/service_main.h"

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct store_settings, kafka),
    PG_CONF_ROWS(struct store_settings, postgres),
    {"store", "group", CONF_TEXT, offsetof(struct store_settings, group), "gainsay-store", NULL,
     "consumer group, and the name under which offsets are kept"},
    {"store", "batch", CONF_INTEGER, offsetof(struct store_settings, batch), "1000", "1..5000",
     "results in one transaction at most"},
    {"store", "wait", CONF_DURATION, offsetof(struct store_settings, wait_ms), "250ms", "1ms..10s",
     "how long a transaction waits for more results"},
    BREAKER_CONF_ROW("store", struct store_settings, breaker),
    SERVICE_CONF_ROWS(struct store_settings, service),
};

static const struct conf_program program = {
    .name = "gainsay-store",
    .summary = "write what was claimed, denied and changed to PostgreSQL, exactly once",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .checks = {pg_setting_check},
};

static enum err_code run(const void *settings, struct err *err)
{
    return store_run(settings, err);
}

int main(int argc, char **argv)
{
    static struct store_settings settings;
    const struct service_program service = {program, &settings, &settings.service, run};
    return service_main(&service, argc, argv);
}
