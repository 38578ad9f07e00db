#include "common/service/service_main.h"

#include "common/base/arena.h"
#include "common/kafka/settings.h"
#include "common/service/log.h"

#include <assert.h>
#include <stdio.h>

#define SETTINGS_BYTES ((size_t)1 << 20)

static void log_trouble(const char *client, const char *what, const char *text)
{
    log_event(LOG_WARNING, "kafka.trouble", LOG_TEXT("client", client), LOG_TEXT("what", what),
              LOG_TEXT("error", text));
}

int service_main(const struct service_program *program, int argc, char **argv)
{
    struct arena arena;
    struct conf_run run;
    struct err err = {0};
    service_hold_signals();
    arena_init(&arena, SETTINGS_BYTES);
    struct conf_program conf = program->conf;
    assert(conf.checks[CONF_CHECKS - 1] == NULL);
    conf.checks[CONF_CHECKS - 1] = kafka_setting_check;
    enum err_code code = conf_load(&conf, argc, argv, &arena, program->settings, &run, &err);
    if (code) {
        (void)fprintf(stderr, "%s: %s\n", program->conf.name, err.text);
    } else if (run.action == CONF_RUN) {
        code = service_open(program->conf.name, program->service, &err);
        kafka_hear_trouble(log_trouble);
        if (!code)
            code = program->run(program->settings, &err);
        if (code)
            log_event(LOG_ERROR, "service.failed", LOG_TEXT("class", err_name(code)),
                      LOG_TEXT("error", err.text));
        service_close();
    }
    arena_release(&arena);
    return code ? 1 : 0;
}
