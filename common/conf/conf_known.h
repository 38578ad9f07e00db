/*
 * What is known of settings: those of this program, and those of all of them, since they share one
 * file. Used by conf.c only.
 */
#ifndef GAINSAY_CONF_KNOWN_H
#define GAINSAY_CONF_KNOWN_H

#include "common/base/nearest.h"
#include "common/conf/conf.h"

/* The program's own row of a setting; in a section that passes others on, the row that does so. */
const struct conf_option *
conf_find_option(const struct conf_program *program, const char *section, const char *key);
bool conf_has_section(const struct conf_program *program, const char *section);

/* Whether some program has it; key NULL: some key of the section. */
bool conf_is_known(const char *section, const char *key);

/* The nearest to a name that is not known: of a word of the command line, up to its "="; of a
 * section; of a setting by its name in the file. */
void conf_near_option(const struct conf_program *program,
                      const char *word,
                      struct nearest *nearest);
void conf_near_section(const char *section, struct nearest *nearest);
void conf_near_setting(const char *section, const char *key, struct nearest *nearest);
/* Of a variable without its GAINSAY_, by its section and key; false where no setting of any program
 * is a slip of a letter or two away. */
bool conf_near_variable(const char *section, const char *key, struct nearest *nearest);

#endif
