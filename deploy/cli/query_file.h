/*
 * The cookbook: one file a query. Comment lines at its head say what it answers:
 *
 *     -- What has one country done to the goods of another, in order?
 *     -- asked by: a trade analyst
 *     -- arguments: imposer:country=US target:country=CN since:day=today
 *     SELECT ... $1 ... $2
 *
 * Arguments are given by place; each has the default that stands behind its '=', or must be given
 * where there is none. Behind a colon stands what it must be (argument.h), where any words won't
 * do. The last one may be "NAME...", which takes all words that are left.
 */
#ifndef GAINSAY_CLI_QUERY_FILE_H
#define GAINSAY_CLI_QUERY_FILE_H

#include "common/base/arena.h"
#include "common/base/err.h"
#include "deploy/cli/argument.h"

#include <stdbool.h>
#include <stddef.h>

#define QUERY_ARGUMENTS_MAX 8

struct query_argument {
    const char *name; /* without "..." */
    enum argument_kind kind;
    const char *fallback; /* NULL: it must be given */
};

struct query_file {
    const char *name; /* of the file, without ".sql" */
    const char *question;
    const char *asked_by;
    struct query_argument argument[QUERY_ARGUMENTS_MAX];
    size_t argument_count;
    bool takes_rest; /* the last argument does */
    const char *sql;
};

/* Strings live in the arena. ERR_CONFIG: there is no such query, or its head does not read so; the
 * text names the file. */
enum err_code query_file_read(const char *directory,
                              const char *name,
                              struct arena *arena,
                              struct query_file *query,
                              struct err *err);
/* All of a directory, by name. */
enum err_code query_file_list(const char *directory,
                              struct arena *arena,
                              struct query_file **queries,
                              size_t *count,
                              struct err *err);

#endif
