/*
 * Data that comes with the program: installed, or in the source tree that it was built from.
 */
#ifndef GAINSAY_CLI_INSTALLED_H
#define GAINSAY_CLI_INSTALLED_H

#include <unistd.h>

/* The installed path where there is one, else the source tree's. */
static inline const char *installed_or(const char *installed, const char *source)
{
    return access(installed, R_OK) == 0 ? installed : source;
}

#endif
