/*
 * The state of everything at one moment, for `gainsay status`: collected once, printed as a screen
 * or as JSON.
 */
#ifndef GAINSAY_CLI_OVERVIEW_H
#define GAINSAY_CLI_OVERVIEW_H

#include "common/base/buf.h"
#include "common/kafka/settings.h"
#include "common/pg/pg.h"
#include "deploy/cli/services.h"

#include <stdbool.h>
#include <stddef.h>

struct overview_settings {
    struct kafka_settings kafka;
    struct pg_settings postgres;
    const char *classifier_group;
    const char *store_group;
    const char *services;
    /* More than this is wrong. */
    long long max_lag; /* messages of one reader and topic */
    long long max_wait_ms;
    long long max_letters;
    long long max_troubled_pct; /* of the sources */
};

/* How far a reader is with one partition. */
struct overview_lag {
    const char *reader;
    const char *topic;
    int partition;
    long long next;
    long long end;
    long long messages;
    double seconds; /* -1: no service said */
};

/* What the tables say, by name. */
enum overview_part { PART_SOURCES, PART_TROUBLED, PART_LETTERS, PART_SEARCH, PART_ROWS, PARTS };

struct overview {
    const struct overview_settings *settings;
    struct services services;
    struct err services_error;
    struct overview_lag *lag;
    size_t lag_count;
    struct err kafka_error;
    struct pg_result *part[PARTS];
    struct pg_result *json[PARTS]; /* one value: the same as a JSON list */
    long long troubled_more;       /* sources that are not ok, and not in PART_TROUBLED either */
    struct err postgres_error;
    struct buf wrong; /* a line for each thing that is */
    size_t wrong_count;
};

/* Asks everybody. A part that does not answer has its error, and is wrong. */
void overview_collect(const struct overview_settings *settings, struct overview *overview);
void overview_release(struct overview *overview);

const char *overview_part_name(enum overview_part part);

void overview_text(const struct overview *overview, struct buf *out);
/* One line, one object. */
void overview_json(const struct overview *overview, struct buf *out);

#endif
