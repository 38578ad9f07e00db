#include "producers/poller/poller.h"

#include "common/base/arena.h"
#include "common/service/log.h"
#include "gainsay_version.h"

#include <stdio.h>
#include <string.h>

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct poller_settings, kafka),
    {"poller", "sources", CONF_TEXT, offsetof(struct poller_settings, sources),
     GAINSAY_DATA_DIR "/sources.conf", NULL, "the catalogue of sources"},
    {"poller", "group", CONF_TEXT, offsetof(struct poller_settings, group), "gainsay-poller", NULL,
     "consumer group whose members share the sources"},
    {"poller", "user_agent", CONF_TEXT, offsetof(struct poller_settings, user_agent),
     "gainsay/" GAINSAY_VERSION " (feed reader; set poller.user_agent to add a contact)", NULL,
     "how we call ourselves; say there how to reach you"},
    {"poller", "allow", CONF_TEXT, offsetof(struct poller_settings, allow), "", NULL,
     "address blocks (10.0.0.0/8, ::1) that may be fetched from though they are not public"},
    {"poller", "parallel", CONF_INTEGER, offsetof(struct poller_settings, parallel), "64",
     "1..1000", "transfers at once, each to another host"},
    {"poller", "connect_timeout", CONF_DURATION,
     offsetof(struct poller_settings, connect_timeout_ms), "10s", "100ms..5m",
     "longest time to connect"},
    {"poller", "timeout", CONF_DURATION, offsetof(struct poller_settings, timeout_ms), "30s",
     "100ms..10m", "longest time of a transfer, redirects included"},
    {"poller", "stall", CONF_DURATION, offsetof(struct poller_settings, stall_ms), "20s", "1s..5m",
     "longest time under 100 bytes a second"},
    {"poller", "body_max", CONF_BYTES, offsetof(struct poller_settings, body_max_bytes), "5M",
     "1k..32M", "largest document after decompression, where the source has no body_max"},
    {"poller", "once", CONF_BOOLEAN, offsetof(struct poller_settings, once), "no", NULL,
     "poll every enabled source once, then end; --once for short"},
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
