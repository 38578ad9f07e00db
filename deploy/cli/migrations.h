/*
 * The schema's numbered files, and how many of them a database has.
 */
#ifndef GAINSAY_CLI_MIGRATIONS_H
#define GAINSAY_CLI_MIGRATIONS_H

#include "common/base/arena.h"
#include "common/pg/pg.h"

#define MIGRATIONS_MAX 1000

struct migration {
    int number;       /* from 1, without gaps */
    const char *name; /* 0001_tables.sql */
};

struct migrations {
    const char *directory;
    struct migration list[MIGRATIONS_MAX];
    size_t count;
};

/* Reads a folder's names; NULL: the installed folder, or the source tree's where nothing is
 * installed. Strings live in the arena. ERR_CONFIG: a number is missing, or there are none. */
enum err_code migrations_find(const char *directory,
                              struct arena *arena,
                              struct migrations *found,
                              struct err *err);

/* How many of them the database has. ERR_CONFIG: it has more than this program knows, or others. */
enum err_code migrations_applied(struct pg *pg,
                                 const struct migrations *migrations,
                                 size_t *applied,
                                 struct err *err);

enum migrations_how {
    MIGRATIONS_NAME, /* say what would be done, do nothing */
    MIGRATIONS_TELL, /* do it, and say so on standard output */
    MIGRATIONS_QUIET
};

/* Brings the schema of the connection (the first of its search_path) up to this version. Holds a
 * lock that other migrations wait for until the connection is closed. */
enum err_code migrations_run(struct pg *pg,
                             const char *directory,
                             enum migrations_how how,
                             struct arena *arena,
                             struct err *err);

#endif
