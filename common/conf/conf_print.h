/*
 * What the option table prints: --help and --example. Used by conf.c only.
 */
#ifndef GAINSAY_CONF_PRINT_H
#define GAINSAY_CONF_PRINT_H

#include "common/conf/conf.h"

void conf_print_help(const struct conf_program *program);
void conf_print_example(const struct conf_program *program);

#endif
