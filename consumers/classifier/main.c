#include "consumers/classifier/pipeline.h"

#include "common/service/breaker.h"
#include "common/service/service_main.h"
#include "consumers/classify/lexicon.h"

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
    BREAKER_CONF_ROW("classifier", struct classifier_settings, breaker),
    SERVICE_CONF_ROWS(struct classifier_settings, service),
};

static enum err_code look(const void *settings, struct err *err)
{
    const struct classifier_settings *classifier = settings;
    struct lexicon *lexicon = NULL;
    enum err_code code = lexicon_load(classifier->lexicon, &lexicon, err);
    lexicon_free(lexicon);
    return code;
}

static const struct conf_program program = {
    .name = "gainsay-classifier",
    .summary = "read items, send what they claim, deny and change",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .look = look,
};

static enum err_code run(const void *settings, struct err *err)
{
    return pipeline_run(settings, err);
}

int main(int argc, char **argv)
{
    static struct classifier_settings settings;
    const struct service_program service = {program, &settings, &settings.service, run};
    return service_main(&service, argc, argv);
}
