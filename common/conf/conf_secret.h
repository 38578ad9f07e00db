/*
 * Passwords come from files of their own, never from the configuration, the environment or the
 * command line, where others can read them.
 *
 * The file is ours or root's and closed to everybody else; one of root's may be open to its group,
 * as Kubernetes mounts a secret for a process that is not root's. A name without a slash is looked
 * for in $CREDENTIALS_DIRECTORY, where systemd puts credentials.
 */
#ifndef GAINSAY_CONF_SECRET_H
#define GAINSAY_CONF_SECRET_H

#include "common/base/err.h"

#define CONF_SECRET_BYTES 1024

/* The file's first line, without its end. ERR_CONFIG: it cannot be read, is open to others, empty
 * or too long. */
enum err_code conf_secret_read(const char *path, char text[CONF_SECRET_BYTES], struct err *err);

#endif
