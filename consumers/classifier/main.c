#include "consumers/classifier/pipeline.h"

#include "common/base/arena.h"
#include "common/service/log.h"

#include <stdio.h>

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct classifier_settings, kafka),
    {"classifier", "lexicon", CONF_TEXT, offsetof(struct classifier_settings, lexicon),
     GAINSAY_DATA_DIR "/lexicon", NULL, "folder of the rules' data files"},
    {"classifier", "generation", CONF_INTEGER, offsetof(struct classifier_settings, generation),
     "1", "0..9000000000000000",
     "raise it with every new version or lexicon; the greatest wins in the tables"},
    {"classifier", "group", CONF_TEXT, offsetof(struct classifier_settings, group),
     "gainsay-classifier", NULL, "consumer group"},
    {"classifier", "batch", CONF_INTEGER, offsetof(struct classifier_settings, batch), "500",
     "1..10000", "items between two commits at most"},
    SERVICE_CONF_ROWS(struct classifier_settings, service),
};

static const struct conf_program program = {
    .name = "gainsay-classifier",
    .summary = "read items, send what they claim, deny and change",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
};

int main(int argc, char **argv)
{
    struct arena arena;
    struct classifier_settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    enum err_code code = conf_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (code) {
        (void)fprintf(stderr, "%s: %s\n", program.name, err.text);
    } else if (run.action == CONF_RUN) {
        code = service_open(program.name, &settings.service, &err);
        if (!code)
            code = pipeline_run(&settings, &err);
        if (code)
            log_event(LOG_ERROR, "service.failed", LOG_TEXT("class", err_name(code)),
                      LOG_TEXT("error", err.text));
        service_close();
    }
    arena_release(&arena);
    return code ? 1 : 0;
}
