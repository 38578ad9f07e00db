/*
 * Words of a command line that are more than text: what each may be, and what it becomes for a
 * query. Whoever gives a wrong one learns which of them it was and what such a word looks like.
 */
#ifndef GAINSAY_CLI_ARGUMENT_H
#define GAINSAY_CLI_ARGUMENT_H

#include "common/base/buf.h"
#include "common/base/err.h"
#include "common/base/str.h"
#include "common/pg/pg.h"

#include <stdbool.h>
#include <stddef.h>

#define ARGUMENT_VALUE_BYTES 4096 /* a sentence to be searched for is a word, too */

enum argument_kind {
    ARGUMENT_WORDS,   /* any text but an empty one */
    ARGUMENT_COUNTRY, /* code, name or adjective; becomes the code; "*" is all countries */
    ARGUMENT_DAY,     /* as PostgreSQL's date */
    ARGUMENT_TIME,    /* as PostgreSQL's timestamptz */
    ARGUMENT_NUMBER,  /* 0 to 999999 */
    ARGUMENT_HEADING, /* of the Harmonized System, with or without stops */
    ARGUMENT_RECORD,  /* a record's id, or how it begins */
    ARGUMENT_MATTER,  /* contact, talks, deal, ... */
};

/* "country", "day", ...; false where there is no such kind. */
bool argument_kind_of(struct str word, enum argument_kind *kind);
/* Adds them all: "country, day, ... or matter". */
void argument_kinds(struct buf *list);
/* The word for a kind; NULL for ARGUMENT_WORDS. */
const char *argument_kind_name(enum argument_kind kind);

/*
 * Checks a value and writes what a query is to get. ERR_CONFIG where the value is none of its kind:
 * the text names the argument and the value, and says what is wanted. Countries, days and times are
 * asked of the server.
 */
enum err_code argument_settle(struct pg *pg,
                              enum argument_kind kind,
                              const char *name,
                              const char *value,
                              char settled[ARGUMENT_VALUE_BYTES],
                              struct err *err);

#endif
