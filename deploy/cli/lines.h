/*
 * JSON Lines in, JSON Lines out: reads the named files (or standard input for none or "-") line by
 * line, hands each to a function that makes its answer, and prints that. A line that fails, or is
 * longer than LINES_LINE_BYTES, is named on standard error, and the reading goes on.
 */
#ifndef GAINSAY_CLI_LINES_H
#define GAINSAY_CLI_LINES_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/err.h"

#include <stddef.h>

#define LINES_LINE_BYTES ((size_t)64 << 20)

/* Both empty at first. */
struct lines_answer {
    struct buf out;    /* what is printed, its last line's end left out */
    struct buf remark; /* what standard error is told of a line that was answered all the same */
};

/* One line without its end. What it needs comes from the arena, which is reset after each line. */
typedef enum err_code lines_take(void *context,
                                 const char *line,
                                 size_t len,
                                 struct arena *arena,
                                 struct lines_answer *answer,
                                 struct err *err);

/* Returns the exit code: 0, or 1 where a file could not be read or a line was bad. */
int lines_run(const char *command, char **files, size_t count, lines_take *take, void *context);

#endif
