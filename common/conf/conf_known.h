/*
 * What is known of settings: those of this program, and those of all of them, since they share one
 * file. Used by conf.c only.
 */
#ifndef GAINSAY_CONF_KNOWN_H
#define GAINSAY_CONF_KNOWN_H

#include "common/conf/conf.h"

/* The program's own row of a setting; in a section that passes others on, the row that does so. */
const struct conf_option *
conf_find_option(const struct conf_program *program, const char *section, const char *key);
bool conf_has_section(const struct conf_program *program, const char *section);

/* Whether some program has it; key NULL: some key of the section. */
bool conf_is_known(const char *section, const char *key);

/* What goes behind the error on a name that is not known: "; the nearest is --store.batch", or
 * nothing where none is near. */
#define CONF_HINT_BYTES 128
/* Of a word of the command line, up to its "=". */
void conf_hint_option(const struct conf_program *program,
                      const char *word,
                      char hint[CONF_HINT_BYTES]);
/* Of a setting, by its name in the file. */
void conf_hint_setting(const char *section, const char *key, char hint[CONF_HINT_BYTES]);
/* Of a variable without its GAINSAY_, by its section and key; false where no setting of any program
 * is a slip of a letter or two away. */
bool conf_hint_variable(const char *section, const char *key, char hint[CONF_HINT_BYTES]);

#endif
