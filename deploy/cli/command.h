/*
 * The subcommands of `gainsay`. Each is a function with main()'s form (argv[0] is the subcommand's
 * name) that returns the process's exit code: 0 fine, 1 something failed, 2 the call's words are
 * off.
 */
#ifndef GAINSAY_CLI_COMMAND_H
#define GAINSAY_CLI_COMMAND_H

#include "common/conf/conf.h"

int command_classify(int argc, char **argv);
int command_dead_letters(int argc, char **argv);
int command_doctor(int argc, char **argv);
int command_export(int argc, char **argv);
int command_feed(int argc, char **argv);
int command_lexicon(int argc, char **argv);
int command_link(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_query(int argc, char **argv);
int command_rebuild(int argc, char **argv);
int command_redact(int argc, char **argv);
int command_sources(int argc, char **argv);
int command_status(int argc, char **argv);
int command_topics(int argc, char **argv);
int command_verify(int argc, char **argv);

/* conf_load() with the checks of the settings that commands share: no command can forget the one
 * that keeps a password off the command line. */
enum err_code command_load(const struct conf_program *program,
                           int argc,
                           char **argv,
                           struct arena *arena,
                           void *settings,
                           struct conf_run *run,
                           struct err *err);

#endif
