/*
 * One connection to PostgreSQL, by libpq. Values go as parameters or by COPY, never into the text
 * of a command.
 *
 * What a failure means is told by the class of its SQLSTATE (PostgreSQL manual, appendix A):
 *   ERR_UNAVAILABLE  the server is away, full or shutting down (08, 53, 57P, 58), or nothing came
 * back at all ERR_CONFLICT     somebody else's transaction won (40, 55P03): do the whole
 * transaction again ERR_BAD_INPUT    a value can't be stored (21, 22, 23): find the row and set it
 * aside ERR_CONFIG       schema, grants or settings (everything else): a person has to act After a
 * failure inside a transaction call pg_rollback(). A broken connection stays broken: close it and
 * open a new one; no command is ever sent again on another connection by itself.
 *
 * Not thread-safe; one thread a connection.
 */
#ifndef GAINSAY_PG_PG_H
#define GAINSAY_PG_PG_H

#include "common/base/err.h"
#include "common/base/str.h"
#include "common/conf/conf.h"

#include <stdbool.h>
#include <stddef.h>

struct pg;
struct pg_result;

struct pg_settings {
    const char *conninfo;
    const char *password_file; /* NULL or empty: libpq's passfile, or none is asked for */
};

/* Rows of a program's option table for its struct pg_settings member. */
#define PG_CONF_ROWS(type, member)                                                                 \
    {"postgres",                                                                                   \
     "password_file",                                                                              \
     CONF_TEXT,                                                                                    \
     offsetof(type, member.password_file),                                                         \
     "",                                                                                           \
     NULL,                                                                                         \
     "file whose first line is the password; its mode is checked"},                                \
    {                                                                                              \
        "postgres", "conninfo", CONF_TEXT, offsetof(type, member.conninfo), "dbname=gainsay",      \
            NULL,                                                                                  \
            "libpq connection string (PostgreSQL manual, 34.1.1); keep passwords in libpq's "      \
            "passfile"                                                                             \
    }

/* A program's check (conf.h): a connection string that libpq can't read, or with a password in it,
 * is refused. */
conf_check pg_setting_check;

/* Connects; a connection string with a password in it is refused (ERR_CONFIG): libpq's passfile
 * holds those. Timeouts that the string and the server leave out are set so that a half-open
 * connection ends within half a minute on either side, and a transaction in which nothing happens
 * after one. */
enum err_code
pg_open(const struct pg_settings *settings, const char *program, struct pg **pg, struct err *err);
/* What the connection string says for a keyword such as "sslcert"; false where it says nothing, or
 * more than there is room for. */
bool pg_conninfo_value(const struct pg_settings *settings,
                       const char *keyword,
                       char *value,
                       size_t room);
/* Accepts NULL. */
void pg_close(struct pg *pg);
bool pg_is_broken(const struct pg *pg);

/* Runs commands without parameters, several where separated by semicolons; rows are thrown away. */
enum err_code pg_run(struct pg *pg, const char *sql, struct err *err);
/* Runs one command with text parameters ($1, ...; NULL is SQL's null). The caller frees *result. */
enum err_code pg_query(struct pg *pg,
                       const char *sql,
                       const char *const *values,
                       int value_count,
                       struct pg_result **result,
                       struct err *err);
/* Ends a failed transaction; a broken connection is left alone. */
void pg_rollback(struct pg *pg);

int pg_row_count(const struct pg_result *result);
/* Rows that an INSERT, UPDATE or DELETE touched. */
long long pg_affected(const struct pg_result *result);
/* NULL for SQL's null; valid until pg_free(). */
const char *pg_value(const struct pg_result *result, int row, int column);
int pg_column_count(const struct pg_result *result);
const char *pg_column_name(const struct pg_result *result, int column);
/* Whether the column has lists of texts, whose values read {one,"and two"}. */
bool pg_column_is_list(const struct pg_result *result, int column);
/* Accepts NULL. */
void pg_free(struct pg_result *result);

/* "COPY t (...) FROM STDIN (FORMAT binary)" of rows that pg_rows.h made. */
enum err_code pg_copy(struct pg *pg, const char *sql, struct str rows, struct err *err);

/* The same in two steps, with time for something else between them: what comes of the command is
 * told by pg_finish(), which waits, and must be asked before the next command. */
enum err_code pg_send(struct pg *pg, const char *sql, struct err *err);
enum err_code pg_copy_send(struct pg *pg, const char *sql, struct str rows, struct err *err);
enum err_code pg_finish(struct pg *pg, struct err *err);
/* Whether pg_finish() would not wait. */
bool pg_is_finished(struct pg *pg);

/* What to do while the server works on one of the commands above: called over and over until there
 * is an answer. It returns after how many milliseconds, at most, it wants to be called again. It
 * must not use this connection. NULL: just wait. */
typedef int pg_idle(void *context);
void pg_while_waiting(struct pg *pg, pg_idle *idle, void *context);

#endif
