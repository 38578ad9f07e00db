#include "common/base/arena.h"
#include "common/conf/conf.h"
#include "common/service/service.h"
#include "producers/importer/import.h"

#include <stdio.h>

/* What the exit code says. */
enum { ALL_SENT, STOPPED, SOME_BAD = 3 };

static const struct conf_option options[] = {
    KAFKA_CONF_ROWS(struct import_settings, kafka),
    {"poller", "sources", CONF_TEXT, offsetof(struct import_settings, catalogue),
     GAINSAY_DATA_DIR "/sources.conf", NULL, "the catalogue of sources"},
    {"import", "format", CONF_CHOICE, offsetof(struct import_settings, format), "auto",
     "auto|lines|csv|feed",
     "what the files are: items as JSON Lines, CSV, or recorded feeds and pages; auto goes by name "
     "and first bytes"},
    {"import", "source", CONF_TEXT, offsetof(struct import_settings, source), "", NULL,
     "source of all items; otherwise what a line says, or the id that a file or folder is named "
     "for"},
    {"import", "lang", CONF_TEXT, offsetof(struct import_settings, lang), "", NULL,
     "language of what does not say its own"},
    {"import", "zone", CONF_TEXT, offsetof(struct import_settings, zone_name), "", NULL,
     "zone of dates without one, such as +08:00; otherwise the source's, or UTC"},
    {"import", "map", CONF_TEXT, offsetof(struct import_settings, map), "", NULL,
     "CSV: which column is which member of an item, as in published=Date,title=Headline"},
    {"import", "delimiter", CONF_TEXT, offsetof(struct import_settings, delimiter), "", NULL,
     "CSV: what parts the columns; otherwise a comma, or in a .tsv file a tab"},
    {"import", "dry_run", CONF_BOOLEAN, offsetof(struct import_settings, dry_run), "no", NULL,
     "print the items as JSON Lines, and send nothing"},
    {"import", "listen", CONF_TEXT, offsetof(struct import_settings, listen), "", NULL,
     "ADDRESS:PORT of /metrics, /healthz and /readyz as long as it runs; empty: none"},
};

static const struct conf_program program = {
    .name = "gainsay-import",
    .summary = "send archives through: items as JSON Lines, CSV, recorded feeds and pages",
    .synopsis = "FILE|FOLDER|- ...",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .checks = {kafka_setting_check},
    .is_tool = true,
    .own = "import",
};

int main(int argc, char **argv)
{
    struct arena arena;
    struct import_settings settings = {0};
    struct conf_run run;
    struct err err = {0};
    long long bad = 0;
    arena_init(&arena, (size_t)1 << 20);
    enum err_code code = conf_load(&program, argc, argv, &arena, &settings, &run, &err);
    if (!code && run.action == CONF_RUN && run.arg_count == 0)
        code = err_set(&err, ERR_CONFIG, "name a file to import (see %s --help)", program.name);
    if (!code && run.action == CONF_RUN) {
        /* Its words are for a person: no events. */
        const struct service_settings quiet = {"error", "logfmt", settings.listen};
        code = service_open(program.name, &quiet, &err);
        if (!code)
            code = import_run(&settings, run.args, run.arg_count, &bad, &err);
    }
    if (code)
        (void)fprintf(stderr, "%s: %s\n", program.name, err.text);
    arena_release(&arena);
    return code ? STOPPED : bad > 0 ? SOME_BAD : ALL_SENT;
}
