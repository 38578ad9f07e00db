#include "deploy/cli/command.h"

#include "common/kafka/settings.h"
#include "common/pg/pg.h"

enum err_code command_load(const struct conf_program *program,
                           int argc,
                           char **argv,
                           struct arena *arena,
                           void *settings,
                           struct conf_run *run,
                           struct err *err)
{
    struct conf_program checked = *program;
    checked.checks[0] = kafka_setting_check;
    checked.checks[1] = pg_setting_check;
    return conf_load(&checked, argc, argv, arena, settings, run, err);
}
