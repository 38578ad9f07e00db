/*
 * Configuration: one table of options a program, read by the file reader, the environment, the
 * command line, --help,
 * --check and --example alike, so that none of them can drift.
 *
 *     struct settings { const char *brokers; long long batch; struct conf_pairs kafka; };
 *     static const struct conf_option options[] = {
 *         {"kafka", "brokers", CONF_TEXT, offsetof(struct settings, brokers), "127.0.0.1:9092",
 * NULL, "host:port list of the Kafka brokers"},
 *         {"store", "batch", CONF_INTEGER, offsetof(struct settings, batch), "500", "1..10000",
 *          "records a transaction holds at most"},
 *         {"kafka", "*", CONF_REST, offsetof(struct settings, kafka), NULL, NULL, "any librdkafka
 * property"},
 *     };
 *
 * The file is INI: `[section]`, `key = value`, comments behind `#` or `;` at a line's start. What
 * wins: the command line (--store.batch=100), then the environment (GAINSAY_STORE_BATCH), then the
 * file, then the fallback.
 *
 * All programs share one file. A section or a key that nobody knows is refused with file and line,
 * and the nearest that there is; a service passes over the sections that it has nothing in (the
 * --check of those who have reads them). On the command line and in the environment the same, but a
 * program takes no options but its own.
 */
#ifndef GAINSAY_CONF_CONF_H
#define GAINSAY_CONF_CONF_H

#include "common/base/arena.h"
#include "common/base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum conf_kind {
    CONF_TEXT,     /* const char * */
    CONF_INTEGER,  /* long long; limits "MIN..MAX" */
    CONF_BOOLEAN,  /* bool; yes/no, true/false, on/off, 1/0 */
    CONF_DURATION, /* long long milliseconds; "500ms", "5s", "2m", "6h", "1d"; limits "1s..1d" */
    CONF_BYTES,    /* long long; "4096", "64k", "8M", "1G"; limits "64k..8M" */
    CONF_CHOICE,   /* const char *; limits "a|b|c" */
    CONF_REST      /* struct conf_pairs; every other key of the section; the row's key is "*" */
};

struct conf_option {
    const char *section;
    const char *key;
    enum conf_kind kind;
    size_t offset;        /* of the member in the program's settings */
    const char *fallback; /* NULL: the setting stays NULL, 0 or false */
    const char *limits;   /* see the kinds; NULL: none */
    const char *help;     /* one line, lower case, no full stop */
};

struct conf_pair {
    const char *key;
    const char *value;
};

struct conf_pairs {
    struct conf_pair *pair;
    size_t count;
};

/* A second look at a setting, by the room that knows what it means; of all settings, so it passes
 * over those of others. */
typedef enum err_code
conf_check(const char *section, const char *key, const char *value, struct err *err);

#define CONF_CHECKS 2

struct conf_program {
    const char *name;     /* gainsay-store */
    const char *summary;  /* one line for --help */
    const char *synopsis; /* what may follow the options: "[FILE ...]"; "": nothing may */
    const struct conf_option *options;
    size_t option_count;
    bool is_tool; /* borrows some settings of the services' sections; passes over their others */
    /* Its own section, or NULL: settings of it can be given as --key VALUE, --key=VALUE and, where
     * they are yes or no, --key; a '-' stands for the key's '_'. */
    const char *own;
    conf_check *checks[CONF_CHECKS]; /* NULL: none */
    /* What --check opens beside the settings, for a program can't do without it; or NULL. */
    enum err_code (*look)(const void *settings, struct err *err);
};

enum conf_action { CONF_RUN, CONF_EXIT };

struct conf_run {
    enum conf_action
        action; /* CONF_EXIT: --help, --version, --check or --example did its printing; exit 0 */
    const char *path; /* the file that was read, or NULL */
    char **args;      /* what is left of argv, in order */
    size_t arg_count;
    const bool *given; /* for conf_is_given() */
};

/*
 * Fills settings (zeroed by the caller) from all four places. The file is --config FILE, else
 * $GAINSAY_CONFIG, else /etc/gainsay/gainsay.conf where that exists. Strings live in the arena.
 * ERR_CONFIG: the text names file and line, the variable, or the option.
 */
enum err_code conf_load(const struct conf_program *program,
                        int argc,
                        char **argv,
                        struct arena *arena,
                        void *settings,
                        struct conf_run *run,
                        struct err *err);

/* Whether somebody said so: the command line, the environment or the file, and not the fallback.
 * Not of a CONF_REST row. */
bool conf_is_given(const struct conf_program *program,
                   const struct conf_run *run,
                   const char *section,
                   const char *key);

/* One key of an INI file, with its line (from 1). A code other than ERR_OK ends the reading. */
typedef enum err_code conf_visit(void *context,
                                 const char *section,
                                 const char *key,
                                 const char *value,
                                 int line,
                                 struct err *err);

/* Reads an INI file key by key. ERR_CONFIG: cannot be opened, or a line is no INI; visit's own
 * errors get "path:line: " put before them. */
enum err_code conf_ini_read(const char *path, conf_visit *visit, void *context, struct err *err);

/* One value by kind, for readers of other files: *value is long long *, bool * or const char ** as
 * the kind says. The text is borrowed. */
enum err_code conf_parse_value(
    enum conf_kind kind, const char *limits, const char *text, void *value, struct err *err);

#endif
