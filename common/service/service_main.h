/*
 * The main() of a service: reads its settings, starts log, endpoint and signals, runs it, says why
 * it failed.
 */
#ifndef GAINSAY_SERVICE_MAIN_H
#define GAINSAY_SERVICE_MAIN_H

#include "common/conf/conf.h"
#include "common/service/service.h"

struct service_program {
    struct conf_program conf; /* the check of Kafka's settings is added to its checks */
    void *settings;           /* zeroed; the options' offsets are into it */
    const struct service_settings *service; /* a part of settings */
    /* Runs until service_stopping(); ERR_OK after a drain. */
    enum err_code (*run)(const void *settings, struct err *err);
};

/* The process's exit code: 0, or 1 after a failure. */
int service_main(const struct service_program *program, int argc, char **argv);

#endif
