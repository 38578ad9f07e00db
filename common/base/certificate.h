/*
 * When a certificate ends (RFC 5280, 4.1.2.5), so that it can be renewed before.
 */
#ifndef GAINSAY_BASE_CERTIFICATE_H
#define GAINSAY_BASE_CERTIFICATE_H

#include "common/base/err.h"

/* Whole days until the first certificate of a PEM file ends; negative where it has ended.
 * ERR_BAD_INPUT: the file cannot be read or holds none; the text names it. */
enum err_code certificate_days_left(const char *path, int *days, struct err *err);

#endif
