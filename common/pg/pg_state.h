/*
 * What an SQLSTATE means for a loop. Used by pg.c and its test.
 */
#ifndef GAINSAY_PG_STATE_H
#define GAINSAY_PG_STATE_H

#include "common/base/err.h"

/* sqlstate: five characters, or NULL where the failure never reached the server. */
enum err_code pg_state_code(const char *sqlstate);

#endif
