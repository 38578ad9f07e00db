/*
 * Results in, rows out, exactly: a batch's rows and the offset behind it are one PostgreSQL
 * transaction, and the offset moves by compare-and-set, so that a store which lost its partition
 * can't write. The offset in PostgreSQL is the truth; the one committed to Kafka is a hint for lag
 * tools.
 */
#ifndef GAINSAY_STORE_STORE_H
#define GAINSAY_STORE_STORE_H

#include "common/kafka/settings.h"
#include "common/pg/pg.h"
#include "common/service/service.h"

struct store_settings {
    struct kafka_settings kafka;
    struct pg_settings postgres;
    struct service_settings service;
    const char *group;
    long long batch;
    long long wait_ms;
    long long breaker; /* percent */
};

/* Runs until the service is to stop. The code says why it ended; ERR_OK after a drain. */
enum err_code store_run(const struct store_settings *settings, struct err *err);

#endif
