/*
 * How the sources do, as topic gainsay.sources has it.
 */
#ifndef GAINSAY_CLI_STATES_H
#define GAINSAY_CLI_STATES_H

#include "common/kafka/settings.h"

#include <stdbool.h>

/* Prints how many sources are in each state, then a line for each source, or only for each that is
 * not ok. ERR_UNAVAILABLE: Kafka did not tell in time. */
enum err_code
states_print(const struct kafka_settings *settings, bool only_trouble, struct err *err);

#endif
