/*
 * What the words of a command line ask for, before any of it is believed. Used by conf.c only.
 */
#ifndef GAINSAY_CONF_COMMAND_H
#define GAINSAY_CONF_COMMAND_H

#include "common/conf/conf.h"

struct conf_command {
    const char *config; /* of --config; NULL: not given */
    bool check;
    bool example;
    bool help;
    bool version;
    char **settings; /* --section.key=value, in order; short forms are written out */
    size_t setting_count;
};

/* Sorts the words into command (zeroed by the caller) and run's args; what is made is in the arena,
 * all else borrows argv. Whether a setting exists is not looked at. ERR_CONFIG: an option lacks its
 * value. */
enum err_code conf_command_read(const struct conf_program *program,
                                struct arena *arena,
                                int argc,
                                char **argv,
                                struct conf_command *command,
                                struct conf_run *run,
                                struct err *err);

#endif
