/*
 * Whether all that a program printed has gone where it was to go. Whoever reads the answer from a
 * file or a pipe has to know that it isn't whole.
 */
#ifndef GAINSAY_BASE_PRINTED_H
#define GAINSAY_BASE_PRINTED_H

#include "common/base/err.h"

/* Flushes standard output. ERR_UNAVAILABLE: something of it, now or earlier, could not be written.
 */
enum err_code printed_check(struct err *err);

#endif
