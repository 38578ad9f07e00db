#include "common/base/printed.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum err_code printed_check(struct err *err)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return ERR_OK;
    return err_set(err, ERR_UNAVAILABLE, "cannot write to standard output: %s", strerror(errno));
}
