#include "consumers/replay/replay.h"

#include "common/base/arena.h"
#include "common/service/service.h"

#include <stdio.h>

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct replay_settings, kafka),
    PG_CONF_ROWS(struct replay_settings, postgres),
    {"classifier", "lexicon", CONF_TEXT, offsetof(struct replay_settings, lexicon),
     GAINSAY_DATA_DIR "/lexicon", NULL, "folder of the rules' data files"},
    {"classifier", "generation", CONF_INTEGER, offsetof(struct replay_settings, generation), "1",
     "0..9000000000000000",
     "the greatest wins in the tables: raise it with each new version or lexicon"},
    {"replay", "lexicon", CONF_TEXT, offsetof(struct replay_settings, other_lexicon), "", NULL,
     "folder of the rules' data files to use instead of the classifier's"},
    {"replay", "name", CONF_TEXT, offsetof(struct replay_settings, name), "gainsay-replay", NULL,
     "under which progress is kept: the same name goes on, a new one begins anew"},
    {"replay", "source", CONF_TEXT, offsetof(struct replay_settings, source), "", NULL,
     "only items of this source"},
    {"replay", "since", CONF_TEXT, offsetof(struct replay_settings, since), "", NULL,
     "only items fetched from this time on, such as 2025-04-01T00:00:00Z or 2025-04-01"},
    {"replay", "until", CONF_TEXT, offsetof(struct replay_settings, until), "", NULL,
     "only items fetched before this time"},
    {"replay", "from_offset", CONF_TEXT, offsetof(struct replay_settings, from_offset), "", NULL,
     "only items from this offset of their partition on: N for each, or PARTITION:N,..."},
    {"replay", "rate", CONF_INTEGER, offsetof(struct replay_settings, rate), "0", "0..1000000",
     "items a second at most; 0: as fast as it goes"},
    {"replay", "dry_run", CONF_BOOLEAN, offsetof(struct replay_settings, dry_run), "no", NULL,
     "say what would change in the tables, and change nothing"},
    {"replay", "listen", CONF_TEXT, offsetof(struct replay_settings, listen), "", NULL,
     "ADDRESS:PORT of /metrics, /healthz and /readyz as long as it runs; empty: none"},
};

static const struct conf_program program = {
    .name = "gainsay-replay",
    .summary = "send items of the past through today's classifier",
    .synopsis = "",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .checks = {kafka_setting_check, pg_setting_check},
    .is_tool = true,
    .own = "replay",
};

int main(int argc, char **argv)
{
    struct arena arena;
    struct replay_settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    arena_init(&arena, (size_t)1 << 20);
    enum err_code code = conf_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN && settings.other_lexicon[0] != '\0')
        settings.lexicon = settings.other_lexicon;
    if (!code && run.action == CONF_RUN) {
        /* Its words are for a person: no events. */
        const struct service_settings quiet = {"error", "logfmt", settings.listen};
        code = service_open(program.name, &quiet, &err);
        if (!code)
            code = replay_run(&settings, &err);
    }
    if (code)
        (void)fprintf(stderr, "%s: %s\n", program.name, err.text);
    arena_release(&arena);
    return code ? 1 : 0;
}
