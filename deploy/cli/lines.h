/*
 * JSON Lines in, JSON Lines out: reads the named files (or standard input for none or "-") line by
 * line, hands each to a function that appends its answer, and prints that. A line that fails is
 * named on standard error, and the reading goes on.
 */
#ifndef GAINSAY_CLI_LINES_H
#define GAINSAY_CLI_LINES_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/err.h"

#include <stddef.h>

/* One line without its end. What it needs comes from the arena, which is reset after each line. An
 * answer that is ERR_OK and has a text in *err was given, and the text is a remark on the line. */
typedef enum err_code lines_answer(void *context,
                                   const char *line,
                                   size_t len,
                                   struct arena *arena,
                                   struct buf *out,
                                   struct err *err);

/* Returns the exit code: 0, or 1 where a file could not be read or a line was bad. */
int lines_run(const char *command, char **files, size_t count, lines_answer *answer, void *context);

#endif
